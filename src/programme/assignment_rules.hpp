#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// What was done with a matter that a unit was charged with (交办事项).
enum class AssignmentState { open, reported, returned, confirmed };
inline constexpr std::array<std::string_view, 4> assignment_states{"open", "reported", "returned", "confirmed"};

/// `give_back` is the step "return".
enum class AssignmentStep { report, give_back, confirm };
inline constexpr std::array<std::string_view, 3> assignment_steps{"report", "return", "confirm"};

/// How it stands on a day: `overdue` is what is open or returned past its day. What is due today is not overdue.
enum class AssignmentStanding { open, overdue, reported, returned, confirmed };
inline constexpr std::array<std::string_view, 5> assignment_standings{"open", "overdue", "reported", "returned",
                                                                      "confirmed"};

/// How all that was charged at one occasion stands: nothing left to do, something open, something overdue.
enum class OccasionStanding { settled, open, overdue };
inline constexpr std::array<std::string_view, 3> occasion_standings{"settled", "open", "overdue"};

std::string_view to_string(AssignmentState state);
std::string_view to_string(AssignmentStep step);
std::string_view to_string(AssignmentStanding standing);
std::string_view to_string(OccasionStanding standing);
std::optional<AssignmentStep> parse_assignment_step(std::string_view text);

/// The state that the step leads to.
AssignmentState state_after(AssignmentStep step);
AssignmentStanding standing_of(AssignmentState state, base::Day due, base::Day day);
/// Of the standings of all.
OccasionStanding standing_of(std::vector<AssignmentStanding> const& all);

struct AssignmentStepInput {
    AssignmentStep step = AssignmentStep::report;
    std::string statement;
    std::vector<std::int64_t> files;  ///< of a report
};

/// Which steps are open in the state.
std::vector<AssignmentStep> steps_from(AssignmentState state);
/// registers.step_not_open {step, state, steps}; a report and a return say something, only a report carries files.
base::Result<void> check_step(AssignmentState state, AssignmentStepInput const& input);

struct AssignmentTag;
using AssignmentId = base::Id<AssignmentTag>;

/// A matter as the office writes it down; without id a new one.
struct AssignmentDraft {
    std::optional<AssignmentId> id;
    identity::OrganisationId unit;
    std::string wording;
    base::Day due;
};

/// A matter as it stands before a change.
struct AssignmentFacts {
    AssignmentId id;
    identity::OrganisationId unit;
    std::string wording;
    AssignmentState state = AssignmentState::open;
};

/// Every fault of the drafts that are to stand in place of `existing`, at `path`/i: a matter that is not there, one
/// named twice, one due before the occasion; and of what a unit has already reported on: dropped
/// (registers.assignment_under_way {wording} at `path`), or changed but for its day.
base::Result<void> check_drafts(std::vector<AssignmentDraft> const& drafts,
                                std::vector<AssignmentFacts> const& existing, base::Day occasion,
                                std::string const& path);

}  // namespace kunyu::programme
