#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace kunyu::quality {

/// The tests of QARTOD that can be run on one stream.
enum class QartodTest {
    syntax,
    time_gap,
    location,
    gross_range,
    climatology,
    spike,
    rate_of_change,
    flat_line,
    attenuated_signal
};
inline constexpr std::array<std::string_view, 9> qartod_tests{"syntax",         "time_gap",    "location",
                                                              "gross_range",    "climatology", "spike",
                                                              "rate_of_change", "flat_line",   "attenuated_signal"};
std::string_view to_string(QartodTest test);

/// Both bounds belong to it; an infinite one is open.
struct Range {
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool contains(double value) const { return value >= min && value <= max; }
    friend bool operator==(Range const&, Range const&) = default;
};

/// Bad outside what the sensor can give, suspect outside what is plausible here.
struct GrossRange {
    std::optional<Range> fail = {};
    std::optional<Range> suspect = {};
    friend bool operator==(GrossRange const&, GrossRange const&) = default;
};

/// By what a climatology's window is placed in the year, always by the calendar of Asia/Shanghai. Seasons are those of
/// meteorology: 1 spring (March to May) to 4 winter (December to February); ioos_qc has quarters from January instead.
enum class Period { month, season, day_of_year };
inline constexpr std::array<std::string_view, 3> periods{"month", "season", "day_of_year"};

struct ClimatologyWindow {
    Period period = Period::month;
    int from = 1;                     ///< included; after `to` where the window runs over the new year
    int to = 1;                       ///< included
    std::optional<Range> depth = {};  ///< metres, positive down; a value of unknown depth is not in the window
    std::optional<Range> suspect = {};
    std::optional<Range> fail = {};
    friend bool operator==(ClimatologyWindow const&, ClimatologyWindow const&) = default;
};
/// Where several windows hold, the last decides; where none does, the value is not evaluated.
struct Climatology {
    std::vector<ClimatologyWindow> windows;
    friend bool operator==(Climatology const&, Climatology const&) = default;
};

enum class SpikeMethod {
    average,      ///< distance from the middle of both neighbours
    differential  ///< the smaller of the two steps, if they go in opposite directions
};
inline constexpr std::array<std::string_view, 2> spike_methods{"average", "differential"};

/// In the unit of the stream.
struct Spike {
    SpikeMethod method = SpikeMethod::average;
    std::optional<double> suspect = {};
    std::optional<double> fail = {};
    friend bool operator==(Spike const&, Spike const&) = default;
};

/// A change is suspect beyond `times` standard deviations of what was observed in the time before it (QARTOD, manual
/// for in-situ temperature and salinity, test 7: three deviations of the previous 25 hours).
struct Deviations {
    double times = 3;
    std::int64_t window_seconds = 90'000;
    std::int64_t fewest = 10;  ///< values in the window, or it is not judged
    friend bool operator==(Deviations const&, Deviations const&) = default;
};

/// In units of the stream per second.
struct RateOfChange {
    std::optional<double> suspect = {};
    std::optional<double> fail = {};
    std::optional<Deviations> deviations = {};
    friend bool operator==(RateOfChange const&, RateOfChange const&) = default;
};

/// Values that stay within `tolerance` (largest less smallest) for so long.
struct FlatLine {
    double tolerance = 0;
    std::optional<std::int64_t> suspect_seconds = {};
    std::optional<std::int64_t> fail_seconds = {};
    friend bool operator==(FlatLine const&, FlatLine const&) = default;
};

enum class Spread {
    deviation,  ///< standard deviation of all values of the window (divided by n)
    range       ///< largest less smallest
};
inline constexpr std::array<std::string_view, 2> spreads{"deviation", "range"};

/// Values that spread less than they should in the time up to each.
struct AttenuatedSignal {
    Spread spread = Spread::deviation;
    std::int64_t window_seconds = 86'400;
    std::int64_t fewest = 2;  ///< values in the window, or it is not judged
    std::optional<double> suspect = {};
    std::optional<double> fail = {};
    friend bool operator==(AttenuatedSignal const&, AttenuatedSignal const&) = default;
};

/// Degrees; the box does not cross the 180th meridian. Bad outside it, suspect after a jump.
struct LocationRule {
    double west = -180;
    double south = -90;
    double east = 180;
    double north = 90;
    std::optional<double> longest_step = {};  ///< metres from the position of the row before
    friend bool operator==(LocationRule const&, LocationRule const&) = default;
};

struct TimeGap {
    std::optional<std::int64_t> seconds_ahead =
        {};  ///< bad: observed so much after it came in; a clock that runs ahead
    std::optional<std::int64_t> suspect_seconds_late = {};  ///< came in so long after it was observed
    std::optional<std::int64_t> fail_seconds_late = {};
    std::optional<double> suspect_cadences = {};  ///< the row before is further away than so many cadences
    std::optional<double> fail_cadences = {};
    friend bool operator==(TimeGap const&, TimeGap const&) = default;
};

/// What is tested on a stream. An absent test is not run.
struct QartodRules {
    /// Values further apart than so many cadences of the programme are no neighbours.
    double longest_gap_cadences = 3;
    bool syntax = false;
    std::optional<TimeGap> time_gap = {};
    std::optional<LocationRule> location = {};
    std::optional<GrossRange> gross_range = {};
    std::optional<Climatology> climatology = {};
    std::optional<Spike> spike = {};
    std::optional<RateOfChange> rate_of_change = {};
    std::optional<FlatLine> flat_line = {};
    std::optional<AttenuatedSignal> attenuated_signal = {};
    friend bool operator==(QartodRules const&, QartodRules const&) = default;
};

}  // namespace kunyu::quality
