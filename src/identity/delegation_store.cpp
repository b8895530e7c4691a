#include "identity/delegation_store.hpp"

#include "sql/filter.hpp"

namespace kunyu::identity {

namespace {

constexpr std::string_view columns =
    "id, from_account, to_account, first_day, last_day, reason, created_at, revoked_at";

Delegation delegation_of(sql::Row const& row) {
    Delegation out;
    out.id = row.integer(0);
    out.from = row.id<AccountTag>(1);
    out.to = row.id<AccountTag>(2);
    out.first_day = row.day(3);
    out.last_day = row.day(4);
    out.reason = row.text(5);
    out.created_at = row.instant(6);
    out.revoked_at = row.optional_instant(7);
    return out;
}

void add_grants(sql::Session& session, Delegation& delegation) {
    for (auto const& row :
         session.query("SELECT g.id, g.account, g.role, g.organisation, g.platform, g.valid_from, g.valid_to "
                       "FROM delegation_grant l JOIN account_grant g ON g.id = l.account_grant WHERE l.delegation = ? "
                       "ORDER BY g.id",
                       delegation.id)) {
        AccountGrant grant;
        grant.id = row.id<AccountGrantTag>(0);
        grant.account = row.id<AccountTag>(1);
        grant.role = row.text(2);
        grant.organisation = row.optional_id<OrganisationTag>(3);
        grant.platform = row.optional_integer(4);
        grant.valid_from = row.optional_day(5);
        grant.valid_to = row.optional_day(6);
        delegation.grants.push_back(std::move(grant));
    }
}

}  // namespace

void insert_delegation(sql::Tx& tx, Delegation const& d) {
    tx.exec(
        "INSERT INTO delegation (id, from_account, to_account, first_day, last_day, reason, created_at, revoked_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        d.id, d.from, d.to, d.first_day, d.last_day, d.reason, d.created_at);
    for (auto const& grant : d.grants)
        tx.exec("INSERT INTO delegation_grant (delegation, account_grant) VALUES (?, ?)", d.id, grant.id);
}

std::optional<Delegation> load_delegation(sql::Session& session, std::int64_t id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM delegation WHERE id = ?", id);
    if (!row) return std::nullopt;
    auto out = delegation_of(*row);
    add_grants(session, out);
    return out;
}

base::Result<ListPage<Delegation>> list_delegations(sql::Session& session, std::optional<AccountId> account,
                                                    PageRequest const& page) {
    sql::PageQuery query;
    query.list = "delegations/latest";
    query.columns = columns;
    query.from = "delegation";
    if (account) query.where.add("(from_account = ? OR to_account = ?)", *account, *account);
    query.order = {{"id", 'i', true}};
    query.cursor = page.cursor;
    query.limit = page.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    ListPage<Delegation> out;
    for (auto const& row : found.rows) {
        out.items.push_back(delegation_of(row));
        add_grants(session, out.items.back());
    }
    out.next = found.next;
    return out;
}

void revoke_delegation(sql::Tx& tx, std::int64_t id, base::Instant now) {
    tx.exec("UPDATE delegation SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", now, id);
}

}  // namespace kunyu::identity
