#pragma once
#include "quality/flag.hpp"
#include "quality/gap_rule.hpp"
#include "quality/qartod_rules.hpp"

#include <cstdint>
#include <vector>

namespace kunyu::quality {

/// The values of a stream that can be compared with each other: finite, and within what the sensor can give. Times
/// ascend (microseconds), equal ones are possible.
struct Track {
    std::vector<std::int64_t> times;
    std::vector<double> values;
};

/// Needs one value before and one after; not evaluated where one of them is missing or beyond a gap. ioos_qc knows no
/// gaps, and calls a value beside a missing one unknown where we compare with the next that is there.
std::vector<Flag> test_spike(Spike const& rule, Track const& track, GapRule const& gaps);

/// Needs one value before, and those of the deviations' window. Not evaluated at the beginning, after a gap and between
/// two values of one time (ioos_qc: good). Time counts to the microsecond (ioos_qc: whole seconds). Deviations judge
/// only where the window is not entirely flat, since a sensor of coarse resolution stands still between its steps.
std::vector<Flag> test_rate_of_change(RateOfChange const& rule, Track const& track, GapRule const& gaps);

/// Needs the values of the longer of the two times and one more before. Counts the time for which the values up to this
/// one stayed within the tolerance, that included: 0 means exactly equal (ioos_qc asks for less than the tolerance, so
/// 0 finds nothing there, and turns the time into a number of rows by the median interval). A gap begins anew.
std::vector<Flag> test_flat_line(FlatLine const& rule, Track const& track, GapRule const& gaps);

/// Needs the values of the window, that is those later than its length before this one. Not evaluated with too few.
std::vector<Flag> test_attenuated_signal(AttenuatedSignal const& rule, Track const& track);

}  // namespace kunyu::quality
