#include "quality/alarm_json.hpp"
#include "quality/alarm_world.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

namespace kunyu::quality {
namespace {

using base::Instant;

class Dice {
  public:
    explicit Dice(unsigned seed) : random_(seed) {}
    std::int64_t number(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
    }
    bool chance(int percent) { return number(1, 100) <= percent; }

  private:
    std::mt19937 random_;
};

AlarmCondition random_condition(Dice& dice) {
    switch (dice.number(0, 3)) {
        case 0:
            return ThresholdCondition{ThresholdSide::outside, -5, 5, static_cast<double>(dice.number(0, 3))};
        case 1:
            return RateCondition{ChangeDirection::either, 6, dice.number(60, 7200), 1};
        case 2:
            return dice.chance(50) ? SilenceCondition{dice.number(60, 3600), {}} : SilenceCondition{{}, 3.0};
        default:
            return PoorQualityCondition{300, dice.number(600, 7200), 3, dice.number(0, 200)};
    }
}

AlarmRule random_rule(Dice& dice) {
    AlarmRule rule;
    rule.severity = static_cast<Severity>(dice.number(0, 3));
    rule.condition = random_condition(dice);
    rule.hold_seconds = dice.chance(50) ? 0 : dice.number(1, 3000);
    for (std::int64_t i = dice.number(0, 3), minutes = 0; i > 0; --i)
        rule.escalate_after_minutes.push_back(minutes += dice.number(1, 60));
    if (dice.chance(50))
        rule.quiet_hours = QuietHours{static_cast<int>(dice.number(0, 700)), static_cast<int>(dice.number(701, 1439)),
                                      Severity::orange};
    return rule;
}

ObservationsArrived random_observations(Dice& dice, Instant now) {
    ObservationsArrived arrived;
    for (auto i = dice.number(0, 4); i > 0; --i) {
        auto const time = now.plus_seconds(dice.chance(5) ? dice.number(-200'000, 200'000) : dice.number(-600, 5));
        double const value = dice.chance(5) ? std::nan("") : static_cast<double>(dice.number(-80, 80)) / 10;
        constexpr Flag flags[]{Flag::good, Flag::not_evaluated, Flag::suspect, Flag::bad, Flag::missing};
        arrived.observations.push_back({time.microseconds, value, flags[dice.number(0, 4)]});
    }
    return arrived;
}

std::vector<AlarmEvent> random_events(Dice& dice, std::size_t count) {
    std::vector<AlarmEvent> events;
    Instant now = AlarmWorld::minute(0);
    std::int64_t sequence = 0;
    while (events.size() < count) {
        now = now.plus_seconds(dice.chance(5) ? dice.number(0, 40'000) : dice.number(0, 900));
        AlarmEvent event{dice.chance(5) ? now.plus_seconds(-500) : now, std::nullopt,
                         dice.chance(90) ? std::optional<std::int64_t>(60'000'000) : std::nullopt, Tick{}};
        auto const kind = dice.number(1, 100);
        if (kind <= 55) {
            event.sequence = ++sequence;
            event.what = random_observations(dice, now);
        } else if (kind <= 68) {
            event.what = Acknowledged{dice.number(0, 6), "Li"};
        } else if (kind <= 73) {
            auto const from = now.plus_seconds(dice.number(-2000, 2000));
            event.what = MaintenanceAnnounced{{from, from.plus_seconds(dice.number(-10, 4000))}};
        }
        if (kind > 73 && kind <= 75) event.what = RuleChanged{};
        if (kind > 75 && kind <= 77 && !events.empty())
            if (auto const* work = std::get_if<MaintenanceAnnounced>(&events.back().what))
                event.what = MaintenanceEnded{work->window};
        events.push_back(std::move(event));
    }
    return events;
}

/// What was promised to people, kept from the transitions alone.
class Ledger {
  public:
    void take(AlarmTransition const& transition) {
        auto const occurrence = transition.occurrence;
        switch (transition.change) {
            case AlarmChange::raised:
                ASSERT_EQ(occurrence, raised_ + 1) << "occurrences are counted without a hole";
                raised_ = occurrence;
                break;
            case AlarmChange::notified:
                ASSERT_TRUE(told_.emplace(occurrence, 0).second) << "told twice";
                ASSERT_FALSE(acknowledged_.contains(occurrence)) << "told after it was acknowledged";
                break;
            case AlarmChange::escalated:
                ASSERT_TRUE(told_.contains({occurrence, transition.escalation - 1})) << "a step was left out";
                ASSERT_TRUE(told_.emplace(occurrence, transition.escalation).second) << "told twice";
                ASSERT_FALSE(acknowledged_.contains(occurrence)) << "told after it was acknowledged";
                break;
            case AlarmChange::acknowledged:
                ASSERT_EQ(occurrence, raised_);
                ASSERT_TRUE(acknowledged_.insert(occurrence).second) << "acknowledged twice";
                break;
            case AlarmChange::ended:
                ASSERT_EQ(occurrence, raised_);
                break;
            case AlarmChange::returned:
                ASSERT_FALSE(acknowledged_.contains(occurrence));
                break;
            case AlarmChange::began:
            case AlarmChange::subsided:
                break;
        }
    }
    /// Every occurrence but the one that goes on was acknowledged: none is lost.
    void settle(AlarmState const& state) const {
        bool const open = state.status == AlarmStatus::raised || state.status == AlarmStatus::cleared;
        for (std::int64_t occurrence = 1; occurrence <= raised_; ++occurrence) {
            bool const waits = open && occurrence == raised_;
            ASSERT_EQ(acknowledged_.contains(occurrence), !waits) << "occurrence " << occurrence;
        }
        ASSERT_EQ(state.notified_at.has_value() && raised_ > 0, told_.contains({raised_, 0}));
    }
    bool told(std::int64_t occurrence) const { return told_.contains({occurrence, 0}); }

  private:
    std::int64_t raised_ = 0;
    std::set<std::pair<std::int64_t, std::int64_t>> told_;
    std::set<std::int64_t> acknowledged_;
};

bool is_open(AlarmState const& state) {
    return state.status == AlarmStatus::raised || state.status == AlarmStatus::cleared;
}

TEST(Alarms, NoneIsLostAndNobodyIsToldTwice) {
    Dice dice(101);
    int raised = 0;
    for (int round = 0; round < 800; ++round) {
        auto const rule = random_rule(dice);
        AlarmState state;
        Ledger ledger;
        for (auto const& event : random_events(dice, 60)) {
            for (auto const& transition : advance(rule, state, event)) ledger.take(transition);
            ledger.settle(state);
            ASSERT_EQ(state.since.has_value() && state.status != AlarmStatus::cleared,
                      state.status != AlarmStatus::quiet && state.status != AlarmStatus::cleared);
            if (HasFatalFailure()) return;
        }
        raised += state.occurrence > 0 ? 1 : 0;
        bool const open = is_open(state);
        AlarmEvent const much_later{{state.now.microseconds + 40LL * 86'400'000'000}, {}, {}, Tick{}};
        AlarmEvent later = much_later;
        for (int hour = 0; hour < 24; ++hour, later.at = later.at.plus_seconds(3600))
            for (auto const& transition : advance(rule, state, later)) ledger.take(transition);
        if (open) {
            ASSERT_TRUE(ledger.told(state.occurrence)) << "whatever waits is told in the end";
        }
        if (HasFatalFailure()) return;
    }
    EXPECT_GT(raised, 200) << "the rounds are worth something";
}

std::vector<AlarmTransition> replay(AlarmRule const& rule, std::vector<AlarmEvent> const& events) {
    AlarmState state;
    std::vector<AlarmTransition> all;
    for (auto const& event : events)
        for (auto& transition : advance(rule, state, event)) all.push_back(std::move(transition));
    return all;
}

/// As if the server had stopped after the event and read its state back.
AlarmState restarted(AlarmState const& state) {
    return alarm_state_of(*base::parse_json(boost::json::serialize(alarm_state_json(state)))).value();
}

TEST(Alarms, RestartsAndRepeatedEventsChangeNothing) {
    Dice dice(103);
    for (int round = 0; round < 250; ++round) {
        auto const rule = random_rule(dice);
        auto const events = random_events(dice, 60);
        AlarmState state;
        std::vector<AlarmTransition> all;
        for (std::size_t i = 0; i < events.size(); ++i) {
            for (auto& transition : advance(rule, state, events[i])) all.push_back(std::move(transition));
            if (dice.chance(20)) state = restarted(state);
            auto const before = state;
            auto const& again = events[static_cast<std::size_t>(dice.number(0, static_cast<std::int64_t>(i)))];
            if (again.sequence) {
                ASSERT_TRUE(advance(rule, state, again).empty());
            }
            ASSERT_TRUE(advance(rule, state, events[i]).empty()) << "the event just taken in, be it of the log or not";
            ASSERT_EQ(state, before);
        }
        ASSERT_EQ(all, replay(rule, events)) << "round " << round;
    }
}

TEST(Alarms, AThresholdIsActiveExactlyWhileTheLastValueIsBeyond) {
    Dice dice(107);
    for (int round = 0; round < 300; ++round) {
        AlarmWorld world(above(5));
        double minutes = 0;
        for (int i = 0; i < 50; ++i) {
            double const value = static_cast<double>(dice.number(0, 10));
            minutes += static_cast<double>(dice.number(1, 10));
            world.value(minutes, value);
            if (dice.chance(20)) world.acknowledge(minutes, world.state.occurrence);
            bool const active =
                world.state.status == AlarmStatus::raised || world.state.status == AlarmStatus::acknowledged;
            ASSERT_EQ(active, value > 5);
        }
    }
}

}  // namespace
}  // namespace kunyu::quality
