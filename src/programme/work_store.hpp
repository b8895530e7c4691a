#pragma once
#include "identity/permissions.hpp"
#include "programme/plan.hpp"
#include "programme/work.hpp"
#include "sql/filter.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// A column that lists things of an aggregate in their order: table progress_report_file, owner "report", value "file".
struct ListColumnOf {
    char const* table;
    char const* owner;
    char const* value;
};
std::vector<std::int64_t> load_list(sql::Session& session, ListColumnOf const& column, std::int64_t owner);
/// In place of what stood there.
void write_list(sql::Tx& tx, ListColumnOf const& column, std::int64_t owner, std::vector<std::int64_t> const& values);

/// The steps of an aggregate in the order in which they were taken.
std::vector<WorkEntry> load_entries(sql::Session& session, char const* table, char const* owner, std::int64_t id);
/// The number of the next row that hangs on the aggregate.
std::int64_t next_ordinal(sql::Session& session, char const* table, char const* owner, std::int64_t id);

/// All work under the plan and what follows from it; not what the inbox holds of it.
void remove_work(sql::Tx& tx, PlanId plan);

/// Narrows a list to the units within the scope; nothing at all for an empty one.
void add_unit_scope(sql::Where& where, identity::Scope const& scope, std::string const& unit);
/// Hides drafts of `alias` from those who may not write for their unit, but those for which the condition `shown`
/// holds.
void hide_drafts(sql::Where& where, identity::Scope const& writing, std::string const& alias,
                 std::string const& shown = "0 = 1");

}  // namespace kunyu::programme
