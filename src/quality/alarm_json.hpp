#pragma once
#include "base/json.hpp"
#include "quality/alarms.hpp"

#include <boost/json.hpp>

namespace kunyu::quality {

/// A rule as JSON, as far as it is there: {"severity": "orange", "threshold": {"side": "above", "high": 12.5}, ...};
/// one of threshold, rate, silence and poor_quality. Faults are noted with the reader: quality.one_condition,
/// quality.bound_required {bound}, quality.range_reversed, quality.silence_needs_one, quality.not_ascending,
/// quality.not_a_time_of_day {value}, quality.quiet_all_day, and those of the reader itself.
AlarmRule read_alarm_rule(base::Reader& reader);
/// As above for a whole JSON value; base.invalid_input with every fault.
base::Result<AlarmRule> alarm_rule_of(boost::json::value const& value);
/// Reads back as the same rule.
boost::json::object alarm_rule_json(AlarmRule const& rule);

/// The state as it is stored; reads back as the same to the last bit. Refuses base.invalid_input for what is no state.
boost::json::object alarm_state_json(AlarmState const& state);
base::Result<AlarmState> alarm_state_of(boost::json::value const& value);

}  // namespace kunyu::quality
