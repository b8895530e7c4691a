#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// What was done with an annual report; lateness follows from the clock.
enum class ReportState { draft, submitted, returned, accepted };

/// `give_back` is the step "return".
enum class ReportStep { submit, give_back, accept, rank };

/// How a platform stands with its report of a year: `due`, `late` (begun, not submitted, past its day) and `missing`
/// (not begun, past its day) follow from the due day; where that is unknown nothing is late.
enum class ReportStanding { due, late, missing, draft, submitted, returned, accepted };

std::string_view to_string(ReportState state);
std::string_view to_string(ReportStep step);
std::string_view to_string(ReportStanding standing);
std::optional<ReportState> parse_report_state(std::string_view text);
std::optional<ReportStep> parse_report_step(std::string_view text);
std::optional<ReportStanding> parse_report_standing(std::string_view text);

/// The last day for the report on `year` when the rule says "03-31" (month and day of the following year); nothing for
/// an unknown or malformed rule.
std::optional<base::Day> report_due(std::int64_t year, std::optional<std::string> const& month_day);

ReportStanding standing_of(std::optional<ReportState> state, std::optional<base::Day> due, base::Day today);

/// Whether it came, or is, after its day.
bool is_late(std::optional<base::Day> submitted_on, std::optional<base::Day> due, base::Day today);

struct ReportStepInput {
    ReportStep step = ReportStep::submit;
    std::string reason;
    std::optional<std::int64_t> rank;  ///< of the year, 1 is best
    std::optional<bool> excellent;     ///< one of the year's excellent reports (优秀年报)
};

struct ReportTransition {
    ReportStep step;
    ReportState from;
    ReportState to;
    std::string_view action;
};

std::vector<ReportTransition> const& report_transitions();

/// The row of the step, or workflow.step_not_open {step, state, steps}; and the faults of what it says. `has_content`:
/// there is a summary or an attachment, without which nothing can be submitted.
base::Result<ReportTransition const*> check_report_step(ReportState state, ReportStepInput const& input,
                                                        bool has_content);

}  // namespace kunyu::registry
