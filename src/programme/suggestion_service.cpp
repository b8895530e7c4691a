#include "programme/suggestion_service.hpp"

#include "base/text.hpp"
#include "programme/register_access.hpp"
#include "programme/suggestion_json.hpp"
#include "registry/application_attachments.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* reading = "suggestion.read";
constexpr char const* giving = "suggestion.give";
constexpr char const* deciding = "suggestion.decide";

identity::Target target_of(Suggestion const& suggestion) {
    return {{suggestion.unit}, std::nullopt};
}

std::string short_wording(Suggestion const& suggestion) {
    auto line = base::clip(suggestion.wording, 60);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

inbox::Subject subject_of(Suggestion const& suggestion) {
    return {"suggestion", suggestion.id.value, short_wording(suggestion), std::nullopt};
}

inbox::Title titled(char const* code, Suggestion const& suggestion) {
    base::Params const params{{"wording", short_wording(suggestion)}};
    return inbox::title_of(code, params, params);
}

inbox::Title standing_title(Suggestion const& suggestion) {
    if (suggestion.answer)
        return inbox::title_of("registers.outcome_" + std::string(to_string(suggestion.answer->outcome)));
    return inbox::title_of("registers.state_given");
}

base::Result<Suggestion> visible(sql::Session& session, identity::Caller const& caller, SuggestionId id) {
    auto suggestion = load_suggestion(session, id);
    if (!suggestion || !identity::may(session, caller, reading, target_of(*suggestion)))
        return base::refuse("registers.suggestion_not_found");
    return std::move(*suggestion);
}

void record(sql::Tx& tx, identity::Caller const& caller, std::string_view action, Suggestion const& suggestion,
            boost::json::value before) {
    RegisterChange change;
    change.action = action;
    change.subject = {"suggestion", suggestion.id.value, short_wording(suggestion), 0};
    change.target = target_of(suggestion);
    change.before = std::move(before);
    change.after = suggestion_record(suggestion);
    record_change(tx, caller, std::move(change));
}

void open_todo(sql::Tx& tx, identity::Caller const& caller, inbox::Inbox const& inbox, Suggestion const& suggestion) {
    inbox::NewTodo todo;
    todo.kind = deciding;
    todo.subject = subject_of(suggestion);
    todo.title = titled("registers.todo_suggestion", suggestion);
    todo.action = deciding;
    todo.target = target_of(suggestion);
    todo.link = "/suggestions/" + std::to_string(suggestion.id.value);
    inbox.open(tx, caller, todo);
}

}  // namespace

base::Result<Suggestion> SuggestionService::give(sql::Tx& tx, identity::Caller const& caller,
                                                 NewSuggestion const& given) const {
    Suggestion suggestion;
    suggestion.id = ids_.next_as<SuggestionTag>();
    suggestion.entry = new_entry(caller, given.plan, given.sample);
    suggestion.unit = given.unit;
    suggestion.wording = given.wording;
    suggestion.files = given.files;
    KUNYU_TRY_VOID(identity::authorise(tx, caller, giving, target_of(suggestion)));
    KUNYU_TRY(suggestion.task, task_of(tx, given.plan, given.task));
    KUNYU_TRY_VOID(registry::attach_files(tx, caller, "suggestion", suggestion.id.value, given.files));
    insert_suggestion(tx, suggestion);
    inbox_.start(tx, caller, subject_of(suggestion), titled("registers.matter_suggestion", suggestion),
                 standing_title(suggestion));
    open_todo(tx, caller, inbox_, suggestion);
    record(tx, caller, giving, suggestion, nullptr);
    return suggestion;
}

base::Result<Suggestion> SuggestionService::answer(sql::Tx& tx, identity::Caller const& caller, SuggestionId id,
                                                   std::optional<std::int64_t> version,
                                                   SuggestionAnswerInput const& input) const {
    KUNYU_TRY(auto suggestion, visible(tx, caller, id));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, deciding, target_of(suggestion)));
    if (version && suggestion.entry.version != *version) return base::refuse("identity.version_conflict");
    if (suggestion.answer) return base::refuse("registers.suggestion_answered");
    auto before = suggestion_record(suggestion);
    suggestion.answer = SuggestionAnswer{input.outcome, input.text, caller.now, caller.account, caller.name};
    touch(suggestion.entry, caller);
    update_suggestion(tx, suggestion);
    inbox_.close(tx, caller, subject_of(suggestion), "answer",
                 identity::on_behalf_of(tx, caller, deciding, target_of(suggestion)));
    inbox_.move(tx, caller, subject_of(suggestion), titled("registers.matter_suggestion", suggestion),
                standing_title(suggestion), true);
    record(tx, caller, deciding, suggestion, std::move(before));
    return suggestion;
}

base::Result<Suggestion> SuggestionService::find(sql::Session& session, identity::Caller const& caller,
                                                 SuggestionId id) const {
    return visible(session, caller, id);
}

base::Result<RegisterPage<Suggestion>> SuggestionService::list(sql::Session& session, identity::Caller const& caller,
                                                               SuggestionQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    return list_suggestions(session, query, identity::scope_of(session, caller, reading));
}

bool SuggestionService::may_answer(sql::Session& session, identity::Caller const& caller,
                                   Suggestion const& suggestion) const {
    return !suggestion.answer && identity::may(session, caller, deciding, target_of(suggestion));
}

void SuggestionService::remove(sql::Tx& tx, SuggestionId id) const {
    if (auto const suggestion = load_suggestion(tx, id)) inbox_.forget(tx, subject_of(*suggestion));
    remove_suggestion(tx, id);
}

}  // namespace kunyu::programme
