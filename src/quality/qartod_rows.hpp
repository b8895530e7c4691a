#pragma once
#include "base/time.hpp"
#include "quality/flag.hpp"
#include "quality/gap_rule.hpp"
#include "quality/qartod_rules.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace kunyu::quality {

/// What came where a number is due.
enum class ResultKind : std::uint8_t { number, none, other };

/// Rows of one stream: times ascend (microseconds since 1970, UTC), values are equally many, NaN where there is none.
/// The other columns are empty or equally long; a NaN there means unknown.
struct Rows {
    std::span<std::int64_t const> times;
    std::span<double const> values;
    std::span<std::int64_t const> received = {};  ///< when each came in; microseconds
    std::span<ResultKind const> kinds = {};       ///< without: NaN is none, an infinity is other
    std::span<double const> depths = {};          ///< metres, positive down
    std::span<double const> longitudes = {};
    std::span<double const> latitudes = {};

    std::size_t size() const { return times.size(); }
    /// Rows [begin, end).
    Rows slice(std::size_t begin, std::size_t end) const;
    /// Throws std::invalid_argument where columns differ in length: the caller's mistake.
    void check() const;
};

/// Bad what is no number, missing what is not there. Needs no neighbours.
std::vector<Flag> test_syntax(Rows const& rows);

/// Needs the row before (with or without a value). Not evaluated where neither the moment of arrival nor the cadence is
/// known. QARTOD's test 1 asks at a moment whether data came as expected: that is arrival_flag(); on rows it marks the
/// first after a gap and, which QARTOD leaves to the operator, what came late or from the future.
std::vector<Flag> test_time_gap(TimeGap const& rule, Rows const& rows, GapRule const& gaps);

/// QARTOD's test 1 at a moment: whether the newest observation is as new as the cadence asks.
Flag arrival_flag(TimeGap const& rule, GapRule const& gaps, base::Instant newest, base::Instant now);

/// Needs the row before. Missing without a position, bad with half a one (as ioos_qc). A jump is the distance on a
/// sphere of 6,371,008.8 m. Time between two positions does not matter.
std::vector<Flag> test_location(LocationRule const& rule, Rows const& rows);

/// Need no neighbours. Missing without a value.
std::vector<Flag> test_gross_range(GrossRange const& rule, Rows const& rows);
std::vector<Flag> test_climatology(Climatology const& rule, Rows const& rows);

}  // namespace kunyu::quality
