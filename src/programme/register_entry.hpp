#pragma once
#include "identity/caller.hpp"
#include "programme/plan.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// What every entry of the registers of supervision carries.
struct RegisterEntry {
    std::int64_t version = 1;
    PlanId plan;
    bool sample = false;
    identity::AccountId created_by;
    std::string created_by_name;
    base::Instant created_at;
    base::Instant updated_at;
};

/// The columns of RegisterEntry, led by the id; `e` is the table of the register.
inline constexpr std::string_view entry_columns =
    "e.id, e.version, e.plan, e.sample, e.created_by, e.created_by_name, e.created_at, e.updated_at";
/// The first column behind them.
inline constexpr std::size_t entry_width = 8;

RegisterEntry entry_of(sql::Row const& row);
RegisterEntry new_entry(identity::Caller const& caller, PlanId plan, bool sample);
/// Raises the version.
void touch(RegisterEntry& entry, identity::Caller const& caller);

/// A page of a register.
template <typename T>
struct RegisterPage {
    std::vector<T> items;
    std::optional<std::string> next;
};

/// A list that hangs on an entry: table (owner, ordinal, value).
struct ListTable {
    std::string_view table;
    std::string_view owner;
    std::string_view value;
};

std::vector<std::int64_t> load_numbers(sql::Session& session, ListTable const& list, std::int64_t owner);
std::vector<std::string> load_texts(sql::Session& session, ListTable const& list, std::int64_t owner);
template <typename Tag>
std::vector<base::Id<Tag>> load_ids(sql::Session& session, ListTable const& list, std::int64_t owner) {
    std::vector<base::Id<Tag>> ids;
    for (auto const number : load_numbers(session, list, owner)) ids.push_back({number});
    return ids;
}

void clear_list(sql::Tx& tx, ListTable const& list, std::int64_t owner);
/// In place of what stood there.
void write_list(sql::Tx& tx, ListTable const& list, std::int64_t owner, std::vector<std::int64_t> const& values);
void write_list(sql::Tx& tx, ListTable const& list, std::int64_t owner, std::vector<std::string> const& values);
template <typename Tag>
void write_list(sql::Tx& tx, ListTable const& list, std::int64_t owner, std::vector<base::Id<Tag>> const& ids) {
    std::vector<std::int64_t> numbers;
    for (auto const id : ids) numbers.push_back(id.value);
    write_list(tx, list, owner, numbers);
}

}  // namespace kunyu::programme
