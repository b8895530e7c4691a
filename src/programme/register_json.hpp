#pragma once
#include "programme/register_entry.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// {id, slug, name}
boost::json::object plan_ref_json(sql::Session& session, PlanId plan);
/// {id, number, title} of each, by number.
boost::json::array task_refs_json(sql::Session& session, std::vector<TaskId> const& tasks);
/// As above for one, or null.
boost::json::value task_ref_json(sql::Session& session, std::optional<TaskId> task);
/// {id, slug, name} of each, in the order given.
boost::json::array unit_refs_json(sql::Session& session, std::vector<OrganisationId> const& units);
boost::json::value unit_ref_json(sql::Session& session, OrganisationId unit);

/// {id, plan, …, sample, created_by, created_at, updated_at, version}: the members all entries share.
boost::json::object entry_json(sql::Session& session, std::int64_t id, RegisterEntry const& entry);

/// For the audit record.
boost::json::array texts_json(std::vector<std::string> const& texts);
boost::json::array numbers_json(std::vector<std::int64_t> const& numbers);
template <typename Tag>
boost::json::array ids_json(std::vector<base::Id<Tag>> const& ids) {
    boost::json::array out;
    for (auto const id : ids) out.emplace_back(id.value);
    return out;
}
boost::json::value text_or_null(std::string const& text);

}  // namespace kunyu::programme
