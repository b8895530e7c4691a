#include "programme/suggestion_store.hpp"

#include "base/words.hpp"
#include "programme/register_access.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::programme {
namespace {

constexpr ListTable files{"suggestion_file", "suggestion", "file"};

std::string const& columns() {
    static std::string const all = fmt::format(
        "{}, e.task, e.unit, e.wording, e.outcome, e.answer, e.answered_at, e.answered_by, e.answered_by_name",
        entry_columns);
    return all;
}

Suggestion suggestion_of(sql::Session& session, sql::Row const& row) {
    Suggestion suggestion;
    suggestion.id = row.id<SuggestionTag>(0);
    suggestion.entry = entry_of(row);
    suggestion.task = row.optional_id<TaskTag>(entry_width);
    suggestion.unit = row.id<identity::OrganisationTag>(entry_width + 1);
    suggestion.wording = row.text(entry_width + 2);
    if (!row.is_null(entry_width + 3))
        suggestion.answer = SuggestionAnswer{*parse_suggestion_outcome(row.text(entry_width + 3)),
                                             row.text(entry_width + 4), row.instant(entry_width + 5),
                                             row.id<identity::AccountTag>(entry_width + 6), row.text(entry_width + 7)};
    suggestion.files = load_numbers(session, files, suggestion.id.value);
    return suggestion;
}

}  // namespace

std::string_view to_string(SuggestionState state) {
    return base::word_of(suggestion_states, state);
}
std::optional<SuggestionState> parse_suggestion_state(std::string_view text) {
    return base::enumerator_of<SuggestionState>(suggestion_states, text);
}
std::string_view to_string(SuggestionOutcome outcome) {
    return base::word_of(suggestion_outcomes, outcome);
}
std::optional<SuggestionOutcome> parse_suggestion_outcome(std::string_view text) {
    return base::enumerator_of<SuggestionOutcome>(suggestion_outcomes, text);
}

std::optional<Suggestion> load_suggestion(sql::Session& session, SuggestionId id) {
    auto const row = session.first("SELECT " + columns() + " FROM suggestion e WHERE e.id = ?", id);
    return row ? std::optional(suggestion_of(session, *row)) : std::nullopt;
}

base::Result<RegisterPage<Suggestion>> list_suggestions(sql::Session& session, SuggestionQuery const& query,
                                                        identity::Scope const& scope) {
    sql::PageQuery page;
    page.list = "suggestions";
    page.columns = columns();
    page.from = "suggestion e";
    page.where.add_if("e.plan = ?", query.plan);
    page.where.add_if("e.unit = ?", query.unit);
    if (query.state)
        page.where.add(*query.state == SuggestionState::given ? "e.outcome IS NULL" : "e.outcome IS NOT NULL");
    if (query.outcome) page.where.add("e.outcome = ?", to_string(*query.outcome));
    add_scope(page.where, scope, "SELECT e.unit");
    page.order = {{"e.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    RegisterPage<Suggestion> out;
    for (auto const& row : found.rows) out.items.push_back(suggestion_of(session, row));
    out.next = found.next;
    return out;
}

void insert_suggestion(sql::Tx& tx, Suggestion const& suggestion) {
    auto const& entry = suggestion.entry;
    tx.exec(
        "INSERT INTO suggestion (id, version, plan, task, unit, wording, sample, created_by, created_by_name,"
        " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        suggestion.id, entry.version, entry.plan, suggestion.task, suggestion.unit, suggestion.wording, entry.sample,
        entry.created_by, entry.created_by_name, entry.created_at, entry.updated_at);
    write_list(tx, files, suggestion.id.value, suggestion.files);
}

void update_suggestion(sql::Tx& tx, Suggestion const& suggestion) {
    auto const& answer = *suggestion.answer;
    tx.exec(
        "UPDATE suggestion SET version = ?, outcome = ?, answer = ?, answered_at = ?, answered_by = ?,"
        " answered_by_name = ?, updated_at = ? WHERE id = ?",
        suggestion.entry.version, to_string(answer.outcome), answer.text, answer.at, answer.by, answer.by_name,
        suggestion.entry.updated_at, suggestion.id);
}

void remove_suggestion(sql::Tx& tx, SuggestionId id) {
    clear_list(tx, files, id.value);
    tx.exec("DELETE FROM suggestion WHERE id = ?", id);
}

}  // namespace kunyu::programme
