#include "quality/qartod.hpp"

#include "quality/qartod_neighbours.hpp"
#include "quality/rows_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace kunyu::quality {
namespace {

TEST(Evaluation, WithoutTestsNothingIsEvaluated) {
    auto const evaluation = evaluate({}, OwnRows::each_minute({1, absent}).view(), {});
    EXPECT_TRUE(evaluation.tests.empty());
    EXPECT_EQ(shown(evaluation.overall), "29");
    EXPECT_EQ(evaluate({}, Rows{}, {}), Evaluation{});
}

TEST(Evaluation, ARowWithoutAValueIsMissingUnlessFoundWanting) {
    QartodRules rules;
    rules.syntax = true;
    rules.time_gap = TimeGap{.fail_seconds_late = 10};
    auto rows = OwnRows::each_minute({1, absent, absent, absent});
    rows.received = rows.times;
    rows.received[2] += 11 * second;
    rows.kinds = {ResultKind::number, ResultKind::none, ResultKind::none, ResultKind::other};
    EXPECT_EQ(shown(evaluate(rules, rows.view(), {}).overall), "1944");
}

TEST(Evaluation, WhatIsAffectedByNewRows) {
    QartodRules rules;
    auto const rows = OwnRows::each_minute({1, 2, absent, 3, 4, 5, 6, 7});
    EXPECT_EQ(affected_by(rules, rows.view(), {4, 5}), (RowSpan{4, 5})) << "no neighbours, no others";
    rules.spike = Spike{.suspect = 1};
    EXPECT_EQ(affected_by(rules, rows.view(), {4, 5}), (RowSpan{3, 6}));
    EXPECT_EQ(affected_by(rules, rows.view(), {3, 4}), (RowSpan{1, 5})) << "back to the last value";
    EXPECT_EQ(with_context(rules, rows.view(), {3, 4}), (RowSpan{1, 5}));
    rules.flat_line = FlatLine{.suspect_seconds = 120};
    EXPECT_EQ(context_of(rules), (Context{120 * second, 1, 1}));
    EXPECT_EQ(affected_by(rules, rows.view(), {4, 5}), (RowSpan{3, 8}));
    EXPECT_EQ(with_context(rules, rows.view(), {6, 8}), (RowSpan{3, 8}));
    EXPECT_EQ(with_context(rules, rows.view(), {3, 3}), (RowSpan{3, 3}));
}

// ---- properties

class Dice {
  public:
    explicit Dice(unsigned seed) : random_(seed) {}
    std::int64_t number(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
    }
    bool chance(int percent) { return number(1, 100) <= percent; }
    double real() { return std::normal_distribution<double>()(random_); }

  private:
    std::mt19937 random_;
};

/// A stream with everything in it that streams have: noise, flat stretches, spikes, fill values, missing values,
/// infinities, gaps, double times.
OwnRows random_rows(Dice& dice, std::size_t count) {
    OwnRows rows;
    std::int64_t time = dice.number(-1'000'000, 1'000'000) * second;
    double level = 10;
    for (std::size_t i = 0; i < count; ++i) {
        time += dice.chance(5)   ? 0
                : dice.chance(5) ? dice.number(1, 2000) * second
                                 : 60 * second + (dice.chance(20) ? dice.number(-3, 3) : 0);
        if (dice.chance(60)) level += 0.1 * dice.real();
        double value = level;
        if (dice.chance(4)) value += 20 * dice.real();
        if (dice.chance(6)) value = absent;
        if (dice.chance(3)) value = -9999;
        if (dice.chance(1)) value = std::numeric_limits<double>::infinity();
        rows.times.push_back(time);
        rows.values.push_back(value);
        rows.received.push_back(time + dice.number(-100, 900) * second);
        rows.depths.push_back(dice.chance(10) ? absent : static_cast<double>(dice.number(0, 300)));
        rows.longitudes.push_back(dice.chance(10) ? absent : 105 + 0.01 * dice.real());
        rows.latitudes.push_back(dice.chance(10) ? absent : 25 + 0.01 * dice.real());
    }
    return rows;
}

QartodRules random_rules(Dice& dice) {
    QartodRules rules;
    rules.syntax = dice.chance(50);
    if (dice.chance(50)) rules.time_gap = TimeGap{60, 600, 800, 2.0, 5.0};
    if (dice.chance(50)) rules.location = LocationRule{.west = 104.99, .longest_step = 1500};
    if (dice.chance(70)) rules.gross_range = GrossRange{Range{-50, 50}, Range{8, 12}};
    if (dice.chance(50)) rules.climatology = Climatology{{{Period::month, 1, 12, Range{0, 150}, Range{9, 11}, {}}}};
    if (dice.chance(60))
        rules.spike = Spike{dice.chance(50) ? SpikeMethod::average : SpikeMethod::differential, 0.5, 5};
    if (dice.chance(60)) {
        rules.rate_of_change = RateOfChange{0.003, 0.1, {}};
        if (dice.chance(70)) rules.rate_of_change->deviations = Deviations{2, dice.number(100, 5000), 4};
    }
    if (dice.chance(60))
        rules.flat_line = FlatLine{dice.chance(50) ? 0 : 0.2, 60 * dice.number(1, 7), dice.number(60, 900)};
    if (dice.chance(60))
        rules.attenuated_signal = AttenuatedSignal{dice.chance(50) ? Spread::range : Spread::deviation,
                                                   60 * dice.number(1, 50), 3, 0.2, 0.05};
    return rules;
}

Cadence random_cadence(Dice& dice) {
    if (dice.chance(20)) return {};
    return *Cadence::of({{{-2'000'000 * second}, base::Instant{100'000 * second}, 60 * second},
                         {{200'000 * second}, std::nullopt, dice.number(20, 100) * second}});
}

void append(Evaluation& whole, Evaluation const& part) {
    if (whole.tests.empty() && whole.overall.empty()) {
        whole = part;
        return;
    }
    for (std::size_t i = 0; i < whole.tests.size(); ++i)
        whole.tests[i].second.insert(whole.tests[i].second.end(), part.tests[i].second.begin(),
                                     part.tests[i].second.end());
    whole.overall.insert(whole.overall.end(), part.overall.begin(), part.overall.end());
}

TEST(Evaluation, InPiecesWithTheirContextIsThatOfAllAtOnce) {
    Dice dice(41);
    for (int round = 0; round < 200; ++round) {
        auto const rows = random_rows(dice, static_cast<std::size_t>(dice.number(1, 250)));
        auto const rules = random_rules(dice);
        auto const cadence = random_cadence(dice);
        GapRule const gaps(cadence, rules.longest_gap_cadences);
        Evaluation pieces;
        for (std::size_t begin = 0; begin < rows.times.size();) {
            auto const end = std::min(rows.times.size(), begin + static_cast<std::size_t>(dice.number(1, 40)));
            append(pieces, evaluate_part(rules, rows.view(), gaps, {begin, end}));
            begin = end;
        }
        ASSERT_EQ(pieces, evaluate(rules, rows.view(), gaps)) << "round " << round;
    }
}

/// Rows of both, in order of time; those of `late` are the rows of `all` whose index is in it.
OwnRows without(OwnRows const& all, std::vector<bool> const& left_out) {
    OwnRows rest;
    auto const take = [&](auto const& from, auto& to) {
        for (std::size_t i = 0; i < left_out.size(); ++i)
            if (!left_out[i]) to.push_back(from[i]);
    };
    take(all.times, rest.times);
    take(all.values, rest.values);
    take(all.received, rest.received);
    take(all.depths, rest.depths);
    take(all.longitudes, rest.longitudes);
    take(all.latitudes, rest.latitudes);
    return rest;
}

TEST(Evaluation, OnlyAffectedRowsChangeWhenRowsComeLate) {
    Dice dice(43);
    for (int round = 0; round < 200; ++round) {
        auto const all = random_rows(dice, static_cast<std::size_t>(dice.number(2, 200)));
        auto const rules = random_rules(dice);
        auto const cadence = random_cadence(dice);
        GapRule const gaps(cadence, rules.longest_gap_cadences);
        auto const count = static_cast<std::int64_t>(all.times.size());
        auto const begin = static_cast<std::size_t>(dice.number(0, count - 1));
        auto const end = std::min(all.times.size(), begin + static_cast<std::size_t>(dice.number(1, 5)));
        std::vector<bool> late(all.times.size(), false);
        std::fill(late.begin() + static_cast<std::ptrdiff_t>(begin), late.begin() + static_cast<std::ptrdiff_t>(end),
                  true);
        auto const before = evaluate(rules, without(all, late).view(), gaps);
        auto const after = evaluate(rules, all.view(), gaps);
        auto const affected = affected_by(rules, all.view(), {begin, end});
        for (std::size_t i = 0; i < all.times.size(); ++i) {
            if (i >= affected.begin && i < affected.end) continue;
            auto const old = i < begin ? i : i - (end - begin);
            for (std::size_t test = 0; test < after.tests.size(); ++test)
                ASSERT_EQ(before.tests[test].second[old], after.tests[test].second[i])
                    << to_string(after.tests[test].first) << " row " << i << " round " << round;
        }
    }
}

TEST(Evaluation, EveryFlagIsOneOfQartodsAndTheOverallIsNoBetterThanAny) {
    Dice dice(47);
    for (int round = 0; round < 100; ++round) {
        auto const rows = random_rows(dice, 100);
        auto const evaluation = evaluate(random_rules(dice), rows.view(), {});
        for (std::size_t i = 0; i < rows.times.size(); ++i)
            for (auto const& [test, flags] : evaluation.tests) {
                ASSERT_NE(std::string("12349").find(shown({flags[i]})), std::string::npos);
                if (flags[i] == Flag::bad || flags[i] == Flag::suspect) {
                    ASSERT_EQ(worse(flags[i], evaluation.overall[i]), evaluation.overall[i]);
                }
            }
    }
}

/// Straight from the definitions, in squares of time.
Flag plain_flat_line(FlatLine const& rule, Track const& track, std::size_t row) {
    double least = track.values[row], greatest = least;
    std::int64_t flat = 0;
    for (std::size_t i = row + 1; i-- > 0;) {
        least = std::min(least, track.values[i]);
        greatest = std::max(greatest, track.values[i]);
        if (greatest - least > rule.tolerance) break;
        flat = track.times[row] - track.times[i];
    }
    if (rule.fail_seconds && flat >= *rule.fail_seconds * second) return Flag::bad;
    return rule.suspect_seconds && flat >= *rule.suspect_seconds * second ? Flag::suspect : Flag::good;
}

TEST(FlatLine, IsThatOfItsDefinition) {
    Dice dice(53);
    for (int round = 0; round < 100; ++round) {
        QartodRules rules;
        rules.flat_line = FlatLine{dice.chance(50) ? 0 : 0.2, 60 * dice.number(1, 7), dice.number(60, 900)};
        auto const rows = random_rows(dice, 120);
        Track track;
        for (std::size_t i = 0; i < rows.times.size(); ++i)
            if (std::isfinite(rows.values[i])) {
                track.times.push_back(rows.times[i]);
                track.values.push_back(rows.values[i]);
            }
        std::string expected;
        for (std::size_t i = 0; i < track.times.size(); ++i)
            expected += shown({plain_flat_line(*rules.flat_line, track, i)});
        auto found = flags_of(rules, rows);
        std::erase(found, '9');
        std::erase(found, '2');
        ASSERT_EQ(found, expected);
    }
}

}  // namespace
}  // namespace kunyu::quality
