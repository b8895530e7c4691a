#include "programme/milestone_calendar.hpp"

#include "programme/report_calendar.hpp"
#include "programme/work_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class MilestoneDays : public kunyu::test::OnEachEngine {
  protected:
    WorkWorld world{db()};
    std::vector<std::string> days(identity::Caller const& caller, char const* from, char const* to) {
        return days_of(MilestoneCalendar{}, caller, from, to);
    }
    std::vector<std::string> days_of(inbox::CalendarSource const& source, identity::Caller const& caller,
                                     char const* from, char const* to) {
        return world.read([&](sql::Session& session) {
            std::vector<std::string> out;
            for (auto const& entry : source.entries(session, world.as(caller), day(from), day(to)))
                out.push_back(base::to_string(entry.first_day) + " " + entry.title.en);
            return out;
        });
    }
};
KUNYU_ON_EACH_ENGINE(MilestoneDays);

TEST_P(MilestoneDays, AreThoseOfOnesOwnTasksAndOfAllToWhoReviews) {
    EXPECT_EQ(days(world.officer, "2018-01-01", "2021-01-01").size(), 3U);
    EXPECT_EQ(days(world.manager, "2018-01-01", "2021-01-01").size(), 3U) << "the institute answers for both tasks";
    EXPECT_THAT(days(world.other, "2018-01-01", "2021-01-01"), ElementsAre("2020-12-31 Milestone 2.1 is due: 成果"));
    EXPECT_THAT(days(world.manager, "2018-06-30", "2018-07-01"), ElementsAre("2018-06-30 Milestone 1.1 is due: 成果"));
    EXPECT_THAT(days(world.manager, "2018-06-29", "2018-06-30"), IsEmpty()) << "half-open";
}

TEST_P(MilestoneDays, ReportsAreDueAfterEachCycleUntilTheToDoSaysIt) {
    ReportCalendar const reports;
    auto const q1 = "2018-04-10 Progress reports on 2018Q1 are due";
    auto const q2 = "2018-07-10 Progress reports on 2018Q2 are due";
    EXPECT_THAT(days_of(reports, world.manager, "2018-04-01", "2018-08-01"), ElementsAre(q1, q2));
    EXPECT_THAT(days_of(reports, world.other, "2018-04-10", "2018-07-10"), ElementsAre(q1)) << "half-open";
    world.set_today("2018-04-03");
    EXPECT_THAT(days_of(reports, world.manager, "2018-04-01", "2018-08-01"), ElementsAre(q2)) << "called by now";
    EXPECT_THAT(days_of(reports, world.officer, "2018-04-01", "2018-08-01"), ElementsAre(q1, q2));
    EXPECT_THAT(days_of(reports, world.officer, "2021-02-01", "2031-01-01"), IsEmpty()) << "none after the period";
}

}  // namespace
}  // namespace kunyu::programme::test
