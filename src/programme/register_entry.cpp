#include "programme/register_entry.hpp"

#include <fmt/format.h>

namespace kunyu::programme {
namespace {

std::vector<sql::Row> rows_of(sql::Session& session, ListTable const& list, std::int64_t owner) {
    return session.query(
        fmt::format("SELECT {} FROM {} WHERE {} = ? ORDER BY ordinal", list.value, list.table, list.owner), owner);
}

template <typename Value>
void replace_list(sql::Tx& tx, ListTable const& list, std::int64_t owner, std::vector<Value> const& values) {
    clear_list(tx, list, owner);
    auto const insert =
        fmt::format("INSERT INTO {} ({}, ordinal, {}) VALUES (?, ?, ?)", list.table, list.owner, list.value);
    std::int64_t ordinal = 0;
    for (auto const& value : values) tx.exec(insert, owner, ++ordinal, value);
}

}  // namespace

RegisterEntry entry_of(sql::Row const& row) {
    RegisterEntry entry;
    entry.version = row.integer(1);
    entry.plan = row.id<PlanTag>(2);
    entry.sample = row.boolean(3);
    entry.created_by = row.id<identity::AccountTag>(4);
    entry.created_by_name = row.text(5);
    entry.created_at = row.instant(6);
    entry.updated_at = row.instant(7);
    return entry;
}

RegisterEntry new_entry(identity::Caller const& caller, PlanId plan, bool sample) {
    RegisterEntry entry;
    entry.plan = plan;
    entry.sample = sample;
    entry.created_by = caller.account;
    entry.created_by_name = caller.name;
    entry.created_at = entry.updated_at = caller.now;
    return entry;
}

void touch(RegisterEntry& entry, identity::Caller const& caller) {
    ++entry.version;
    entry.updated_at = caller.now;
}

std::vector<std::int64_t> load_numbers(sql::Session& session, ListTable const& list, std::int64_t owner) {
    std::vector<std::int64_t> numbers;
    for (auto const& row : rows_of(session, list, owner)) numbers.push_back(row.integer(0));
    return numbers;
}

std::vector<std::string> load_texts(sql::Session& session, ListTable const& list, std::int64_t owner) {
    std::vector<std::string> texts;
    for (auto const& row : rows_of(session, list, owner)) texts.push_back(row.text(0));
    return texts;
}

void clear_list(sql::Tx& tx, ListTable const& list, std::int64_t owner) {
    tx.exec(fmt::format("DELETE FROM {} WHERE {} = ?", list.table, list.owner), owner);
}

void write_list(sql::Tx& tx, ListTable const& list, std::int64_t owner, std::vector<std::int64_t> const& values) {
    replace_list(tx, list, owner, values);
}

void write_list(sql::Tx& tx, ListTable const& list, std::int64_t owner, std::vector<std::string> const& values) {
    replace_list(tx, list, owner, values);
}

}  // namespace kunyu::programme
