#include "portal/notice_json.hpp"

#include "files/file_json.hpp"

#include <tuple>
#include <utility>

namespace kunyu::portal {
namespace {

constexpr base::TextRule short_rule{1, 100, false};
constexpr base::TextRule issuer_rule{1, 200, false};
constexpr base::TextRule title_zh_rule{1, 200, false};
constexpr base::TextRule title_en_rule{1, 300, false};
constexpr base::TextRule body_zh_rule{0, 20'000, true};
constexpr base::TextRule body_en_rule{0, 40'000, true};
constexpr std::size_t most_files = 50;
constexpr std::int64_t largest_id = (1LL << 53) - 1;

using TextPair = std::pair<std::string, std::optional<std::string>>;

TextPair read_pair(base::Reader& reader, std::string_view key, base::TextRule zh, base::TextRule en) {
    TextPair pair;
    reader.object(key, [&](base::Reader& texts) {
        pair.first = texts.text("zh", zh);
        pair.second = texts.optional_text("en", en);
    });
    return pair;
}

std::vector<files::FileId> read_files(base::Reader& reader) {
    std::vector<files::FileId> ids;
    for (auto const id : reader.integers("attachments", most_files, 1, largest_id)) ids.push_back({id});
    return ids;
}

}  // namespace

NoticeInput read_notice(base::Reader& reader) {
    NoticeInput input;
    auto& content = input.content;
    content.index_number = reader.optional_text("index_number", short_rule);
    content.topic = reader.optional_text("topic", short_rule);
    content.issuer = reader.text("issuer", issuer_rule);
    content.written_on = reader.optional_day("written_on");
    content.document_number = reader.optional_text("document_number", short_rule);
    std::tie(content.title_zh, content.title_en) = read_pair(reader, "title", title_zh_rule, title_en_rule);
    std::tie(content.body_zh, content.body_en) = read_pair(reader, "body", body_zh_rule, body_en_rule);
    input.attachments = read_files(reader);
    return input;
}

NoticePatch read_notice_patch(base::Reader& reader) {
    NoticePatch patch;
    if (reader.has("index_number")) patch.index_number = reader.optional_text("index_number", short_rule);
    if (reader.has("topic")) patch.topic = reader.optional_text("topic", short_rule);
    if (reader.has("issuer")) patch.issuer = reader.text("issuer", issuer_rule);
    if (reader.has("written_on")) patch.written_on = reader.optional_day("written_on");
    if (reader.has("document_number")) patch.document_number = reader.optional_text("document_number", short_rule);
    if (reader.has("title")) patch.title = read_pair(reader, "title", title_zh_rule, title_en_rule);
    if (reader.has("body")) patch.body = read_pair(reader, "body", body_zh_rule, body_en_rule);
    if (reader.has("attachments")) patch.attachments = read_files(reader);
    return patch;
}

boost::json::object to_json(Notice const& notice, std::vector<files::File> const& attachments) {
    auto const& content = notice.content;
    boost::json::array file_list;
    for (auto const& file : attachments) file_list.push_back(files::to_json(file));
    return {{"id", notice.id.value},
            {"index_number", base::json_or_null(content.index_number)},
            {"topic", base::json_or_null(content.topic)},
            {"issuer", content.issuer},
            {"written_on", base::json_or_null(content.written_on)},
            {"document_number", base::json_or_null(content.document_number)},
            {"title", base::to_json_name(content.title_zh, content.title_en)},
            {"body", base::to_json_name(content.body_zh, content.body_en)},
            {"published_at", base::json_or_null(notice.published_at)},
            {"state", to_string(notice.state)},
            {"attachments", std::move(file_list)},
            {"sample", notice.sample},
            {"created_at", base::to_string(notice.created_at)},
            {"updated_at", base::to_string(notice.updated_at)},
            {"version", notice.version}};
}

}  // namespace kunyu::portal
