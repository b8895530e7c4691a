#include "registry/call_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kunyu::registry {

namespace {

constexpr std::array<std::pair<CallState, std::string_view>, 3> state_words{
    {{CallState::draft, "draft"}, {CallState::published, "published"}, {CallState::withdrawn, "withdrawn"}}};
constexpr std::array<std::pair<CallStanding, std::string_view>, 5> standing_words{
    {{CallStanding::draft, "draft"},
     {CallStanding::announced, "announced"},
     {CallStanding::open, "open"},
     {CallStanding::closed, "closed"},
     {CallStanding::withdrawn, "withdrawn"}}};
constexpr std::array<std::pair<CallStep, std::string_view>, 5> step_words{{{CallStep::publish, "publish"},
                                                                           {CallStep::extend, "extend"},
                                                                           {CallStep::close, "close"},
                                                                           {CallStep::withdraw, "withdraw"},
                                                                           {CallStep::accept_late, "accept_late"}}};

template <typename Words, typename Value>
std::string_view word_of(Words const& words, Value value) {
    return std::find_if(words.begin(), words.end(), [value](auto const& entry) { return entry.first == value; })
        ->second;
}

template <typename Value, typename Words>
std::optional<Value> value_of(Words const& words, std::string_view word) {
    auto const found =
        std::find_if(words.begin(), words.end(), [word](auto const& entry) { return entry.second == word; });
    return found == words.end() ? std::nullopt : std::optional<Value>(found->first);
}

base::Refusal step_not_open(CallStep step, CallStanding standing) {
    return base::refuse("workflow.call_step_not_open",
                        {{"step", std::string(to_string(step))}, {"standing", std::string(to_string(standing))}});
}

base::Result<CallTerms> published(CallTerms terms, base::Day today) {
    if (terms.state != CallState::draft) return step_not_open(CallStep::publish, standing_of(terms, today));
    if (terms.closes < terms.opens) return base::refuse_field("/closes_on", "workflow.window_reversed");
    if (terms.closes < today) return base::refuse_field("/closes_on", "workflow.window_is_over");
    terms.state = CallState::published;
    return terms;
}

base::Result<CallTerms> extended(CallTerms terms, CallStepInput const& input, base::Day today) {
    auto const standing = standing_of(terms, today);
    if (terms.state != CallState::published) return step_not_open(CallStep::extend, standing);
    if (!input.closes) return base::refuse_field("/closes_on", "base.required");
    if (*input.closes <= terms.closes || *input.closes < today)
        return base::refuse_field("/closes_on", "workflow.extension_not_later",
                                  {{"closes", base::to_string(terms.closes)}});
    if (input.reason.empty()) return base::refuse_field("/reason", "base.required");
    terms.closes = *input.closes;
    return terms;
}

base::Result<CallTerms> closed(CallTerms terms, CallStepInput const& input, base::Day today) {
    auto const standing = standing_of(terms, today);
    if (standing != CallStanding::open) return step_not_open(CallStep::close, standing);
    if (input.reason.empty()) return base::refuse_field("/reason", "base.required");
    // The window ends with yesterday; a window that opened today becomes empty, which standing_of() reads as closed.
    terms.closes = today.plus_days(-1);
    return terms;
}

base::Result<CallTerms> withdrawn(CallTerms terms, CallStepInput const& input, base::Day today,
                                  std::int64_t submitted_applications) {
    if (terms.state == CallState::withdrawn) return step_not_open(CallStep::withdraw, standing_of(terms, today));
    if (submitted_applications > 0)
        return base::refuse("workflow.call_has_applications", {{"count", std::to_string(submitted_applications)}});
    if (input.reason.empty()) return base::refuse_field("/reason", "base.required");
    terms.state = CallState::withdrawn;
    return terms;
}

base::Result<CallTerms> late_accepted(CallTerms const& terms, CallStepInput const& input, base::Day today) {
    if (terms.state != CallState::published) return step_not_open(CallStep::accept_late, standing_of(terms, today));
    if (!input.names_host) return base::refuse_field("/host", "base.required");
    if (!input.closes) return base::refuse_field("/closes_on", "base.required");
    if (*input.closes <= terms.closes || *input.closes < today)
        return base::refuse_field("/closes_on", "workflow.extension_not_later",
                                  {{"closes", base::to_string(terms.closes)}});
    if (input.reason.empty()) return base::refuse_field("/reason", "base.required");
    return terms;
}

bool covers(CallTerms const& terms, std::string_view category, std::string_view field) {
    return terms.category == category &&
           (terms.fields.empty() || std::find(terms.fields.begin(), terms.fields.end(), field) != terms.fields.end());
}

base::Result<void> within_limit(std::optional<std::int64_t> limit, std::int64_t used, char const* code) {
    if (limit && used >= *limit) return base::refuse(code, {{"limit", std::to_string(*limit)}});
    return {};
}

}  // namespace

std::string_view to_string(CallState state) {
    return word_of(state_words, state);
}
std::string_view to_string(CallStanding standing) {
    return word_of(standing_words, standing);
}
std::string_view to_string(CallStep step) {
    return word_of(step_words, step);
}
std::optional<CallState> parse_call_state(std::string_view text) {
    return value_of<CallState>(state_words, text);
}
std::optional<CallStep> parse_call_step(std::string_view text) {
    return value_of<CallStep>(step_words, text);
}

CallStanding standing_of(CallTerms const& terms, base::Day today) {
    if (terms.state == CallState::draft) return CallStanding::draft;
    if (terms.state == CallState::withdrawn) return CallStanding::withdrawn;
    if (terms.closes < today) return CallStanding::closed;
    return today < terms.opens ? CallStanding::announced : CallStanding::open;
}

base::Result<CallTerms> after_step(CallTerms const& terms, CallStepInput const& input, base::Day today,
                                   std::int64_t submitted_applications) {
    switch (input.step) {
        case CallStep::publish:
            return published(terms, today);
        case CallStep::extend:
            return extended(terms, input, today);
        case CallStep::close:
            return closed(terms, input, today);
        case CallStep::withdraw:
            return withdrawn(terms, input, today, submitted_applications);
        case CallStep::accept_late:
            return late_accepted(terms, input, today);
    }
    return step_not_open(input.step, standing_of(terms, today));
}

base::Result<void> admits(CallTerms const& terms, std::string_view category, std::string_view field, CallUse const& use,
                          base::Day today, std::optional<base::Day> late_until) {
    auto const standing = standing_of(terms, today);
    if (standing == CallStanding::draft || standing == CallStanding::withdrawn)
        return base::refuse_field("/call", "workflow.call_not_published");
    if (standing == CallStanding::announced)
        return base::refuse("workflow.window_not_open", {{"opens", base::to_string(terms.opens)}});
    if (standing == CallStanding::closed && !(late_until && today <= *late_until))
        return base::refuse("workflow.window_closed", {{"closes", base::to_string(terms.closes)}});
    if (!covers(terms, category, field)) return base::refuse_field("/category", "workflow.call_does_not_cover");
    KUNYU_TRY_VOID(within_limit(terms.limit_per_host, use.by_host, "workflow.host_limit_reached"));
    KUNYU_TRY_VOID(within_limit(terms.limit_per_supervisor, use.by_supervisor, "workflow.supervisor_limit_reached"));
    return within_limit(terms.limit_total, use.total, "workflow.call_limit_reached");
}

}  // namespace kunyu::registry
