#include "programme/sample_history.hpp"

#include "programme/plan_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

class SampleHistory : public kunyu::test::OnEachEngine {
  protected:
    PlanWorld world{db()};
    std::int64_t load() {
        return world
            .write([&](sql::Tx& tx) -> base::Result<std::int64_t> { return load_sample_history(tx, world.core.ids); })
            .value();
    }
    std::int64_t remove() {
        return world.write([&](sql::Tx& tx) -> base::Result<std::int64_t> { return remove_sample_history(tx); })
            .value();
    }
    std::string lights(char const* on) {
        auto const plan = world.plan(on);
        Lights sum;
        for (auto const& standing : db().read([&](sql::Session& session) {
                 return standing_of(session, plan, load_tasks(session, plan, day(on)), day(on));
             }))
            sum.add(standing.verdict.light);
        return std::to_string(sum.grey) + " " + std::to_string(sum.green) + " " + std::to_string(sum.yellow) + " " +
               std::to_string(sum.red) + " " + std::to_string(sum.blue);
    }
    std::int64_t rows(char const* table) {
        return db().read([&](sql::Session& session) {
            return session.first("SELECT count(*) FROM " + std::string(table))->integer(0);
        });
    }
};
KUNYU_ON_EACH_ENGINE(SampleHistory);

TEST_P(SampleHistory, ShowsEveryLightAndGoesWithoutATrace) {
    std::vector<char const*> const days{"2018-01-20", "2018-12-31", "2019-08-01", "2020-06-30", "2021-02-01"};
    std::vector<std::string> before;
    for (auto const* on : days) before.push_back(lights(on));
    EXPECT_GT(load(), 500);
    EXPECT_EQ(load(), 0) << "once";
    EXPECT_EQ(world.standing(5, "2019-08-01").verdict.light, Light::red);
    ASSERT_EQ(world.standing(5, "2019-08-01").slips.size(), 1U);
    EXPECT_EQ(world.standing(5, "2019-08-01").slips[0].level, "orange");
    EXPECT_TRUE(world.standing(5, "2019-08-21").slips.empty());
    EXPECT_EQ(world.task(12, "2020-11-04").milestones.back().due, day("2020-12-31"));
    EXPECT_EQ(world.task(12, "2020-11-05").milestones.back().due, day("2021-06-30"));
    std::set<Light> seen;
    for (auto const* on : days)
        for (std::int64_t number = 1; number <= 30; ++number) seen.insert(world.standing(number, on).verdict.light);
    EXPECT_EQ(seen.size(), 5U);
    EXPECT_GT(remove(), 500);
    for (std::size_t i = 0; i < days.size(); ++i) EXPECT_EQ(lights(days[i]), before[i]) << days[i];
    for (auto const* table :
         {"progress_report", "progress_report_step", "progress_known", "planned_percent", "unit_plan",
          "milestone_evidence", "milestone_verified", "milestone_begun", "slip", "slip_event", "extension_request"})
        EXPECT_EQ(rows(table), 0) << table;
    EXPECT_EQ(rows("plan_milestone_due"), 53);
}

}  // namespace
}  // namespace kunyu::programme::test
