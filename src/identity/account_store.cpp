#include "identity/account_store.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"
#include "sql/filter.hpp"

#include <set>

namespace kunyu::identity {

namespace {

constexpr std::string_view columns =
    "a.id, a.user_name, a.display_name, a.organisation, a.email, a.phone, a.language, a.active, "
    "a.must_change_password, a.created_at, a.last_login_at, a.version";

Account account_of(sql::Row const& row) {
    Account account;
    account.id = row.id<AccountTag>(0);
    account.user = row.text(1);
    account.display_name = row.text(2);
    account.organisation = row.optional_id<OrganisationTag>(3);
    account.email = row.optional_text(4);
    account.phone = row.optional_text(5);
    account.language = base::parse_language(row.text(6)).value_or(base::Language::zh);
    account.active = row.boolean(7);
    account.must_change_password = row.boolean(8);
    account.created_at = row.instant(9);
    account.last_login_at = row.optional_instant(10);
    account.version = row.integer(11);
    return account;
}

/// The grants of all these accounts by one select.
void add_grants(sql::Session& session, std::vector<Account>& accounts) {
    if (accounts.empty()) return;
    std::map<AccountId, Account*> by_id;
    std::vector<AccountId> ids;
    for (auto& account : accounts) {
        by_id.emplace(account.id, &account);
        ids.push_back(account.id);
    }
    sql::Where where;
    where.add_in("account", ids);
    auto const rows =
        session.query_with("SELECT id, account, role, organisation, platform, valid_from, valid_to FROM account_grant" +
                               where.text() + " ORDER BY id",
                           where.args());
    for (auto const& row : rows) {
        AccountGrant grant;
        grant.id = row.id<AccountGrantTag>(0);
        grant.account = row.id<AccountTag>(1);
        grant.role = row.text(2);
        grant.organisation = row.optional_id<OrganisationTag>(3);
        grant.platform = row.optional_integer(4);
        grant.valid_from = row.optional_day(5);
        grant.valid_to = row.optional_day(6);
        by_id.at(grant.account)->grants.push_back(std::move(grant));
    }
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

void add_scope(sql::Where& where, Scope const& scope) {
    if (scope.everything) return;
    if (scope.organisations.empty()) {
        where.add("1 = 0");
        return;
    }
    std::vector<sql::Value> args;
    for (auto const id : scope.organisations) args.push_back(sql::to_value(id));
    where.add_with(
        "EXISTS (SELECT 1 FROM organisation_subtree t WHERE t.descendant = a.organisation AND t.ancestor IN (" +
            sql::Where::marks(args.size()) + "))",
        args);
}

}  // namespace

std::optional<Account> load_account(sql::Session& session, AccountId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM account a WHERE a.id = ?", id);
    if (!row) return std::nullopt;
    std::vector<Account> one{account_of(*row)};
    add_grants(session, one);
    return std::move(one.front());
}

std::optional<AccountId> find_account(sql::Session& session, std::string_view id_or_user) {
    auto const number = base::parse_id(id_or_user);
    if (number)
        if (auto const row = session.first("SELECT id FROM account WHERE id = ?", *number))
            return row->id<AccountTag>(0);
    auto const row = session.first("SELECT id FROM account WHERE user_name = ?", base::fold(id_or_user));
    return row ? std::optional(row->id<AccountTag>(0)) : std::nullopt;
}

std::optional<PasswordRecord> load_password(sql::Session& session, std::string_view user) {
    auto const row = session.first(
        "SELECT id, password_hash FROM account WHERE user_name = ? AND active = 1 AND password_hash IS NOT NULL",
        base::fold(user));
    return row ? std::optional(PasswordRecord{row->id<AccountTag>(0), row->text(1)}) : std::nullopt;
}

std::map<AccountId, AccountRef> account_references(sql::Session& session, std::vector<AccountId> const& ids) {
    std::map<AccountId, AccountRef> found;
    std::set<AccountId> const wanted(ids.begin(), ids.end());
    if (wanted.empty()) return found;
    sql::Where where;
    where.add_in("id", std::vector<AccountId>(wanted.begin(), wanted.end()));
    for (auto const& row :
         session.query_with("SELECT id, user_name, display_name FROM account" + where.text(), where.args()))
        found.emplace(row.id<AccountTag>(0), AccountRef{row.id<AccountTag>(0), row.text(1), row.text(2)});
    return found;
}

std::vector<AccountGrant> load_grants(sql::Session& session, AccountId account) {
    auto const found = load_account(session, account);
    return found ? found->grants : std::vector<AccountGrant>{};
}

std::int64_t count_administrators(sql::Session& session, base::Day day, GrantId without_grant, AccountId without) {
    return session
        .first(
            "SELECT COUNT(DISTINCT a.id) FROM account a JOIN account_grant g ON g.account = a.id "
            "WHERE a.active = 1 AND g.role = 'administrator' AND g.organisation IS NULL AND g.platform IS NULL "
            "AND (g.valid_from IS NULL OR g.valid_from <= ?) AND g.valid_to IS NULL AND g.id <> ? AND a.id <> ?",
            day, without_grant, without)
        ->integer(0);
}

base::Result<ListPage<Account>> list_accounts(sql::Session& session, AccountFilter const& filter,
                                              PageRequest const& page) {
    sql::PageQuery query;
    query.list = "accounts/user";
    query.columns = columns;
    query.from = "account a";
    add_scope(query.where, filter.scope);
    if (filter.active) query.where.add("a.active = ?", *filter.active);
    if (filter.organisation)
        query.where.add(
            "EXISTS (SELECT 1 FROM organisation_subtree s WHERE s.descendant = a.organisation AND s.ancestor = ?)",
            *filter.organisation);
    if (filter.role)
        query.where.add(
            "EXISTS (SELECT 1 FROM account_grant g WHERE g.account = a.id AND g.role = ? AND (g.valid_from IS NULL OR "
            "g.valid_from <= ?) AND (g.valid_to IS NULL OR g.valid_to > ?))",
            *filter.role, filter.day, filter.day);
    if (filter.text) {
        auto const pattern = "%" + escaped(base::fold(*filter.text)) + "%";
        query.where.add(
            "(a.user_name LIKE ? ESCAPE '\\' OR LOWER(a.display_name) LIKE ? ESCAPE '\\' OR "
            "LOWER(a.email) LIKE ? ESCAPE '\\')",
            pattern, pattern, pattern);
    }
    query.order = {{"a.user_name", 't', false}, {"a.id", 'i', false}};
    query.cursor = page.cursor;
    query.limit = page.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    ListPage<Account> out;
    for (auto const& row : found.rows) out.items.push_back(account_of(row));
    add_grants(session, out.items);
    out.next = found.next;
    return out;
}

bool insert_account(sql::Tx& tx, Account const& a, std::optional<std::string> const& hash) {
    return tx.exec(
               "INSERT INTO account (id, user_name, display_name, organisation, email, phone, language, active, "
               "password_hash, must_change_password, created_at, last_login_at, version) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?) ON CONFLICT (user_name) DO NOTHING",
               a.id, a.user, a.display_name, a.organisation, a.email, a.phone, base::to_string(a.language), a.active,
               hash, a.must_change_password, a.created_at, a.version) == 1;
}

void update_account(sql::Tx& tx, Account const& a) {
    tx.exec(
        "UPDATE account SET display_name = ?, organisation = ?, email = ?, phone = ?, language = ?, active = ?, "
        "version = version + 1 WHERE id = ?",
        a.display_name, a.organisation, a.email, a.phone, base::to_string(a.language), a.active, a.id);
}

void set_password(sql::Tx& tx, AccountId account, std::string const& hash, bool must_change) {
    tx.exec("UPDATE account SET password_hash = ?, must_change_password = ?, version = version + 1 WHERE id = ?", hash,
            must_change, account);
}

void note_login(sql::Tx& tx, AccountId account, base::Instant now) {
    tx.exec("UPDATE account SET last_login_at = ? WHERE id = ?", now, account);
}

void insert_grant(sql::Tx& tx, AccountGrant const& grant, AccountId by, base::Instant now) {
    tx.exec(
        "INSERT INTO account_grant (id, account, role, organisation, platform, valid_from, valid_to, granted_by, "
        "granted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        grant.id, grant.account, grant.role, grant.organisation, grant.platform, grant.valid_from, grant.valid_to, by,
        now);
}

void delete_grant(sql::Tx& tx, GrantId grant) {
    tx.exec("DELETE FROM delegation_grant WHERE account_grant = ?", grant);
    tx.exec("DELETE FROM account_grant WHERE id = ?", grant);
}

void raise_version(sql::Tx& tx, AccountId account) {
    tx.exec("UPDATE account SET version = version + 1 WHERE id = ?", account);
}

}  // namespace kunyu::identity
