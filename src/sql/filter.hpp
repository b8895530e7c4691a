#pragma once
#include "base/result.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::sql {

/// Conditions joined by AND, with their parameters:
///   Where where;
///   where.add("category = ?", category);
///   where.add_if("province = ?", query.province);      // only when there is one
///   where.add_in("state", query.states);               // only when there are any
class Where {
  public:
    template <typename... Args>
    void add(std::string_view condition, Args const&... args) {
        add_with(condition, {to_value(args)...});
    }
    template <typename T>
    void add_if(std::string_view condition, std::optional<T> const& value) {
        if (value) add(condition, *value);
    }
    template <typename T>
    void add_in(std::string_view column, std::vector<T> const& values) {
        if (values.empty()) return;
        std::vector<Value> args;
        for (auto const& value : values) args.push_back(to_value(value));
        auto const condition = std::string(column) + " IN (" + marks(args.size()) + ")";
        add_with(condition, std::move(args));
    }
    void add_with(std::string_view condition, std::vector<Value> args);

    /// " WHERE a AND b", or nothing.
    std::string text() const;
    std::vector<Value> const& args() const { return args_; }

    /// "?, ?, ?"
    static std::string marks(std::size_t count);

  private:
    std::string conditions_;
    std::vector<Value> args_;
};

/// One column of a list's order. Together they must tell any two rows apart, so the last is an id; none may be null.
struct SortKey {
    std::string expression;  ///< "p.name_key"
    char type = 'i';         ///< i integer, r real, t text
    bool descending = false;
};

/// A page of rows, and the cursor of the next if there is one. Each row ends with its sort keys.
struct Page {
    std::vector<Row> rows;
    std::optional<std::string> next;
};

/// What to list: SELECT `columns` FROM `from` <where> ORDER BY `order`, `limit` rows after `cursor`.
struct PageQuery {
    std::string_view list;  ///< names the list and its order, for the cursor
    std::string_view columns;
    std::string_view from;
    Where where = {};
    std::vector<SortKey> order = {};
    std::optional<std::string> cursor = {};
    int limit = 50;
    std::vector<Value> from_args = {};  ///< for marks in `columns` and `from`, which stand before those of `where`
};

/// Keyset paging, on both engines alike. Refuses a bad cursor (base.bad_cursor).
base::Result<Page> fetch_page(Session& session, PageQuery const& query);

}  // namespace kunyu::sql
