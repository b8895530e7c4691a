#pragma once
#include "portal/notice.hpp"
#include "sql/database.hpp"
#include "sql/filter.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::portal {

struct NoticeFilter {
    std::optional<std::vector<std::int64_t>> among;  ///< found by search; empty: none
    std::optional<NoticeState> state;
    std::optional<std::string> cursor;
    int limit = 50;
};
struct NoticePage {
    std::vector<Notice> items;
    std::optional<std::string> next;
};

std::optional<Notice> load_notice(sql::Session& session, NoticeId id);
std::optional<NoticeId> find_pack_notice(sql::Session& session, std::string_view pack_id);
/// Newest first.
base::Result<NoticePage> list_notices(sql::Session& session, NoticeFilter const& filter);

/// Writes the row, its version, and what search knows of it: drafts are for staff. `by`: account.
void insert_notice(sql::Tx& tx, Notice const& notice, std::int64_t by);
void update_notice(sql::Tx& tx, Notice const& notice, std::int64_t by);

}  // namespace kunyu::portal
