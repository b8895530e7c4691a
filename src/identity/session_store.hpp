#pragma once
#include "base/result.hpp"
#include "identity/account.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::identity {

void insert_session(sql::Tx& tx, AccountId account, SessionEntry const& entry, std::string_view digest);
/// Latest first; only those that have not ended.
base::Result<ListPage<SessionEntry>> list_sessions(sql::Session& session, AccountId account, base::Instant now,
                                                   PageRequest const& page);
std::optional<SessionEntry> load_session(sql::Session& session, std::int64_t id);
/// False when the account has no such session.
bool delete_session(sql::Tx& tx, AccountId account, std::int64_t id);
void delete_session_of(sql::Tx& tx, std::string_view digest);
/// All of the account's but one (0: all); answers how many.
std::int64_t delete_sessions(sql::Tx& tx, AccountId account, std::int64_t but);
void delete_ended_sessions(sql::Tx& tx, base::Instant now);

void insert_token(sql::Tx& tx, AccountId account, Token const& token, std::string_view digest);
base::Result<ListPage<Token>> list_tokens(sql::Session& session, AccountId account, PageRequest const& page);
std::optional<Token> load_token(sql::Session& session, AccountId account, std::int64_t id);
void delete_token(sql::Tx& tx, std::int64_t id);

}  // namespace kunyu::identity
