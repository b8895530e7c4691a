#include "programme/regulation_store.hpp"

#include "sql/filter.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::programme {
namespace {

constexpr ListTable tasks{"regulation_task", "regulation", "task"};
constexpr ListTable files{"regulation_file", "regulation", "file"};

std::string const& columns() {
    static std::string const all = fmt::format(
        "{}, e.slug, e.kind, e.title_zh, e.title_en, e.document_number, e.valid_from, e.valid_to, e.successor, e.basis,"
        " e.source, e.note",
        entry_columns);
    return all;
}

/// Each with the last step taken on a day or before (one mark): days rise with the ordinals.
constexpr char const* as_of =
    "regulation e JOIN regulation_step s ON s.regulation = e.id AND s.ordinal = (SELECT MAX(l.ordinal) FROM"
    " regulation_step l WHERE l.regulation = e.id AND l.on_day <= ?)";

std::vector<RegulationEvent> load_history(sql::Session& session, RegulationId id) {
    std::vector<RegulationEvent> history;
    for (auto const& row :
         session.query("SELECT state, on_day, document_number, at, by_account, by_name, reason FROM regulation_step"
                       " WHERE regulation = ? ORDER BY ordinal",
                       id)) {
        RegulationEvent event;
        event.state = *parse_regulation_state(row.text(0));
        event.on = row.day(1);
        event.document_number = row.optional_text(2);
        event.at = row.instant(3);
        event.by = row.id<identity::AccountTag>(4);
        event.by_name = row.text(5);
        event.reason = row.text(6);
        history.push_back(std::move(event));
    }
    return history;
}

Regulation regulation_of(sql::Session& session, sql::Row const& row) {
    Regulation regulation;
    regulation.id = row.id<RegulationTag>(0);
    regulation.entry = entry_of(row);
    regulation.slug = row.optional_text(entry_width);
    regulation.kind = *parse_regulation_kind(row.text(entry_width + 1));
    regulation.title = {row.text(entry_width + 2), row.optional_text(entry_width + 3)};
    regulation.document_number = row.optional_text(entry_width + 4);
    regulation.valid_from = row.optional_day(entry_width + 5);
    regulation.valid_to = row.optional_day(entry_width + 6);
    regulation.successor = row.optional_id<RegulationTag>(entry_width + 7);
    regulation.basis = row.text(entry_width + 8);
    regulation.source = row.optional_text(entry_width + 9);
    regulation.note = row.optional_text(entry_width + 10);
    regulation.tasks = load_ids<TaskTag>(session, tasks, regulation.id.value);
    regulation.files = load_numbers(session, files, regulation.id.value);
    regulation.history = load_history(session, regulation.id);
    return regulation;
}

void write_lists(sql::Tx& tx, Regulation const& regulation) {
    write_list(tx, tasks, regulation.id.value, regulation.tasks);
    write_list(tx, files, regulation.id.value, regulation.files);
}

void add_in_force(sql::Where& where, RegulationQuery const& query) {
    if (!query.in_force) return;
    std::string const binds = "(s.state = 'issued' AND COALESCE(e.valid_from, ?) <= ? AND COALESCE(e.valid_to, ?) > ?)";
    auto const day = query.day;
    where.add(*query.in_force ? binds : "NOT " + binds, day, day, day.plus_days(1), day);
}

}  // namespace

std::optional<RegulationState> Regulation::state_on(base::Day day) const {
    std::optional<RegulationState> state;
    for (auto const& event : history)
        if (event.on <= day) state = event.state;
    return state;
}

std::optional<Regulation> load_regulation(sql::Session& session, RegulationId id) {
    auto const row = session.first("SELECT " + columns() + " FROM regulation e WHERE e.id = ?", id);
    return row ? std::optional(regulation_of(session, *row)) : std::nullopt;
}

bool has_regulation(sql::Session& session, std::string_view slug) {
    return session.first("SELECT 1 FROM regulation WHERE slug = ?", slug).has_value();
}

bool leads_to(sql::Session& session, RegulationId from, RegulationId to) {
    auto at = std::optional(from);
    while (at && *at != to) {
        auto const row = session.first("SELECT successor FROM regulation WHERE id = ?", *at);
        at = row ? row->optional_id<RegulationTag>(0) : std::nullopt;
    }
    return at.has_value();
}

base::Result<RegisterPage<Regulation>> list_regulations(sql::Session& session, RegulationQuery const& query) {
    sql::PageQuery page;
    page.list = "regulations";
    page.columns = columns();
    page.from = as_of;
    page.from_args = {sql::to_value(query.day)};
    page.where.add_if("e.plan = ?", query.plan);
    page.where.add_if(
        "EXISTS (SELECT 1 FROM regulation_task r JOIN plan_task t ON t.id = r.task WHERE r.regulation = e.id AND"
        " t.number = ?)",
        query.task);
    if (query.kind) page.where.add("e.kind = ?", to_string(*query.kind));
    if (query.state) page.where.add("s.state = ?", to_string(*query.state));
    if (query.public_only) page.where.add("s.state IN ('issued', 'superseded', 'repealed')");
    add_in_force(page.where, query);
    page.order = {{"e.id", 'i', false}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    RegisterPage<Regulation> out;
    for (auto const& row : found.rows) out.items.push_back(regulation_of(session, row));
    out.next = found.next;
    return out;
}

void insert_regulation(sql::Tx& tx, Regulation const& regulation) {
    auto const& entry = regulation.entry;
    tx.exec(
        "INSERT INTO regulation (id, slug, version, plan, kind, title_zh, title_en, document_number, valid_from,"
        " valid_to, successor, basis, source, note, sample, created_by, created_by_name, created_at, updated_at) VALUES"
        " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        regulation.id, regulation.slug, entry.version, entry.plan, to_string(regulation.kind), regulation.title.zh,
        regulation.title.en, regulation.document_number, regulation.valid_from, regulation.valid_to,
        regulation.successor, regulation.basis, regulation.source, regulation.note, entry.sample, entry.created_by,
        entry.created_by_name, entry.created_at, entry.updated_at);
    write_lists(tx, regulation);
    for (auto const& event : regulation.history) append_event(tx, regulation.id, event);
}

void update_regulation(sql::Tx& tx, Regulation const& regulation) {
    tx.exec(
        "UPDATE regulation SET version = ?, kind = ?, title_zh = ?, title_en = ?, document_number = ?, valid_from = ?,"
        " valid_to = ?, successor = ?, source = ?, note = ?, updated_at = ? WHERE id = ?",
        regulation.entry.version, to_string(regulation.kind), regulation.title.zh, regulation.title.en,
        regulation.document_number, regulation.valid_from, regulation.valid_to, regulation.successor, regulation.source,
        regulation.note, regulation.entry.updated_at, regulation.id);
    write_lists(tx, regulation);
}

void append_event(sql::Tx& tx, RegulationId id, RegulationEvent const& event) {
    auto const ordinal =
        tx.first("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM regulation_step WHERE regulation = ?", id)->integer(0);
    tx.exec(
        "INSERT INTO regulation_step (regulation, ordinal, state, on_day, document_number, at, by_account, by_name,"
        " reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, ordinal, to_string(event.state), event.on, event.document_number, event.at, event.by, event.by_name,
        event.reason);
}

void remove_regulation(sql::Tx& tx, RegulationId id) {
    clear_list(tx, tasks, id.value);
    clear_list(tx, files, id.value);
    tx.exec("DELETE FROM regulation_step WHERE regulation = ?", id);
    tx.exec("DELETE FROM regulation WHERE id = ?", id);
}

}  // namespace kunyu::programme
