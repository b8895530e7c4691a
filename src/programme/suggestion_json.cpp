#include "programme/suggestion_json.hpp"

#include "programme/register_input.hpp"
#include "programme/register_json.hpp"
#include "registry/application_attachments.hpp"
#include "registry/reference_input.hpp"

namespace kunyu::programme {

namespace json = boost::json;

json::object suggestion_json(sql::Session& session, Suggestion const& suggestion, bool may_answer) {
    auto out = entry_json(session, suggestion.id.value, suggestion.entry);
    out["task"] = task_ref_json(session, suggestion.task);
    out["unit"] = unit_ref_json(session, suggestion.unit);
    out["wording"] = suggestion.wording;
    out["state"] = to_string(suggestion.state());
    out["outcome"] = nullptr;
    out["answer"] = nullptr;
    out["answered_at"] = nullptr;
    out["answered_by"] = nullptr;
    if (auto const& answer = suggestion.answer) {
        out["outcome"] = to_string(answer->outcome);
        out["answer"] = answer->text;
        out["answered_at"] = base::to_string(answer->at);
        out["answered_by"] = registry::account_json(session, answer->by, answer->by_name);
    }
    out["attachments"] = registry::files_json(session, suggestion.files);
    out["steps"] = may_answer ? json::array{"answer"} : json::array{};
    return out;
}

json::object suggestion_record(Suggestion const& suggestion) {
    json::object out{{"unit", suggestion.unit.value},
                     {"task", base::json_or_null(suggestion.task)},
                     {"wording", suggestion.wording},
                     {"state", to_string(suggestion.state())},
                     {"attachments", numbers_json(suggestion.files)}};
    if (auto const& answer = suggestion.answer) {
        out["outcome"] = to_string(answer->outcome);
        out["answer"] = answer->text;
    }
    return out;
}

NewSuggestion read_suggestion(sql::Session& session, base::Reader& reader) {
    NewSuggestion given;
    given.plan = read_plan_key(session, reader);
    given.task = reader.optional_integer("task", 1, greatest_task);
    given.unit = registry::read_organisation(session, reader, "unit", true).value_or(OrganisationId{});
    given.wording = reader.text("wording", pages);
    given.files = read_attachments(reader);
    return given;
}

SuggestionAnswerInput read_suggestion_step(base::Reader& reader) {
    SuggestionAnswerInput input;
    reader.choice("step", {"answer"});
    auto const outcome = parse_suggestion_outcome(reader.choice("outcome", choices_of(suggestion_outcomes)));
    input.outcome = outcome.value_or(SuggestionOutcome::adopted);
    input.text = reader.text("answer", pages);
    return input;
}

}  // namespace kunyu::programme
