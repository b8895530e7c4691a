#include "programme/regulation_rules.hpp"

#include "base/words.hpp"

#include <algorithm>

namespace kunyu::programme {
namespace {

std::string words_of(std::vector<RegulationStep> const& steps) {
    std::string words;
    for (auto const step : steps) words += (words.empty() ? "" : ", ") + std::string(to_string(step));
    return words;
}

base::Result<void> check_issue(RegulationStepInput const& input) {
    if (!input.document_number) return base::refuse_field("/document_number", "base.required");
    if (input.valid_to && *input.valid_to <= input.valid_from.value_or(input.on))
        return base::refuse_field("/valid_to", "registers.validity_backwards");
    return {};
}

base::Result<void> check_members(RegulationStepInput const& input) {
    bool const issues = input.step == RegulationStep::issue;
    bool const replaces = input.step == RegulationStep::supersede;
    if (!replaces && input.successor) return base::refuse_field("/successor", "registers.not_of_this_step");
    if (!issues && input.valid_from) return base::refuse_field("/valid_from", "registers.not_of_this_step");
    if (!issues && input.valid_to) return base::refuse_field("/valid_to", "registers.not_of_this_step");
    if (replaces && !input.successor) return base::refuse_field("/successor", "base.required");
    return issues ? check_issue(input) : base::Result<void>{};
}

}  // namespace

std::string_view to_string(RegulationKind kind) {
    return base::word_of(regulation_kinds, kind);
}
std::optional<RegulationKind> parse_regulation_kind(std::string_view text) {
    return base::enumerator_of<RegulationKind>(regulation_kinds, text);
}
std::string_view to_string(RegulationState state) {
    return base::word_of(regulation_states, state);
}
std::optional<RegulationState> parse_regulation_state(std::string_view text) {
    return base::enumerator_of<RegulationState>(regulation_states, text);
}
std::string_view to_string(RegulationStep step) {
    return base::word_of(regulation_steps, step);
}
std::optional<RegulationStep> parse_regulation_step(std::string_view text) {
    return base::enumerator_of<RegulationStep>(regulation_steps, text);
}

bool is_public(RegulationState state) {
    return state >= RegulationState::issued;
}

std::vector<RegulationStep> steps_from(RegulationState state) {
    switch (state) {
        case RegulationState::asked_for:
            return {RegulationStep::draft, RegulationStep::issue};
        case RegulationState::draft:
            return {RegulationStep::consult, RegulationStep::issue};
        case RegulationState::consultation:
            return {RegulationStep::draft, RegulationStep::issue};
        case RegulationState::issued:
            return {RegulationStep::supersede, RegulationStep::repeal};
        case RegulationState::superseded:
        case RegulationState::repealed:
            break;
    }
    return {};
}

RegulationState state_after(RegulationStep step) {
    return static_cast<RegulationState>(static_cast<int>(step) + 1);
}

base::Result<void> check_step(RegulationState state, base::Day last, RegulationStepInput const& input) {
    auto const open = steps_from(state);
    if (std::find(open.begin(), open.end(), input.step) == open.end())
        return base::refuse("registers.step_not_open", {{"step", std::string(to_string(input.step))},
                                                        {"state", std::string(to_string(state))},
                                                        {"steps", words_of(open)}});
    if (input.on < last)
        return base::refuse_field("/on", "registers.step_before_last", {{"day", base::to_string(last)}});
    return check_members(input);
}

bool is_in_force(RegulationState state, std::optional<base::Day> valid_from, std::optional<base::Day> valid_to,
                 base::Day day) {
    return state == RegulationState::issued && base::Interval{valid_from, valid_to}.contains(day);
}

}  // namespace kunyu::programme
