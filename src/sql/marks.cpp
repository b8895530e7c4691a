#include "sql/marks.hpp"

namespace kunyu::sql {
namespace {

/// Where the quoted text or the comment that begins at `start` ends; `start` itself when none begins there.
std::size_t skip_inert(std::string_view sql, std::size_t start) {
    auto const past = [&](std::string_view end, std::size_t from) {
        auto const found = sql.find(end, from);
        return found == std::string_view::npos ? sql.size() : found + end.size();
    };
    if (sql[start] == '\'' || sql[start] == '"') return past(sql.substr(start, 1), start + 1);
    if (sql.substr(start, 2) == "--") return past("\n", start);
    if (sql.substr(start, 2) == "/*") return past("*/", start + 2);
    return start;
}

}  // namespace

NumberedStatement number_marks(std::string_view sql) {
    NumberedStatement out;
    out.text.reserve(sql.size() + 16);
    for (std::size_t i = 0; i < sql.size();) {
        if (auto const end = skip_inert(sql, i); end > i) {
            out.text.append(sql.substr(i, end - i));
            i = end;
        } else if (sql[i] == '?') {
            out.text += '$' + std::to_string(++out.parameters);
            ++i;
        } else {
            out.text += sql[i++];
        }
    }
    return out;
}

}  // namespace kunyu::sql
