#include "registry/application_approval.hpp"

#include "registry/platform_store.hpp"

#include <algorithm>

namespace kunyu::registry {

namespace {

/// An event on its day, or, when the approval is entered with an earlier effective day (补录), with the day of effect
/// as its latest.
EventDraft draft_of(EventType type, base::Day happened, base::Day effective) {
    EventDraft draft;
    draft.type = type;
    if (happened <= effective)
        draft.on = happened;
    else
        draft.not_after = effective;
    return draft;
}

/// The latest step of a kind, which the machine guarantees was taken.
ApplicationEntry const& latest(std::vector<ApplicationEntry> const& steps, ApplicationStep step) {
    return *std::find_if(steps.rbegin(), steps.rend(),
                         [step](ApplicationEntry const& entry) { return entry.step == step; });
}

EventDraft deciding_event(EventType type, Application const& application, ApplicationStepInput const& input) {
    EventDraft draft;
    draft.type = type;
    draft.on = *input.effective_on;
    draft.document = input.document_number;
    draft.decision_maker = input.decided_by;
    draft.reason = input.reason.empty() ? application.form.summary.value_or("") : input.reason;
    draft.override_reason = input.override_reason;
    if (input.exit_plan) draft.exit_plan = ExitPlanId{*input.exit_plan};
    draft.application = application.id.value;
    return draft;
}

Change beginning(sql::Session& session, Application const& application, std::string const& field) {
    auto const& form = application.form;
    auto const rules = load_rules(session);
    Change change;
    change.name = form.title;
    change.category = form.category;
    if (auto const* category = rules->latest().category(form.category)) change.level = category->level;
    change.field = field;
    change.directions = form.directions;
    change.hosts = hosts_of(form);
    if (form.supervisor) change.supervisors = std::vector<OrganisationId>{*form.supervisor};
    change.place = place_of(form);
    change.director = form.director;
    return change;
}

base::Result<PlatformId> establish(sql::Tx& tx, identity::Caller const& caller, PlatformService const& platforms,
                                   Application const& application, std::vector<ApplicationEntry> const& steps,
                                   ApplicationStepInput const& input, std::string const& field) {
    auto const effective = *input.effective_on;
    auto const submitted = base::day_of(latest(steps, ApplicationStep::submit).at);
    auto const& argument = latest(steps, ApplicationStep::argue);
    auto apply = draft_of(EventType::apply, submitted, effective);
    apply.change = beginning(tx, application, field);
    apply.application = application.id.value;
    auto argue = draft_of(EventType::argue, argument.input.argued_on.value_or(base::day_of(argument.at)), effective);
    argue.confirmed = {"supervisor_checked"};
    argue.document = argument.input.document_number;
    argue.reason = argument.input.opinion;
    argue.application = application.id.value;
    NewPlatform platform;
    platform.sample = application.sample;
    platform.profile.basis = "official";
    platform.profile.source = input.document_number;
    platform.events = {std::move(apply), std::move(argue), deciding_event(EventType::build, application, input)};
    return platforms.establish(tx, caller, platform);
}

Change change_of(ApplicationForm const& form, std::string const& field) {
    Change change;
    if (form.kind == ApplicationKind::convert) {
        change.category = form.category;
        change.field = field;
        if (!form.directions.empty()) change.directions = form.directions;
    }
    if (form.kind == ApplicationKind::join) change.as = "field_base";
    change.partner = form.partner;
    return change;
}

}  // namespace

base::Result<PlatformId> carry_out_approval(sql::Tx& tx, identity::Caller const& caller,
                                            PlatformService const& platforms, Application const& application,
                                            std::vector<ApplicationEntry> const& steps,
                                            ApplicationStepInput const& input) {
    auto const& form = application.form;
    auto const field = input.field.value_or(form.field);
    if (form.kind == ApplicationKind::create) return establish(tx, caller, platforms, application, steps, input, field);
    auto draft = deciding_event(event_of(form.kind), application, input);
    draft.change = change_of(form, field);
    KUNYU_TRY_VOID(platforms.record_event(tx, caller, *form.subject, draft));
    return *form.subject;
}

}  // namespace kunyu::registry
