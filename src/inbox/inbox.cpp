#include "inbox/inbox.hpp"

#include "inbox/notification_kinds.hpp"
#include "inbox/notifier.hpp"
#include "inbox/todo_notices.hpp"

namespace kunyu::inbox {

Title title_of(std::string_view code, base::Params const& zh, base::Params const& en) {
    auto const& messages = base::Messages::instance();
    return {messages.text(code, base::Language::zh, zh), messages.text(code, base::Language::en, en)};
}

TodoId Inbox::open(sql::Tx& tx, identity::Caller const& caller, NewTodo const& todo) const {
    auto const id = ids_.next_as<TodoTag>();
    tx.exec(
        "INSERT INTO inbox_todo (id, kind, subject_kind, subject, subject_zh, subject_en, title_zh, title_en, action, "
        "platform, due, not_for,"
        " opened_at, opened_by, opened_by_name, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, todo.kind, todo.subject.kind, todo.subject.id, todo.subject.name_zh, todo.subject.name_en, todo.title.zh,
        todo.title.en, todo.action, todo.target.platform, todo.due, todo.not_for, caller.now, caller.account,
        caller.name, todo.link);
    for (auto const organisation : todo.target.organisations)
        tx.exec("INSERT INTO inbox_todo_organisation (todo, organisation) VALUES (?, ?) ON CONFLICT DO NOTHING", id,
                organisation);
    // What the program itself enters (packs, samples) is news to nobody, unless it says so.
    if (notifier_ && (!caller.is_system || todo.news)) notifier_->notify(tx, caller, opened_notice(id, todo));
    return id;
}

std::int64_t Inbox::close(sql::Tx& tx, identity::Caller const& caller, Subject const& subject, std::string_view outcome,
                          std::string_view on_behalf_of) const {
    if (notifier_) notifier_->settle(tx, caller.now, subject, kinds_of_todos());
    return tx.exec(
        "UPDATE inbox_todo SET closed_at = ?, closed_by = ?, closed_by_name = ?, on_behalf_of = ?, outcome = ?"
        " WHERE subject_kind = ? AND subject = ? AND closed_at IS NULL",
        caller.now, caller.account, caller.name, on_behalf_of, outcome, subject.kind, subject.id);
}

void Inbox::start(sql::Tx& tx, identity::Caller const& caller, Subject const& subject, Title const& title,
                  Title const& standing) const {
    tx.exec(
        "INSERT INTO inbox_matter (id, subject_kind, subject, subject_zh, subject_en, title_zh, title_en, standing_zh, "
        "standing_en,"
        " started_at, started_by, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (subject_kind, subject) DO NOTHING",
        ids_.next(), subject.kind, subject.id, subject.name_zh, subject.name_en, title.zh, title.en, standing.zh,
        standing.en, caller.now, caller.account, caller.now);
}

void Inbox::move(sql::Tx& tx, identity::Caller const& caller, Subject const& subject, Title const& title,
                 Title const& standing, bool finished) const {
    tx.exec(
        "UPDATE inbox_matter SET subject_zh = ?, subject_en = ?, title_zh = ?, title_en = ?, standing_zh = ?, "
        "standing_en = ?, changed_at = ?,"
        " finished_at = ? WHERE subject_kind = ? AND subject = ?",
        subject.name_zh, subject.name_en, title.zh, title.en, standing.zh, standing.en, caller.now,
        finished ? std::optional(caller.now) : std::nullopt, subject.kind, subject.id);
}

void Inbox::forget(sql::Tx& tx, Subject const& subject) const {
    tx.exec(
        "DELETE FROM inbox_todo_organisation WHERE todo IN"
        " (SELECT id FROM inbox_todo WHERE subject_kind = ? AND subject = ?)",
        subject.kind, subject.id);
    tx.exec("DELETE FROM inbox_todo WHERE subject_kind = ? AND subject = ?", subject.kind, subject.id);
    tx.exec("DELETE FROM inbox_matter WHERE subject_kind = ? AND subject = ?", subject.kind, subject.id);
    if (notifier_) notifier_->forget(tx, subject);
}

}  // namespace kunyu::inbox
