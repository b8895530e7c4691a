#include "observations/linked_ids.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::observations {

std::vector<sql::Row> query_all_or_one(sql::Session& session, std::string text, std::string_view column,
                                       std::optional<std::int64_t> only, std::string_view order) {
    if (only) return session.query(fmt::format("{} WHERE {} = ? ORDER BY {}", text, column, order), *only);
    return session.query(fmt::format("{} ORDER BY {}", text, order));
}

LinkedIds load_linked(sql::Session& session, LinkTable const& links, std::optional<std::int64_t> only) {
    LinkedIds linked;
    auto text = fmt::format("SELECT {}, {} FROM {}", links.owner, links.member, links.table);
    auto const order = fmt::format("{}, ordinal", links.owner);
    for (auto const& row : query_all_or_one(session, std::move(text), links.owner, only, order))
        linked[row.integer(0)].push_back(row.integer(1));
    return linked;
}

void write_linked(sql::Tx& tx, LinkTable const& links, std::int64_t owner, std::vector<std::int64_t> const& members) {
    clear_linked(tx, links, owner);
    auto const text =
        fmt::format("INSERT INTO {} ({}, ordinal, {}) VALUES (?, ?, ?)", links.table, links.owner, links.member);
    std::int64_t ordinal = 0;
    for (auto const member : members) tx.exec(text, owner, ordinal++, member);
}

void clear_linked(sql::Tx& tx, LinkTable const& links, std::int64_t owner) {
    tx.exec(fmt::format("DELETE FROM {} WHERE {} = ?", links.table, links.owner), owner);
}

}  // namespace kunyu::observations
