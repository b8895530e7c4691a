#pragma once
#include "observation_files/logger_simulator.hpp"
#include "observations/entity.hpp"
#include "observations/quality_alarm_service.hpp"
#include "quality/qartod_rules.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

/// What a sample stream is; its texts stand in messages/ as observations.sample.<signal>.
struct SampleStream {
    observation_files::SimulatedSignal signal;
    std::int64_t cadence_seconds = 0;
    quality::QartodRules rules;
    std::optional<quality::AlarmRule> alarm = {};
};

struct SampleStation {
    std::string text;  ///< observations.sample.<text>
    double longitude = 0;
    double latitude = 0;
    std::vector<SampleStream> streams;
};

/// In the order in which they are made.
std::vector<SampleStation> sample_stations();

/// What makes the values of a sample stream; kept in its properties, so that they are the same whoever makes them.
struct SampleHistory {
    observation_files::SimulatorSettings settings;
    base::Instant gap_from;  ///< nothing came in from here
    base::Instant gap_to;    ///< not included
};
/// 60 days up to the day, with two days lost and a few spikes.
SampleHistory sample_history(SampleStream const& stream, std::uint64_t seed, base::Day today);
boost::json::object properties_of(SampleHistory const& history);
/// Nothing for a stream that is no sample.
std::optional<SampleHistory> history_in(Stream const& stream);

}  // namespace kunyu::observations
