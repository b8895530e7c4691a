#include "quality/alarm_world.hpp"

#include <gtest/gtest.h>

namespace kunyu::quality {
namespace {

TEST(Alarm, WaitsUntilTheConditionHasHeld) {
    AlarmWorld world(above(10, 0, 600));
    EXPECT_EQ(world.value(0, 11), "began");
    EXPECT_EQ(world.state.status, AlarmStatus::pending);
    EXPECT_EQ(world.value(5, 9), "subsided");
    EXPECT_EQ(world.value(6, 11), "began");
    EXPECT_EQ(world.value(15.9, 11), "");
    EXPECT_EQ(world.value(16, 12), "raised notified");
    EXPECT_EQ(world.last[0].reason.params.at("value"), "12");
}

TEST(Alarm, TheLastValueHoldsUntilTheNext) {
    AlarmWorld world(above(10, 0, 600));
    EXPECT_EQ(world.value(0, 11), "began");
    EXPECT_EQ(world.tick(9), "");
    EXPECT_EQ(world.tick(10), "raised notified") << "no other value has come";
}

TEST(Alarm, AcknowledgedAndEnded) {
    AlarmWorld world(above(10));
    EXPECT_EQ(world.value(0, 11), "raised notified");
    EXPECT_EQ(world.acknowledge(1, 2), "") << "another occurrence";
    EXPECT_EQ(world.acknowledge(1), "acknowledged");
    EXPECT_EQ(world.last[0].reason, base::refuse("quality.alarm_acknowledged", {{"by", "Li"}}));
    EXPECT_EQ(world.acknowledge(2), "") << "twice";
    EXPECT_EQ(world.value(3, 9), "ended");
    EXPECT_EQ(world.state.status, AlarmStatus::quiet);
    EXPECT_EQ(world.value(4, 11), "raised notified");
    EXPECT_EQ(world.state.occurrence, 2);
}

TEST(Alarm, EndedUnacknowledgedStaysToBeAcknowledged) {
    AlarmWorld world(above(10));
    EXPECT_EQ(world.value(0, 11), "raised notified");
    EXPECT_EQ(world.value(1, 9), "ended");
    EXPECT_EQ(world.state.status, AlarmStatus::cleared);
    EXPECT_EQ(world.value(2, 12), "returned") << "the same occurrence, and nobody is told again";
    EXPECT_EQ(world.value(3, 9), "ended");
    EXPECT_EQ(world.acknowledge(4), "acknowledged");
    EXPECT_EQ(world.state.status, AlarmStatus::quiet);
}

TEST(Alarm, ComingBackWhileItIsAcknowledgedItHasToHoldAgain) {
    AlarmWorld world(above(10, 0, 600));
    EXPECT_EQ(world.value(0, 11), "began");
    EXPECT_EQ(world.value(10, 11), "raised notified");
    EXPECT_EQ(world.value(11, 9), "ended");
    EXPECT_EQ(world.value(12, 11), "");
    EXPECT_EQ(world.acknowledge(13), "acknowledged");
    EXPECT_EQ(world.state.status, AlarmStatus::pending);
    EXPECT_EQ(world.tick(22), "raised notified");
    EXPECT_EQ(world.state.occurrence, 2);
}

TEST(Alarm, EscalatesWhileNobodyAcknowledges) {
    auto rule = above(10);
    rule.escalate_after_minutes = {30, 60, 120};
    AlarmWorld world(rule);
    EXPECT_EQ(world.value(0, 11), "raised notified");
    EXPECT_EQ(world.tick(29), "");
    EXPECT_EQ(world.tick(30), "escalated");
    EXPECT_EQ(world.tick(30), "") << "the same moment again";
    EXPECT_EQ(world.value(40, 9), "ended");
    EXPECT_EQ(world.tick(60), "escalated") << "nobody has seen it yet";
    EXPECT_EQ(world.last[0].escalation, 2);
    EXPECT_EQ(world.last[0].reason, base::refuse("quality.alarm_unanswered", {{"minutes", "60"}}));
    EXPECT_EQ(world.acknowledge(61), "acknowledged");
    EXPECT_EQ(world.tick(500), "");
}

TEST(Alarm, TwoStepsThatAreDueComeInOrder) {
    auto rule = above(10);
    rule.escalate_after_minutes = {30, 60};
    AlarmWorld world(rule);
    world.value(0, 11);
    EXPECT_EQ(world.tick(100), "escalated escalated") << "the server was down";
    EXPECT_EQ(world.last[0].escalation, 1);
    EXPECT_EQ(world.last[1].escalation, 2);
}

AlarmRule with_quiet_hours(Severity severity) {
    auto rule = above(10);
    rule.severity = severity;
    rule.quiet_hours = QuietHours{22 * 60, 7 * 60, Severity::orange};
    rule.escalate_after_minutes = {30};
    return rule;
}

TEST(QuietHours, HoldBackUntilTheMorning) {
    AlarmWorld world(with_quiet_hours(Severity::yellow));
    EXPECT_EQ(world.value(60, 11), "raised") << "one o'clock in Shanghai";
    EXPECT_EQ(world.value(120, 9), "ended");
    EXPECT_EQ(world.tick(419), "");
    EXPECT_EQ(world.tick(420), "notified") << "it is over, and still to be seen";
    EXPECT_EQ(world.last[0].reason.code, "quality.alarm_above");
    EXPECT_EQ(world.tick(449), "");
    EXPECT_EQ(world.tick(450), "escalated") << "counted from when somebody could know";
}

TEST(QuietHours, EscalationWaitsToo) {
    AlarmWorld world(with_quiet_hours(Severity::yellow));
    EXPECT_EQ(world.value(21 * 60 + 45, 11), "raised notified");
    EXPECT_EQ(world.tick(22 * 60 + 30), "");
    EXPECT_EQ(world.tick(24 * 60 + 7 * 60), "escalated");
}

TEST(QuietHours, DoNotHoldForTheGrave) {
    AlarmWorld world(with_quiet_hours(Severity::orange));
    EXPECT_EQ(world.value(60, 11), "raised notified");
}

TEST(QuietHours, AcknowledgedBeforeNobodyIsWoken) {
    AlarmWorld world(with_quiet_hours(Severity::yellow));
    EXPECT_EQ(world.value(60, 11), "raised");
    EXPECT_EQ(world.acknowledge(90), "acknowledged");
    EXPECT_EQ(world.tick(500), "");
}

TEST(QuietHours, WithinADay) {
    QuietHours const noon{12 * 60, 14 * 60, Severity::red};
    struct Case {
        double minutes;
        bool quiet;
    };
    for (auto const& [minutes, quiet] :
         std::vector<Case>{{719.9, false}, {720, true}, {839.9, true}, {840, false}, {1439, false}})
        EXPECT_EQ(is_quiet(noon, Severity::orange, AlarmWorld::minute(minutes)), quiet) << minutes;
    EXPECT_FALSE(is_quiet(noon, Severity::red, AlarmWorld::minute(800)));
}

TEST(Maintenance, ObservationsOfTheTimeAreNotJudged) {
    AlarmWorld world(above(10));
    EXPECT_EQ(world.maintain(0, 10, 20), "");
    EXPECT_EQ(world.value(15, 99), "");
    EXPECT_EQ(world.value_of(19, 25, 99), "") << "come in later";
    EXPECT_EQ(world.value(26, 99), "raised notified") << "judged afresh";
}

TEST(Maintenance, WhatHeldBeforeDoesNotCountAfter) {
    AlarmWorld world(above(10, 0, 600));
    world.maintain(0, 10, 20);
    EXPECT_EQ(world.value(5, 11), "began");
    EXPECT_EQ(world.tick(21), "subsided") << "no tick came while it lasted";
    EXPECT_EQ(world.value(22, 11), "began");
    EXPECT_EQ(world.tick(31), "");
    EXPECT_EQ(world.tick(32), "raised notified");
}

TEST(Maintenance, AnAlarmStaysAndItsEscalationWaits) {
    auto rule = above(10);
    rule.escalate_after_minutes = {30};
    AlarmWorld world(rule);
    EXPECT_EQ(world.value(0, 11), "raised notified");
    EXPECT_EQ(world.maintain(10, 10, 60), "");
    EXPECT_EQ(world.value(15, 0), "") << "not judged";
    EXPECT_EQ(world.tick(45), "");
    EXPECT_EQ(world.tick(60), "escalated");
    EXPECT_EQ(world.value(61, 0), "ended");
}

TEST(Maintenance, SilenceIsCountedAnew) {
    AlarmRule rule;
    rule.condition = SilenceCondition{600, {}};
    AlarmWorld world(rule);
    world.value(0, 1);
    world.maintain(5, 5, 60);
    EXPECT_EQ(world.tick(59), "");
    EXPECT_EQ(world.tick(69), "");
    EXPECT_EQ(world.tick(71), "raised notified");
}

TEST(Maintenance, CanEndEarlierOrNotBegin) {
    AlarmWorld world(above(10));
    world.maintain(0, 10, 60);
    world.maintain(0, 100, 160);
    auto const end = [&](double now, double from, double to) {
        return world.happen(
            {AlarmWorld::minute(now), {}, {}, MaintenanceEnded{{AlarmWorld::minute(from), AlarmWorld::minute(to)}}});
    };
    EXPECT_EQ(world.value(15, 11), "");
    EXPECT_EQ(end(20, 10, 60), "");
    EXPECT_EQ(end(20, 10, 60), "") << "twice";
    EXPECT_EQ(end(20, 100, 160), "");
    EXPECT_EQ(world.value_of(19, 21, 11), "") << "of the time of the work";
    EXPECT_EQ(world.value(21, 11), "raised notified");
    EXPECT_EQ(world.state.maintenance.size(), 1U);
}

TEST(Rule, WhatHeldByTheOldOneCountsNoMore) {
    AlarmWorld world(above(10, 0, 600));
    auto const change = [&](double now) { return world.happen({AlarmWorld::minute(now), {}, {}, RuleChanged{}}); };
    EXPECT_EQ(world.value(0, 11), "began");
    EXPECT_EQ(change(1), "subsided");
    EXPECT_EQ(world.value(2, 11), "began");
    EXPECT_EQ(world.value(12, 11), "raised notified");
    EXPECT_EQ(change(13), "ended");
    EXPECT_EQ(world.state.status, AlarmStatus::cleared) << "still to be acknowledged";
    EXPECT_EQ(world.state.memory, AlarmMemory{});
    EXPECT_EQ(change(14), "");
}

TEST(Rule, NoLongerWatchedTellsWhatItStillHasToTell) {
    AlarmWorld world(with_quiet_hours(Severity::yellow));
    world.rule.condition = SilenceCondition{600, {}};
    EXPECT_EQ(world.tick(0), "");
    EXPECT_EQ(world.tick(60), "raised");
    EXPECT_EQ(world.happen({AlarmWorld::minute(61), {}, {}, RuleChanged{}}), "ended");
    EXPECT_EQ(world.happen({AlarmWorld::minute(420), {}, {}, OnlyNotify{}}), "notified");
}

TEST(Events, OfTheLogCountOnce) {
    AlarmWorld world(above(10));
    AlarmEvent const event{AlarmWorld::minute(0), 7, std::nullopt,
                           ObservationsArrived{{{AlarmWorld::minute(0).microseconds, 11, Flag::good}}}};
    EXPECT_EQ(world.happen(event), "raised notified");
    auto const before = world.state;
    EXPECT_EQ(world.happen(event), "");
    EXPECT_EQ(world.state, before);
}

TEST(Events, AClockThatGoesBackDoesNotTurnTimeBack) {
    AlarmRule rule;
    rule.condition = SilenceCondition{600, {}};
    AlarmWorld world(rule);
    world.value(100, 1);
    EXPECT_EQ(world.tick(50), "");
    EXPECT_EQ(world.state.now, AlarmWorld::minute(100));
    EXPECT_EQ(world.tick(111), "raised notified");
}

}  // namespace
}  // namespace kunyu::quality
