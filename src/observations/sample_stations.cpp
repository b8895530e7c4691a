#include "observations/sample_stations.hpp"

#include <algorithm>

namespace kunyu::observations {
namespace {

namespace json = boost::json;
using observation_files::SimulatedSignal;

constexpr int history_days = 60;
constexpr int gap_day = 25;  ///< of the history
constexpr int gap_days = 2;
constexpr double spike_share = 0.002;
constexpr double dropout_share = 0.01;
constexpr char const* member = "sample_history";

/// Suspect beyond what is plausible, bad beyond what the sensor gives; steps that come back at once are spikes.
quality::QartodRules rules_of(quality::Range plausible, quality::Range possible, double spike) {
    quality::QartodRules rules;
    rules.syntax = true;
    rules.gross_range = quality::GrossRange{possible, plausible};
    rules.spike = quality::Spike{quality::SpikeMethod::differential, spike / 2, spike};
    quality::TimeGap gap;
    gap.suspect_cadences = 6;
    rules.time_gap = gap;
    return rules;
}

/// A landslide that moves more than 20 mm within a day.
quality::AlarmRule fast_movement() {
    quality::AlarmRule rule;
    rule.severity = quality::Severity::orange;
    rule.condition = quality::RateCondition{quality::ChangeDirection::either, 20, 86'400, 0};
    return rule;
}

}  // namespace

std::vector<SampleStation> sample_stations() {
    SampleStream const level{SimulatedSignal::groundwater_level, 600, rules_of({8, 18}, {0, 60}, 2)};
    SampleStream const drift{SimulatedSignal::gnss_drift, 3600, rules_of({-100, 100}, {-1000, 1000}, 30),
                             fast_movement()};
    SampleStream const rain{SimulatedSignal::rainfall, 3600, rules_of({0, 60}, {0, 200}, 100)};
    SampleStream const spring{SimulatedSignal::spring_discharge, 1800, rules_of({0, 15}, {0, 100}, 20)};
    return {{"groundwater", 115.70, 37.90, {level}},
            {"landslide", 110.38, 31.02, {drift, rain}},
            {"spring", 110.52, 25.18, {spring}}};
}

SampleHistory sample_history(SampleStream const& stream, std::uint64_t seed, base::Day today) {
    auto const first = today.plus_days(-history_days);
    SampleHistory history;
    history.settings.signal = stream.signal;
    history.settings.seed = seed;
    history.settings.start = base::start_of(first);
    history.settings.cadence_seconds = stream.cadence_seconds;
    history.settings.dropout_share = dropout_share;
    // Rain has no spikes: a tipping bucket counts, it does not measure.
    history.settings.spike_share = stream.signal == SimulatedSignal::rainfall ? 0 : spike_share;
    history.gap_from = base::start_of(first.plus_days(gap_day));
    history.gap_to = base::start_of(first.plus_days(gap_day + gap_days));
    return history;
}

json::object properties_of(SampleHistory const& history) {
    auto out = observation_files::simulation_mark(history.settings);
    out[member] = json::object{
        {"start", base::to_string(history.settings.start)}, {"cadence_seconds", history.settings.cadence_seconds},
        {"dropout_share", history.settings.dropout_share},  {"spike_share", history.settings.spike_share},
        {"gap_from", base::to_string(history.gap_from)},    {"gap_to", base::to_string(history.gap_to)}};
    return out;
}

std::optional<SampleHistory> history_in(Stream const& stream) {
    auto const* kept = stream.properties.if_contains(member);
    auto const* mark = stream.properties.if_contains("simulation");
    if (!kept || !mark) return std::nullopt;
    auto const& values = kept->as_object();
    auto const instant = [&](char const* key) {
        return base::parse_instant(json::value_to<std::string>(values.at(key))).value();
    };
    SampleHistory history;
    history.settings.signal =
        observation_files::parse_simulated_signal(json::value_to<std::string>(mark->at("signal"))).value();
    history.settings.seed = mark->at("seed").to_number<std::uint64_t>();
    history.settings.start = instant("start");
    history.settings.cadence_seconds = values.at("cadence_seconds").to_number<std::int64_t>();
    history.settings.dropout_share = values.at("dropout_share").to_number<double>();
    history.settings.spike_share = values.at("spike_share").to_number<double>();
    history.gap_from = instant("gap_from");
    history.gap_to = instant("gap_to");
    return history;
}

}  // namespace kunyu::observations
