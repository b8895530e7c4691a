#pragma once
#include "base/json.hpp"
#include "quality/qartod_rules.hpp"

#include <boost/json.hpp>

namespace kunyu::quality {

/// The rules of a stream as JSON, as far as they are there: {"gross_range": {"fail": {"min": -5, "max": 60}}, ...}. A
/// test that is absent or null is not run; a bound that is absent or null is open. Faults are noted with the reader:
/// quality.range_empty, quality.range_reversed, quality.suspect_outside_fail, quality.fail_before_suspect,
/// quality.fail_after_suspect, quality.nothing_to_test, and those of the reader itself.
QartodRules read_qartod_rules(base::Reader& reader);
/// As above for a whole JSON value; base.invalid_input with every fault.
base::Result<QartodRules> qartod_rules_of(boost::json::value const& value);
/// Reads back as the same rules. Open bounds and absent tests are left out.
boost::json::object qartod_rules_json(QartodRules const& rules);

}  // namespace kunyu::quality
