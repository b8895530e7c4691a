#pragma once
#include "base/ids.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::observations {

/// A list of ids that hangs on rows of another table: (owner, ordinal, member).
struct LinkTable {
    std::string_view table;
    std::string_view owner;
    std::string_view member;
};

using LinkedIds = std::map<std::int64_t, std::vector<std::int64_t>>;
/// Of all owners, or of one.
LinkedIds load_linked(sql::Session& session, LinkTable const& links, std::optional<std::int64_t> only);
/// In place of what stood there.
void write_linked(sql::Tx& tx, LinkTable const& links, std::int64_t owner, std::vector<std::int64_t> const& members);
void clear_linked(sql::Tx& tx, LinkTable const& links, std::int64_t owner);

template <typename Tag>
std::vector<base::Id<Tag>> ids_of(LinkedIds const& linked, std::int64_t owner) {
    std::vector<base::Id<Tag>> ids;
    if (auto const found = linked.find(owner); found != linked.end())
        for (auto const id : found->second) ids.push_back({id});
    return ids;
}
template <typename Tag>
std::vector<std::int64_t> numbers_of(std::vector<base::Id<Tag>> const& ids) {
    std::vector<std::int64_t> numbers;
    for (auto const id : ids) numbers.push_back(id.value);
    return numbers;
}

/// The rows of a query whose text ends with a WHERE on one id, or has none.
std::vector<sql::Row> query_all_or_one(sql::Session& session, std::string text, std::string_view column,
                                       std::optional<std::int64_t> only, std::string_view order);

/// The first column of each row.
template <typename Tag>
std::vector<base::Id<Tag>> first_ids(std::vector<sql::Row> const& rows) {
    std::vector<base::Id<Tag>> ids;
    for (auto const& row : rows) ids.push_back(row.id<Tag>(0));
    return ids;
}

template <typename T>
std::optional<T> first_of(std::vector<T> found) {
    return found.empty() ? std::nullopt : std::optional<T>(std::move(found.front()));
}

}  // namespace kunyu::observations
