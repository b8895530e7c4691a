#include "registry/application_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kunyu::registry {

namespace {

using State = ApplicationState;
using Step = ApplicationStep;

constexpr std::array<std::pair<State, std::string_view>, 8> state_words{{{State::draft, "draft"},
                                                                         {State::submitted, "submitted"},
                                                                         {State::endorsed, "endorsed"},
                                                                         {State::argued, "argued"},
                                                                         {State::returned, "returned"},
                                                                         {State::approved, "approved"},
                                                                         {State::refused, "refused"},
                                                                         {State::withdrawn, "withdrawn"}}};
constexpr std::array<std::pair<Step, std::string_view>, 7> step_words{{{Step::submit, "submit"},
                                                                       {Step::endorse, "endorse"},
                                                                       {Step::give_back, "return"},
                                                                       {Step::argue, "argue"},
                                                                       {Step::approve, "approve"},
                                                                       {Step::refuse, "refuse"},
                                                                       {Step::withdraw, "withdraw"}}};

constexpr std::string_view drafting = "application.draft";
constexpr std::string_view endorsing = "application.endorse";
constexpr std::string_view arguing = "application.argue";
constexpr std::string_view deciding = "application.decide";

std::vector<ApplicationTransition> make_transitions() {
    return {
        {Step::submit, State::draft, State::submitted, drafting, {}, false},
        {Step::withdraw, State::draft, State::withdrawn, drafting, {}, false},
        {Step::submit, State::returned, State::submitted, drafting, {}, false},
        {Step::withdraw, State::returned, State::withdrawn, drafting, {}, false},
        {Step::endorse, State::submitted, State::endorsed, endorsing, {}, true},
        {Step::give_back, State::submitted, State::returned, endorsing, {"reason"}, false},
        {Step::withdraw, State::submitted, State::withdrawn, drafting, {}, false},
        {Step::argue, State::endorsed, State::argued, arguing, {"opinion", "outcome"}, true},
        {Step::give_back, State::endorsed, State::submitted, arguing, {"reason"}, false},
        {Step::refuse, State::endorsed, State::refused, deciding, {"reason"}, true},
        {Step::withdraw, State::endorsed, State::withdrawn, drafting, {}, false},
        {Step::approve, State::argued, State::approved, deciding, {"document_number"}, true},
        {Step::give_back, State::argued, State::endorsed, deciding, {"reason"}, false},
        {Step::refuse, State::argued, State::refused, deciding, {"reason"}, true},
        {Step::withdraw, State::argued, State::withdrawn, drafting, {}, false},
    };
}

std::string steps_from(State state) {
    std::string steps;
    for (auto const* row : transitions_from(state)) {
        if (!steps.empty()) steps += ", ";
        steps += to_string(row->step);
    }
    return steps.empty() ? "-" : steps;
}

/// The member to show when a need is not met; nothing when it is.
std::optional<base::FieldError> unmet(ApplicationStepInput const& input, std::string_view need) {
    if (need == "reason" && input.reason.empty()) return base::FieldError{"/reason", "base.required", {}};
    if (need == "opinion" && input.opinion.empty()) return base::FieldError{"/opinion", "base.required", {}};
    if (need == "outcome" && !input.outcome) return base::FieldError{"/outcome", "base.required", {}};
    if (need == "document_number" && input.document_number.empty())
        return base::FieldError{"/document_number", "base.required", {}};
    return std::nullopt;
}

}  // namespace

std::string_view to_string(State state) {
    return std::find_if(state_words.begin(), state_words.end(), [state](auto const& w) { return w.first == state; })
        ->second;
}

std::string_view to_string(Step step) {
    return std::find_if(step_words.begin(), step_words.end(), [step](auto const& w) { return w.first == step; })
        ->second;
}

std::optional<State> parse_application_state(std::string_view text) {
    for (auto const& word : state_words)
        if (word.second == text) return word.first;
    return std::nullopt;
}

std::optional<Step> parse_application_step(std::string_view text) {
    for (auto const& word : step_words)
        if (word.second == text) return word.first;
    return std::nullopt;
}

bool is_over(State state) {
    return state == State::approved || state == State::refused || state == State::withdrawn;
}

bool is_open_to_host(State state) {
    return state == State::draft || state == State::returned;
}

std::vector<ApplicationTransition> const& application_transitions() {
    static std::vector<ApplicationTransition> const rows = make_transitions();
    return rows;
}

base::Result<ApplicationTransition const*> transition_for(State state, Step step) {
    for (auto const& row : application_transitions())
        if (row.from == state && row.step == step) return &row;
    return base::refuse("workflow.step_not_open", {{"step", std::string(to_string(step))},
                                                   {"state", std::string(to_string(state))},
                                                   {"steps", steps_from(state)}});
}

std::vector<ApplicationTransition const*> transitions_from(State state) {
    std::vector<ApplicationTransition const*> rows;
    for (auto const& row : application_transitions())
        if (row.from == state) rows.push_back(&row);
    return rows;
}

base::Result<void> check_step(ApplicationTransition const& row, ApplicationStepInput const& input,
                              StepActor const& actor, base::Day today) {
    if (row.by_another && actor.is_drafter && !actor.acts_everywhere)
        return base::refuse("workflow.own_application", {{"step", std::string(to_string(row.step))}});
    base::Refusal refusal{"base.invalid_input", {}, {}};
    for (auto const need : row.needs)
        if (auto fault = unmet(input, need)) refusal.fields.push_back(std::move(*fault));
    if (input.argued_on && today < *input.argued_on)
        refusal.fields.push_back({"/argued_on", "workflow.argument_in_future", {{"today", base::to_string(today)}}});
    if (row.step == Step::approve && actor.argued_against && input.reason.empty())
        refusal.fields.push_back({"/reason", "workflow.reason_against_opinion", {}});
    if (!refusal.fields.empty()) return refusal;
    return {};
}

}  // namespace kunyu::registry
