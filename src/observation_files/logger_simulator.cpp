#include "observation_files/logger_simulator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kunyu::observation_files {
namespace {

constexpr double full_circle = 2 * std::numbers::pi;
constexpr double day_seconds = 86'400;
constexpr double year_days = 365.2425;
/// Principal lunar and lunisolar tides (Doodson 1921), in days: M2 and K1.
constexpr double lunar_tide_days = 0.517525;
constexpr double diurnal_tide_days = 0.997270;

constexpr double tip_millimetres = 0.2;
constexpr std::int64_t weather_seconds = 6 * 3600;  ///< wet or dry hold so long
constexpr double wet_share = 0.15;
constexpr double wet_millimetres_an_hour = 4;
constexpr double base_flow = 0.6;        ///< m3/s
constexpr double flow_of_a_spell = 0.9;  ///< m3/s, added by a wet spell of usual strength
constexpr double recession_days = 2.5;   ///< in which what a spell added falls to a third
constexpr std::int64_t spells_looked_at = 60;
constexpr std::int64_t outage_readings = 12;  ///< readings lost in a run

/// What a number is drawn for: two purposes never share one.
enum Purpose : std::uint64_t {
    for_noise = 1,
    for_more_noise,
    for_jitter,
    for_dropout,
    for_outage,
    for_spike,
    for_weather,
    for_shower
};

/// SplitMix64 (Steele, Lea, Flood 2014): each input a well mixed output.
std::uint64_t mix(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

double round_to(double value, double decimals_factor) {
    return std::round(value * decimals_factor) / decimals_factor;
}

double days_of(base::Instant time) {
    return static_cast<double>(time.microseconds) / 1e6 / day_seconds;
}

double wave(double days, double period_days, double phase = 0) {
    return std::sin(full_circle * (days / period_days + phase));
}

}  // namespace

std::optional<SimulatedSignal> parse_simulated_signal(std::string_view text) {
    auto const* const found = std::find(simulated_signals.begin(), simulated_signals.end(), text);
    if (found == simulated_signals.end()) return std::nullopt;
    return static_cast<SimulatedSignal>(found - simulated_signals.begin());
}

/// Evenly between 0 and 1, neither reached.
double LoggerSimulator::chance(std::int64_t number, std::uint64_t purpose) const {
    auto const drawn = mix(mix(settings_.seed ^ (purpose << 56U)) ^ static_cast<std::uint64_t>(number));
    return (static_cast<double>(drawn >> 11U) + 0.5) / 9007199254740992.0;
}

/// Normally distributed about 0 with deviation 1 (Box and Muller 1958).
double LoggerSimulator::noise(std::int64_t number) const {
    return std::sqrt(-2 * std::log(chance(number, for_noise))) * std::cos(full_circle * chance(number, for_more_noise));
}

base::Instant LoggerSimulator::due(std::int64_t number) const {
    return settings_.start.plus_seconds(number * settings_.cadence_seconds);
}

std::int64_t LoggerSimulator::count_until(base::Instant moment) const {
    if (moment < settings_.start) return 0;
    return (moment.microseconds - settings_.start.microseconds) / (settings_.cadence_seconds * 1'000'000) + 1;
}

std::optional<SimulatedReading> LoggerSimulator::reading(std::int64_t number) const {
    if (is_lost(number)) return std::nullopt;
    auto const late = std::llround(settings_.jitter_seconds * 1e6 * chance(number, for_jitter));
    SimulatedReading reading{{due(number).microseconds + late}, 0, false};
    reading.value = signal(number, reading.time);
    reading.spike = chance(number, for_spike) < settings_.spike_share;
    // Ten times what is there, and never nothing: as a loose contact gives it.
    if (reading.spike) reading.value = round_to(reading.value * 10 + 50, 1000);
    return reading;
}

/// Half of the losses by themselves, half in runs, as a flat battery makes them.
bool LoggerSimulator::is_lost(std::int64_t number) const {
    auto const share = settings_.dropout_share / 2;
    return chance(number, for_dropout) < share || chance(number / outage_readings, for_outage) < share;
}

double LoggerSimulator::signal(std::int64_t number, base::Instant time) const {
    auto const days = days_of(time);
    auto const since_start = days - days_of(settings_.start);
    auto const phase = chance(0, for_weather);
    switch (settings_.signal) {
        case SimulatedSignal::groundwater_level:
            return round_to(12.5 + 0.8 * wave(days, year_days, phase) - 0.00004 * since_start +
                                0.035 * wave(days, lunar_tide_days, phase) + 0.020 * wave(days, diurnal_tide_days) +
                                0.002 * noise(number),
                            1000);
        case SimulatedSignal::rainfall:
            return rain(number, time);
        case SimulatedSignal::gnss_drift:
            return round_to(12 * since_start / year_days + 3 * wave(days, year_days, phase) + 1.5 * noise(number), 100);
        case SimulatedSignal::spring_discharge:
            return discharge(number, time);
        case SimulatedSignal::tilt:
            break;
    }
    return round_to(0.4 * since_start / year_days + 0.015 * wave(days, 1, phase) + 0.0008 * noise(number), 10'000);
}

/// A wet spell has showers of different strength; what falls in an interval are whole tips of the bucket.
double LoggerSimulator::rain(std::int64_t number, base::Instant time) const {
    auto const spell = time.microseconds / (weather_seconds * 1'000'000);
    if (chance(spell, for_weather) >= wet_share) return 0;
    auto const strength = -std::log(chance(number, for_shower)) * wet_millimetres_an_hour;
    auto const millimetres = strength * static_cast<double>(settings_.cadence_seconds) / 3600;
    return round_to(std::floor(millimetres / tip_millimetres) * tip_millimetres, 10);
}

/// Each wet spell of the last days adds a wave that falls off as exp(-t) (Maillet 1905).
double LoggerSimulator::discharge(std::int64_t number, base::Instant time) const {
    auto const spell_microseconds = weather_seconds * 1'000'000;
    auto const now = time.microseconds / spell_microseconds;
    double flow = base_flow + 0.1 * wave(days_of(time), year_days, chance(0, for_weather));
    for (auto spell = now - spells_looked_at; spell < now; ++spell) {
        if (chance(spell, for_weather) >= wet_share) continue;
        auto const age = static_cast<double>(time.microseconds - (spell + 1) * spell_microseconds) / 1e6 / day_seconds;
        flow += flow_of_a_spell * chance(spell, for_shower) * std::exp(-age / recession_days);
    }
    return round_to(flow * (1 + 0.005 * noise(number)), 1000);
}

boost::json::object simulation_mark(SimulatorSettings const& settings) {
    return {{"simulation", boost::json::object{{"generator", "kunyu observe simulate"},
                                               {"signal", simulated_signals[static_cast<std::size_t>(settings.signal)]},
                                               {"seed", settings.seed}}}};
}

}  // namespace kunyu::observation_files
