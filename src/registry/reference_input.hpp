#pragma once
#include "base/json.hpp"
#include "registry/platform.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string_view>

namespace kunyu::registry {

/// The organisation that a member names by id or slug. Nothing when it is absent, or after a fault: base.required,
/// identity.not_a_key, registry.unknown_organisation.
std::optional<OrganisationId> read_organisation(sql::Session& session, base::Reader& reader, std::string_view member,
                                                bool required = false);

/// As above for a platform, by id or code; registry.unknown_platform.
std::optional<PlatformId> read_platform(sql::Session& session, base::Reader& reader, std::string_view member,
                                        bool required = false);

}  // namespace kunyu::registry
