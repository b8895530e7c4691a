#include "quality/qartod_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace kunyu::quality {
namespace {

namespace json = boost::json;
using testing::UnorderedElementsAre;

QartodRules everything() {
    QartodRules rules;
    rules.longest_gap_cadences = 4.5;
    rules.syntax = true;
    rules.time_gap = TimeGap{60, 600, 3600, 2.0, 5.5};
    rules.location = LocationRule{100, 20, 110, 30, 1500};
    rules.gross_range = GrossRange{Range{-5, 60}, Range{0, 40}};
    rules.climatology = Climatology{{{Period::month, 6, 8, {}, Range{20, 40}, Range{0, 50}},
                                     {Period::season, 4, 1, Range{.max = 10}, Range{.min = -10}, {}},
                                     {Period::day_of_year, 365, 2, {}, {}, Range{-30, -20}}}};
    rules.spike = Spike{SpikeMethod::differential, 0.5, 5};
    rules.rate_of_change = RateOfChange{0.25, 1, Deviations{2.5, 600, 4}};
    rules.flat_line = FlatLine{0.125, 600, 3600};
    rules.attenuated_signal = AttenuatedSignal{Spread::range, 7200, 5, 0.5, 0.25};
    return rules;
}

TEST(QartodConfig, ReadsBackAsWritten) {
    for (auto const& rules : {everything(), QartodRules{}}) {
        auto const text = json::serialize(qartod_rules_json(rules));
        auto const read = qartod_rules_of(*base::parse_json(text));
        ASSERT_TRUE(read.has_value()) << text << read.error();
        EXPECT_EQ(*read, rules) << text;
    }
}

TEST(QartodConfig, AbsentAndNullTestsAreNotRun) {
    auto const rules = qartod_rules_of(json::parse(R"({"spike": null, "flat_line": {"suspect_seconds": 600}})"));
    QartodRules expected;
    expected.flat_line = FlatLine{0, 600, {}};
    EXPECT_EQ(rules.value(), expected);
}

/// "path code" of each fault.
std::vector<std::string> faults(char const* text) {
    std::vector<std::string> out;
    auto const read = qartod_rules_of(json::parse(text));
    if (read.has_value()) return {"read"};
    for (auto const& field : read.error().fields) out.push_back(field.path + " " + field.code);
    return out;
}

TEST(QartodConfig, NamesEveryFault) {
    EXPECT_THAT(faults(R"({"spikes": {}, "syntax": 1, "longest_gap_cadences": 0.5,
                           "spike": {"method": "guess", "suspect": 5, "fail": 1, "more": 1},
                           "gross_range": {"fail": {"min": 0, "max": 10}, "suspect": {"min": -1}},
                           "flat_line": {"tolerance": -1},
                           "attenuated_signal": {"suspect": 1, "fail": 2}})"),
                UnorderedElementsAre("/spikes base.unknown_member", "/syntax base.wrong_type",
                                     "/longest_gap_cadences base.out_of_range", "/spike/method base.not_a_choice",
                                     "/spike/fail quality.fail_before_suspect", "/spike/more base.unknown_member",
                                     "/gross_range/suspect quality.suspect_outside_fail",
                                     "/flat_line/tolerance base.out_of_range", "/flat_line quality.nothing_to_test",
                                     "/attenuated_signal/fail quality.fail_after_suspect"));
}

TEST(QartodConfig, NamesFaultsOfRangesAndWindows) {
    EXPECT_THAT(
        faults(R"({"gross_range": {"fail": {}, "suspect": {"min": 3, "max": 2}}})"),
        UnorderedElementsAre("/gross_range/fail quality.range_empty", "/gross_range/suspect quality.range_reversed"));
    EXPECT_THAT(faults(R"({"gross_range": {}, "location": {"west": 110, "east": 100}, "time_gap": {}})"),
                UnorderedElementsAre("/gross_range quality.nothing_to_test", "/location/west quality.range_reversed",
                                     "/time_gap quality.nothing_to_test"));
    EXPECT_THAT(faults(R"({"climatology": {"windows": [{"period": "season", "from": 1, "to": 5}, 3]},
                           "rate_of_change": {}})"),
                UnorderedElementsAre(
                    "/climatology/windows/0/to base.out_of_range", "/climatology/windows/0 quality.nothing_to_test",
                    "/climatology/windows/1 base.expected_object", "/rate_of_change quality.nothing_to_test"));
    EXPECT_THAT(faults(R"({"climatology": {}})"), UnorderedElementsAre("/climatology/windows base.required"));
    EXPECT_THAT(faults(R"({"climatology": {"windows": []}})"),
                UnorderedElementsAre("/climatology/windows base.required"));
    EXPECT_THAT(faults("[]"), UnorderedElementsAre(" base.expected_object"));
}

TEST(QartodConfig, TakesOneOpenBound) {
    auto const rules = qartod_rules_of(json::parse(R"({"gross_range": {"fail": {"min": 0}, "suspect": {"min": 1}}})"));
    EXPECT_EQ(rules.value().gross_range, (GrossRange{Range{.min = 0}, Range{.min = 1}}));
}

}  // namespace
}  // namespace kunyu::quality
