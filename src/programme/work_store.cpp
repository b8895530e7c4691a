#include "programme/work_store.hpp"

#include "programme/red_tasks.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::programme {
namespace {

/// Whether the unit lies within the scope, as a condition.
std::pair<std::string, std::vector<sql::Value>> within(identity::Scope const& scope, std::string const& unit) {
    if (scope.everything) return {"1 = 1", {}};
    if (scope.organisations.empty()) return {"0 = 1", {}};
    std::vector<sql::Value> args;
    for (auto const organisation : scope.organisations) args.push_back(sql::to_value(organisation));
    auto condition =
        fmt::format("EXISTS (SELECT 1 FROM organisation_subtree s WHERE s.descendant = {} AND s.ancestor IN ({}))",
                    unit, sql::Where::marks(args.size()));
    return {std::move(condition), std::move(args)};
}

/// A kind of work, whose rows hang on the plan by `of_plan`, and what hangs on it.
struct WorkTables {
    char const* table;
    char const* of_plan;
    std::vector<std::pair<char const*, char const*>> parts;  ///< table and the column that names the work
};

std::vector<WorkTables> const& all_work() {
    constexpr char const* by_plan = "plan = ?";
    constexpr char const* by_task = "task IN (SELECT id FROM plan_task WHERE plan = ?)";
    static std::vector<WorkTables> const all{
        {"unit_plan",
         by_plan,
         {{"unit_plan_file", "unit_plan"}, {"unit_plan_task", "unit_plan"}, {"unit_plan_step", "unit_plan"}}},
        {"progress_report",
         by_plan,
         {{"progress_report_file", "report"}, {"progress_report_begun", "report"}, {"progress_report_step", "report"}}},
        {"milestone_evidence", by_task, {{"milestone_evidence_file", "evidence"}}},
        {"extension_request", by_task, {{"extension_request_file", "request"}}},
        {"slip", by_plan, {{"slip_file", "slip"}, {"slip_event", "slip"}}},
        {"report_call", by_plan, {}},
        {"planned_percent", by_plan, {}},
        {"progress_known", by_plan, {}}};
    return all;
}

}  // namespace

void remove_work(sql::Tx& tx, PlanId plan) {
    for (auto const& work : all_work()) {
        for (auto const& part : work.parts)
            tx.exec(fmt::format("DELETE FROM {} WHERE {} IN (SELECT id FROM {} WHERE {})", part.first, part.second,
                                work.table, work.of_plan),
                    plan);
        tx.exec(fmt::format("DELETE FROM {} WHERE {}", work.table, work.of_plan), plan);
    }
    tx.exec("DELETE FROM supervision_mark WHERE mark LIKE ?", fmt::format("slips:{}:%", plan.value));
    RedTasks::forget(tx, plan);
}

std::vector<std::int64_t> load_list(sql::Session& session, ListColumnOf const& column, std::int64_t owner) {
    std::vector<std::int64_t> values;
    for (auto const& row : session.query(
             fmt::format("SELECT {} FROM {} WHERE {} = ? ORDER BY ordinal", column.value, column.table, column.owner),
             owner))
        values.push_back(row.integer(0));
    return values;
}

void write_list(sql::Tx& tx, ListColumnOf const& column, std::int64_t owner, std::vector<std::int64_t> const& values) {
    tx.exec(fmt::format("DELETE FROM {} WHERE {} = ?", column.table, column.owner), owner);
    std::int64_t ordinal = 0;
    for (auto const value : values)
        tx.exec(
            fmt::format("INSERT INTO {} ({}, ordinal, {}) VALUES (?, ?, ?)", column.table, column.owner, column.value),
            owner, ordinal++, value);
}

std::vector<WorkEntry> load_entries(sql::Session& session, char const* table, char const* owner, std::int64_t id) {
    std::vector<WorkEntry> entries;
    for (auto const& row :
         session.query(fmt::format("SELECT step, at, by_account, by_name, reason FROM {} WHERE {} = ? ORDER BY ordinal",
                                   table, owner),
                       id))
        entries.push_back(
            {*parse_work_step(row.text(0)), row.instant(1), row.id<identity::AccountTag>(2), row.text(3), row.text(4)});
    return entries;
}

std::int64_t next_ordinal(sql::Session& session, char const* table, char const* owner, std::int64_t id) {
    return session.first(fmt::format("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM {} WHERE {} = ?", table, owner), id)
        ->integer(0);
}

void add_unit_scope(sql::Where& where, identity::Scope const& scope, std::string const& unit) {
    auto condition = within(scope, unit);
    if (!scope.everything) where.add_with(condition.first, std::move(condition.second));
}

void hide_drafts(sql::Where& where, identity::Scope const& writing, std::string const& alias,
                 std::string const& shown) {
    if (writing.everything) return;
    auto condition = within(writing, alias + ".unit");
    where.add_with(fmt::format("({}.state <> 'draft' OR {} OR {})", alias, shown, condition.first),
                   std::move(condition.second));
}

}  // namespace kunyu::programme
