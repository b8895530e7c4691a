#include "sql/filter.hpp"

#include "sql/cursor.hpp"

#include <fmt/format.h>

namespace kunyu::sql {
namespace {

/// "after the row with these keys": (a > ?) OR (a = ? AND b > ?) …, which fits mixed directions too.
void add_after(Where& where, std::vector<SortKey> const& order, std::vector<Value> const& keys) {
    std::string condition = "(";
    std::vector<Value> args;
    for (std::size_t last = 0; last < order.size(); ++last) {
        condition += last == 0 ? "(" : " OR (";
        for (std::size_t i = 0; i < last; ++i) {
            condition += order[i].expression + " = ? AND ";
            args.push_back(keys[i]);
        }
        condition += order[last].expression + (order[last].descending ? " < ?)" : " > ?)");
        args.push_back(keys[last]);
    }
    // The engine finds the start by the first key alone; without this line it would read the list from its beginning.
    where.add_with(order.front().expression + (order.front().descending ? " <= ?" : " >= ?"), {keys.front()});
    where.add_with(condition + ")", std::move(args));
}

std::string shape_of(std::vector<SortKey> const& order) {
    std::string shape;
    for (auto const& key : order) shape += key.type;
    return shape;
}

std::string cursor_after(Row const& row, PageQuery const& query) {
    auto const& values = row.values();
    auto const first_key = values.end() - static_cast<std::ptrdiff_t>(query.order.size());
    return encode_cursor(query.list, {first_key, values.end()});
}

}  // namespace

void Where::add_with(std::string_view condition, std::vector<Value> args) {
    conditions_ += conditions_.empty() ? " WHERE " : " AND ";
    conditions_ += condition;
    args_.insert(args_.end(), std::make_move_iterator(args.begin()), std::make_move_iterator(args.end()));
}

std::string Where::text() const {
    return conditions_;
}

std::string Where::marks(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ", ?";
    return out;
}

base::Result<Page> fetch_page(Session& session, PageQuery const& query) {
    Where where = query.where;
    if (query.cursor) {
        KUNYU_TRY(auto const keys, decode_cursor(query.list, shape_of(query.order), *query.cursor));
        add_after(where, query.order, keys);
    }
    std::string keys;
    std::string order;
    for (auto const& key : query.order) {
        keys += ", " + key.expression;
        order += (order.empty() ? "" : ", ") + key.expression + (key.descending ? " DESC" : "");
    }
    auto args = query.from_args;
    args.insert(args.end(), where.args().begin(), where.args().end());
    args.push_back(to_value(query.limit + 1));
    Page page;
    page.rows = session.query_with(
        fmt::format("SELECT {}{} FROM {}{} ORDER BY {} LIMIT ?", query.columns, keys, query.from, where.text(), order),
        args);
    if (static_cast<int>(page.rows.size()) > query.limit) {
        page.rows.pop_back();
        page.next = cursor_after(page.rows.back(), query);
    }
    return page;
}

}  // namespace kunyu::sql
