// How long the standing of many plans on any day takes, for docs/performance.md:
//   standing_bench FOLDER|postgresql://… [PLANS] [UNITS]
// Fills an empty database with PLANS (100) plans of 30 tasks, each answered for by UNITS (1) units with a monthly
// report and a planned percent for every month of four years, then asks for days at random.
#include "base/ids.hpp"
#include "programme/plan_store.hpp"
#include "programme/progress_store.hpp"
#include "programme/standing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <random>

namespace {

using namespace kunyu;
using namespace kunyu::programme;
using base::Day;

constexpr int tasks_in_plan = 30;
Day const issued = Day::of(2016, 12, 20);
Day const period_end = Day::of(2020, 12, 31);

class Filler {
  public:
    Filler(sql::Database& database, base::IdGenerator& ids) : database_(database), ids_(ids) {}

    void run(int plans, int units) {
        database_
            .write([&](sql::Tx& tx) -> base::Result<bool> {
                for (int i = 0; i < units; ++i) add_unit(tx, i);
                return true;
            })
            .value();
        for (int plan = 0; plan < plans; ++plan)
            database_
                .write([&](sql::Tx& tx) -> base::Result<bool> {
                    add_plan(tx, plan);
                    return true;
                })
                .value();
    }

  private:
    void add_unit(sql::Tx& tx, int number) {
        auto const id = ids_.next_as<identity::OrganisationTag>();
        tx.exec(
            "INSERT INTO organisation (id, kind, name_zh, name_key, known_from, basis, members_known, version)"
            " VALUES (?, 'institute', ?, ?, 0, 'ours', 0, 1)",
            id, fmt::format("单位{}", number), fmt::format("{}", number));
        units_.push_back(id);
    }

    void add_plan(sql::Tx& tx, int number) {
        Plan plan;
        plan.id = ids_.next_as<PlanTag>();
        plan.slug = fmt::format("plan-{}", number);
        plan.name = {"方案", std::nullopt};
        plan.issued = plan.period_start = issued;
        plan.period_end = plan.target_by = period_end;
        plan.period = {"四年", std::nullopt};
        plan.basis = "ours";
        plan.setting.known_from = issued;
        plan.setting.cycle = CycleKind::monthly;
        insert_plan(tx, plan);
        for (int task = 1; task <= tasks_in_plan; ++task) add_task(tx, plan, task);
    }

    void add_task(sql::Tx& tx, Plan const& plan, int number) {
        Task task;
        task.id = ids_.next_as<TaskTag>();
        task.plan = plan.id;
        task.number = number;
        task.section = "部分";
        task.title = {"任务", std::nullopt};
        for (auto const unit : units_) task.units.push_back({UnitRole::responsible, unit});
        insert_task(tx, task);
        for (int i = 0; i < 2; ++i) add_milestone(tx, plan.id, task.id, i);
        for (auto const unit : units_) add_reports(tx, task, unit);
    }

    void add_milestone(sql::Tx& tx, PlanId plan, TaskId task, int ordinal) {
        Milestone milestone;
        milestone.id = ids_.next_as<MilestoneTag>();
        milestone.task = task;
        milestone.code = fmt::format("1.{}", ordinal + 1);
        milestone.ordinal = ordinal;
        milestone.wording = "2018年";
        milestone.deliverable = {"成果", std::nullopt};
        milestone.basis = "ours";
        MilestoneDue due;
        due.due = Day::of(2018 + ordinal * 2, 12, 31);
        due.known_from = issued;
        insert_milestone(tx, plan, milestone, due);
    }

    void add_reports(sql::Tx& tx, Task const& task, OrganisationId unit) {
        std::int64_t percent = 0;
        for (Cycle cycle{2017, 1}; cycle <= Cycle{2020, 12}; cycle = next(CycleKind::monthly, cycle)) {
            auto const end = last_day(CycleKind::monthly, cycle);
            auto const following = last_day(CycleKind::monthly, next(CycleKind::monthly, cycle));
            bool const last = cycle == Cycle{2020, 12};
            percent = std::min<std::int64_t>(100, percent + static_cast<std::int64_t>(random_() % 4));
            auto const report = ids_.next();
            auto const known = end.plus_days(5);
            tx.exec(
                "INSERT INTO planned_percent (plan, task, unit, valid_from, valid_to, known_from, known_to, percent)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                task.plan, task.id, unit, end.plus_days(1), last ? open_end : following.plus_days(1), issued, open_end,
                std::min<std::int64_t>(100, cycle.index * 2));
            ProgressReport entered;
            entered.id = {report};
            entered.plan = task.plan;
            entered.task = task.id;
            entered.unit = unit;
            entered.cycle = cycle;
            entered.cycle_end = end;
            entered.state = WorkState::accepted;
            entered.percent = percent;
            entered.submitted_at = base::start_of(known);
            entered.sample = true;
            insert_report(tx, entered);
            tx.exec(
                "INSERT INTO progress_known (plan, task, unit, known_from, known_to, percent, cycle_end, report)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                task.plan, task.id, unit, known, last ? open_end : following.plus_days(5), percent, end, report);
        }
    }

    sql::Database& database_;
    base::IdGenerator& ids_;
    std::vector<OrganisationId> units_;
    std::mt19937 random_{7};
};

/// Of one kind of question: how long each took, and the processor time of all.
struct Times {
    std::vector<double> milliseconds;
    double processor = 0;
    double at(double share) {
        std::sort(milliseconds.begin(), milliseconds.end());
        return milliseconds.at(static_cast<std::size_t>(share * static_cast<double>(milliseconds.size() - 1)));
    }
};

template <typename F>
Times timed(int rounds, F&& f) {
    Times times;
    std::mt19937 random{11};
    auto const clock = std::clock();
    for (int i = 0; i < rounds; ++i) {
        auto const day = issued.plus_days(static_cast<int>(random() % 1500U));
        auto const begin = std::chrono::steady_clock::now();
        f(day);
        std::chrono::duration<double, std::milli> const spent = std::chrono::steady_clock::now() - begin;
        times.milliseconds.push_back(spent.count());
    }
    times.processor = 1000.0 * static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC / rounds;
    return times;
}

void print(char const* what, Times times) {
    std::cout << fmt::format("| {} | {:.1f} | {:.1f} | {:.1f} |\n", what, times.at(0.5), times.at(0.95),
                             times.processor);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "standing_bench FOLDER|postgresql://… [PLANS] [UNITS]\n";
        return 2;
    }
    std::string const where = argv[1];
    int const plans = argc > 2 ? std::atoi(argv[2]) : 100;
    int const units = argc > 3 ? std::atoi(argv[3]) : 1;
    sql::Options options;
    (where.starts_with("postgresql:") ? options.url : options.folder) = where;
    auto const database = sql::Database::open(options);
    sql::migrate(*database).value();
    base::SystemClock const clock;
    base::IdGenerator ids(clock, 1);
    if (database->read([](sql::Session& session) { return list_plans(session, issued).empty(); }))
        Filler(*database, ids).run(plans, units);
    auto const all = database->read([](sql::Session& session) { return list_plans(session, period_end); });
    std::cout << "| what | p50 ms | p95 ms | processor ms |\n|---|---|---|---|\n";
    print("lights of all plans", timed(50, [&](Day day) {
              database->read([&](sql::Session& session) { return lights_of_plans(session, all, day); });
          }));
    print("standing of one plan", timed(200, [&](Day day) {
              database->read([&](sql::Session& session) {
                  return standing_of(session, all.front(), load_tasks(session, all.front(), day), day);
              });
          }));
    return 0;
}
