#pragma once
#include "base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace kunyu::quality {

/// The four levels of warnings by colour, the least first (突发事件应对法 2007, article 42: 四级蓝色 to 一级红色).
enum class Severity { blue, yellow, orange, red };
inline constexpr std::array<std::string_view, 4> severities{"blue", "yellow", "orange", "red"};

/// A value beyond a bound; the bound itself is not beyond. Once it holds, it ends when the value is back behind the
/// bound by the hysteresis, so that a value that trembles about the bound does not make an alarm each time.
enum class ThresholdSide { above, below, outside };
inline constexpr std::array<std::string_view, 3> threshold_sides{"above", "below", "outside"};
struct ThresholdCondition {
    ThresholdSide side = ThresholdSide::above;
    std::optional<double> low = {};   ///< for below and outside
    std::optional<double> high = {};  ///< for above and outside
    double hysteresis = 0;
    friend bool operator==(ThresholdCondition const&, ThresholdCondition const&) = default;
};

/// The newest value less the least of the time before it (a rise), the greatest of it less the newest (a fall), or
/// either; for example a displacement of more than 5 mm within a day.
enum class ChangeDirection { rise, fall, either };
inline constexpr std::array<std::string_view, 3> change_directions{"rise", "fall", "either"};
struct RateCondition {
    ChangeDirection direction = ChangeDirection::either;
    double change = 0;
    std::int64_t within_seconds = 86'400;
    double hysteresis = 0;
    friend bool operator==(RateCondition const&, RateCondition const&) = default;
};

/// Nothing came in for so long, by the clock. By cadences where `seconds` is absent; without a cadence it is not
/// judged.
struct SilenceCondition {
    std::optional<std::int64_t> seconds = {};
    std::optional<double> cadences = {};
    friend bool operator==(SilenceCondition const&, SilenceCondition const&) = default;
};

/// More than so many of a thousand values are suspect or bad. The window is counted in sixtieths of its length.
struct PoorQualityCondition {
    std::int64_t share_per_mille = 100;
    std::int64_t window_seconds = 86'400;
    std::int64_t fewest = 10;  ///< judged values in the window, or it is not judged
    std::int64_t hysteresis_per_mille = 0;
    friend bool operator==(PoorQualityCondition const&, PoorQualityCondition const&) = default;
};

using AlarmCondition = std::variant<ThresholdCondition, RateCondition, SilenceCondition, PoorQualityCondition>;

/// In Asia/Shanghai: nobody is notified from the one minute of the day to the other (not included; over midnight where
/// it is less), but of alarms of `except_from` and above.
struct QuietHours {
    int from = 0;  ///< minute of the day
    int to = 0;
    Severity except_from = Severity::orange;
    friend bool operator==(QuietHours const&, QuietHours const&) = default;
};

/// One rule on one stream.
struct AlarmRule {
    Severity severity = Severity::yellow;
    AlarmCondition condition;
    /// The condition has to hold for so long without a break.
    std::int64_t hold_seconds = 0;
    /// What comes in later than that after it was observed is history and raises nothing (for example years of a logger
    /// read in at once); nor does what claims to be observed so much after it came in.
    std::int64_t longest_delay_seconds = 86'400;
    /// Notify the next level when nobody has acknowledged so long after the first notification; ascending.
    std::vector<std::int64_t> escalate_after_minutes;
    std::optional<QuietHours> quiet_hours = {};
    friend bool operator==(AlarmRule const&, AlarmRule const&) = default;
};

/// Whether notifications of the severity wait at the moment.
bool is_quiet(QuietHours const& hours, Severity severity, base::Instant moment);

}  // namespace kunyu::quality
