#include "registry/call_store.hpp"

#include "registry/application_attachments.hpp"
#include "sql/filter.hpp"

namespace kunyu::registry {

namespace {

constexpr std::string_view columns =
    "c.id, c.version, c.state, c.title_zh, c.title_en, c.category, c.opens, c.closes, c.limit_per_host,"
    " c.limit_per_supervisor, c.limit_total, c.text_zh, c.text_en, c.document_number, c.sample, c.created_by,"
    " c.created_by_name, c.created_at, c.updated_at";

Call call_of(sql::Session& session, sql::Row const& row) {
    Call call;
    call.id = row.id<CallTag>(0);
    call.version = row.integer(1);
    call.terms.state = *parse_call_state(row.text(2));
    call.title = {row.text(3), row.optional_text(4)};
    call.terms.category = row.text(5);
    call.terms.opens = row.day(6);
    call.terms.closes = row.day(7);
    call.terms.limit_per_host = row.optional_integer(8);
    call.terms.limit_per_supervisor = row.optional_integer(9);
    call.terms.limit_total = row.optional_integer(10);
    call.text_zh = row.text(11);
    call.text_en = row.optional_text(12);
    call.document_number = row.optional_text(13);
    call.sample = row.boolean(14);
    call.created_by = row.id<identity::AccountTag>(15);
    call.created_by_name = row.text(16);
    call.created_at = row.instant(17);
    call.updated_at = row.instant(18);
    for (auto const& field :
         session.query("SELECT field FROM application_call_field WHERE call = ? ORDER BY ordinal", call.id))
        call.terms.fields.push_back(field.text(0));
    call.files =
        file_column(session, "SELECT file FROM application_call_file WHERE call = ? ORDER BY ordinal", call.id.value);
    return call;
}

void write_parts(sql::Tx& tx, Call const& call) {
    tx.exec("DELETE FROM application_call_field WHERE call = ?", call.id);
    tx.exec("DELETE FROM application_call_file WHERE call = ?", call.id);
    std::int64_t ordinal = 0;
    for (auto const& field : call.terms.fields)
        tx.exec("INSERT INTO application_call_field (call, ordinal, field) VALUES (?, ?, ?)", call.id, ordinal++,
                field);
    for (auto const file : call.files)
        tx.exec("INSERT INTO application_call_file (call, ordinal, file) VALUES (?, ?, ?)", call.id, ordinal++, file);
}

void add_standing(sql::Where& where, CallStanding standing, base::Day today) {
    switch (standing) {
        case CallStanding::draft:
            return where.add("c.state = 'draft'");
        case CallStanding::withdrawn:
            return where.add("c.state = 'withdrawn'");
        case CallStanding::announced:
            return where.add("c.state = 'published' AND c.opens > ? AND c.closes >= ?", today, today);
        case CallStanding::open:
            return where.add("c.state = 'published' AND c.opens <= ? AND c.closes >= ?", today, today);
        case CallStanding::closed:
            return where.add("c.state = 'published' AND c.closes < ?", today);
    }
}

}  // namespace

std::optional<Call> load_call(sql::Session& session, CallId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM application_call c WHERE c.id = ?", id);
    return row ? std::optional(call_of(session, *row)) : std::nullopt;
}

base::Result<CallPage> list_calls(sql::Session& session, CallQuery const& query) {
    sql::PageQuery page;
    page.list = "calls";
    page.columns = columns;
    page.from = "application_call c";
    page.where.add_if("c.category = ?", query.category);
    if (!query.drafts) page.where.add("c.state <> 'draft'");
    if (query.standing) add_standing(page.where, *query.standing, query.today);
    page.order = {{"c.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    CallPage out;
    for (auto const& row : found.rows) out.items.push_back(call_of(session, row));
    out.next = found.next;
    return out;
}

void insert_call(sql::Tx& tx, Call const& call) {
    auto const& terms = call.terms;
    tx.exec(
        "INSERT INTO application_call (id, version, state, title_zh, title_en, category, opens, closes,"
        " limit_per_host, limit_per_supervisor, limit_total, text_zh, text_en, document_number, sample, created_by,"
        " created_by_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        call.id, call.version, to_string(terms.state), call.title.zh, call.title.en, terms.category, terms.opens,
        terms.closes, terms.limit_per_host, terms.limit_per_supervisor, terms.limit_total, call.text_zh, call.text_en,
        call.document_number, call.sample, call.created_by, call.created_by_name, call.created_at, call.updated_at);
    write_parts(tx, call);
}

void update_call(sql::Tx& tx, Call const& call) {
    auto const& terms = call.terms;
    tx.exec(
        "UPDATE application_call SET version = ?, state = ?, title_zh = ?, title_en = ?, category = ?, opens = ?,"
        " closes = ?, limit_per_host = ?, limit_per_supervisor = ?, limit_total = ?, text_zh = ?, text_en = ?,"
        " document_number = ?, updated_at = ? WHERE id = ?",
        call.version, to_string(terms.state), call.title.zh, call.title.en, terms.category, terms.opens, terms.closes,
        terms.limit_per_host, terms.limit_per_supervisor, terms.limit_total, call.text_zh, call.text_en,
        call.document_number, call.updated_at, call.id);
    write_parts(tx, call);
}

void remove_call(sql::Tx& tx, CallId id) {
    for (auto const* table : {"application_call_field", "application_call_file", "application_call_late"})
        tx.exec("DELETE FROM " + std::string(table) + " WHERE call = ?", id);
    tx.exec("DELETE FROM application_call WHERE id = ?", id);
}

std::int64_t count_submitted(sql::Session& session, CallId id) {
    return session
        .first("SELECT COUNT(*) FROM application WHERE call = ? AND state NOT IN ('draft', 'returned', 'withdrawn')",
               id)
        ->integer(0);
}

std::optional<base::Day> late_until(sql::Session& session, CallId call, std::optional<OrganisationId> host) {
    if (!host) return std::nullopt;
    auto const row = session.first("SELECT until FROM application_call_late WHERE call = ? AND host = ?", call, *host);
    return row ? std::optional(row->day(0)) : std::nullopt;
}

void accept_late(sql::Tx& tx, identity::Caller const& caller, CallId call, OrganisationId host, base::Day until,
                 std::string const& reason) {
    tx.exec("DELETE FROM application_call_late WHERE call = ? AND host = ?", call, host);
    tx.exec(
        "INSERT INTO application_call_late (call, host, until, reason, accepted_by, accepted_by_name, accepted_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        call, host, until, reason, caller.account, caller.name, caller.now);
}

}  // namespace kunyu::registry
