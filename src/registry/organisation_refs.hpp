#pragma once
#include "identity/caller.hpp"
#include "registry/lifecycle.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// An organisation as other things refer to it: {id, slug, name}.
struct OrganisationReference {
    OrganisationId id;
    std::optional<std::string> slug;
    Name name;
};

std::map<OrganisationId, OrganisationReference> organisation_refs(sql::Session& session,
                                                                  std::vector<OrganisationId> const& ids);
boost::json::object to_json(OrganisationReference const& organisation);

/// By number or slug; nothing when there is none.
std::optional<OrganisationId> find_organisation(sql::Session& session, std::string_view key);
/// By slug, full name, short name or alias, as sheets name it.
std::optional<OrganisationId> find_organisation_by_name(sql::Session& session, std::string_view name);

}  // namespace kunyu::registry
