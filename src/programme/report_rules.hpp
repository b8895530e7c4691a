#pragma once
#include "base/result.hpp"
#include "programme/plan.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace kunyu::programme {

/// The days that bind the report on a cycle.
struct ReportWindow {
    base::Day begins;  ///< first day of the cycle; no report before
    base::Day ends;    ///< last day of the cycle
    base::Day due;     ///< after this day it is late
    base::Day closes;  ///< after this day it is refused
};

/// supervision.no_such_cycle, supervision.cycle_outside_plan {from, to}: reports run from the cycle in which the plan
/// was issued to that of the period's end.
base::Result<ReportWindow> report_window(Plan const& plan, Cycle cycle);

/// supervision.cycle_not_begun {begins}, supervision.cycle_closed {closes}. One that the reviewer `returned` is taken
/// after its closing day too.
base::Result<void> check_window(ReportWindow const& window, base::Day today, bool returned);

/// What a report must say to be submitted.
struct ReportContent {
    std::optional<std::int64_t> percent;
    std::optional<std::string> progress;
    std::optional<std::string> fall_reason;
};

/// All faults at once. `last`: the percent known from the unit's latest report on an earlier cycle; to fall below it
/// needs a reason (supervision.fall_needs_reason {last, percent}).
base::Result<void> check_content(ReportContent const& content, std::optional<std::int64_t> last);

}  // namespace kunyu::programme
