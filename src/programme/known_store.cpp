#include "programme/known_store.hpp"

#include "programme/known.hpp"
#include "programme/plan_store.hpp"
#include "programme/work.hpp"

#include <boost/json.hpp>

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace kunyu::programme {
namespace {

namespace json = boost::json;

/// Submissions say their percent; a return takes it back.
std::vector<KnownAct> progress_acts(sql::Session& session, TaskId task, OrganisationId unit) {
    std::vector<KnownAct> acts;
    for (auto const& row : session.query(
             "SELECT s.at, r.id, r.cycle_end, s.percent, s.step FROM progress_report_step s JOIN progress_report r ON"
             " r.id = s.report WHERE r.task = ? AND r.unit = ? AND s.step IN ('submit', 'return')"
             " ORDER BY s.at, s.report, s.ordinal",
             task, unit)) {
        auto const percent = row.text(4) == "submit" ? row.optional_integer(3) : std::nullopt;
        acts.push_back({row.instant(0), row.integer(1), row.integer(2), percent});
    }
    return acts;
}

using ActsOfMilestones = std::map<std::int64_t, std::vector<KnownAct>>;

/// A submission names the milestones under way, and so takes back those it named before and names no more.
void add_reported_begun(sql::Session& session, TaskId task, ActsOfMilestones& out) {
    std::map<std::int64_t, std::set<std::int64_t>> named;
    for (auto const& row : session.query(
             "SELECT s.at, s.report, s.begun, s.step FROM progress_report_step s JOIN progress_report r ON"
             " r.id = s.report WHERE r.task = ? AND s.step IN ('submit', 'return') ORDER BY s.at, s.report, s.ordinal",
             task)) {
        auto& before = named[row.integer(1)];
        std::set<std::int64_t> now;
        auto const begun = json::parse(row.optional_text(2).value_or("[]"));
        for (auto const& id : begun.as_array()) now.insert(id.to_number<std::int64_t>());
        for (auto const id : before)
            if (!now.contains(id)) out[id].push_back({row.instant(0), row.integer(1), 0, std::nullopt});
        for (auto const id : now) out[id].push_back({row.instant(0), row.integer(1), 0, 1});
        before = std::move(now);
    }
}

/// Evidence that was handed in says so until it is withdrawn; refused, the work still goes on.
void add_evidence_begun(sql::Session& session, TaskId task, ActsOfMilestones& out) {
    for (auto const& row : session.query(
             "SELECT milestone, id, handed_in_at, state, decided_at FROM milestone_evidence WHERE task = ? ORDER BY id",
             task)) {
        out[row.integer(0)].push_back({row.instant(2), row.integer(1), 0, 1});
        if (row.text(3) == "withdrawn")
            out[row.integer(0)].push_back({row.instant(4), row.integer(1), 0, std::nullopt});
    }
}

std::vector<KnownAct> verified_acts(sql::Session& session, MilestoneId milestone) {
    std::vector<KnownAct> acts;
    for (auto const& row :
         session.query("SELECT id, decided_at, revoked_at FROM milestone_evidence WHERE milestone = ? AND state IN"
                       " ('verified', 'revoked') ORDER BY decided_at, id",
                       milestone)) {
        acts.push_back({row.instant(1), row.integer(0), 0, 1});
        if (!row.is_null(2)) acts.push_back({row.instant(2), row.integer(0), 0, std::nullopt});
    }
    return acts;
}

struct AcceptedYear {
    base::Day day;
    std::int64_t year = 0;
    std::map<std::int64_t, std::vector<PlannedPoint>> by_task;
};

AcceptedYear accepted_year(sql::Row const& row) {
    AcceptedYear out{base::day_of(row.instant(0)), row.integer(1), {}};
    auto const content = json::parse(row.text(2));
    auto const kind = parse_cycle_kind(content.at("cycle").as_string()).value();
    for (auto const& task : content.at("tasks").as_array()) {
        auto& points = out.by_task[task.at("task").to_number<std::int64_t>()];
        Cycle cycle{static_cast<int>(out.year), 1};
        for (auto const& percent : task.at("planned").as_array()) {
            points.push_back({last_day(kind, cycle), percent.to_number<std::int64_t>()});
            cycle = next(kind, cycle);
        }
    }
    return out;
}

std::vector<AcceptedYear> accepted_years(sql::Session& session, PlanId plan, OrganisationId unit) {
    std::vector<AcceptedYear> out;
    for (auto const& row : session.query(
             "SELECT s.at, p.year, s.content FROM unit_plan_step s JOIN unit_plan p ON p.id = s.unit_plan WHERE"
             " p.plan = ? AND p.unit = ? AND p.year > 0 AND s.step = 'accept' ORDER BY s.at, s.unit_plan, s.ordinal",
             plan, unit))
        out.push_back(accepted_year(row));
    return out;
}

std::vector<PlanAcceptance> acceptances_of(std::vector<AcceptedYear> const& years, std::int64_t task) {
    std::vector<PlanAcceptance> out;
    for (auto const& year : years) {
        auto const at = year.by_task.find(task);
        out.push_back({year.day, year.year, at == year.by_task.end() ? std::vector<PlannedPoint>{} : at->second});
    }
    return out;
}

}  // namespace

void rebuild_progress(sql::Tx& tx, TaskId task, OrganisationId unit) {
    tx.exec("DELETE FROM progress_known WHERE task = ? AND unit = ?", task, unit);
    auto const plan = plan_of(tx, task);
    for (auto const& span : known_spans(progress_acts(tx, task, unit)))
        tx.exec(
            "INSERT INTO progress_known (plan, task, unit, known_from, known_to, percent, cycle_end, report)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *plan, task, unit, span.known_from, span.known_to, span.value, span.rank, span.source);
}

void rebuild_begun(sql::Tx& tx, TaskId task) {
    tx.exec("DELETE FROM milestone_begun WHERE milestone IN (SELECT id FROM plan_milestone WHERE task = ?)", task);
    ActsOfMilestones acts;
    add_reported_begun(tx, task, acts);
    add_evidence_begun(tx, task, acts);
    for (auto const& entry : acts)
        for (auto const& span : joined(known_spans(entry.second)))
            tx.exec("INSERT INTO milestone_begun (milestone, known_from, known_to) VALUES (?, ?, ?)", entry.first,
                    span.known_from, span.known_to);
}

void rebuild_verified(sql::Tx& tx, MilestoneId milestone) {
    tx.exec("DELETE FROM milestone_verified WHERE milestone = ?", milestone);
    for (auto const& span : known_spans(verified_acts(tx, milestone)))
        tx.exec("INSERT INTO milestone_verified (milestone, known_from, known_to, evidence) VALUES (?, ?, ?, ?)",
                milestone, span.known_from, span.known_to, span.source);
}

void rebuild_planned(sql::Tx& tx, PlanId plan, OrganisationId unit) {
    tx.exec("DELETE FROM planned_percent WHERE plan = ? AND unit = ?", plan, unit);
    auto const years = accepted_years(tx, plan, unit);
    std::set<std::int64_t> tasks;
    for (auto const& year : years)
        for (auto const& entry : year.by_task) tasks.insert(entry.first);
    for (auto const task : tasks)
        for (auto const& span : planned_spans(acceptances_of(years, task)))
            tx.exec(
                "INSERT INTO planned_percent (plan, task, unit, valid_from, valid_to, known_from, known_to, percent)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                plan, task, unit, span.valid_from, span.valid_to, span.known_from, span.known_to, span.percent);
}

std::optional<std::int64_t> last_known_percent(sql::Session& session, TaskId task, OrganisationId unit,
                                               base::Day cycle_end) {
    auto acts = progress_acts(session, task, unit);
    std::erase_if(acts, [cycle_end](KnownAct const& act) { return act.rank >= cycle_end.number; });
    auto const spans = known_spans(std::move(acts));
    if (spans.empty() || spans.back().known_to != open_end) return std::nullopt;
    return spans.back().value;
}

}  // namespace kunyu::programme
