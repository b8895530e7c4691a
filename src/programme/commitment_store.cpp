#include "programme/commitment_store.hpp"

#include "programme/register_access.hpp"
#include "sql/filter.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::programme {
namespace {

constexpr ListTable files{"commitment_file", "commitment", "file"};
constexpr ListTable delivery_files{"commitment_delivery_file", "delivery", "file"};
constexpr std::int64_t no_due_day = 0x7fffffff;

std::string const& columns() {
    static std::string const all = fmt::format(
        "{}, e.kind, e.promised_by, e.task, e.platform, e.what, e.amount, e.promised_on, e.due, e.document_number",
        entry_columns);
    return all;
}

/// Each promise with what had come by a day (one mark).
constexpr char const* with_deliveries =
    "commitment e JOIN organisation o ON o.id = e.promised_by LEFT JOIN (SELECT commitment, CAST(SUM(amount) AS BIGINT)"
    " AS amount, COUNT(*) - COUNT(amount) AS unknown, MAX(completes) AS completes FROM commitment_delivery WHERE"
    " delivered_on <= ? GROUP BY commitment) d ON d.commitment = e.id";

/// state_of() in SQL, for filters and sums; one mark, the day.
constexpr char const* state_then =
    "CASE WHEN (e.amount IS NOT NULL AND COALESCE(d.amount, 0) >= e.amount) OR (e.amount IS NULL AND"
    " COALESCE(d.completes, 0) = 1) THEN 'delivered' WHEN e.due < ? THEN 'overdue' WHEN d.commitment IS NOT NULL THEN"
    " 'partly' ELSE 'not_due' END";

/// Who promised, and whose platform it is for.
constexpr char const* concerned =
    "SELECT e.promised_by UNION ALL SELECT h.organisation FROM platform_host h WHERE h.platform = e.platform";

std::vector<Delivery> load_deliveries(sql::Session& session, CommitmentId id) {
    std::vector<Delivery> deliveries;
    for (auto const& row :
         session.query("SELECT id, delivered_on, amount, completes, note, at, by_account, by_name FROM"
                       " commitment_delivery WHERE commitment = ? ORDER BY delivered_on, id",
                       id)) {
        Delivery delivery;
        delivery.id = row.id<DeliveryTag>(0);
        delivery.known = {row.day(1), row.optional_integer(2), row.boolean(3)};
        delivery.note = row.optional_text(4);
        delivery.at = row.instant(5);
        delivery.by = row.id<identity::AccountTag>(6);
        delivery.by_name = row.text(7);
        delivery.files = load_numbers(session, delivery_files, delivery.id.value);
        deliveries.push_back(std::move(delivery));
    }
    return deliveries;
}

Commitment commitment_of(sql::Session& session, sql::Row const& row) {
    Commitment commitment;
    commitment.id = row.id<CommitmentTag>(0);
    commitment.entry = entry_of(row);
    commitment.kind = *parse_commitment_kind(row.text(entry_width));
    commitment.promised_by = row.id<identity::OrganisationTag>(entry_width + 1);
    commitment.task = row.optional_id<TaskTag>(entry_width + 2);
    commitment.platform = row.optional_id<registry::PlatformTag>(entry_width + 3);
    commitment.what = row.text(entry_width + 4);
    commitment.amount = row.optional_integer(entry_width + 5);
    commitment.promised_on = row.day(entry_width + 6);
    commitment.due = row.optional_day(entry_width + 7);
    commitment.document_number = row.optional_text(entry_width + 8);
    commitment.files = load_numbers(session, files, commitment.id.value);
    commitment.deliveries = load_deliveries(session, commitment.id);
    return commitment;
}

void add_filter(sql::Where& where, CommitmentFilter const& filter, identity::Scope const& scope) {
    where.add("e.promised_on <= ?", filter.day);
    where.add_if("e.plan = ?", filter.plan);
    where.add_if("e.promised_by = ?", filter.promised_by);
    where.add_if("e.platform = ?", filter.platform);
    where.add_if("o.province = ?", filter.province);
    if (filter.kind) where.add("e.kind = ?", to_string(*filter.kind));
    if (filter.state) where.add(std::string(state_then) + " = ?", filter.day, to_string(*filter.state));
    add_scope(where, scope, concerned, "e.platform");
}

CommitmentTotal total_of(TotalsBy by, sql::Row const& row) {
    CommitmentTotal total;
    if (by == TotalsBy::host)
        total.host = row.id<identity::OrganisationTag>(0);
    else if (row.text(0) != "")
        total.province = row.text(0);
    total.kind = *parse_commitment_kind(row.text(1));
    total.commitments = row.integer(2);
    total.unknown = row.integer(3);
    total.unknown_deliveries = row.integer(4);
    total.overdue = row.integer(5);
    total.promised = row.optional_integer(6);
    total.due = row.optional_integer(7);
    total.delivered = row.optional_integer(8);
    return total;
}

}  // namespace

Delivered delivered_by(Commitment const& commitment, base::Day day) {
    std::vector<KnownDelivery> known;
    for (auto const& delivery : commitment.deliveries) known.push_back(delivery.known);
    return delivered_by(known, day);
}

CommitmentState state_on(Commitment const& commitment, base::Day day) {
    return state_of(commitment.amount, commitment.due, delivered_by(commitment, day), day);
}

std::optional<Commitment> load_commitment(sql::Session& session, CommitmentId id) {
    auto const row = session.first("SELECT " + columns() + " FROM commitment e WHERE e.id = ?", id);
    return row ? std::optional(commitment_of(session, *row)) : std::nullopt;
}

base::Result<RegisterPage<Commitment>> list_commitments(sql::Session& session, CommitmentQuery const& query,
                                                        identity::Scope const& scope) {
    sql::PageQuery page;
    page.list = "commitments";
    page.columns = columns();
    page.from = with_deliveries;
    page.from_args = {sql::to_value(query.filter.day)};
    add_filter(page.where, query.filter, scope);
    page.order = {{"COALESCE(e.due, " + std::to_string(no_due_day) + ")", 'i', false}, {"e.id", 'i', false}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    RegisterPage<Commitment> out;
    for (auto const& row : found.rows) out.items.push_back(commitment_of(session, row));
    out.next = found.next;
    return out;
}

std::vector<CommitmentTotal> add_up(sql::Session& session, TotalsBy by, CommitmentFilter const& filter,
                                    identity::Scope const& scope) {
    sql::Where where;
    add_filter(where, filter, scope);
    // Grouped by what is selected, so that both engines see the same expression.
    auto const key = by == TotalsBy::host ? "o.name_key" : "COALESCE(o.province, '')";
    auto const shown = by == TotalsBy::host ? "MIN(o.id)" : key;
    auto const group = by == TotalsBy::host ? "o.id, o.name_key" : key;
    auto const sql = fmt::format(
        "SELECT {0}, e.kind, COUNT(*), COUNT(*) - COUNT(e.amount), CAST(SUM(COALESCE(d.unknown, 0)) AS BIGINT),"
        " CAST(SUM(CASE WHEN {1} = 'overdue' THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(e.amount) AS BIGINT),"
        " CAST(SUM(CASE WHEN e.due <= ? THEN e.amount END) AS BIGINT), CAST(SUM(d.amount) AS BIGINT) FROM {2}{3}"
        " GROUP BY {4}, e.kind ORDER BY {5}, {0}, e.kind",
        shown, state_then, with_deliveries, where.text(), group, key);
    auto const day = sql::to_value(filter.day);
    std::vector<sql::Value> args{day, day, day};
    args.insert(args.end(), where.args().begin(), where.args().end());
    std::vector<CommitmentTotal> totals;
    for (auto const& row : session.query_with(sql, args)) totals.push_back(total_of(by, row));
    return totals;
}

void insert_commitment(sql::Tx& tx, Commitment const& commitment) {
    auto const& entry = commitment.entry;
    tx.exec(
        "INSERT INTO commitment (id, version, plan, kind, promised_by, task, platform, what, amount, promised_on, due,"
        " document_number, sample, created_by, created_by_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        commitment.id, entry.version, entry.plan, to_string(commitment.kind), commitment.promised_by, commitment.task,
        commitment.platform, commitment.what, commitment.amount, commitment.promised_on, commitment.due,
        commitment.document_number, entry.sample, entry.created_by, entry.created_by_name, entry.created_at,
        entry.updated_at);
    write_list(tx, files, commitment.id.value, commitment.files);
}

void update_commitment(sql::Tx& tx, Commitment const& commitment) {
    tx.exec(
        "UPDATE commitment SET version = ?, kind = ?, task = ?, platform = ?, what = ?, amount = ?, promised_on = ?,"
        " due = ?, document_number = ?, updated_at = ? WHERE id = ?",
        commitment.entry.version, to_string(commitment.kind), commitment.task, commitment.platform, commitment.what,
        commitment.amount, commitment.promised_on, commitment.due, commitment.document_number,
        commitment.entry.updated_at, commitment.id);
    write_list(tx, files, commitment.id.value, commitment.files);
}

void insert_delivery(sql::Tx& tx, CommitmentId commitment, Delivery const& delivery) {
    tx.exec(
        "INSERT INTO commitment_delivery (id, commitment, delivered_on, amount, completes, note, at, by_account,"
        " by_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        delivery.id, commitment, delivery.known.on, delivery.known.amount, delivery.known.completes, delivery.note,
        delivery.at, delivery.by, delivery.by_name);
    write_list(tx, delivery_files, delivery.id.value, delivery.files);
}

void remove_delivery(sql::Tx& tx, DeliveryId id) {
    clear_list(tx, delivery_files, id.value);
    tx.exec("DELETE FROM commitment_delivery WHERE id = ?", id);
}

void remove_commitment(sql::Tx& tx, CommitmentId id) {
    for (auto const& delivery : load_deliveries(tx, id)) remove_delivery(tx, delivery.id);
    clear_list(tx, files, id.value);
    tx.exec("DELETE FROM commitment WHERE id = ?", id);
}

}  // namespace kunyu::programme
