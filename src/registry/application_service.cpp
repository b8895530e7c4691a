#include "registry/application_service.hpp"

#include "audit/audit.hpp"
#include "identity/audit_entry.hpp"
#include "registry/application_access.hpp"
#include "registry/application_approval.hpp"
#include "registry/application_attachments.hpp"
#include "registry/call_store.hpp"
#include "registry/platform_store.hpp"

#include <utility>

namespace kunyu::registry {

namespace {

constexpr char const* drafting = "application.draft";

template <typename T>
void take(std::optional<T> const& from, T& into) {
    if (from) into = *from;
}

void apply(ApplicationChange const& change, ApplicationForm& form) {
    take(change.kind, form.kind);
    take(change.title, form.title);
    take(change.call, form.call);
    take(change.category, form.category);
    if (change.field) form.field = change.field->value_or("");
    take(change.directions, form.directions);
    take(change.host, form.host);
    take(change.host_share, form.host_share);
    take(change.co_hosts, form.co_hosts);
    take(change.supervisor, form.supervisor);
    take(change.province, form.province);
    take(change.city, form.city);
    take(change.longitude, form.longitude);
    take(change.latitude, form.latitude);
    take(change.director, form.director);
    take(change.summary, form.summary);
    take(change.files, form.files);
    take(change.subject, form.subject);
    take(change.partner, form.partner);
}

boost::json::object record_of(Application const& application) {
    auto record = to_json(application.form);
    record["state"] = to_string(application.state);
    if (application.platform) record["platform"] = application.platform->value;
    return record;
}

void record(sql::Tx& tx, identity::Caller const& caller, std::string_view action, Application const& application,
            boost::json::value before, std::string const& reason) {
    auto entry = identity::audit_entry(tx, caller, action,
                                       {"application", application.id.value, application.form.title.zh,
                                        application.form.host.value_or(OrganisationId{}).value},
                                       target_of(application, action));
    entry.before = std::move(before);
    entry.after = record_of(application);
    entry.reason = reason;
    audit::append(tx, entry);
}

base::Result<void> all_sound(std::vector<base::FieldError> faults) {
    if (faults.empty()) return {};
    return base::Refusal{"base.invalid_input", {}, std::move(faults)};
}

base::Result<Application> visible(sql::Session& session, identity::Caller const& caller, ApplicationId id) {
    auto application = load_application(session, id);
    if (!application || !may_see(session, caller, *application)) return base::refuse("workflow.application_not_found");
    return std::move(*application);
}

/// Drafting for a host needs the action over it; a draft without a host belongs to its drafter.
base::Result<void> authorise_drafting(sql::Session& session, identity::Caller const& caller,
                                      Application const& application) {
    KUNYU_TRY_VOID(identity::authorise_any(caller, drafting));
    if (!application.form.host && !application.form.subject) {
        if (caller.account == application.created_by) return {};
    }
    return identity::authorise(session, caller, drafting, target_of(application, drafting));
}

/// What the form refers to beyond the rules: its call and its platforms.
base::Result<void> check_references(sql::Session& session, ApplicationForm const& form) {
    std::vector<base::FieldError> faults;
    if (form.call) {
        auto const call = load_call(session, *form.call);
        if (!call || call->terms.state == CallState::draft) faults.push_back({"/call", "workflow.unknown_call", {}});
    }
    return all_sound(std::move(faults));
}

/// Whether the subject's category knows the step at all, from where the platform stands.
base::Result<void> check_step_of_platform(sql::Session& session, PlatformService const& platforms,
                                          ApplicationForm const& form, base::Day today) {
    if (form.kind == ApplicationKind::create || !form.subject) return {};
    KUNYU_TRY(auto const snapshot, platforms.snapshot(session, *form.subject, today));
    auto const rules = load_rules(session);
    for (auto const& step : legal_steps(rules->latest(), snapshot.category, snapshot.state))
        if (step.event == event_of(form.kind)) return {};
    return base::refuse_field("/subject", "workflow.not_an_event_of_category");
}

}  // namespace

base::Result<void> ApplicationService::complete_from_platform(sql::Session& session, ApplicationForm& form,
                                                              base::Day today) const {
    if (!form.subject) return {};
    KUNYU_TRY(auto const snapshot, platforms_.snapshot(session, *form.subject, today));
    if (!form.host && !snapshot.hosts.empty()) form.host = snapshot.hosts.front().organisation;
    if (!form.supervisor && !snapshot.supervisors.empty()) form.supervisor = snapshot.supervisors.front();
    return {};
}

base::Result<void> ApplicationService::accept_form(sql::Tx& tx, identity::Caller const& caller,
                                                   Application& application, ApplicationChange const& change) const {
    apply(change, application.form);
    KUNYU_TRY_VOID(complete_from_platform(tx, application.form, base::day_of(caller.now)));
    KUNYU_TRY_VOID(authorise_drafting(tx, caller, application));
    KUNYU_TRY_VOID(all_sound(contradictions(application.form, load_rules(tx)->latest())));
    KUNYU_TRY_VOID(check_references(tx, application.form));
    return attach_files(tx, caller, "application", application.id.value, application.form.files);
}

base::Result<Application> ApplicationService::create(sql::Tx& tx, identity::Caller const& caller,
                                                     ApplicationChange const& change, bool sample) const {
    Application application;
    application.id = ids_.next_as<ApplicationTag>();
    application.version = 1;
    application.sample = sample;
    application.created_by = caller.account;
    application.created_by_name = caller.name;
    application.created_at = application.updated_at = caller.now;
    KUNYU_TRY_VOID(accept_form(tx, caller, application, change));
    insert_application(tx, application);
    inbox_.start(tx, caller, subject_of(application), matter_title(application), standing_title(application.state));
    record(tx, caller, drafting, application, nullptr, {});
    return application;
}

base::Result<Application> ApplicationService::edit(sql::Tx& tx, identity::Caller const& caller, ApplicationId id,
                                                   std::int64_t version, ApplicationChange const& change) const {
    KUNYU_TRY(auto application, visible(tx, caller, id));
    KUNYU_TRY_VOID(authorise_drafting(tx, caller, application));
    if (application.version != version) return base::refuse("identity.version_conflict");
    if (!is_open_to_host(application.state))
        return base::refuse("workflow.application_locked", {{"state", std::string(to_string(application.state))}});
    auto before = record_of(application);
    KUNYU_TRY_VOID(accept_form(tx, caller, application, change));
    ++application.version;
    application.updated_at = caller.now;
    update_application(tx, application);
    inbox_.move(tx, caller, subject_of(application), matter_title(application), standing_title(application.state),
                false);
    record(tx, caller, drafting, application, std::move(before), {});
    return application;
}

base::Result<void> ApplicationService::submit(sql::Tx& tx, identity::Caller const& caller,
                                              Application& application) const {
    auto const today = base::day_of(caller.now);
    auto const rules = load_rules(tx);
    auto faults = contradictions(application.form, rules->latest());
    for (auto& fault : omissions(application.form, rules->latest())) faults.push_back(std::move(fault));
    KUNYU_TRY_VOID(all_sound(std::move(faults)));
    KUNYU_TRY_VOID(check_step_of_platform(tx, platforms_, application.form, today));
    if (auto const& id = application.form.call) {
        auto const call = load_call(tx, *id);
        auto const late = late_until(tx, *id, application.form.host);
        KUNYU_TRY_VOID(admits(call->terms, application.form.category, application.form.field,
                              use_of_call(tx, *id, application), today, late));
        application.late = call->terms.closes < today;
    }
    application.submitted_by = caller.account;
    application.submitted_at = caller.now;
    return {};
}

base::Result<void> ApplicationService::carry_out(sql::Tx& tx, identity::Caller const& caller, Application& application,
                                                 ApplicationStepInput& input) const {
    auto const today = base::day_of(caller.now);
    switch (input.step) {
        case ApplicationStep::submit:
            return submit(tx, caller, application);
        case ApplicationStep::argue:
            if (!input.argued_on) input.argued_on = today;
            application.argued_against = !*input.outcome;
            return {};
        case ApplicationStep::approve: {
            if (!input.effective_on) input.effective_on = today;
            auto const& category = application.form.category;
            if (input.field && !load_rules(tx)->latest().field(category, *input.field))
                return base::refuse_field("/field", "workflow.unknown_field", {{"value", *input.field}});
            KUNYU_TRY(application.platform, carry_out_approval(tx, caller, platforms_, application,
                                                               load_application_steps(tx, application.id), input));
            if (input.field) application.form.field = *input.field;
            return {};
        }
        default:
            return {};
    }
}

void ApplicationService::hand_on(sql::Tx& tx, identity::Caller const& caller, Application const& application,
                                 ApplicationEntry const& entry) const {
    auto const subject = subject_of(application);
    inbox_.close(tx, caller, subject, to_string(entry.step), entry.on_behalf_of);
    if (auto todo = next_todo(application)) {
        bool const excluded = application.state == ApplicationState::submitted && application.submitted_by &&
                              !actor_of(tx, caller, application, todo->action).acts_everywhere;
        if (excluded) todo->not_for = application.submitted_by;
        inbox_.open(tx, caller, *todo);
    }
    inbox_.move(tx, caller, subject, matter_title(application), standing_title(application.state),
                is_over(application.state));
}

base::Result<Application> ApplicationService::take_step(sql::Tx& tx, identity::Caller const& caller, ApplicationId id,
                                                        std::optional<std::int64_t> version,
                                                        ApplicationStepInput const& given) const {
    KUNYU_TRY(auto application, visible(tx, caller, id));
    if (version && application.version != *version) return base::refuse("identity.version_conflict");
    KUNYU_TRY(auto const* row, transition_for(application.state, given.step));
    auto const target = target_of(application, row->action);
    if (row->action == drafting) {
        KUNYU_TRY_VOID(authorise_drafting(tx, caller, application));
    } else {
        KUNYU_TRY_VOID(identity::authorise(tx, caller, row->action, target));
    }
    auto input = given;
    KUNYU_TRY_VOID(check_step(*row, input, actor_of(tx, caller, application, row->action), base::day_of(caller.now)));
    KUNYU_TRY_VOID(attach_files(tx, caller, "application", application.id.value, input.files));
    auto before = record_of(application);
    KUNYU_TRY_VOID(carry_out(tx, caller, application, input));
    application.state = row->to;
    ++application.version;
    application.updated_at = caller.now;
    update_application(tx, application);
    ApplicationEntry const entry{
        0,          row->step,      row->from,   row->to,
        caller.now, caller.account, caller.name, identity::on_behalf_of(tx, caller, row->action, target),
        input};
    append_application_step(tx, application.id, entry);
    hand_on(tx, caller, application, entry);
    record(tx, caller, row->action, application, std::move(before), input.reason);
    return application;
}

base::Result<Application> ApplicationService::find(sql::Session& session, identity::Caller const& caller,
                                                   ApplicationId id) const {
    return visible(session, caller, id);
}

base::Result<ApplicationPage> ApplicationService::list(sql::Session& session, identity::Caller const& caller,
                                                       ApplicationQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, "application.read"));
    return list_applications(session, query,
                             {identity::scope_of(session, caller, drafting),
                              identity::scope_of(session, caller, "application.read"), caller.account});
}

std::vector<ApplicationStep> ApplicationService::offered(sql::Session& session, identity::Caller const& caller,
                                                         Application const& application) const {
    std::vector<ApplicationStep> steps;
    for (auto const* row : transitions_from(application.state)) {
        bool const permitted = row->action == drafting
                                   ? authorise_drafting(session, caller, application).has_value()
                                   : identity::may(session, caller, row->action, target_of(application, row->action));
        auto const actor = actor_of(session, caller, application, row->action);
        if (permitted && !(row->by_another && actor.is_drafter && !actor.acts_everywhere)) steps.push_back(row->step);
    }
    return steps;
}

}  // namespace kunyu::registry
