#include "inbox/todo_notices.hpp"

#include <fmt/format.h>

namespace kunyu::inbox {

namespace {

Title sentence(std::string_view code, Title const& title) {
    return title_of(code, {{"title", title.zh}}, {{"title", title.en}});
}

Title due_text(std::optional<base::Day> due) {
    if (!due) return {};
    base::Params const day{{"day", base::to_string(*due)}};
    return title_of("inbox.text_due", day, day);
}

NewNotification notice_of(TodoId id, NewTodo const& todo, std::string_view what) {
    NewNotification notice;
    notice.kind = fmt::format("todo.{}", what);
    notice.key = fmt::format("todo/{}/{}", id.value, what);
    notice.subject = todo.subject;
    notice.title = sentence(fmt::format("inbox.title_todo_{}", what), todo.title);
    notice.text = due_text(todo.due);
    notice.link = todo.link.empty() ? "/todos" : todo.link;
    notice.action = todo.action;
    notice.target = todo.target;
    notice.not_for = todo.not_for;
    return notice;
}

std::vector<identity::OrganisationId> organisations_of(sql::Session& session, TodoId id) {
    std::vector<identity::OrganisationId> found;
    for (auto const& row : session.query("SELECT organisation FROM inbox_todo_organisation WHERE todo = ?", id))
        found.push_back(row.id<identity::OrganisationTag>(0));
    return found;
}

}  // namespace

NewNotification opened_notice(TodoId id, NewTodo const& todo) {
    if (!todo.news) return notice_of(id, todo, "opened");
    auto notice = notice_of(id, todo, todo.news->reminds ? "due_soon" : "opened");
    notice.kind = todo.news->kind;
    notice.title = todo.news->title;
    return notice;
}

std::int64_t tell_due_soon(sql::Tx& tx, Notifier const& notifier, base::Instant now) {
    auto const rows = tx.query(
        "SELECT id, kind, subject_kind, subject, subject_zh, subject_en, title_zh, title_en, action, platform, due, "
        "not_for, link FROM inbox_todo WHERE closed_at IS NULL AND due >= ? AND due <= ? ORDER BY id",
        base::day_of(now), base::day_of(now).plus_days(due_soon_days));
    for (auto const& row : rows) {
        TodoId const id = row.id<TodoTag>(0);
        NewTodo todo;
        todo.kind = row.text(1);
        todo.subject = {row.text(2), row.integer(3), row.text(4), row.optional_text(5)};
        todo.title = {row.text(6), row.text(7)};
        todo.action = row.text(8);
        todo.target = {organisations_of(tx, id), row.optional_integer(9)};
        todo.due = row.optional_day(10);
        todo.not_for = row.optional_id<identity::AccountTag>(11);
        todo.link = row.text(12);
        notifier.notify(tx, now, notice_of(id, todo, "due_soon"));
    }
    return static_cast<std::int64_t>(rows.size());
}

}  // namespace kunyu::inbox
