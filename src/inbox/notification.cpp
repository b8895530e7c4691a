#include "inbox/notification.hpp"

#include "sql/filter.hpp"

namespace kunyu::inbox {

namespace {

constexpr std::string_view columns =
    "id, kind, subject_kind, subject, subject_zh, subject_en, title_zh, title_en, text_zh, text_en, link, created_at, "
    "read_at";

Notification notification_of(sql::Row const& row) {
    Notification out;
    out.id = row.id<NotificationTag>(0);
    out.kind = row.text(1);
    out.subject = {row.text(2), row.integer(3), row.text(4), row.optional_text(5)};
    out.title = {row.text(6), row.text(7)};
    out.text = {row.text(8), row.text(9)};
    out.link = row.text(10);
    out.created_at = row.instant(11);
    out.read_at = row.optional_instant(12);
    return out;
}

}  // namespace

base::Result<Page<Notification>> list_notifications(sql::Session& session, identity::Caller const& caller,
                                                    NotificationFilter const& filter, PageRequest const& page) {
    sql::PageQuery query;
    query.list = "notifications/latest";
    query.columns = columns;
    query.from = "inbox_notification";
    query.where.add("account = ?", caller.account);
    query.where.add("shown = 1");
    if (filter.unread) query.where.add(*filter.unread ? "read_at IS NULL" : "read_at IS NOT NULL");
    query.where.add_if("kind = ?", filter.kind);
    query.order = {{"id", 'i', true}};
    query.cursor = page.cursor;
    query.limit = page.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    Page<Notification> out;
    for (auto const& row : found.rows) out.items.push_back(notification_of(row));
    out.next = found.next;
    return out;
}

NotificationCounts count_notifications(sql::Session& session, identity::Caller const& caller) {
    auto const row = session.first(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN read_at IS NULL THEN 1 ELSE 0 END), 0) FROM inbox_notification WHERE "
        "account = ? AND shown = 1",
        caller.account);
    return {row->integer(1), row->integer(0)};
}

base::Result<Notification> mark_read(sql::Tx& tx, identity::Caller const& caller, NotificationId id) {
    tx.exec(
        "UPDATE inbox_notification SET read_at = ?, digest = 0 WHERE id = ? AND account = ? AND shown = 1 AND read_at "
        "IS NULL",
        caller.now, id, caller.account);
    auto const row = tx.first(
        "SELECT " + std::string(columns) + " FROM inbox_notification WHERE id = ? AND account = ? AND shown = 1", id,
        caller.account);
    if (!row) return base::refuse("inbox.no_such_notification");
    return notification_of(*row);
}

std::int64_t mark_all_read(sql::Tx& tx, identity::Caller const& caller, std::optional<NotificationId> up_to) {
    sql::Where where;
    where.add("account = ?", caller.account);
    where.add("shown = 1");
    where.add("read_at IS NULL");
    where.add_if("id <= ?", up_to);
    std::vector<sql::Value> args{sql::to_value(caller.now)};
    args.insert(args.end(), where.args().begin(), where.args().end());
    return tx.exec_with("UPDATE inbox_notification SET read_at = ?, digest = 0" + where.text(), args);
}

}  // namespace kunyu::inbox
