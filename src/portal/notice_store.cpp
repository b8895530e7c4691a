#include "portal/notice_store.hpp"

#include "portal/notice_json.hpp"
#include "sql/search.hpp"

namespace kunyu::portal {
namespace {

constexpr std::string_view columns =
    "id, version, state, index_number, topic, issuer, written_on, document_number, title_zh, title_en, body_zh,"
    " body_en, published_at, listed_at, sample, pack_id, created_at, updated_at";

Notice notice_of(sql::Row const& row) {
    Notice notice;
    notice.id = row.id<NoticeTag>(0);
    notice.version = row.integer(1);
    notice.state = parse_notice_state(row.text(2)).value();
    auto& content = notice.content;
    content.index_number = row.optional_text(3);
    content.topic = row.optional_text(4);
    content.issuer = row.text(5);
    content.written_on = row.optional_day(6);
    content.document_number = row.optional_text(7);
    content.title_zh = row.text(8);
    content.title_en = row.optional_text(9);
    content.body_zh = row.text(10);
    content.body_en = row.optional_text(11);
    notice.published_at = row.optional_instant(12);
    notice.listed_at = row.instant(13);
    notice.sample = row.boolean(14);
    notice.pack_id = row.optional_text(15);
    notice.created_at = row.instant(16);
    notice.updated_at = row.instant(17);
    return notice;
}

void keep_version(sql::Tx& tx, Notice const& notice, std::int64_t by) {
    tx.exec("INSERT INTO notice_version (notice, version, content, changed_at, changed_by) VALUES (?, ?, ?, ?, ?)",
            notice.id, notice.version, boost::json::serialize(to_json(notice, {})), notice.updated_at, by);
}

void index(sql::Tx& tx, Notice const& notice) {
    auto const& content = notice.content;
    sql::SearchDocument document;
    document.kind = "notice";
    document.subject = notice.id.value;
    document.audience = notice.state == NoticeState::published ? "public" : "staff";
    document.weighty = content.title_zh + "\n" + content.title_en.value_or("") + "\n" +
                       content.document_number.value_or("") + "\n" + content.index_number.value_or("");
    document.text = content.issuer + "\n" + content.topic.value_or("") + "\n" + content.body_zh + "\n" +
                    content.body_en.value_or("");
    sql::index_document(tx, document);
}

}  // namespace

std::optional<Notice> load_notice(sql::Session& session, NoticeId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM notice WHERE id = ?", id);
    return row ? std::optional(notice_of(*row)) : std::nullopt;
}

std::optional<NoticeId> find_pack_notice(sql::Session& session, std::string_view pack_id) {
    auto const row = session.first("SELECT id FROM notice WHERE pack_id = ?", pack_id);
    return row ? std::optional(row->id<NoticeTag>(0)) : std::nullopt;
}

base::Result<NoticePage> list_notices(sql::Session& session, NoticeFilter const& filter) {
    if (filter.among && filter.among->empty()) return NoticePage{};
    sql::PageQuery query;
    query.list = "notices";
    query.columns = columns;
    query.from = "notice";
    if (filter.state) query.where.add("state = ?", to_string(*filter.state));
    if (filter.among) query.where.add_in("id", *filter.among);
    query.order = {{"listed_at", 'i', true}, {"id", 'i', true}};
    query.cursor = filter.cursor;
    query.limit = filter.limit;
    KUNYU_TRY(auto const page, sql::fetch_page(session, query));
    NoticePage out;
    for (auto const& row : page.rows) out.items.push_back(notice_of(row));
    out.next = page.next;
    return out;
}

void insert_notice(sql::Tx& tx, Notice const& notice, std::int64_t by) {
    auto const& content = notice.content;
    tx.exec("INSERT INTO notice (" + std::string(columns) +
                ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            notice.id, notice.version, to_string(notice.state), content.index_number, content.topic, content.issuer,
            content.written_on, content.document_number, content.title_zh, content.title_en, content.body_zh,
            content.body_en, notice.published_at, notice.listed_at, notice.sample, notice.pack_id, notice.created_at,
            notice.updated_at);
    keep_version(tx, notice, by);
    index(tx, notice);
}

void update_notice(sql::Tx& tx, Notice const& notice, std::int64_t by) {
    auto const& content = notice.content;
    tx.exec(
        "UPDATE notice SET version = ?, state = ?, index_number = ?, topic = ?, issuer = ?, written_on = ?,"
        " document_number = ?, title_zh = ?, title_en = ?, body_zh = ?, body_en = ?, published_at = ?, listed_at = ?,"
        " updated_at = ? WHERE id = ?",
        notice.version, to_string(notice.state), content.index_number, content.topic, content.issuer,
        content.written_on, content.document_number, content.title_zh, content.title_en, content.body_zh,
        content.body_en, notice.published_at, notice.listed_at, notice.updated_at, notice.id);
    keep_version(tx, notice, by);
    index(tx, notice);
}

}  // namespace kunyu::portal
