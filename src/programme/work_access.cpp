#include "programme/work_access.hpp"

#include "identity/audit_entry.hpp"
#include "programme/plan_store.hpp"
#include "registry/organisation_refs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kunyu::programme {

identity::Target target_of(OrganisationId unit) {
    identity::Target target;
    target.organisations = {unit};
    return target;
}

base::Result<TaskInPlan> task_in_plan(sql::Session& session, TaskId task, base::Day today) {
    auto found = load_task(session, task, today);
    if (!found) return base::refuse("programme.task_not_found");
    auto plan = load_plan(session, found->plan, today);
    return TaskInPlan{std::move(*plan), std::move(*found)};
}

base::Result<void> check_answers(sql::Session& session, Task const& task, OrganisationId unit) {
    if (answers_for(session, task, unit)) return {};
    return base::refuse_field("/unit", "supervision.unit_does_not_answer",
                              {{"unit", unit_name(session, unit).zh}, {"task", std::to_string(task.number)}});
}

base::Result<OrganisationId> acting_unit(sql::Session& session, identity::Caller const& caller, Task const& task,
                                         std::optional<OrganisationId> given, std::string_view action) {
    if (given) {
        KUNYU_TRY_VOID(identity::authorise(session, caller, action, target_of(*given)));
        KUNYU_TRY_VOID(check_answers(session, task, *given));
        return *given;
    }
    std::vector<OrganisationId> own;
    for (auto const& unit : Groups(session).answering(task).units)
        if (identity::may(session, caller, action, target_of(unit.unit))) own.push_back(unit.unit);
    if (own.size() > 1) return base::refuse_field("/unit", "supervision.which_unit");
    if (own.empty()) return base::refuse("identity.not_permitted", {{"action", std::string(action)}});
    return own.front();
}

void record_work(sql::Tx& tx, identity::Caller const& caller, WorkSubject const& subject, WorkChange change) {
    auto entry =
        identity::audit_entry(tx, caller, change.action,
                              {subject.kind, subject.id, subject.name.zh, subject.unit.value}, target_of(subject.unit));
    entry.before = std::move(change.before);
    entry.after = std::move(change.after);
    entry.reason = std::move(change.reason);
    audit::append(tx, entry);
}

Name unit_name(sql::Session& session, OrganisationId unit) {
    auto const found = registry::organisation_refs(session, {unit});
    auto const at = found.find(unit);
    return at == found.end() ? Name{} : at->second.name;
}

Name task_name(Task const& task) {
    return {fmt::format("{} {}", task.number, task.title.zh),
            fmt::format("{} {}", task.number, task.title.en.value_or(task.title.zh))};
}

Name milestone_name(Milestone const& milestone) {
    auto const& deliverable = milestone.deliverable;
    return {fmt::format("{} {}", milestone.code, deliverable.zh),
            fmt::format("{} {}", milestone.code, deliverable.en.value_or(deliverable.zh))};
}

inbox::Subject inbox_subject(WorkSubject const& subject) {
    return {subject.kind, subject.id, subject.name.zh, subject.name.en};
}

inbox::Title work_title(sql::Session& session, std::string const& code, WorkSubject const& subject) {
    auto const unit = unit_name(session, subject.unit);
    return inbox::title_of(code, {{"name", subject.name.zh}, {"unit", unit.zh}},
                           {{"name", subject.name.en.value_or(subject.name.zh)}, {"unit", unit.en.value_or(unit.zh)}});
}

inbox::Title state_title(WorkState state) {
    return inbox::title_of("supervision.state_" + std::string(to_string(state)));
}

void open_todo(sql::Tx& tx, identity::Caller const& caller, inbox::Inbox const& inbox, WorkSubject const& subject,
               WorkTodo const& wanted) {
    inbox::NewTodo todo;
    todo.kind = wanted.kind;
    todo.subject = inbox_subject(subject);
    todo.title = work_title(tx, wanted.title, subject);
    todo.action = wanted.action;
    todo.target = target_of(subject.unit);
    todo.due = wanted.due;
    todo.not_for = wanted.not_for;
    todo.link = subject.link;
    if (wanted.news)
        todo.news =
            inbox::TodoNews{wanted.news->kind, work_title(tx, wanted.news->title, subject), wanted.news->reminds};
    inbox.open(tx, caller, todo);
}

void tell(sql::Tx& tx, identity::Caller const& caller, inbox::Notifier const* notifier, WorkSubject const& subject,
          WorkNotice const& notice) {
    if (!notifier) return;
    inbox::NewNotification notification;
    notification.kind = notice.kind;
    notification.key = fmt::format("{}/{}/{}/{}", subject.kind, subject.id, notice.kind, notice.act);
    notification.subject = inbox_subject(subject);
    notification.title = work_title(tx, notice.title, subject);
    notification.link = subject.link;
    notification.to = notice.to;
    notification.action = notice.action;
    notification.target = target_of(subject.unit);
    if (caller.is_system)
        notifier->notify(tx, caller.now, notification);
    else
        notifier->notify(tx, caller, notification);
}

}  // namespace kunyu::programme
