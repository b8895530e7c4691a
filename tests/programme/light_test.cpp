#include "programme/light.hpp"

#include <gtest/gtest.h>

namespace kunyu::programme {
namespace {

/// The light with its reasons, and the light alone.
Light both_ways(KnownTask const& task, SupervisionRules const& rules, base::Day day) {
    auto const light = light_of(task, rules, day).light;
    EXPECT_EQ(light_alone(task, rules, day), light);
    return light;
}

using base::Day;

Day const today = Day::of(2018, 10, 1);

KnownTask task_with(std::optional<std::int64_t> planned, std::optional<std::int64_t> reported) {
    KnownTask task;
    task.milestones.push_back({"1.1", MilestoneKind::complete, today.plus_days(200), true, false});
    task.progress = {planned, reported};
    return task;
}

struct BoundCase {
    std::int64_t planned;  ///< hundredths of a point
    std::int64_t reported;
    Light light;
};

TEST(Light, FollowsTheBoundsToTheHundredth) {
    std::vector<BoundCase> const cases{{5000, 5000, Light::green},  {5000, 6000, Light::green},
                                       {5000, 4001, Light::green},  {5000, 4000, Light::yellow},
                                       {5000, 2000, Light::yellow}, {5000, 1999, Light::red},
                                       {10'000, 0, Light::red},     {999, 1, Light::green}};
    for (auto const& [planned, reported, light] : cases)
        EXPECT_EQ(both_ways(task_with(planned, reported), {}, today), light) << planned << " " << reported;
}

TEST(Light, NothingReportedCountsAsNothingDone) {
    EXPECT_EQ(both_ways(task_with(3001, std::nullopt), {}, today), Light::red);
    EXPECT_EQ(both_ways(task_with(3000, std::nullopt), {}, today), Light::yellow);
    EXPECT_EQ(both_ways(task_with(std::nullopt, std::nullopt), {}, today), Light::green) << "begun, no plan";
}

struct DueCase {
    int days;  ///< from today to the due day
    bool begun;
    bool verified;
    Light light;
};

TEST(Light, FollowsTheDeadlinesOfMilestones) {
    std::vector<DueCase> const cases{{-1, true, false, Light::red},     {-1, true, true, Light::green},
                                     {0, true, false, Light::green},    {0, false, false, Light::yellow},
                                     {30, false, false, Light::yellow}, {31, false, false, Light::grey}};
    for (auto const& [days, begun, verified, light] : cases) {
        KnownTask task;
        task.milestones.push_back({"1.1", MilestoneKind::complete, today.plus_days(days), begun, verified});
        task.milestones.push_back({"1.2", MilestoneKind::complete, today.plus_days(500), false, false});
        EXPECT_EQ(both_ways(task, {}, today), light) << days << begun << verified;
    }
}

TEST(Light, ATaskIsDoneOnlyIfNothingOfItGoesOn) {
    auto task = task_with(std::nullopt, std::nullopt);
    task.milestones.front().verified = true;
    EXPECT_EQ(both_ways(task, {}, today), Light::blue);
    auto counted = task;
    counted.has_control_number = true;
    EXPECT_EQ(both_ways(counted, {}, today), Light::green);
    EXPECT_TRUE(light_of(counted, {}, today).periodic);
    auto routine = task;
    routine.milestones.push_back({"1.2", MilestoneKind::routine, today.plus_days(-100), true, true});
    EXPECT_EQ(both_ways(routine, {}, today), Light::green);
    routine.progress = {10'000, 5000};
    EXPECT_EQ(both_ways(routine, {}, today), Light::red) << "what goes on can fall behind";
}

TEST(Light, BeforeThePlanIsIssuedNothingIsJudged) {
    auto task = task_with(10'000, 0);
    task.in_force = false;
    auto const verdict = light_of(task, {}, today);
    EXPECT_EQ(verdict.light, Light::grey);
    EXPECT_EQ(verdict.reasons.front().code, "programme.light_not_issued");
}

TEST(Light, TheGravestReasonIsTheSentenceAndHasItsFigures) {
    KnownTask task = task_with(5000, 3500);
    task.milestones.push_back({"1.2", MilestoneKind::complete, today.plus_days(-12), true, false});
    auto const verdict = light_of(task, {}, today);
    ASSERT_EQ(verdict.reasons.size(), 2U);
    EXPECT_EQ(verdict.reasons[0].params.at("days"), "12");
    EXPECT_EQ(verdict.reasons[1].params.at("behind"), "15");
    for (auto const& reason : verdict.reasons)
        for (auto const language : {base::Language::zh, base::Language::en})
            EXPECT_EQ(base::Messages::instance().text(reason.code, language, reason.params).find('{'),
                      std::string::npos);
}

TEST(Light, RulesOfThePlanDecide) {
    SupervisionRules rules;
    rules.yellow_from = 5;
    rules.red_above = 5;
    EXPECT_EQ(both_ways(task_with(5000, 4500), rules, today), Light::yellow);
    EXPECT_EQ(both_ways(task_with(5000, 4499), rules, today), Light::red);
}

TEST(Light, PointsAreWrittenAsPeopleWriteThem) {
    EXPECT_EQ(points(4500), "45");
    EXPECT_EQ(points(3333), "33.33");
    EXPECT_EQ(points(3350), "33.5");
    EXPECT_EQ(points(0), "0");
    EXPECT_EQ(points(5), "0.05");
}

TEST(SupervisionRules, AreReadStrictlyAndWrittenAlike) {
    SupervisionRules rules;
    rules.source = "某文件";
    auto const read = read_rules(to_json(rules));
    ASSERT_TRUE(read);
    EXPECT_EQ(to_json(*read), to_json(rules));
    auto wrong = to_json(rules);
    wrong["lights"].as_object()["yellow_from"] = 40;
    wrong["report"].as_object()["close_days"] = 1;
    wrong["slip"].as_object()["surprise"] = 1;
    auto const refused = read_rules(wrong);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().fields.size(), 3U);
}

}  // namespace
}  // namespace kunyu::programme
