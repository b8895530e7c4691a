#include "registry/workflow_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::registry::test {
namespace {

using testing::Contains;
using testing::Not;

TEST(ReadinessRules, TheBuildPeriodEndsWithTheExtensionOrThePeriodOfTheCategory) {
    EXPECT_EQ(build_due(day("2018-06-01"), std::nullopt, 24), day("2020-06-01"));
    EXPECT_EQ(build_due(day("2018-06-01"), day("2020-12-31"), 24), day("2020-12-31"));
    EXPECT_EQ(build_due(day("2018-06-01"), std::nullopt, std::nullopt), std::nullopt);
    EXPECT_EQ(build_due(std::nullopt, std::nullopt, 24), std::nullopt);
}

class ReadinessFlow : public kunyu::test::OnEachEngine {
  protected:
    WorkflowWorld world{db()};

    base::Result<ReadinessView> report(identity::Caller const& caller, PlatformId platform, std::int64_t version,
                                       ReadinessInput const& input) {
        return world.write(
            [&](sql::Tx& tx) { return world.readiness.report(tx, world.as(caller), platform, version, input); });
    }
    std::vector<PlatformId> queue(identity::Caller const& caller, std::optional<bool> ready = std::nullopt) {
        ReadinessQuery query;
        query.as_of = world.core.clock.today();
        query.ready = ready;
        auto const page = db().read(
            [&](sql::Session& session) { return world.readiness.list(session, world.as(caller), query).value(); });
        std::vector<PlatformId> ids;
        for (auto const& view : page.items) ids.push_back(view.platform);
        return ids;
    }
    std::string accept(PlatformId platform) {
        return refused(world.write([&](sql::Tx& tx) {
            return world.platforms.record_event(tx, world.as(world.officer), platform,
                                                event(EventType::accept, "2020-03-01"));
        }));
    }
};
KUNYU_ON_EACH_ENGINE(ReadinessFlow);

TEST_P(ReadinessFlow, APlatformIsAcceptedWhenItIsReady) {
    auto const platform = world.approved_platform("2018-06-01");
    EXPECT_NE(accept(platform), "");
    ReadinessInput input;
    input.ready = true;
    input.expected_on = day("2020-03-01");
    EXPECT_EQ(refused(report(world.stranger, platform, 1, input)), "identity.not_permitted");
    EXPECT_EQ(refused(report(world.manager, platform, 2, input)), "identity.version_conflict");
    ASSERT_EQ(refused(report(world.manager, platform, 1, input)), "");
    EXPECT_THAT(world.waiting(world.officer), Contains("readiness.accept"));
    EXPECT_EQ(accept(platform), "");
    EXPECT_THAT(world.waiting(world.officer), Not(Contains("readiness.accept")));
    EXPECT_THAT(queue(world.officer), Not(Contains(platform)));
}

TEST_P(ReadinessFlow, WaitsInTheOrderOfTheExpectedDay) {
    auto const late = world.approved_platform("2018-06-01", "晚的实验室");
    auto const unknown = world.approved_platform("2018-06-01", "未知的实验室");
    auto const soon = world.approved_platform("2018-06-01", "早的实验室");
    ReadinessInput input;
    input.expected_on = day("2020-09-01");
    report(world.manager, late, 1, input).value();
    input.expected_on = day("2020-03-01");
    input.ready = true;
    report(world.manager, soon, 1, input).value();
    EXPECT_THAT(queue(world.officer), testing::ElementsAre(soon, late, unknown));
    EXPECT_THAT(queue(world.officer, true), testing::ElementsAre(soon));
    EXPECT_THAT(queue(world.manager), testing::SizeIs(3));
    EXPECT_THAT(queue(world.stranger), testing::IsEmpty());
}

TEST_P(ReadinessFlow, OpenConditionsStandAgainstItUnlessExplained) {
    auto const platform = world.approved_platform("2018-06-01");
    ReadinessInput input;
    input.ready = true;
    ConditionInput team;
    team.id = "team";
    team.met = false;
    input.conditions = std::vector<ConditionInput>{team};
    EXPECT_EQ(refused(report(world.manager, platform, 1, input)), "/conditions/0/id");
    input.conditions->front().name = Name{"固定人员到位", std::nullopt};
    EXPECT_EQ(refused(report(world.manager, platform, 1, input)), "/ready");
    input.note = "两名人员正在办理调动";
    auto const view = report(world.manager, platform, 1, input);
    ASSERT_EQ(refused(view), "");
    ASSERT_EQ(view->report.conditions.size(), 1U);
    EXPECT_EQ(view->report.conditions[0].basis, "local");
}

TEST_P(ReadinessFlow, OnlyWhatIsBuiltCanBeReported) {
    auto const platform =
        world.core.establish(recorded("实验室", "ministry-key-laboratory", "land", State::operating, "2017-11-06"))
            .value();
    EXPECT_EQ(refused(report(world.officer, platform, 1, {})), "workflow.not_building");
}

}  // namespace
}  // namespace kunyu::registry::test
