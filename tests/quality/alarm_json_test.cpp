#include "quality/alarm_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::quality {
namespace {

namespace json = boost::json;
using testing::UnorderedElementsAre;

TEST(AlarmRuleJson, ReadsBackAsWritten) {
    std::vector<AlarmCondition> const conditions{ThresholdCondition{ThresholdSide::outside, -1.5, 9, 0.25},
                                                 ThresholdCondition{ThresholdSide::below, 2, {}, 0},
                                                 RateCondition{ChangeDirection::fall, 5, 600, 1},
                                                 SilenceCondition{600, {}},
                                                 SilenceCondition{{}, 2.5},
                                                 PoorQualityCondition{250, 3600, 4, 100}};
    for (auto const& condition : conditions) {
        AlarmRule const rule{Severity::red, condition, 60,
                             3600,          {30, 60},  QuietHours{22 * 60 + 5, 7 * 60, Severity::red}};
        auto const text = json::serialize(alarm_rule_json(rule));
        auto const read = alarm_rule_of(*base::parse_json(text));
        ASSERT_TRUE(read.has_value()) << text << read.error();
        EXPECT_EQ(*read, rule) << text;
    }
}

TEST(AlarmRuleJson, LeavesOutWhatIsUsual) {
    AlarmRule expected;
    expected.condition = ThresholdCondition{ThresholdSide::above, {}, 10, 0};
    EXPECT_EQ(alarm_rule_of(json::parse(R"({"threshold": {"high": 10}})")).value(), expected);
}

std::vector<std::string> faults(char const* text) {
    std::vector<std::string> out;
    auto const read = alarm_rule_of(json::parse(text));
    if (read.has_value()) return {"read"};
    for (auto const& field : read.error().fields) out.push_back(field.path + " " + field.code);
    return out;
}

TEST(AlarmRuleJson, NamesEveryFault) {
    EXPECT_THAT(faults("{}"), UnorderedElementsAre(" quality.one_condition"));
    EXPECT_THAT(faults(R"({"silence": {"seconds": 1}, "rate": {"change": 1, "within_seconds": 1}})"),
                UnorderedElementsAre(" quality.one_condition"));
    EXPECT_THAT(faults(R"({"threshold": {"side": "outside", "high": 1}, "severity": "pink", "noise": 1,
                           "escalate_after_minutes": [5, 5, 10], "hold_seconds": -1,
                           "quiet_hours": {"from": "24:00", "to": "7:00"}})"),
                UnorderedElementsAre("/threshold/low quality.bound_required", "/severity base.not_a_choice",
                                     "/noise base.unknown_member", "/escalate_after_minutes/1 quality.not_ascending",
                                     "/hold_seconds base.out_of_range", "/quiet_hours/from quality.not_a_time_of_day",
                                     "/quiet_hours/to quality.not_a_time_of_day"));
    EXPECT_THAT(faults(R"({"silence": {}, "quiet_hours": {"from": "07:00", "to": "07:00"}})"),
                UnorderedElementsAre("/silence quality.silence_needs_one", "/quiet_hours quality.quiet_all_day"));
    EXPECT_THAT(faults(R"({"silence": {"seconds": 5, "cadences": 2}})"),
                UnorderedElementsAre("/silence quality.silence_needs_one"));
    EXPECT_THAT(faults(R"({"threshold": {"side": "outside", "low": 3, "high": 1}})"),
                UnorderedElementsAre("/threshold/low quality.range_reversed"));
}

TEST(AlarmStateJson, ReadsBackToTheLastBit) {
    AlarmState state;
    state.status = AlarmStatus::cleared;
    state.occurrence = 3;
    state.since = base::Instant{-5};
    state.raised_at = base::Instant{1};
    state.notified_at = base::Instant{2};
    state.escalations = 1;
    state.now = {1'527'782'400'123'456};
    state.sequence = 9'007'199'254'740'993;
    state.silent_since = base::Instant{4};
    state.maintenance = {{{1}, {2}}};
    state.reason = base::refuse("quality.alarm_above", {{"value", "1"}, {"limit", "0"}});
    state.memory = {7, {{1, 0.1 + 0.2}}, {{2, 1e-310}}, {{3, 4, 5}}};
    state.memory.tallies[0].judged = 5;
    auto const text = json::serialize(alarm_state_json(state));
    auto const read = alarm_state_of(*base::parse_json(text));
    ASSERT_TRUE(read.has_value()) << text << read.error();
    EXPECT_EQ(*read, state) << text;
    EXPECT_EQ(alarm_state_of(alarm_state_json({})).value(), AlarmState{});
    EXPECT_TRUE(alarm_state_of(json::parse(R"({"status": "asleep"})")).has_error());
}

}  // namespace
}  // namespace kunyu::quality
