#include "registry/annual_report_rules.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kunyu::registry {

namespace {

template <typename Value, std::size_t N>
using Words = std::array<std::pair<Value, std::string_view>, N>;

constexpr Words<ReportState, 4> state_words{{{ReportState::draft, "draft"},
                                             {ReportState::submitted, "submitted"},
                                             {ReportState::returned, "returned"},
                                             {ReportState::accepted, "accepted"}}};
constexpr Words<ReportStep, 4> step_words{{{ReportStep::submit, "submit"},
                                           {ReportStep::give_back, "return"},
                                           {ReportStep::accept, "accept"},
                                           {ReportStep::rank, "rank"}}};
constexpr Words<ReportStanding, 7> standing_words{{{ReportStanding::due, "due"},
                                                   {ReportStanding::late, "late"},
                                                   {ReportStanding::missing, "missing"},
                                                   {ReportStanding::draft, "draft"},
                                                   {ReportStanding::submitted, "submitted"},
                                                   {ReportStanding::returned, "returned"},
                                                   {ReportStanding::accepted, "accepted"}}};

template <typename Value, std::size_t N>
std::string_view word_of(Words<Value, N> const& words, Value value) {
    return std::find_if(words.begin(), words.end(), [value](auto const& word) { return word.first == value; })->second;
}

template <typename Value, std::size_t N>
std::optional<Value> value_of(Words<Value, N> const& words, std::string_view text) {
    for (auto const& word : words)
        if (word.second == text) return word.first;
    return std::nullopt;
}

constexpr std::string_view submitting = "annual_report.submit";
constexpr std::string_view reviewing = "annual_report.review";

std::string steps_from(ReportState state) {
    std::string steps;
    for (auto const& row : report_transitions())
        if (row.from == state) steps += (steps.empty() ? "" : ", ") + std::string(to_string(row.step));
    return steps;
}

base::Result<void> check_content(ReportStepInput const& input, bool has_content) {
    if (input.step == ReportStep::submit && !has_content)
        return base::refuse_field("/summary", "workflow.report_is_empty");
    if (input.step == ReportStep::give_back && input.reason.empty())
        return base::refuse_field("/reason", "base.required");
    if (input.step == ReportStep::rank && !input.rank && !input.excellent)
        return base::refuse_field("/rank", "base.required");
    return {};
}

}  // namespace

std::string_view to_string(ReportState state) {
    return word_of(state_words, state);
}
std::string_view to_string(ReportStep step) {
    return word_of(step_words, step);
}
std::string_view to_string(ReportStanding standing) {
    return word_of(standing_words, standing);
}
std::optional<ReportState> parse_report_state(std::string_view text) {
    return value_of(state_words, text);
}
std::optional<ReportStep> parse_report_step(std::string_view text) {
    return value_of(step_words, text);
}
std::optional<ReportStanding> parse_report_standing(std::string_view text) {
    return value_of(standing_words, text);
}

std::optional<base::Day> report_due(std::int64_t year, std::optional<std::string> const& month_day) {
    if (!month_day) return std::nullopt;
    return base::parse_day(std::to_string(year + 1) + "-" + *month_day);
}

ReportStanding standing_of(std::optional<ReportState> state, std::optional<base::Day> due, base::Day today) {
    bool const past = due && *due < today;
    if (!state) return past ? ReportStanding::missing : ReportStanding::due;
    switch (*state) {
        case ReportState::draft:
            return past ? ReportStanding::late : ReportStanding::draft;
        case ReportState::returned:
            return past ? ReportStanding::late : ReportStanding::returned;
        case ReportState::submitted:
            return ReportStanding::submitted;
        case ReportState::accepted:
            return ReportStanding::accepted;
    }
    return ReportStanding::due;
}

bool is_late(std::optional<base::Day> submitted_on, std::optional<base::Day> due, base::Day today) {
    return due && *due < submitted_on.value_or(today);
}

std::vector<ReportTransition> const& report_transitions() {
    static std::vector<ReportTransition> const rows{
        {ReportStep::submit, ReportState::draft, ReportState::submitted, submitting},
        {ReportStep::submit, ReportState::returned, ReportState::submitted, submitting},
        {ReportStep::give_back, ReportState::submitted, ReportState::returned, reviewing},
        {ReportStep::accept, ReportState::submitted, ReportState::accepted, reviewing},
        {ReportStep::rank, ReportState::accepted, ReportState::accepted, reviewing},
        {ReportStep::give_back, ReportState::accepted, ReportState::returned, reviewing},
    };
    return rows;
}

base::Result<ReportTransition const*> check_report_step(ReportState state, ReportStepInput const& input,
                                                        bool has_content) {
    for (auto const& row : report_transitions()) {
        if (row.from != state || row.step != input.step) continue;
        KUNYU_TRY_VOID(check_content(input, has_content));
        return &row;
    }
    return base::refuse("workflow.step_not_open", {{"step", std::string(to_string(input.step))},
                                                   {"state", std::string(to_string(state))},
                                                   {"steps", steps_from(state)}});
}

}  // namespace kunyu::registry
