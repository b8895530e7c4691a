#include "programme/milestone_calendar.hpp"

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
        return world.read([&](sql::Session& session) {
            std::vector<std::string> out;
            for (auto const& entry : MilestoneCalendar{}.entries(session, world.as(caller), day(from), day(to)))
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

}  // namespace
}  // namespace kunyu::programme::test
