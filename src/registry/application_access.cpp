#include "registry/application_access.hpp"

#include <fmt/format.h>

namespace kunyu::registry {

namespace {

void add(identity::Target& target, std::optional<OrganisationId> organisation) {
    if (organisation) target.organisations.push_back(*organisation);
}

struct Desk {
    char const* kind;
    char const* title;
    char const* action;
};

std::optional<Desk> desk_of(ApplicationState state) {
    switch (state) {
        case ApplicationState::returned:
            return Desk{"application.submit", "workflow.todo_submit", "application.draft"};
        case ApplicationState::submitted:
            return Desk{"application.endorse", "workflow.todo_endorse", "application.endorse"};
        case ApplicationState::endorsed:
            return Desk{"application.argue", "workflow.todo_argue", "application.argue"};
        case ApplicationState::argued:
            return Desk{"application.decide", "workflow.todo_decide", "application.decide"};
        default:
            return std::nullopt;
    }
}

inbox::Title with_name(char const* code, Name const& name) {
    return inbox::title_of(code, {{"name", name.zh}}, {{"name", name.en.value_or(name.zh)}});
}

}  // namespace

identity::Target target_of(Application const& application, std::string_view action) {
    auto const& form = application.form;
    identity::Target target;
    if (form.subject) target.platform = form.subject->value;
    if (action == "application.draft") {
        add(target, form.host);
        return target;
    }
    if (action == "application.endorse") {
        add(target, form.supervisor ? form.supervisor : form.host);
        return target;
    }
    for (auto const& host : hosts_of(form)) target.organisations.push_back(host.organisation);
    add(target, form.supervisor);
    return target;
}

identity::Target target_of_platform(sql::Session& session, PlatformId platform, base::Day today) {
    identity::Target target;
    target.platform = platform.value;
    for (auto const* table : {"platform_host", "platform_supervisor"})
        for (auto const& row : session.query("SELECT organisation FROM " + std::string(table) +
                                                 " WHERE platform = ? AND valid_from <= ? AND valid_to > ?",
                                             platform, today, today))
            target.organisations.push_back(row.id<identity::OrganisationTag>(0));
    return target;
}

bool may_see(sql::Session& session, identity::Caller const& caller, Application const& application) {
    if (caller.is_system || (caller.account.value != 0 && caller.account == application.created_by)) return true;
    if (identity::may(session, caller, "application.draft", target_of(application, "application.draft"))) return true;
    return application.state != ApplicationState::draft &&
           identity::may(session, caller, "application.read", target_of(application, "application.read"));
}

StepActor actor_of(sql::Session& session, identity::Caller const& caller, Application const& application,
                   std::string_view action) {
    StepActor actor;
    actor.is_drafter = caller.account == application.created_by || caller.account == application.submitted_by;
    actor.acts_everywhere = identity::scope_of(session, caller, action).everything;
    actor.argued_against = application.argued_against;
    return actor;
}

inbox::Subject subject_of(Application const& application) {
    return {"application", application.id.value, application.form.title.zh, application.form.title.en};
}

inbox::Title matter_title(Application const& application) {
    return with_name("workflow.matter_application", application.form.title);
}

inbox::Title standing_title(ApplicationState state) {
    return inbox::title_of("workflow.state_" + std::string(to_string(state)));
}

std::optional<inbox::NewTodo> next_todo(Application const& application) {
    auto const desk = desk_of(application.state);
    if (!desk) return std::nullopt;
    inbox::NewTodo todo;
    todo.kind = desk->kind;
    todo.subject = subject_of(application);
    todo.title = with_name(desk->title, application.form.title);
    todo.action = desk->action;
    todo.target = target_of(application, desk->action);
    todo.link = fmt::format("/applications/{}", todo.subject.id);
    return todo;
}

}  // namespace kunyu::registry
