#include "quality/cadence.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kunyu::quality {
namespace {

using base::Instant;

constexpr std::int64_t second = 1'000'000;

Instant at(std::int64_t seconds) {
    return {seconds * second};
}

/// From and to (0: open) and step in seconds.
CadenceEpoch epoch(std::int64_t from, std::int64_t to, std::int64_t step) {
    return {at(from), to == 0 ? std::nullopt : std::optional(at(to)), step * second};
}

Cadence cadence(std::vector<CadenceEpoch> epochs) {
    return *Cadence::of(std::move(epochs));
}

TEST(Cadence, CountsWhatIsExpectedInHalfOpenWindows) {
    auto const ten = cadence({epoch(100, 0, 10)});
    EXPECT_EQ(ten.expected(at(0), at(100)), 0) << "the beginning does not belong to the window before it";
    EXPECT_EQ(ten.expected(at(0), at(101)), 1);
    EXPECT_EQ(ten.expected(at(100), at(110)), 1);
    EXPECT_EQ(ten.expected(at(101), at(110)), 0);
    EXPECT_EQ(ten.expected(at(100), at(1100)), 100);
    EXPECT_EQ(ten.expected(at(200), at(100)), 0);
}

TEST(Cadence, ChangesAndPauses) {
    auto const two = cadence({epoch(200, 0, 60), epoch(0, 95, 10)});
    EXPECT_EQ(two.expected(at(0), at(200)), 10) << "0, 10 ... 90";
    EXPECT_EQ(two.expected(at(90), at(261)), 3) << "90, 200, 260";
    EXPECT_EQ(two.step_at(at(94)), 10 * second);
    EXPECT_EQ(two.step_at(at(95)), std::nullopt);
    EXPECT_EQ(two.step_at(at(200)), 60 * second);
    EXPECT_EQ(two.next(at(91)), at(200));
    EXPECT_EQ(two.previous(at(200)), at(90));
    EXPECT_EQ(two.previous(at(0)), std::nullopt);
}

TEST(Cadence, RefusesWhatCannotBe) {
    EXPECT_EQ(Cadence::of({epoch(0, 0, 0)}).error().code, "quality.bad_step");
    EXPECT_EQ(Cadence::of({{at(0), std::nullopt, longest_step + 1}}).error().code, "quality.bad_step");
    EXPECT_EQ(Cadence::of({epoch(10, 10, 1)}).error().code, "quality.epoch_reversed");
    EXPECT_EQ(Cadence::of({epoch(0, 0, 1), epoch(10, 0, 1)}).error().code, "quality.epochs_overlap");
    EXPECT_EQ(Cadence::of({epoch(0, 11, 1), epoch(10, 0, 1)}).error().code, "quality.epochs_overlap");
    EXPECT_TRUE(Cadence::of({epoch(0, 10, 1), epoch(10, 0, 1)}).has_value());
}

TEST(Cadence, AnObservationStandsForTheNearestExpectedMoment) {
    auto const two = cadence({epoch(0, 95, 10), epoch(100, 0, 60)});
    struct Case {
        std::int64_t time;
        std::optional<std::int64_t> slot;
    };
    for (auto const& [time, slot] :
         std::vector<Case>{{0, 0}, {4, 0}, {5, 10}, {90, 90}, {94, 90}, {95, 100}, {99, 100}, {129, 100}, {130, 160}}) {
        auto const found = two.slot_of(at(time));
        EXPECT_EQ(found, slot ? std::optional(at(*slot)) : std::nullopt) << time;
    }
    EXPECT_EQ(two.slot_of(at(-5)), at(0)) << "the half before belongs to it";
    EXPECT_EQ(two.slot_of(at(-6)), std::nullopt);
    EXPECT_EQ(cadence({epoch(0, 95, 10)}).slot_of(at(95)), std::nullopt);
}

TEST(Cadence, WindowsAddUpAndSlotsAreExpectedOnes) {
    std::mt19937 random(7);
    auto const number = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
    for (int round = 0; round < 300; ++round) {
        std::vector<CadenceEpoch> epochs;
        std::int64_t from = number(-50, 50);
        for (int i = number(1, 4); i > 0; --i) {
            std::int64_t const to = from + number(1, 90);
            epochs.push_back(epoch(from, to, number(1, 17)));
            from = to + number(0, 1) * number(0, 40);
        }
        auto const many = cadence(epochs);
        std::int64_t by_seconds = 0;
        std::optional<Instant> last;
        for (std::int64_t t = -60; t < 500; ++t) {
            auto const here = many.expected(at(t), at(t + 1));
            by_seconds += here;
            auto const slot = many.slot_of(at(t));
            if (here == 1) {
                ASSERT_EQ(slot, at(t)) << "an expected moment stands for itself";
            }
            if (!slot) continue;
            ASSERT_EQ(many.expected(*slot, {slot->microseconds + 1}), 1);
            if (last) {
                ASSERT_LE(*last, *slot) << "slots do not fall";
            }
            last = slot;
        }
        ASSERT_EQ(by_seconds, many.expected(at(-60), at(500)));
    }
}

}  // namespace
}  // namespace kunyu::quality
