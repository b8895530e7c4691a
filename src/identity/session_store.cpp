#include "identity/session_store.hpp"

#include "base/text.hpp"
#include "identity/resolver.hpp"
#include "sql/filter.hpp"

#include <algorithm>

namespace kunyu::identity {

namespace {

SessionEntry session_of(sql::Row const& row) {
    SessionEntry entry;
    entry.id = row.integer(0);
    entry.created_at = row.instant(1);
    entry.last_seen_at = row.instant(2);
    entry.ends_at = std::min(row.instant(3), entry.last_seen_at.plus_seconds(session_idle_seconds));
    entry.address = row.text(4);
    entry.agent = row.text(5);
    return entry;
}

Token token_of(sql::Row const& row) {
    Token token;
    token.id = row.integer(0);
    token.name = row.text(1);
    token.scopes = base::split(row.text(2), ' ');
    token.created_at = row.instant(3);
    token.ends_at = row.optional_instant(4);
    token.last_used_at = row.optional_instant(5);
    return token;
}

}  // namespace

void insert_session(sql::Tx& tx, AccountId account, SessionEntry const& entry, std::string_view digest) {
    tx.exec(
        "INSERT INTO account_session (id, account, digest, created_at, last_seen_at, ends_at, address, agent) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.id, account, digest, entry.created_at, entry.last_seen_at, entry.ends_at, entry.address, entry.agent);
}

base::Result<ListPage<SessionEntry>> list_sessions(sql::Session& session, AccountId account, base::Instant now,
                                                   PageRequest const& page) {
    sql::PageQuery query;
    query.list = "sessions/latest";
    query.columns = "id, created_at, last_seen_at, ends_at, address, agent";
    query.from = "account_session";
    query.where.add("account = ? AND ends_at > ? AND last_seen_at > ?", account, now,
                    now.plus_seconds(-session_idle_seconds));
    query.order = {{"id", 'i', true}};
    query.cursor = page.cursor;
    query.limit = page.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    ListPage<SessionEntry> out;
    for (auto const& row : found.rows) out.items.push_back(session_of(row));
    out.next = found.next;
    return out;
}

std::optional<SessionEntry> load_session(sql::Session& session, std::int64_t id) {
    auto const row = session.first(
        "SELECT id, created_at, last_seen_at, ends_at, address, agent FROM account_session WHERE id = ?", id);
    return row ? std::optional(session_of(*row)) : std::nullopt;
}

bool delete_session(sql::Tx& tx, AccountId account, std::int64_t id) {
    return tx.exec("DELETE FROM account_session WHERE id = ? AND account = ?", id, account) == 1;
}

void delete_session_of(sql::Tx& tx, std::string_view digest) {
    tx.exec("DELETE FROM account_session WHERE digest = ?", digest);
}

std::int64_t delete_sessions(sql::Tx& tx, AccountId account, std::int64_t but) {
    return tx.exec("DELETE FROM account_session WHERE account = ? AND id <> ?", account, but);
}

void delete_ended_sessions(sql::Tx& tx, base::Instant now) {
    tx.exec("DELETE FROM account_session WHERE ends_at <= ?", now);
}

void insert_token(sql::Tx& tx, AccountId account, Token const& token, std::string_view digest) {
    std::string scopes;
    for (auto const& scope : token.scopes) scopes += (scopes.empty() ? "" : " ") + scope;
    tx.exec(
        "INSERT INTO account_token (id, account, name, digest, scopes, created_at, ends_at, last_used_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        token.id, account, token.name, digest, scopes, token.created_at, token.ends_at);
}

base::Result<ListPage<Token>> list_tokens(sql::Session& session, AccountId account, PageRequest const& page) {
    sql::PageQuery query;
    query.list = "tokens/latest";
    query.columns = "id, name, scopes, created_at, ends_at, last_used_at";
    query.from = "account_token";
    query.where.add("account = ?", account);
    query.order = {{"id", 'i', true}};
    query.cursor = page.cursor;
    query.limit = page.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    ListPage<Token> out;
    for (auto const& row : found.rows) out.items.push_back(token_of(row));
    out.next = found.next;
    return out;
}

std::optional<Token> load_token(sql::Session& session, AccountId account, std::int64_t id) {
    auto const row = session.first(
        "SELECT id, name, scopes, created_at, ends_at, last_used_at FROM account_token WHERE id = ? AND account = ?",
        id, account);
    return row ? std::optional(token_of(*row)) : std::nullopt;
}

void delete_token(sql::Tx& tx, std::int64_t id) {
    tx.exec("DELETE FROM account_token WHERE id = ?", id);
}

}  // namespace kunyu::identity
