#include "programme/plan_store.hpp"

#include "programme/work_store.hpp"
#include "sql/filter.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

namespace json = boost::json;

constexpr std::string_view plan_columns =
    "p.id, p.slug, p.version, p.name_zh, p.name_en, p.reference, p.issued, p.period_start, p.period_end, p.period_zh,"
    " p.period_en, p.target_by, p.strategy_zh, p.strategy_en, p.document, p.basis, p.source, p.note, p.sample,"
    " p.created_at, p.updated_at";

Plan plan_of_row(sql::Row const& row) {
    Plan plan;
    plan.id = row.id<PlanTag>(0);
    plan.slug = row.text(1);
    plan.version = row.integer(2);
    plan.name = {row.text(3), row.optional_text(4)};
    plan.reference = row.optional_text(5);
    plan.issued = row.day(6);
    plan.period_start = row.day(7);
    plan.period_end = row.day(8);
    plan.period = {row.text(9), row.optional_text(10)};
    plan.target_by = row.day(11);
    if (!row.is_null(12)) plan.strategy = Name{row.text(12), row.optional_text(13)};
    plan.document = row.optional_integer(14);
    plan.basis = row.text(15);
    plan.source = row.optional_text(16);
    plan.note = row.optional_text(17);
    plan.sample = row.boolean(18);
    plan.created_at = row.instant(19);
    plan.updated_at = row.instant(20);
    return plan;
}

/// The setting known on the day; the first one before there was any.
PlanSetting load_setting(sql::Session& session, PlanId plan, base::Day day) {
    constexpr char const* columns = "SELECT known_from, reading, cycle, rules FROM plan_setting WHERE plan = ?";
    auto row = session.first(std::string(columns) + " AND known_from <= ? ORDER BY known_from DESC LIMIT 1", plan, day);
    if (!row) row = session.first(std::string(columns) + " ORDER BY known_from LIMIT 1", plan);
    PlanSetting setting;
    setting.known_from = row->day(0);
    setting.reading = *parse_reading(row->text(1));
    setting.cycle = Cadence::parse(row->text(2)).value();
    setting.rules = read_rules(json::parse(row->text(3))).value();
    return setting;
}

std::vector<Goal> load_goals(sql::Session& session, PlanId plan) {
    std::vector<Goal> goals;
    for (auto const& row :
         session.query("SELECT slug, name_zh, name_en, measure FROM plan_goal WHERE plan = ? ORDER BY ordinal", plan))
        goals.push_back({row.text(0), {row.text(1), row.optional_text(2)}, row.optional_text(3)});
    return goals;
}

Plan whole_plan(sql::Session& session, sql::Row const& row, base::Day day) {
    auto plan = plan_of_row(row);
    plan.goals = load_goals(session, plan.id);
    plan.setting = load_setting(session, plan.id, day);
    return plan;
}

json::array list_json(std::vector<std::string> const& texts) {
    return json::array(texts.begin(), texts.end());
}

std::string details_text(TaskDetails const& details) {
    return json::serialize(json::object{{"themes", list_json(details.themes)},
                                        {"actions", list_json(details.actions)},
                                        {"joint_programmes", list_json(details.joint_programmes)},
                                        {"cooperation_fields", list_json(details.cooperation_fields)},
                                        {"commitments", list_json(details.commitments)},
                                        {"sources", list_json(details.sources)}});
}

std::vector<std::string> list_of(json::object const& details, std::string_view key) {
    std::vector<std::string> out;
    for (auto const& text : details.at(key).as_array()) out.emplace_back(text.as_string());
    return out;
}

TaskDetails details_of(std::string const& text) {
    auto const value = json::parse(text);
    auto const& details = value.as_object();
    return {list_of(details, "themes"),           list_of(details, "actions"),
            list_of(details, "joint_programmes"), list_of(details, "cooperation_fields"),
            list_of(details, "commitments"),      list_of(details, "sources")};
}

Task task_of_row(sql::Row const& row) {
    Task task;
    task.id = row.id<TaskTag>(0);
    task.plan = row.id<PlanTag>(1);
    task.number = row.integer(2);
    task.version = row.integer(3);
    task.section = row.text(4);
    task.title = {row.text(5), row.optional_text(6)};
    task.mode = row.optional_text(7);
    task.quota_table = row.optional_integer(8);
    task.incubated = row.optional_integer(9);
    task.details = details_of(row.text(10));
    task.paragraph = row.optional_text(11);
    task.updated_at = row.instant(12);
    task.section_en = row.optional_text(13);
    return task;
}

Milestone milestone_of_row(sql::Row const& row) {
    Milestone milestone;
    milestone.id = row.id<MilestoneTag>(0);
    milestone.task = row.id<TaskTag>(1);
    milestone.code = row.text(2);
    milestone.ordinal = row.integer(3);
    milestone.version = row.integer(4);
    milestone.wording = row.text(5);
    milestone.kind = *parse_milestone_kind(row.text(6));
    milestone.deliverable = {row.text(7), row.optional_text(8)};
    milestone.basis = row.text(9);
    return milestone;
}

/// Which tasks to load, as a condition on plan_task t.
struct Selection {
    std::string condition;
    std::vector<sql::Value> arguments;
};

/// How each plan is read.
using Readings = std::map<PlanId, Reading>;

/// Calls `visit(task, row)` for each row of a table that hangs on the selected tasks.
template <typename Visit>
void for_parts(sql::Session& session, std::map<TaskId, Task*> const& tasks, Selection const& selection,
               std::string const& columns, std::string const& from, std::string const& order, Visit&& visit) {
    auto const sql = "SELECT t.id, " + columns + " FROM plan_task t JOIN " + from + " WHERE " + selection.condition +
                     " ORDER BY t.id, " + order;
    session.each(sql, selection.arguments, [&](sql::Row const& row) {
        visit(*tasks.at(row.id<TaskTag>(0)), row);
        return true;
    });
}

void load_units(sql::Session& session, std::map<TaskId, Task*> const& tasks, Selection const& selection) {
    for_parts(session, tasks, selection, "u.role, u.organisation", "plan_task_unit u ON u.task = t.id",
              "u.role, u.ordinal", [](Task& task, sql::Row const& row) {
                  task.units.push_back({*parse_unit_role(row.text(1)), row.id<identity::OrganisationTag>(2)});
              });
}

void load_goals_and_targets(sql::Session& session, std::map<TaskId, Task*> const& tasks, Selection const& selection) {
    for_parts(session, tasks, selection, "g.goal", "plan_task_goal g ON g.task = t.id", "g.goal",
              [](Task& task, sql::Row const& row) { task.goals.push_back(row.text(1)); });
    for_parts(session, tasks, selection, "g.name, g.category, g.action, g.unit, g.platform, g.note",
              "plan_task_target g ON g.task = t.id", "g.ordinal", [](Task& task, sql::Row const& row) {
                  TaskTarget target;
                  target.name = row.optional_text(1);
                  target.category = row.optional_text(2);
                  target.action = row.text(3);
                  if (!row.is_null(4)) target.unit = row.id<identity::OrganisationTag>(4);
                  if (!row.is_null(5)) target.platform = row.id<registry::PlatformTag>(5);
                  target.note = row.optional_text(6);
                  task.targets.push_back(std::move(target));
              });
}

constexpr std::string_view milestone_columns =
    "m.id, m.task, m.code, m.ordinal, m.version, m.wording, m.kind, m.deliverable_zh, m.deliverable_en, m.basis,"
    " b.known_from, v.known_from, d.ordinal, d.due, d.due_strict, d.known_from, m.plan";

/// What is known of the selected milestones at the end of the day: of its deadlines, the last one known; where none was
/// known yet, the first.
std::vector<Milestone> milestones_where(sql::Session& session, Selection const& selection, base::Day day,
                                        Readings const& readings) {
    std::vector<sql::Value> args(4, sql::to_value(day));
    args.insert(args.end(), selection.arguments.begin(), selection.arguments.end());
    std::vector<Milestone> out;
    session.each(
        "SELECT " + std::string(milestone_columns) +
            " FROM plan_milestone m JOIN plan_milestone_due d ON d.milestone = m.id"
            " LEFT JOIN milestone_begun b ON b.milestone = m.id AND b.known_from <= ? AND b.known_to > ?"
            " LEFT JOIN milestone_verified v ON v.milestone = m.id AND v.known_from <= ? AND v.known_to > ? WHERE " +
            selection.condition + " ORDER BY m.task, m.ordinal, d.ordinal",
        args, [&](sql::Row const& row) {
            auto const due = due_in(readings.at(row.id<PlanTag>(16)), row.day(13), row.optional_day(14));
            if (row.integer(12) == 0) {
                out.push_back(milestone_of_row(row));
                out.back().begun_on = row.optional_day(10);
                out.back().verified_on = row.optional_day(11);
                out.back().due = out.back().first_due = due;
            } else if (row.day(15) <= day) {
                out.back().due = due;
            }
            return true;
        });
    return out;
}

std::map<TaskId, Task*> by_id(std::vector<Task>& tasks) {
    std::map<TaskId, Task*> out;
    for (auto& task : tasks) out[task.id] = &task;
    return out;
}

void load_milestones(sql::Session& session, std::map<TaskId, Task*> const& tasks, Selection const& selection,
                     base::Day day, Readings const& readings) {
    Selection const of_milestones{"m.task IN (SELECT t.id FROM plan_task t WHERE " + selection.condition + ")",
                                  selection.arguments};
    for (auto& milestone : milestones_where(session, of_milestones, day, readings))
        tasks.at(milestone.task)->milestones.push_back(std::move(milestone));
}

/// As above for whole plans, with what lights ask for alone: code, kind, deadline, begun and verified.
void load_milestone_facts(sql::Session& session, std::map<TaskId, Task*> const& tasks, std::vector<Plan> const& plans,
                          base::Day day, Readings const& readings) {
    std::vector<sql::Value> args(4, sql::to_value(day));
    for (auto const& plan : plans) args.push_back(sql::to_value(plan.id));
    Task* task = nullptr;
    session.each(
        "SELECT m.plan, m.task, m.code, m.kind, b.known_from, v.known_from, d.ordinal, d.due, d.due_strict,"
        " d.known_from FROM plan_milestone m JOIN plan_milestone_due d ON d.milestone = m.id"
        " LEFT JOIN milestone_begun b ON b.milestone = m.id AND b.known_from <= ? AND b.known_to > ?"
        " LEFT JOIN milestone_verified v ON v.milestone = m.id AND v.known_from <= ? AND v.known_to > ? WHERE m.plan IN"
        " (" +
            sql::Where::marks(plans.size()) + ") ORDER BY m.plan, m.task, m.ordinal, d.ordinal",
        args, [&](sql::Row const& row) {
            auto const due = due_in(readings.at(row.id<PlanTag>(0)), row.day(7), row.optional_day(8));
            if (auto const id = row.id<TaskTag>(1); !task || task->id != id) task = tasks.at(id);
            if (row.integer(6) == 0) {
                auto& milestone = task->milestones.emplace_back();
                milestone.code = row.text(2);
                milestone.kind = *parse_milestone_kind(row.text(3));
                milestone.begun_on = row.optional_day(4);
                milestone.verified_on = row.optional_day(5);
                milestone.due = milestone.first_due = due;
            } else if (row.day(9) <= day) {
                task->milestones.back().due = due;
            }
            return true;
        });
}

std::vector<Task> tasks_where(sql::Session& session, Selection const& selection, base::Day day,
                              Readings const& readings) {
    std::vector<Task> tasks;
    for (auto const& row : session.query_with(
             "SELECT t.id, t.plan, t.number, t.version, t.section, t.title_zh, t.title_en, t.mode, t.quota_table,"
             " t.incubated, t.details, t.paragraph, t.updated_at, s.name_en FROM plan_task t LEFT JOIN plan_section s"
             " ON s.plan = t.plan AND s.section = t.section WHERE " +
                 selection.condition + " ORDER BY t.plan, t.number",
             selection.arguments))
        tasks.push_back(task_of_row(row));
    auto const known = by_id(tasks);
    load_units(session, known, selection);
    load_goals_and_targets(session, known, selection);
    load_milestones(session, known, selection, day, readings);
    return tasks;
}

/// Goals, units and targets anew.
void write_parts(sql::Tx& tx, Task const& task) {
    for (auto const* table : {"plan_task_goal", "plan_task_unit", "plan_task_target"})
        tx.exec("DELETE FROM " + std::string(table) + " WHERE task = ?", task.id);
    for (auto const& goal : task.goals) tx.exec("INSERT INTO plan_task_goal (task, goal) VALUES (?, ?)", task.id, goal);
    std::int64_t ordinal = 0;
    for (auto const& unit : task.units)
        tx.exec("INSERT INTO plan_task_unit (task, role, ordinal, organisation) VALUES (?, ?, ?, ?)", task.id,
                to_string(unit.role), ordinal++, unit.organisation);
    ordinal = 0;
    for (auto const& target : task.targets)
        tx.exec(
            "INSERT INTO plan_task_target (task, ordinal, name, category, action, unit, platform, note)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            task.id, ordinal++, target.name, target.category, target.action, target.unit, target.platform, target.note);
}

std::optional<std::string> strategy_zh(Plan const& plan) {
    return plan.strategy ? std::optional(plan.strategy->zh) : std::nullopt;
}

std::optional<std::string> strategy_en(Plan const& plan) {
    return plan.strategy ? plan.strategy->en : std::nullopt;
}

void write_goals(sql::Tx& tx, Plan const& plan) {
    tx.exec("DELETE FROM plan_goal WHERE plan = ?", plan.id);
    std::int64_t ordinal = 0;
    for (auto const& goal : plan.goals)
        tx.exec("INSERT INTO plan_goal (plan, slug, ordinal, name_zh, name_en, measure) VALUES (?, ?, ?, ?, ?, ?)",
                plan.id, goal.slug, ordinal++, goal.name.zh, goal.name.en, goal.measure);
}

Revision revision_of_row(sql::Row const& row) {
    Revision revision;
    revision.id = row.integer(0);
    revision.plan = row.id<PlanTag>(1);
    revision.subject_kind = row.text(2);
    revision.subject = row.integer(3);
    revision.subject_label = row.text(4);
    revision.at = row.instant(5);
    revision.account = row.id<identity::AccountTag>(6);
    revision.by_name = row.text(7);
    revision.reason = row.text(8);
    revision.before = json::parse(row.text(9));
    revision.after = json::parse(row.text(10));
    return revision;
}

}  // namespace

std::optional<PlanId> find_plan(sql::Session& session, std::string_view key) {
    auto row = session.first("SELECT id FROM plan WHERE slug = ?", key);
    auto const number = row ? std::nullopt : base::parse_id(key);
    if (number) row = session.first("SELECT id FROM plan WHERE id = ?", *number);
    return row ? std::optional(row->id<PlanTag>(0)) : std::nullopt;
}

std::optional<Plan> load_plan(sql::Session& session, PlanId id, base::Day day) {
    auto const row = session.first("SELECT " + std::string(plan_columns) + " FROM plan p WHERE p.id = ?", id);
    return row ? std::optional(whole_plan(session, *row, day)) : std::nullopt;
}

std::vector<Plan> list_plans(sql::Session& session, base::Day day) {
    std::vector<Plan> plans;
    for (auto const& row :
         session.query("SELECT " + std::string(plan_columns) + " FROM plan p ORDER BY p.issued DESC, p.id"))
        plans.push_back(whole_plan(session, row, day));
    return plans;
}

std::vector<Task> load_tasks(sql::Session& session, Plan const& plan, base::Day day) {
    return tasks_where(session, {"t.plan = ?", {sql::to_value(plan.id)}}, day, {{plan.id, plan.setting.reading}});
}

std::vector<Task> load_task_facts(sql::Session& session, std::vector<Plan> const& plans, base::Day day) {
    if (plans.empty()) return {};
    Selection selection{"t.plan IN (" + sql::Where::marks(plans.size()) + ")", {}};
    Readings readings;
    for (auto const& plan : plans) {
        selection.arguments.push_back(sql::to_value(plan.id));
        readings[plan.id] = plan.setting.reading;
    }
    std::vector<Task> tasks;
    for (auto const& row : session.query_with(
             "SELECT t.id, t.plan, t.number, t.quota_table FROM plan_task t WHERE " + selection.condition,
             selection.arguments)) {
        auto& task = tasks.emplace_back();
        task.id = row.id<TaskTag>(0);
        task.plan = row.id<PlanTag>(1);
        task.number = row.integer(2);
        task.quota_table = row.optional_integer(3);
    }
    auto const known = by_id(tasks);
    load_units(session, known, selection);
    load_milestone_facts(session, known, plans, day, readings);
    return tasks;
}

std::optional<Task> load_task(sql::Session& session, TaskId id, base::Day day) {
    auto const plan = plan_of(session, id);
    if (!plan) return std::nullopt;
    auto const reading = load_setting(session, *plan, day).reading;
    return std::move(tasks_where(session, {"t.id = ?", {sql::to_value(id)}}, day, {{*plan, reading}}).front());
}

std::int64_t count_samples(sql::Session& session, PlanId plan) {
    return session.first("SELECT count(*) FROM progress_report WHERE plan = ? AND sample = 1", plan)->integer(0);
}

std::optional<TaskId> find_task(sql::Session& session, PlanId plan, std::int64_t number) {
    auto const row = session.first("SELECT id FROM plan_task WHERE plan = ? AND number = ?", plan, number);
    return row ? std::optional(row->id<TaskTag>(0)) : std::nullopt;
}

std::optional<PlanId> plan_of(sql::Session& session, TaskId task) {
    auto const row = session.first("SELECT plan FROM plan_task WHERE id = ?", task);
    return row ? std::optional(row->id<PlanTag>(0)) : std::nullopt;
}

std::optional<Milestone> load_milestone(sql::Session& session, MilestoneId id, base::Day day) {
    auto const row = session.first("SELECT plan FROM plan_milestone WHERE id = ?", id);
    if (!row) return std::nullopt;
    auto const plan = row->id<PlanTag>(0);
    Readings const readings{{plan, load_setting(session, plan, day).reading}};
    return std::move(milestones_where(session, {"m.id = ?", {sql::to_value(id)}}, day, readings).front());
}

std::vector<MilestoneDue> load_dues(sql::Session& session, MilestoneId id) {
    std::vector<MilestoneDue> dues;
    for (auto const& row : session.query(
             "SELECT ordinal, due, due_strict, known_from, origin, request, reason, by_name, at FROM plan_milestone_due"
             " WHERE milestone = ? ORDER BY ordinal",
             id)) {
        MilestoneDue due;
        due.ordinal = row.integer(0);
        due.due = row.day(1);
        due.due_strict = row.optional_day(2);
        due.known_from = row.day(3);
        due.origin = *parse_due_origin(row.text(4));
        due.request = row.optional_integer(5);
        due.reason = row.optional_text(6);
        due.by_name = row.text(7);
        due.at = row.instant(8);
        dues.push_back(std::move(due));
    }
    return dues;
}

base::Result<RevisionPage> list_revisions(sql::Session& session, PlanId plan, std::optional<std::string> const& cursor,
                                          int limit) {
    sql::PageQuery query;
    query.list = "plan_revisions";
    query.columns =
        "r.id, r.plan, r.subject_kind, r.subject, r.subject_label, r.at, r.account, r.by_name, r.reason, r.before,"
        " r.after";
    query.from = "plan_revision r";
    query.where.add("r.plan = ?", plan);
    query.order = {{"r.id", 'i', true}};
    query.cursor = cursor;
    query.limit = limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    RevisionPage page;
    for (auto const& row : found.rows) page.items.push_back(revision_of_row(row));
    page.next = found.next;
    return page;
}

void insert_plan(sql::Tx& tx, Plan const& plan) {
    tx.exec(
        "INSERT INTO plan (id, slug, version, name_zh, name_en, reference, issued, period_start, period_end, period_zh,"
        " period_en, target_by, strategy_zh, strategy_en, document, basis, source, note, sample, created_at,"
        " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        plan.id, plan.slug, plan.version, plan.name.zh, plan.name.en, plan.reference, plan.issued, plan.period_start,
        plan.period_end, plan.period.zh, plan.period.en, plan.target_by, strategy_zh(plan), strategy_en(plan),
        plan.document, plan.basis, plan.source, plan.note, plan.sample, plan.created_at, plan.updated_at);
    write_goals(tx, plan);
    set_setting(tx, plan.id, plan.setting);
}

void update_plan(sql::Tx& tx, Plan const& plan) {
    tx.exec(
        "UPDATE plan SET version = ?, name_zh = ?, name_en = ?, reference = ?, period_start = ?, period_end = ?,"
        " period_zh = ?, period_en = ?, target_by = ?, strategy_zh = ?, strategy_en = ?, document = ?, note = ?,"
        " updated_at = ? WHERE id = ?",
        plan.version, plan.name.zh, plan.name.en, plan.reference, plan.period_start, plan.period_end, plan.period.zh,
        plan.period.en, plan.target_by, strategy_zh(plan), strategy_en(plan), plan.document, plan.note, plan.updated_at,
        plan.id);
    write_goals(tx, plan);
}

void set_setting(sql::Tx& tx, PlanId plan, PlanSetting const& setting) {
    tx.exec(
        "INSERT INTO plan_setting (plan, known_from, reading, cycle, rules) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (plan, known_from) DO UPDATE SET reading = excluded.reading, cycle = excluded.cycle,"
        " rules = excluded.rules",
        plan, setting.known_from, to_string(setting.reading), setting.cycle.text(),
        json::serialize(to_json(setting.rules)));
}

void set_section_name(sql::Tx& tx, PlanId plan, std::string const& section, std::string const& english) {
    tx.exec(
        "INSERT INTO plan_section (plan, section, name_en) VALUES (?, ?, ?)"
        " ON CONFLICT (plan, section) DO UPDATE SET name_en = excluded.name_en",
        plan, section, english);
}

void insert_task(sql::Tx& tx, Task const& task) {
    tx.exec(
        "INSERT INTO plan_task (id, plan, number, version, section, title_zh, title_en, mode, quota_table, incubated,"
        " details, paragraph, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        task.id, task.plan, task.number, task.version, task.section, task.title.zh, task.title.en, task.mode,
        task.quota_table, task.incubated, details_text(task.details), task.paragraph, task.updated_at);
    write_parts(tx, task);
}

void update_task(sql::Tx& tx, Task const& task) {
    tx.exec(
        "UPDATE plan_task SET number = ?, version = ?, section = ?, title_zh = ?, title_en = ?, mode = ?,"
        " quota_table = ?, incubated = ?, details = ?, paragraph = ?, updated_at = ? WHERE id = ?",
        task.number, task.version, task.section, task.title.zh, task.title.en, task.mode, task.quota_table,
        task.incubated, details_text(task.details), task.paragraph, task.updated_at, task.id);
    write_parts(tx, task);
}

void insert_milestone(sql::Tx& tx, PlanId plan, Milestone const& milestone, MilestoneDue const& due) {
    tx.exec(
        "INSERT INTO plan_milestone (id, plan, task, code, ordinal, version, wording, kind, deliverable_zh,"
        " deliverable_en, basis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        milestone.id, plan, milestone.task, milestone.code, milestone.ordinal, milestone.version, milestone.wording,
        to_string(milestone.kind), milestone.deliverable.zh, milestone.deliverable.en, milestone.basis);
    append_due(tx, milestone.id, due);
}

void update_milestone(sql::Tx& tx, Milestone const& milestone) {
    tx.exec(
        "UPDATE plan_milestone SET version = ?, wording = ?, kind = ?, deliverable_zh = ?, deliverable_en = ?"
        " WHERE id = ?",
        milestone.version, milestone.wording, to_string(milestone.kind), milestone.deliverable.zh,
        milestone.deliverable.en, milestone.id);
}

void append_due(sql::Tx& tx, MilestoneId milestone, MilestoneDue const& due) {
    tx.exec(
        "INSERT INTO plan_milestone_due (milestone, ordinal, due, due_strict, known_from, origin, request, reason,"
        " by_name, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        milestone, due.ordinal, due.due, due.due_strict, due.known_from, to_string(due.origin), due.request, due.reason,
        due.by_name, due.at);
}

void insert_revision(sql::Tx& tx, Revision const& revision) {
    tx.exec(
        "INSERT INTO plan_revision (id, plan, subject_kind, subject, subject_label, at, account, by_name, reason,"
        " before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        revision.id, revision.plan, revision.subject_kind, revision.subject, revision.subject_label, revision.at,
        revision.account, revision.by_name, revision.reason, json::serialize(revision.before),
        json::serialize(revision.after));
}

void remove_plan(sql::Tx& tx, PlanId id) {
    remove_work(tx, id);
    auto const of_tasks = " WHERE task IN (SELECT id FROM plan_task WHERE plan = ?)";
    auto const of_milestones = " WHERE milestone IN (SELECT id FROM plan_milestone WHERE plan = ?)";
    for (auto const* table : {"milestone_begun", "milestone_verified", "plan_milestone_due"})
        tx.exec("DELETE FROM " + std::string(table) + of_milestones, id);
    for (auto const* table : {"plan_task_goal", "plan_task_unit", "plan_task_target"})
        tx.exec("DELETE FROM " + std::string(table) + of_tasks, id);
    for (auto const* table :
         {"plan_milestone", "plan_task", "plan_goal", "plan_section", "plan_setting", "plan_revision"})
        tx.exec("DELETE FROM " + std::string(table) + " WHERE plan = ?", id);
    tx.exec("DELETE FROM plan WHERE id = ?", id);
}

}  // namespace kunyu::programme
