#pragma once
#include "base/time.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kunyu::observation_files {

/// What the simulated logger measures. No value of it is a measurement: whatever keeps them is to say so, with
/// simulation_mark().
enum class SimulatedSignal {
    groundwater_level,  ///< m: season, recession, earth tide, noise of 2 mm
    rainfall,           ///< mm in the interval: wet and dry spells, tips of 0.2 mm
    gnss_drift,         ///< mm: a landslide that creeps, with the season and noise of 1.5 mm
    tilt,               ///< degrees: the sun of each day on a slope that leans slowly
    spring_discharge,   ///< m3/s: a karst spring that rises fast after rain and falls slowly
};
inline constexpr std::array<std::string_view, 5> simulated_signals{"groundwater_level", "rainfall", "gnss_drift",
                                                                   "tilt", "spring_discharge"};
/// UCUM units in the same order.
inline constexpr std::array<std::string_view, 5> simulated_units{"m", "mm", "mm", "deg", "m3/s"};
std::optional<SimulatedSignal> parse_simulated_signal(std::string_view text);

struct SimulatorSettings {
    SimulatedSignal signal = SimulatedSignal::groundwater_level;
    std::uint64_t seed = 1;
    base::Instant start;
    std::int64_t cadence_seconds = 600;  ///< at least 1
    double jitter_seconds = 0;           ///< readings come up to so much later, less than the cadence
    double dropout_share = 0;            ///< of the readings that are lost, 0 to 1; half of them in runs
    double spike_share = 0;              ///< of the readings that are far off, 0 to 1
};

struct SimulatedReading {
    base::Instant time;
    double value = 0;
    bool spike = false;
};

/// A logger that never was. Each reading depends on the settings and its number alone, so that a simulation can be
/// stopped, gone on with and repeated. Immutable; safe for all threads.
class LoggerSimulator {
  public:
    explicit LoggerSimulator(SimulatorSettings const& settings) : settings_(settings) {}

    /// The reading of that number, from 0; nothing where it is lost.
    std::optional<SimulatedReading> reading(std::int64_t number) const;
    /// When it is due, jitter apart.
    base::Instant due(std::int64_t number) const;
    /// How many readings are due at that moment or before.
    std::int64_t count_until(base::Instant moment) const;

  private:
    double chance(std::int64_t number, std::uint64_t purpose) const;
    double noise(std::int64_t number) const;
    double signal(std::int64_t number, base::Instant time) const;
    double rain(std::int64_t number, base::Instant time) const;
    double discharge(std::int64_t number, base::Instant time) const;
    bool is_lost(std::int64_t number) const;

    SimulatorSettings settings_;
};

/// What is put into the properties of a stream of such values: {"simulation": {"generator": ..., "seed": ...}}.
boost::json::object simulation_mark(SimulatorSettings const& settings);

}  // namespace kunyu::observation_files
