#include "quality/alarm_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace kunyu::quality {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t tallies_in_window = 60;

Judgement because(bool holds, char const* code, base::Params params) {
    return holds ? Judgement{true, base::refuse(code, std::move(params))}
                 : Judgement{false, base::refuse("quality.alarm_back")};
}

std::string text(double value) {
    return fmt::format("{:.6g}", value);
}

/// Microseconds as hours, minutes and seconds, which read the same in every language: 26:03:09.
std::string clock_text(std::int64_t length) {
    auto const seconds = length / second;
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

Judgement judge_value(ThresholdCondition const& rule, double value, bool active) {
    double const slack = active ? rule.hysteresis : 0;
    auto const beyond = [&](double by) { return active && slack > 0 ? by > -slack : by > 0; };
    if (rule.side != ThresholdSide::below && rule.high && beyond(value - *rule.high))
        return because(true, "quality.alarm_above", {{"value", text(value)}, {"limit", text(*rule.high)}});
    bool const low = rule.side != ThresholdSide::above && rule.low && beyond(*rule.low - value);
    return because(low, "quality.alarm_below", {{"value", text(value)}, {"limit", text(rule.low.value_or(0))}});
}

/// Keeps the points of the window that no later one undercuts (or exceeds, when `sign` is -1), and adds one. Of points
/// that follow each other within a 256th of the window the first stands for all, since a slow steady rise would keep
/// every value otherwise: an alarm may end so much earlier, but is raised as early.
void slide(std::vector<AlarmMemory::Point>& points, AlarmMemory::Point const& added, std::int64_t window, double sign) {
    while (!points.empty() && sign * points.back().value >= sign * added.value) points.pop_back();
    bool const crowded = points.size() > 1 && points.back().time - points[points.size() - 2].time < window / 256;
    if (crowded) points.pop_back();
    points.push_back(added);
    auto const inside = [&](auto const& point) { return point.time > added.time - window; };
    points.erase(points.begin(), std::find_if(points.begin(), points.end(), inside));
}

Judgement judge_change(RateCondition const& rule, AlarmMemory& memory, AlarmMemory::Point const& point, bool active) {
    std::int64_t const window = rule.within_seconds * second;
    slide(memory.least, point, window, 1);
    slide(memory.greatest, point, window, -1);
    double const rise = point.value - memory.least.front().value;
    double const fall = memory.greatest.front().value - point.value;
    double const change = rule.direction == ChangeDirection::rise   ? rise
                          : rule.direction == ChangeDirection::fall ? fall
                                                                    : std::max(rise, fall);
    bool const holds = active ? change > rule.change - rule.hysteresis : change > rule.change;
    return because(
        holds, "quality.alarm_change",
        {{"value", text(change)}, {"limit", text(rule.change)}, {"seconds", std::to_string(rule.within_seconds)}});
}

/// The tally of the observation's time; nothing when that lies before the window of the newest.
AlarmMemory::Tally* tally_for(std::vector<AlarmMemory::Tally>& tallies, std::int64_t number) {
    if (!tallies.empty() && number <= tallies.back().number - tallies_in_window) return nullptr;
    auto place = std::lower_bound(tallies.begin(), tallies.end(), number,
                                  [](auto const& tally, std::int64_t wanted) { return tally.number < wanted; });
    if (place == tallies.end() || place->number != number) place = tallies.insert(place, {number, 0, 0});
    return &*place;
}

std::optional<Judgement> judge_quality(PoorQualityCondition const& rule, AlarmMemory& memory,
                                       AlarmObservation const& observation, bool active) {
    if (observation.flag == Flag::not_evaluated || observation.flag == Flag::missing) return std::nullopt;
    std::int64_t const length = std::max<std::int64_t>(1, rule.window_seconds * second / tallies_in_window);
    auto* tally = tally_for(memory.tallies, observation.time / length);
    if (!tally) return std::nullopt;
    ++tally->judged;
    if (observation.flag != Flag::good) ++tally->poor;
    std::erase_if(memory.tallies, [oldest = memory.tallies.back().number - tallies_in_window](auto const& one) {
        return one.number <= oldest;
    });
    std::int64_t judged = 0, poor = 0;
    for (auto const& one : memory.tallies) {
        judged += one.judged;
        poor += one.poor;
    }
    if (judged < rule.fewest) return std::nullopt;
    std::int64_t const limit = rule.share_per_mille - (active ? rule.hysteresis_per_mille : 0);
    return because(poor * 1000 > limit * judged, "quality.alarm_poor",
                   {{"value", std::to_string(poor * 1000 / judged)},
                    {"limit", std::to_string(rule.share_per_mille)},
                    {"seconds", std::to_string(rule.window_seconds)}});
}

}  // namespace

std::optional<Judgement> judge(AlarmCondition const& condition, AlarmMemory& memory,
                               AlarmObservation const& observation, bool active) {
    if (auto const* quality = std::get_if<PoorQualityCondition>(&condition))
        return judge_quality(*quality, memory, observation, active);
    bool const counts = std::isfinite(observation.value) && observation.flag != Flag::bad &&
                        observation.flag != Flag::missing && (!memory.newest || observation.time > *memory.newest);
    if (!counts) return std::nullopt;
    memory.newest = observation.time;
    if (auto const* threshold = std::get_if<ThresholdCondition>(&condition))
        return judge_value(*threshold, observation.value, active);
    if (auto const* rate = std::get_if<RateCondition>(&condition))
        return judge_change(*rate, memory, {observation.time, observation.value}, active);
    return std::nullopt;
}

Judgement judge_silence(SilenceCondition const& condition, std::optional<std::int64_t> step, base::Instant since,
                        base::Instant now) {
    std::optional<std::int64_t> limit;
    if (condition.seconds) limit = *condition.seconds * second;
    if (condition.cadences && step) limit = std::llround(*condition.cadences * static_cast<double>(*step));
    std::int64_t const silent = now.microseconds - since.microseconds;
    return because(limit && silent > *limit, "quality.alarm_silent",
                   {{"value", clock_text(silent)}, {"limit", clock_text(limit.value_or(0))}});
}

}  // namespace kunyu::quality
