#include "programme/supervision.hpp"

#include "programme/expected_reports.hpp"
#include "programme/plan_store.hpp"
#include "programme/standing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* job_kind = "programme.supervise";
constexpr std::int64_t every_hour = 3600;

using RedUnit = std::pair<TaskId, OrganisationId>;

std::set<RedUnit> red_on(sql::Session& session, PlanId id, base::Day day) {
    auto const plan = *load_plan(session, id, day);
    std::set<RedUnit> out;
    for (auto const& standing : standing_of(session, plan, load_tasks(session, plan, day), day))
        for (auto const& unit : standing.units)
            if (unit.verdict.light == Light::red) out.insert({standing.task, unit.unit.unit});
    return out;
}

bool within(Plan const& plan, Cycle cycle) {
    auto const& kind = plan.setting.cycle;
    return cycle >= cycle_of(kind, plan.issued) && cycle <= cycle_of(kind, plan.period_end);
}

std::string mark_of(Plan const& plan, Cycle cycle) {
    return fmt::format("slips:{}:{}", plan.id.value, to_string(plan.setting.cycle, cycle));
}

bool is_marked(sql::Session& session, std::string const& mark) {
    return session.first("SELECT 1 FROM supervision_mark WHERE mark = ?", mark).has_value();
}

/// Whom the unit's call is still to be made to, or to be made once more as late.
bool needs_call(sql::Session& session, Plan const& plan, OwedReport const& report) {
    auto const row = session.first(
        "SELECT late_at, settled_at FROM report_call WHERE plan = ? AND unit = ? AND year = ? AND cycle = ?", plan.id,
        report.unit, report.cycle.year, report.cycle.index);
    return !row || (report.late && row->is_null(0) && row->is_null(1));
}

}  // namespace

std::vector<RedRun> red_runs(sql::Session& session, Plan const& plan, Cycle last) {
    auto const& kind = plan.setting.cycle;
    auto const cycles = plan.setting.rules.red_cycles;
    std::set<RedUnit> red;
    auto cycle = last;
    for (int i = 0; i < cycles; ++i, cycle = cycle_of(kind, first_day(kind, cycle).plus_days(-1))) {
        if (!within(plan, cycle)) return {};
        auto const then = red_on(session, plan.id, last_day(kind, cycle));
        if (i == 0) red = then;
        std::erase_if(red, [&then](RedUnit const& key) { return !then.contains(key); });
        if (red.empty()) return {};
    }
    std::vector<RedRun> runs;
    for (auto const& key : red) runs.push_back({key.first, key.second, last, cycles});
    return runs;
}

void Supervision::add_escalations(sql::Session& session, base::Day today, std::vector<Duty>& out) const {
    for (auto const id : slips_overdue(session, today))
        out.push_back([this, id](sql::Tx& tx, identity::Caller const& caller) { slips_.escalate(tx, caller, id); });
}

void Supervision::add_calls(sql::Session& session, Plan const& plan, base::Day today, std::vector<Duty>& out) const {
    std::set<std::pair<Cycle, OrganisationId>> called;
    auto const owed =
        owed_reports(session, plan, load_tasks(session, plan, today), today, [](OrganisationId) { return true; });
    for (auto const& report : owed) {
        if (report.state == OwedState::returned || !needs_call(session, plan, report)) continue;
        if (!called.insert({report.cycle, report.unit}).second) continue;
        auto const unit = report.unit;
        auto const cycle = report.cycle;
        out.push_back([this, plan, unit, cycle](sql::Tx& tx, identity::Caller const& caller) {
            calls_.call(tx, caller, plan, unit, cycle);
        });
    }
    if (calls_.has_past(session, plan, today))
        out.push_back(
            [this, plan](sql::Tx& tx, identity::Caller const& caller) { calls_.close_past(tx, caller, plan); });
}

void Supervision::add_red_tasks(sql::Session& session, Plan const& plan, base::Day today,
                                std::vector<Duty>& out) const {
    if (!red_tasks_.has_change(session, plan, today)) return;
    out.push_back([this, plan](sql::Tx& tx, identity::Caller const& caller) { red_tasks_.look(tx, caller, plan); });
}

/// Looks at the last cycle that ended, once. What was red in a cycle that no server saw end is seen in the next one.
void Supervision::add_slips(sql::Session& session, Plan const& plan, base::Day today, std::vector<Duty>& out) const {
    auto const last = last_ended(plan.setting.cycle, today);
    auto const mark = mark_of(plan, last);
    if (!within(plan, last) || is_marked(session, mark)) return;
    for (auto const& run : red_runs(session, plan, last))
        out.push_back([this, plan, run](sql::Tx& tx, identity::Caller const& caller) {
            slips_.issue_by_rule(tx, caller, plan, run);
        });
    out.push_back([mark](sql::Tx& tx, identity::Caller const& caller) {
        tx.exec("INSERT INTO supervision_mark (mark, at) VALUES (?, ?) ON CONFLICT DO NOTHING", mark, caller.now);
    });
}

std::vector<Duty> Supervision::duties(sql::Session& session, base::Day today) const {
    std::vector<Duty> out;
    add_escalations(session, today, out);
    for (auto const& plan : list_plans(session, today)) {
        add_calls(session, plan, today, out);
        add_red_tasks(session, plan, today, out);
        add_slips(session, plan, today, out);
    }
    return out;
}

base::Result<jobs::Outcome> Supervision::run(jobs::JobRun& run, base::Clock const& clock) const {
    auto const now = clock.now();
    auto const all = run.database().read([&](sql::Session& session) { return duties(session, base::day_of(now)); });
    auto const total = static_cast<std::int64_t>(all.size());
    auto const caller =
        identity::Caller::system(base::Messages::instance().text("supervision.by_rule", base::Language::zh), now);
    std::int64_t done = 0;
    for (auto const& duty : all) {
        ++done;
        KUNYU_TRY_VOID(run.step(nullptr, done, total, [&](sql::Tx& tx) -> base::Result<void> {
            duty(tx, caller);
            return {};
        }));
    }
    return jobs::Outcome{{{"duties", total}}, std::nullopt};
}

void Supervision::add_jobs(jobs::Runner& runner, base::Clock const& clock) const {
    runner.add(job_kind, [this, &clock](jobs::JobRun& job) { return run(job, clock); });
    runner.add_schedule(job_kind, every_hour, {.kind = job_kind});
}

}  // namespace kunyu::programme
