#include "operations/account_ref.hpp"

#include <optional>

namespace kunyu::operations {
namespace {

boost::json::value to_json(std::optional<sql::Row> const& row, std::string_view shown) {
    if (!row) return nullptr;
    std::string const name = shown.empty() ? row->text(2) : std::string(shown);
    return {{"id", row->integer(0)}, {"user", row->text(1)}, {"display_name", name}};
}

}  // namespace

boost::json::value account_ref(sql::Session& session, std::int64_t account, std::string_view shown) {
    if (account == 0) return nullptr;
    return to_json(session.first("SELECT id, user_name, display_name FROM account WHERE id = ?", account), shown);
}

boost::json::value account_ref_of_user(sql::Session& session, std::string_view user) {
    if (user.empty()) return nullptr;
    return to_json(session.first("SELECT id, user_name, display_name FROM account WHERE user_name = ?", user), "");
}

}  // namespace kunyu::operations
