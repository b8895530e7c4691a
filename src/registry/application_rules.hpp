#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// Where an application lies: with the host (draft, or returned to be mended), with the supervisor (submitted), with
/// the ministry for argument (endorsed) or decision (argued), or done.
enum class ApplicationState { draft, submitted, endorsed, argued, returned, approved, refused, withdrawn };

/// `give_back` is the step "return": to the desk before, with a reason.
enum class ApplicationStep { submit, endorse, give_back, argue, approve, refuse, withdraw };

std::string_view to_string(ApplicationState state);
std::string_view to_string(ApplicationStep step);
std::optional<ApplicationState> parse_application_state(std::string_view text);
std::optional<ApplicationStep> parse_application_step(std::string_view text);
bool is_over(ApplicationState state);
/// Whether the host may still change the form.
bool is_open_to_host(ApplicationState state);

/// One row of the machine: who holds `action` may move an application that stands at `from`.
struct ApplicationTransition {
    ApplicationStep step;
    ApplicationState from;
    ApplicationState to;
    std::string_view action;
    /// What the step must say: "reason", "opinion", "outcome", "document_number".
    std::vector<std::string_view> needs;
    /// Who drafted or submitted the application may not take this step, unless he holds the action everywhere.
    bool by_another = false;
};

std::vector<ApplicationTransition> const& application_transitions();

/// The row for a step at a state; workflow.step_not_open {step, state, steps} names the steps that are.
base::Result<ApplicationTransition const*> transition_for(ApplicationState state, ApplicationStep step);

/// The rows that lead on from a state.
std::vector<ApplicationTransition const*> transitions_from(ApplicationState state);

/// Whoever takes a step, seen from the application.
struct StepActor {
    bool is_drafter = false;       ///< he drafted or submitted it
    bool acts_everywhere = false;  ///< he holds the action over everything (an officer of the ministry)
    bool argued_against = false;   ///< the expert argument did not recommend it
};

/// What a step says.
struct ApplicationStepInput {
    ApplicationStep step = ApplicationStep::submit;
    std::string reason;
    std::string opinion;                    ///< the experts' or the supervisor's
    std::optional<bool> outcome;            ///< of the argument: recommended or not
    std::optional<base::Day> argued_on;     ///< day of the expert argument; today when absent
    std::string document_number;            ///< of the argument or the decision
    std::string decided_by;                 ///< 决定机关
    std::optional<base::Day> effective_on;  ///< approve: first day of the platform's new state; today when absent
    std::optional<std::string> field;       ///< approve: into another field than asked for
    std::vector<std::int64_t> files;
    std::string override_reason;            ///< approve beyond a field's number
    std::optional<std::int64_t> exit_plan;  ///< approve beyond a table's total before the target day
};

/// Whether this actor may send this input through the row: workflow.own_application, or every member that is missing
/// or impossible (an argument held tomorrow).
base::Result<void> check_step(ApplicationTransition const& row, ApplicationStepInput const& input,
                              StepActor const& actor, base::Day today);

}  // namespace kunyu::registry
