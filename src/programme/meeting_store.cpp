#include "programme/meeting_store.hpp"

#include "programme/register_access.hpp"

#include <fmt/format.h>

namespace kunyu::programme {
namespace {

constexpr ListTable units{"meeting_unit", "meeting", "unit"};
constexpr ListTable agenda{"meeting_agenda", "meeting", "item"};
constexpr ListTable decisions{"meeting_decision", "meeting", "decision"};
constexpr ListTable files{"meeting_file", "meeting", "file"};

/// Who attended, and who was charged with something.
constexpr char const* concerned =
    "SELECT u.unit FROM meeting_unit u WHERE u.meeting = e.id UNION ALL SELECT c.unit FROM assignment c WHERE"
    " c.source_kind = 'meeting' AND c.source = e.id";

std::string const& columns() {
    static std::string const all = fmt::format("{}, e.held_on, e.title, e.place, e.chair, e.minutes", entry_columns);
    return all;
}

Meeting meeting_of(sql::Session& session, sql::Row const& row) {
    Meeting meeting;
    meeting.id = row.id<MeetingTag>(0);
    meeting.entry = entry_of(row);
    meeting.on = row.day(entry_width);
    meeting.title = row.text(entry_width + 1);
    meeting.place = row.optional_text(entry_width + 2);
    meeting.chair = row.optional_text(entry_width + 3);
    meeting.minutes = row.optional_text(entry_width + 4);
    auto const id = meeting.id.value;
    meeting.units = load_ids<identity::OrganisationTag>(session, units, id);
    meeting.agenda = load_texts(session, agenda, id);
    meeting.decisions = load_texts(session, decisions, id);
    meeting.files = load_numbers(session, files, id);
    meeting.actions = load_assignments(session, {"meeting", id});
    return meeting;
}

void write_lists(sql::Tx& tx, Meeting const& meeting) {
    write_list(tx, units, meeting.id.value, meeting.units);
    write_list(tx, agenda, meeting.id.value, meeting.agenda);
    write_list(tx, decisions, meeting.id.value, meeting.decisions);
    write_list(tx, files, meeting.id.value, meeting.files);
}

}  // namespace

std::optional<Meeting> load_meeting(sql::Session& session, MeetingId id) {
    auto const row = session.first("SELECT " + columns() + " FROM meeting e WHERE e.id = ?", id);
    return row ? std::optional(meeting_of(session, *row)) : std::nullopt;
}

base::Result<RegisterPage<Meeting>> list_meetings(sql::Session& session, MeetingQuery const& query,
                                                  identity::Scope const& scope) {
    sql::PageQuery page;
    page.list = "meetings";
    page.columns = columns();
    page.from = "meeting e";
    if (query.held_only) page.where.add("e.held_on <= ?", query.day);
    page.where.add_if("e.plan = ?", query.plan);
    page.where.add_if("? IN (" + std::string(concerned) + ")", query.unit);
    add_assignment_filter(page.where, "meeting", query.action);
    if (query.standing) add_occasion_filter(page.where, "meeting", *query.standing, query.day);
    add_scope(page.where, scope, concerned);
    page.order = {{"e.held_on", 'i', true}, {"e.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    RegisterPage<Meeting> out;
    for (auto const& row : found.rows) out.items.push_back(meeting_of(session, row));
    out.next = found.next;
    return out;
}

void insert_meeting(sql::Tx& tx, Meeting const& meeting) {
    auto const& entry = meeting.entry;
    tx.exec(
        "INSERT INTO meeting (id, version, plan, held_on, title, place, chair, minutes, sample, created_by,"
        " created_by_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        meeting.id, entry.version, entry.plan, meeting.on, meeting.title, meeting.place, meeting.chair, meeting.minutes,
        entry.sample, entry.created_by, entry.created_by_name, entry.created_at, entry.updated_at);
    write_lists(tx, meeting);
}

void update_meeting(sql::Tx& tx, Meeting const& meeting) {
    tx.exec(
        "UPDATE meeting SET version = ?, held_on = ?, title = ?, place = ?, chair = ?, minutes = ?, updated_at = ?"
        " WHERE id = ?",
        meeting.entry.version, meeting.on, meeting.title, meeting.place, meeting.chair, meeting.minutes,
        meeting.entry.updated_at, meeting.id);
    write_lists(tx, meeting);
}

void remove_meeting(sql::Tx& tx, MeetingId id) {
    for (auto const& list : {units, agenda, decisions, files}) clear_list(tx, list, id.value);
    tx.exec("DELETE FROM meeting WHERE id = ?", id);
}

}  // namespace kunyu::programme
