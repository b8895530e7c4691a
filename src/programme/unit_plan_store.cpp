#include "programme/unit_plan_store.hpp"

#include "programme/plan_store.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

namespace json = boost::json;

constexpr std::string_view columns =
    "u.id, u.plan, u.unit, u.year, u.version, u.state, u.summary, u.submitted_at, u.accepted_at, u.sample,"
    " u.created_by, u.created_by_name, u.created_at, u.updated_at";

constexpr ListColumnOf file_list{"unit_plan_file", "unit_plan", "file"};

json::array goals_json(std::vector<StageGoal> const& goals) {
    json::array out;
    for (auto const& goal : goals)
        out.push_back(json::object{{"title", goal.title}, {"weight", goal.weight}, {"cycle", goal.cycle}});
    return out;
}

std::vector<StageGoal> goals_of(json::value const& value) {
    std::vector<StageGoal> goals;
    for (auto const& goal : value.as_array())
        goals.push_back({std::string(goal.at("title").as_string()), goal.at("weight").to_number<std::int64_t>(),
                         goal.at("cycle").to_number<std::int64_t>()});
    return goals;
}

std::vector<std::int64_t> numbers_of(json::value const& value) {
    std::vector<std::int64_t> numbers;
    for (auto const& number : value.as_array()) numbers.push_back(number.to_number<std::int64_t>());
    return numbers;
}

std::vector<PlannedTask> tasks_of(sql::Session& session, UnitPlanId id) {
    std::vector<PlannedTask> tasks;
    for (auto const& row :
         session.query("SELECT p.task, p.planned, p.goals FROM unit_plan_task p JOIN plan_task t ON t.id = p.task"
                       " WHERE p.unit_plan = ? ORDER BY t.number",
                       id)) {
        auto const planned = json::parse(row.text(1));
        auto const goals = json::parse(row.text(2));
        tasks.push_back({row.id<TaskTag>(0), numbers_of(planned), goals_of(goals)});
    }
    return tasks;
}

UnitPlan unit_plan_of(sql::Session& session, sql::Row const& row) {
    UnitPlan plan;
    plan.id = row.id<UnitPlanTag>(0);
    plan.plan = row.id<PlanTag>(1);
    plan.unit = row.id<identity::OrganisationTag>(2);
    plan.year = row.integer(3);
    plan.version = row.integer(4);
    plan.state = *parse_work_state(row.text(5));
    plan.summary = row.optional_text(6);
    plan.submitted_at = row.optional_instant(7);
    plan.accepted_at = row.optional_instant(8);
    plan.sample = row.boolean(9);
    plan.created_by = row.id<identity::AccountTag>(10);
    plan.created_by_name = row.text(11);
    plan.created_at = row.instant(12);
    plan.updated_at = row.instant(13);
    plan.files = load_list(session, file_list, plan.id.value);
    plan.tasks = tasks_of(session, plan.id);
    return plan;
}

void write_parts(sql::Tx& tx, UnitPlan const& plan) {
    write_list(tx, file_list, plan.id.value, plan.files);
    tx.exec("DELETE FROM unit_plan_task WHERE unit_plan = ?", plan.id);
    for (auto const& task : plan.tasks)
        tx.exec("INSERT INTO unit_plan_task (unit_plan, task, planned, goals) VALUES (?, ?, ?, ?)", plan.id, task.task,
                json::serialize(json::array(task.planned.begin(), task.planned.end())),
                json::serialize(goals_json(task.goals)));
}

}  // namespace

json::array planned_tasks_json(std::vector<PlannedTask> const& tasks) {
    json::array out;
    for (auto const& task : tasks)
        out.push_back(json::object{{"task", task.task.value},
                                   {"planned", json::array(task.planned.begin(), task.planned.end())},
                                   {"goals", goals_json(task.goals)}});
    return out;
}

std::optional<UnitPlan> load_unit_plan(sql::Session& session, UnitPlanId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM unit_plan u WHERE u.id = ?", id);
    return row ? std::optional(unit_plan_of(session, *row)) : std::nullopt;
}

bool has_unit_plan(sql::Session& session, PlanId plan, OrganisationId unit, std::int64_t year) {
    return session.first("SELECT 1 FROM unit_plan WHERE plan = ? AND unit = ? AND year = ?", plan, unit, year)
        .has_value();
}

std::vector<WorkEntry> load_unit_plan_steps(sql::Session& session, UnitPlanId id) {
    return load_entries(session, "unit_plan_step", "unit_plan", id.value);
}

std::optional<json::object> accepted_content(sql::Session& session, UnitPlanId id) {
    auto const row = session.first(
        "SELECT content FROM unit_plan_step WHERE unit_plan = ? AND step = 'accept' ORDER BY ordinal DESC LIMIT 1", id);
    return row ? std::optional(json::parse(row->text(0)).as_object()) : std::nullopt;
}

std::map<TaskId, std::int64_t> planned_before(sql::Session& session, PlanId plan, OrganisationId unit,
                                              std::int64_t year) {
    auto const first = base::Day::of(static_cast<int>(year), 1, 1);
    std::map<TaskId, std::int64_t> out;
    for (auto const& row : session.query("SELECT task, percent FROM planned_percent WHERE plan = ? AND unit = ? AND "
                                         "known_to = ? AND valid_from <= ?"
                                         " AND valid_to > ?",
                                         plan, unit, open_end, first, first))
        out[row.id<TaskTag>(0)] = row.integer(1);
    return out;
}

base::Result<UnitPlanPage> list_unit_plans(sql::Session& session, UnitPlanQuery const& query,
                                           identity::Scope const& reading, identity::Scope const& writing) {
    sql::PageQuery page;
    page.list = "unit-plans";
    page.columns = columns;
    page.from = "unit_plan u";
    page.where.add("u.plan = ?", query.plan);
    page.where.add_if("u.unit = ?", query.unit);
    page.where.add_if("u.year = ?", query.year);
    page.where.add_if("u.state = ?", query.state);
    add_unit_scope(page.where, reading, "u.unit");
    hide_drafts(page.where, writing, "u", "u.accepted_at IS NOT NULL");
    page.order = {{"u.year", 'i', true}, {"u.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    UnitPlanPage out;
    for (auto const& row : found.rows) out.items.push_back(unit_plan_of(session, row));
    out.next = found.next;
    return out;
}

void insert_unit_plan(sql::Tx& tx, UnitPlan const& plan) {
    tx.exec(
        "INSERT INTO unit_plan (id, plan, unit, year, version, state, summary, submitted_at, accepted_at, sample,"
        " created_by, created_by_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        plan.id, plan.plan, plan.unit, plan.year, plan.version, to_string(plan.state), plan.summary, plan.submitted_at,
        plan.accepted_at, plan.sample, plan.created_by, plan.created_by_name, plan.created_at, plan.updated_at);
    write_parts(tx, plan);
}

void update_unit_plan(sql::Tx& tx, UnitPlan const& plan) {
    tx.exec(
        "UPDATE unit_plan SET version = ?, state = ?, summary = ?, submitted_at = ?, accepted_at = ?, updated_at = ?"
        " WHERE id = ?",
        plan.version, to_string(plan.state), plan.summary, plan.submitted_at, plan.accepted_at, plan.updated_at,
        plan.id);
    write_parts(tx, plan);
}

void append_unit_plan_step(sql::Tx& tx, UnitPlanId id, WorkEntry const& entry,
                           std::optional<json::object> const& content) {
    auto const text = content ? std::optional(json::serialize(*content)) : std::nullopt;
    tx.exec(
        "INSERT INTO unit_plan_step (unit_plan, ordinal, step, at, by_account, by_name, reason, content)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        id, next_ordinal(tx, "unit_plan_step", "unit_plan", id.value), to_string(entry.step), entry.at, entry.by,
        entry.by_name, entry.reason, text);
}

}  // namespace kunyu::programme
