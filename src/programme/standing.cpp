#include "programme/standing.hpp"

#include "base/words.hpp"
#include "programme/plan_store.hpp"
#include "sql/filter.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr std::array<std::string_view, 4> report_words{"none_due", "in_time", "late", "missing"};
using TaskUnitKey = std::pair<TaskId, OrganisationId>;

/// The moment after the last one of the day.
base::Instant end_of(base::Day day) {
    return base::start_of(day.plus_days(1));
}

/// Whole points by task and unit, as known at the end of the day.
struct Percents {
    std::map<TaskUnitKey, std::int64_t> planned;
    std::map<TaskUnitKey, std::int64_t> reported;
};

/// A derived table of percents that hold from a day to before another.
struct Intervals {
    std::string table, from, to;
    bool by_knowledge = false;  ///< known for a time of their own besides
};

/// Intervals of so many days or less are found by their end, longer ones by the index of the table made for them
/// (migration 0053); so nothing is read that begins after the day but a hundred days' worth.
constexpr int short_days = 100;

/// One half of the query, with its parameters behind those there are.
std::string half(Intervals const& of, std::vector<PlanId> const& plans, base::Day day, bool is_long,
                 std::vector<sql::Value>& args) {
    auto sql = "SELECT task, unit, percent FROM " + of.table + " WHERE plan IN (" + sql::Where::marks(plans.size()) +
               ") AND " + of.from + " <= ? AND " + of.to + " > ?";
    for (auto const plan : plans) args.push_back(sql::to_value(plan));
    args.push_back(sql::to_value(day));
    args.push_back(sql::to_value(is_long ? day.plus_days(short_days) : day));
    if (is_long) {
        sql += " AND " + of.to + " - " + of.from + " > " + std::to_string(short_days);
    } else {
        sql += " AND " + of.to + " <= ?";
        args.push_back(sql::to_value(day.plus_days(short_days)));
    }
    if (of.by_knowledge) {
        sql += " AND known_from <= ? AND known_to > ?";
        args.insert(args.end(), 2, sql::to_value(day));
    }
    return sql;
}

std::map<TaskUnitKey, std::int64_t> percents(sql::Session& session, Intervals const& of,
                                             std::vector<PlanId> const& plans, base::Day day) {
    std::vector<sql::Value> args;
    auto sql = half(of, plans, day, false, args) + " UNION ALL ";
    sql += half(of, plans, day, true, args);
    std::map<TaskUnitKey, std::int64_t> out;
    session.each(sql, args, [&](sql::Row const& row) {
        out[{row.id<TaskTag>(0), row.id<identity::OrganisationTag>(1)}] = row.integer(2);
        return true;
    });
    return out;
}

Percents percents_known(sql::Session& session, std::vector<PlanId> const& plans, base::Day day) {
    return {percents(session, {"planned_percent", "valid_from", "valid_to", true}, plans, day),
            percents(session, {"progress_known", "known_from", "known_to", false}, plans, day)};
}

/// How the reports of one cycle came in by the end of the day.
struct CycleReports {
    std::optional<Cycle> cycle;
    std::map<TaskUnitKey, bool> late;  ///< of those that came in
};

CycleReports latest_reports(sql::Session& session, Plan const& plan, base::Day day) {
    auto const& setting = plan.setting;
    CycleReports out;
    auto const due = cycles_due(setting.cycle, plan.issued, plan.period_end, day, setting.rules.report);
    if (due.empty()) return out;
    out.cycle = due.back();
    for (auto const& row : session.query("SELECT task, unit, late FROM progress_report WHERE plan = ? AND year = ? AND"
                                         " cycle = ? AND submitted_at < ?",
                                         plan.id, out.cycle->year, out.cycle->index, end_of(day)))
        out.late[{row.id<TaskTag>(0), row.id<identity::OrganisationTag>(1)}] = row.boolean(2);
    return out;
}

ReportStanding standing_in(CycleReports const& reports, TaskUnitKey const& key) {
    if (!reports.cycle) return ReportStanding::none_due;
    auto const at = reports.late.find(key);
    if (at == reports.late.end()) return ReportStanding::missing;
    return at->second ? ReportStanding::late : ReportStanding::in_time;
}

/// Slips open at the end of the day, at the level they had then.
std::map<TaskId, std::vector<OpenSlip>> open_slips(sql::Session& session, PlanId plan, base::Day day) {
    std::map<std::int64_t, OpenSlip> by_id;
    session.each(
        "SELECT s.id, s.task, s.unit, e.level, e.reply_due, e.kind FROM slip s JOIN slip_event e ON e.slip = s.id"
        " WHERE s.plan = ? AND s.issued_at < ? AND (s.closed_at IS NULL OR s.closed_at >= ?) AND e.at < ?"
        " ORDER BY s.id, e.ordinal",
        {sql::to_value(plan), sql::to_value(end_of(day)), sql::to_value(end_of(day)), sql::to_value(end_of(day))},
        [&](sql::Row const& row) {
            auto& slip = by_id[row.integer(0)];
            slip.id = row.integer(0);
            slip.task = row.id<TaskTag>(1);
            slip.unit = row.id<identity::OrganisationTag>(2);
            slip.level = row.text(3);
            slip.reply_due = row.optional_day(4);
            slip.replied = row.text(5) == "replied";
            return true;
        });
    std::map<TaskId, std::vector<OpenSlip>> out;
    for (auto& [id, slip] : by_id) out[slip.task].push_back(slip);
    return out;
}

std::optional<std::int64_t> at(std::map<TaskUnitKey, std::int64_t> const& percents, TaskUnitKey const& key) {
    auto const found = percents.find(key);
    return found == percents.end() ? std::nullopt : std::optional(found->second * 100);
}

std::optional<std::int64_t> mean(std::int64_t sum, std::int64_t count) {
    return count == 0 ? std::nullopt : std::optional(sum / count);
}

/// The mean over the units that have a plan, of which one that has not reported stands at 0; over those that have
/// reported where no unit has a plan.
KnownProgress mean_of(std::vector<UnitStanding> const& units) {
    std::int64_t planned = 0, reported_of_planned = 0, with_plan = 0, reported = 0, with_report = 0;
    for (auto const& unit : units) {
        auto const& progress = unit.progress;
        if (progress.reported) {
            reported += *progress.reported;
            ++with_report;
        }
        if (!progress.planned) continue;
        planned += *progress.planned;
        reported_of_planned += progress.reported.value_or(0);
        ++with_plan;
    }
    if (with_report == 0) return {mean(planned, with_plan), std::nullopt};
    if (with_plan == 0) return {std::nullopt, mean(reported, with_report)};
    return {mean(planned, with_plan), mean(reported_of_planned, with_plan)};
}

KnownTask known_task(Plan const& plan, Task const& task, base::Day day) {
    KnownTask known;
    known.in_force = plan.issued <= day;
    known.has_control_number = task.quota_table.has_value();
    for (auto const& milestone : task.milestones)
        known.milestones.push_back({milestone.code, milestone.kind, milestone.due, milestone.begun_on.has_value(),
                                    milestone.verified_on.has_value()});
    return known;
}

/// What standing_of() reads once for all tasks of a plan.
struct Known {
    Groups groups;
    Percents percents;
    CycleReports reports;
    std::map<TaskId, std::vector<OpenSlip>> slips;
};

std::vector<UnitStanding> units_of(Known const& known, Task const& task, std::vector<AnsweringUnit> const& units) {
    std::vector<UnitStanding> out;
    for (auto const& unit : units) {
        TaskUnitKey const key{task.id, unit.unit};
        UnitStanding standing;
        standing.unit = unit;
        standing.progress = {at(known.percents.planned, key), at(known.percents.reported, key)};
        standing.report = standing_in(known.reports, key);
        out.push_back(std::move(standing));
    }
    return out;
}

/// All but the lights of the single units and the slips.
TaskStanding standing_of(Known const& known, Plan const& plan, Task const& task, base::Day day) {
    TaskStanding standing;
    standing.task = task.id;
    standing.number = task.number;
    standing.known = known_task(plan, task, day);
    auto answering = known.groups.answering(task);
    standing.units = units_of(known, task, answering.units);
    standing.open_groups = std::move(answering.open);
    standing.known.progress = mean_of(standing.units);
    standing.verdict = light_of(standing.known, plan.setting.rules, day);
    return standing;
}

Light light_on(Known const& known, Plan const& plan, Task const& task, base::Day day) {
    auto facts = known_task(plan, task, day);
    facts.progress = mean_of(units_of(known, task, known.groups.answering(task).units));
    return light_alone(facts, plan.setting.rules, day);
}

TaskStanding whole_standing(Known const& known, Plan const& plan, Task const& task, base::Day day) {
    auto standing = standing_of(known, plan, task, day);
    auto facts = standing.known;
    for (auto& unit : standing.units) {
        facts.progress = unit.progress;
        unit.verdict = light_of(facts, plan.setting.rules, day);
    }
    if (auto const slips = known.slips.find(task.id); slips != known.slips.end()) standing.slips = slips->second;
    return standing;
}

}  // namespace

std::string_view to_string(ReportStanding standing) {
    return base::word_of(report_words, standing);
}

std::vector<TaskStanding> standing_of(sql::Session& session, Plan const& plan, std::vector<Task> const& tasks,
                                      base::Day day) {
    Known const known{Groups(session), percents_known(session, {plan.id}, day), latest_reports(session, plan, day),
                      open_slips(session, plan.id, day)};
    std::vector<TaskStanding> out;
    for (auto const& task : tasks) out.push_back(whole_standing(known, plan, task, day));
    return out;
}

void Lights::add(Light light) {
    switch (light) {
        case Light::grey:
            ++grey;
            break;
        case Light::green:
            ++green;
            break;
        case Light::yellow:
            ++yellow;
            break;
        case Light::red:
            ++red;
            break;
        case Light::blue:
            ++blue;
            break;
    }
}

std::vector<Lights> lights_of_plans(sql::Session& session, std::vector<Plan> const& plans, base::Day day) {
    if (plans.empty()) return {};
    std::vector<PlanId> ids;
    std::map<PlanId, std::size_t> places;
    for (auto const& plan : plans) {
        places[plan.id] = ids.size();
        ids.push_back(plan.id);
    }
    Known const known{Groups(session), percents_known(session, ids, day), {}, {}};
    std::vector<Lights> out(plans.size());
    for (auto const& task : load_task_facts(session, plans, day)) {
        auto const place = places.at(task.plan);
        out[place].add(light_on(known, plans[place], task, day));
    }
    return out;
}

}  // namespace kunyu::programme
