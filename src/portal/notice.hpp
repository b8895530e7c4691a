#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"
#include "files/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::portal {

struct NoticeTag;
using NoticeId = base::Id<NoticeTag>;

enum class NoticeState { draft, published, withdrawn };
std::string_view to_string(NoticeState state);
std::optional<NoticeState> parse_notice_state(std::string_view text);

/// What an editor writes, after 国办发〔2017〕47号: 索引号, 主题分类, 发文机关, 成文日期, 发文字号, 标题, 正文.
struct NoticeContent {
    std::optional<std::string> index_number;
    std::optional<std::string> topic;
    std::string issuer;
    std::optional<base::Day> written_on;
    std::optional<std::string> document_number;
    std::string title_zh;
    std::optional<std::string> title_en;
    std::string body_zh;
    std::optional<std::string> body_en;
};

struct Notice {
    NoticeId id;
    std::int64_t version = 1;
    NoticeState state = NoticeState::draft;
    NoticeContent content;
    /// When it was published here; nothing for one of a pack whose day could not be had.
    std::optional<base::Instant> published_at;
    base::Instant listed_at;  ///< its place in lists, newest first
    bool sample = false;
    std::optional<std::string> pack_id;
    base::Instant created_at;
    base::Instant updated_at;
};

/// A change: absent members stay.
struct NoticePatch {
    std::optional<std::optional<std::string>> index_number;
    std::optional<std::optional<std::string>> topic;
    std::optional<std::string> issuer;
    std::optional<std::optional<base::Day>> written_on;
    std::optional<std::optional<std::string>> document_number;
    std::optional<std::pair<std::string, std::optional<std::string>>> title;
    std::optional<std::pair<std::string, std::optional<std::string>>> body;
    std::optional<std::vector<files::FileId>> attachments;
};

/// The content with the patch's members in place.
NoticeContent patched(NoticeContent content, NoticePatch const& patch);

}  // namespace kunyu::portal
