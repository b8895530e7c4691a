#include "programme/slip_store.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

constexpr std::string_view columns =
    "l.id, l.plan, l.task, l.unit, l.version, l.year, l.number, l.reason_key, l.level, l.state, l.demand, l.issued_at,"
    " l.reply_due, l.closed_at, l.sample";

Slip slip_of(sql::Row const& row) {
    Slip slip;
    slip.id = row.id<SlipTag>(0);
    slip.plan = row.id<PlanTag>(1);
    slip.task = row.id<TaskTag>(2);
    slip.unit = row.id<identity::OrganisationTag>(3);
    slip.version = row.integer(4);
    slip.year = row.integer(5);
    slip.number = row.integer(6);
    slip.reason_key = row.optional_text(7);
    slip.level = *parse_slip_level(row.text(8));
    slip.state = *parse_work_state(row.text(9));
    slip.demand = row.text(10);
    slip.issued_at = row.instant(11);
    slip.reply_due = row.optional_day(12);
    slip.closed_at = row.optional_instant(13);
    slip.sample = row.boolean(14);
    return slip;
}

SlipEvent event_of(sql::Row const& row) {
    SlipEvent event;
    event.ordinal = row.integer(0);
    event.kind = row.text(1);
    event.level = *parse_slip_level(row.text(2));
    event.reply_due = row.optional_day(3);
    event.statement = row.text(4);
    event.at = row.instant(5);
    event.by = row.id<identity::AccountTag>(6);
    event.by_name = row.text(7);
    return event;
}

}  // namespace

std::optional<Slip> load_slip(sql::Session& session, SlipId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM slip l WHERE l.id = ?", id);
    return row ? std::optional(slip_of(*row)) : std::nullopt;
}

std::vector<SlipEvent> load_slip_events(sql::Session& session, SlipId id) {
    std::vector<SlipEvent> events;
    for (auto const& row : session.query(
             "SELECT ordinal, kind, level, reply_due, statement, at, by_account, by_name FROM slip_event WHERE slip = ?"
             " ORDER BY ordinal",
             id)) {
        events.push_back(event_of(row));
        for (auto const& file : session.query(
                 "SELECT file FROM slip_file WHERE slip = ? AND event = ? ORDER BY ordinal", id, events.back().ordinal))
            events.back().files.push_back(file.integer(0));
    }
    return events;
}

base::Result<SlipPage> list_slips(sql::Session& session, SlipQuery const& query, identity::Scope const& reading) {
    sql::PageQuery page;
    page.list = "slips";
    page.columns = columns;
    page.from = "slip l";
    page.where.add_if("l.plan = ?", query.plan);
    page.where.add_if("l.unit = ?", query.unit);
    page.where.add_if("l.state = ?", query.state);
    page.where.add_if("l.level = ?", query.level);
    add_unit_scope(page.where, reading, "l.unit");
    page.order = {{"l.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    SlipPage out;
    for (auto const& row : found.rows) out.items.push_back(slip_of(row));
    out.next = found.next;
    return out;
}

std::vector<SlipId> slips_overdue(sql::Session& session, base::Day day) {
    std::vector<SlipId> ids;
    for (auto const& row :
         session.query("SELECT id FROM slip WHERE state IN ('issued', 'returned') AND reply_due < ? ORDER BY id", day))
        ids.push_back(row.id<SlipTag>(0));
    return ids;
}

bool has_open_slip(sql::Session& session, TaskId task, OrganisationId unit) {
    return session.first("SELECT 1 FROM slip WHERE task = ? AND unit = ? AND state <> 'closed'", task, unit)
        .has_value();
}

bool has_slip_of_key(sql::Session& session, std::string_view reason_key) {
    return session.first("SELECT 1 FROM slip WHERE reason_key = ?", reason_key).has_value();
}

std::int64_t next_slip_number(sql::Session& session, PlanId plan, std::int64_t year) {
    return session.first("SELECT COALESCE(MAX(number), 0) + 1 FROM slip WHERE plan = ? AND year = ?", plan, year)
        ->integer(0);
}

void insert_slip(sql::Tx& tx, Slip const& slip) {
    tx.exec(
        "INSERT INTO slip (id, plan, task, unit, version, year, number, reason_key, level, state, demand, issued_at,"
        " reply_due, closed_at, sample) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        slip.id, slip.plan, slip.task, slip.unit, slip.version, slip.year, slip.number, slip.reason_key,
        to_string(slip.level), to_string(slip.state), slip.demand, slip.issued_at, slip.reply_due, slip.closed_at,
        slip.sample);
}

void update_slip(sql::Tx& tx, Slip const& slip) {
    tx.exec("UPDATE slip SET version = ?, level = ?, state = ?, reply_due = ?, closed_at = ? WHERE id = ?",
            slip.version, to_string(slip.level), to_string(slip.state), slip.reply_due, slip.closed_at, slip.id);
}

void append_slip_event(sql::Tx& tx, SlipId id, SlipEvent const& event) {
    auto const ordinal = next_ordinal(tx, "slip_event", "slip", id.value);
    tx.exec(
        "INSERT INTO slip_event (slip, ordinal, kind, level, reply_due, statement, at, by_account, by_name)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, ordinal, event.kind, to_string(event.level), event.reply_due, event.statement, event.at, event.by,
        event.by_name);
    std::int64_t place = 0;
    for (auto const file : event.files)
        tx.exec("INSERT INTO slip_file (slip, event, ordinal, file) VALUES (?, ?, ?, ?)", id, ordinal, place++, file);
}

}  // namespace kunyu::programme
