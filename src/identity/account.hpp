#pragma once
#include "base/messages.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::identity {

struct AccountGrantTag;
using GrantId = base::Id<AccountGrantTag>;

/// A grant as it stands in the record, valid or not; `valid_to` is the first day on which it no longer holds.
struct AccountGrant {
    GrantId id;
    AccountId account;
    std::string role;
    std::optional<OrganisationId> organisation;
    std::optional<std::int64_t> platform;
    std::optional<base::Day> valid_from;
    std::optional<base::Day> valid_to;

    bool over_everything() const { return !organisation && !platform; }
    bool is_over(base::Day day) const { return valid_to && *valid_to <= day; }
    bool holds_on(base::Day day) const { return (!valid_from || *valid_from <= day) && !is_over(day); }
};

struct Account {
    AccountId id;
    std::string user;  ///< log-in name
    std::string display_name;
    std::optional<OrganisationId> organisation;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    base::Language language = base::Language::zh;
    bool active = true;
    bool must_change_password = false;
    base::Instant created_at;
    std::optional<base::Instant> last_login_at;
    std::int64_t version = 1;
    std::vector<AccountGrant> grants;
};

struct SessionEntry {
    std::int64_t id = 0;
    base::Instant created_at;
    base::Instant last_seen_at;
    base::Instant ends_at;  ///< whichever comes first, the longest time or the idle time
    std::string address;
    std::string agent;
};

struct Token {
    std::int64_t id = 0;
    std::string name;
    std::vector<std::string> scopes;  ///< actions, or "*" alone
    base::Instant created_at;
    std::optional<base::Instant> ends_at;
    std::optional<base::Instant> last_used_at;
};

/// Lends some of one's roles to somebody, both days included.
struct Delegation {
    std::int64_t id = 0;
    AccountId from;
    AccountId to;
    std::vector<AccountGrant> grants;
    base::Day first_day;
    base::Day last_day;
    std::string reason;
    base::Instant created_at;
    std::optional<base::Instant> revoked_at;
};

template <typename T>
struct ListPage {
    std::vector<T> items;
    std::optional<std::string> next;
};

struct PageRequest {
    std::optional<std::string> cursor;
    int limit = 50;
};

}  // namespace kunyu::identity
