#include "registry/exit_plan_store.hpp"

#include "registry/application_attachments.hpp"
#include "sql/filter.hpp"

#include <limits>

namespace kunyu::registry {

namespace {

constexpr std::string_view columns =
    "p.id, p.version, p.category, p.reason, p.document_number, p.sample, p.created_by, p.created_by_name,"
    " p.created_at";

/// The end of the last interval in which the platform takes a place, unless that goes on.
std::optional<base::Day> left_on(sql::Session& session, PlatformId platform, std::string const& category) {
    auto const row = session.first(
        "SELECT MAX(valid_to) FROM platform_interval WHERE platform = ? AND category = ? AND standing IN"
        " ('counted', 'reserved')",
        platform, category);
    if (!row || row->is_null(0) || row->integer(0) == std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    return row->day(0);
}

ExitPlan plan_of(sql::Session& session, sql::Row const& row) {
    ExitPlan plan;
    plan.id = row.id<ExitPlanTag>(0);
    plan.version = row.integer(1);
    plan.category = row.text(2);
    plan.reason = row.text(3);
    plan.document_number = row.optional_text(4);
    plan.sample = row.boolean(5);
    plan.created_by = row.id<identity::AccountTag>(6);
    plan.created_by_name = row.text(7);
    plan.created_at = row.instant(8);
    for (auto const& leave : session.query(
             "SELECT platform, leaves_on, way, goes_into FROM exit_plan_leave WHERE exit_plan = ? ORDER BY ordinal",
             plan.id)) {
        PlannedLeave planned;
        planned.platform = leave.id<PlatformTag>(0);
        planned.on = leave.day(1);
        planned.way = *parse_exit_way(leave.text(2));
        planned.into = leave.optional_id<PlatformTag>(3);
        plan.done_on.push_back(left_on(session, planned.platform, plan.category));
        plan.leaves.push_back(planned);
    }
    plan.files =
        file_column(session, "SELECT file FROM exit_plan_file WHERE exit_plan = ? ORDER BY ordinal", plan.id.value);
    plan.events =
        file_column(session, "SELECT event FROM exit_plan_use WHERE exit_plan = ? ORDER BY event", plan.id.value);
    return plan;
}

void add_scope(sql::Where& where, identity::Scope const& scope) {
    if (scope.everything) return;
    std::string text = "EXISTS (SELECT 1 FROM exit_plan_leave l WHERE l.exit_plan = p.id AND (0 = 1";
    std::vector<sql::Value> args;
    if (!scope.organisations.empty()) {
        text +=
            " OR EXISTS (SELECT 1 FROM platform_host h JOIN organisation_subtree s ON s.descendant = h.organisation"
            " WHERE h.platform = l.platform AND s.ancestor IN (" +
            sql::Where::marks(scope.organisations.size()) + "))";
        for (auto const organisation : scope.organisations) args.push_back(sql::to_value(organisation));
    }
    if (!scope.platforms.empty()) {
        text += " OR l.platform IN (" + sql::Where::marks(scope.platforms.size()) + ")";
        for (auto const platform : scope.platforms) args.push_back(sql::to_value(platform));
    }
    where.add_with(text + "))", std::move(args));
}

}  // namespace

std::optional<ExitPlan> load_exit_plan(sql::Session& session, ExitPlanId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM exit_plan p WHERE p.id = ?", id);
    return row ? std::optional(plan_of(session, *row)) : std::nullopt;
}

base::Result<ExitPlanPage> list_exit_plans(sql::Session& session, ExitPlanQuery const& query,
                                           identity::Scope const& scope) {
    sql::PageQuery page;
    page.list = "exit-plans";
    page.columns = columns;
    page.from = "exit_plan p";
    page.where.add_if("p.category = ?", query.category);
    add_scope(page.where, scope);
    page.order = {{"p.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    ExitPlanPage out;
    for (auto const& row : found.rows) out.items.push_back(plan_of(session, row));
    out.next = found.next;
    return out;
}

void insert_exit_plan(sql::Tx& tx, ExitPlan const& plan) {
    tx.exec(
        "INSERT INTO exit_plan (id, version, category, reason, document_number, sample, created_by, created_by_name,"
        " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        plan.id, plan.version, plan.category, plan.reason, plan.document_number, plan.sample, plan.created_by,
        plan.created_by_name, plan.created_at);
    std::int64_t ordinal = 0;
    for (auto const& leave : plan.leaves)
        tx.exec(
            "INSERT INTO exit_plan_leave (exit_plan, ordinal, platform, leaves_on, way, goes_into) VALUES (?, ?, ?, ?,"
            " ?, ?)",
            plan.id, ordinal++, leave.platform, leave.on, to_string(leave.way), leave.into);
    for (auto const file : plan.files)
        tx.exec("INSERT INTO exit_plan_file (exit_plan, ordinal, file) VALUES (?, ?, ?)", plan.id, ordinal++, file);
}

void remove_exit_plan(sql::Tx& tx, ExitPlanId id) {
    for (auto const* table : {"exit_plan_leave", "exit_plan_file", "exit_plan_use"})
        tx.exec("DELETE FROM " + std::string(table) + " WHERE exit_plan = ?", id);
    tx.exec("DELETE FROM exit_plan WHERE id = ?", id);
}

bool takes_place(sql::Session& session, PlatformId platform, std::string const& category, base::Day day) {
    return session
        .first(
            "SELECT 1 FROM platform_interval WHERE platform = ? AND category = ? AND standing IN"
            " ('counted', 'reserved') AND valid_from <= ? AND valid_to > ?",
            platform, category, day, day)
        .has_value();
}

bool stands_in_a_plan(sql::Session& session, PlatformId platform) {
    return session.first("SELECT 1 FROM exit_plan_leave WHERE platform = ?", platform).has_value();
}

std::optional<std::vector<PlannedExit>> RecordedExitPlans::exits_of(sql::Session& session, ExitPlanId plan) const {
    if (!session.first("SELECT 1 FROM exit_plan WHERE id = ?", plan)) return std::nullopt;
    std::vector<PlannedExit> exits;
    for (auto const& row :
         session.query("SELECT platform, leaves_on FROM exit_plan_leave WHERE exit_plan = ? ORDER BY ordinal", plan)) {
        PlannedExit planned;
        planned.plan = plan;
        planned.platform = row.id<PlatformTag>(0);
        planned.by = row.day(1);
        exits.push_back(planned);
    }
    return exits;
}

void RecordedExitPlans::used_by(sql::Tx& tx, ExitPlanId plan, EventId event) const {
    tx.exec("INSERT INTO exit_plan_use (exit_plan, event) VALUES (?, ?) ON CONFLICT DO NOTHING", plan, event);
}

}  // namespace kunyu::registry
