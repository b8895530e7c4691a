#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// What was decided about a call; whether it is open follows from the clock.
enum class CallState { draft, published, withdrawn };

/// How a call stands on a day: `announced` before its window, `open` within, `closed` after it.
enum class CallStanding { draft, announced, open, closed, withdrawn };

/// `accept_late` lets one host submit after the window, with a reason.
enum class CallStep { publish, extend, close, withdraw, accept_late };

std::string_view to_string(CallState state);
std::string_view to_string(CallStanding standing);
std::string_view to_string(CallStep step);
std::optional<CallState> parse_call_state(std::string_view text);
std::optional<CallStep> parse_call_step(std::string_view text);

/// The part of a call that rules look at. Applications are taken from `opens` to `closes`, both days included, as
/// notices word it.
struct CallTerms {
    CallState state = CallState::draft;
    base::Day opens;
    base::Day closes;
    std::string category;
    std::vector<std::string> fields;                   ///< none: every field of the category
    std::optional<std::int64_t> limit_per_host;        ///< applications a host may submit; nothing: no limit
    std::optional<std::int64_t> limit_per_supervisor;  ///< applications from below one supervisor
    std::optional<std::int64_t> limit_total;
};

CallStanding standing_of(CallTerms const& terms, base::Day today);

/// What a step of a call says besides its name.
struct CallStepInput {
    CallStep step = CallStep::publish;
    std::string reason;
    std::optional<base::Day> closes;  ///< extend: the new last day; accept_late: the host's last day
    bool names_host = false;          ///< accept_late: a host is named
};

/// The terms after the step; workflow.call_step_not_open {step, standing} names what is possible instead, or the
/// faults of the input. Publishing is for drafts whose window is not over; extending names a later last day; closing
/// ends an open window today; withdrawing is for calls nobody has applied to.
base::Result<CallTerms> after_step(CallTerms const& terms, CallStepInput const& input, base::Day today,
                                   std::int64_t submitted_applications);

/// What is already submitted to a call, counted without withdrawn ones and drafts.
struct CallUse {
    std::int64_t by_host = 0;
    std::int64_t by_supervisor = 0;
    std::int64_t total = 0;
};

/// Whether an application for this category and field may be submitted today. `late_until`: the day until which the
/// ministry accepts late ones of this host, if it does.
base::Result<void> admits(CallTerms const& terms, std::string_view category, std::string_view field, CallUse const& use,
                          base::Day today, std::optional<base::Day> late_until);

}  // namespace kunyu::registry
