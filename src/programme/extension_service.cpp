#include "programme/extension_service.hpp"

#include "programme/extension_json.hpp"
#include "programme/plan_store.hpp"
#include "registry/application_attachments.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* requesting = "extension.request";
constexpr char const* deciding = "extension.decide";
constexpr char const* reading = "progress.read";

WorkSubject subject_of(Extension const& extension, Milestone const& milestone) {
    return {"extension_request",
            extension.id.value,
            extension.unit,
            milestone_name(milestone),
            "supervision.matter_extension",
            fmt::format("/programme/extensions/{}", extension.id.value)};
}

base::Result<Extension> visible(sql::Session& session, identity::Caller const& caller, ExtensionId id) {
    auto extension = load_extension(session, id);
    if (!extension || !identity::may(session, caller, reading, target_of(extension->unit)))
        return base::refuse("supervision.extension_not_found");
    return std::move(*extension);
}

base::Result<void> check_open(sql::Session& session, Milestone const& milestone) {
    if (milestone.verified_on)
        return base::refuse("supervision.milestone_verified",
                            {{"code", milestone.code}, {"on", base::to_string(*milestone.verified_on)}});
    if (has_waiting_extension(session, milestone.id))
        return base::refuse("supervision.extension_waiting", {{"code", milestone.code}});
    return {};
}

}  // namespace

base::Result<void> check_new_due(base::Day new_due, base::Day due, base::Day today) {
    if (new_due <= due)
        return base::refuse_field("/new_due", "supervision.due_not_later", {{"due", base::to_string(due)}});
    if (new_due <= today)
        return base::refuse_field("/new_due", "supervision.due_not_ahead", {{"today", base::to_string(today)}});
    return {};
}

base::Result<Extension> ExtensionService::request(sql::Tx& tx, identity::Caller const& caller,
                                                  NewExtension const& wanted) const {
    auto const today = base::day_of(caller.now);
    auto const milestone = load_milestone(tx, wanted.milestone, today);
    if (!milestone) return base::refuse("programme.milestone_not_found");
    KUNYU_TRY(auto const of, task_in_plan(tx, milestone->task, today));
    KUNYU_TRY(auto const unit, acting_unit(tx, caller, of.task, wanted.unit, requesting));
    KUNYU_TRY_VOID(check_open(tx, *milestone));
    KUNYU_TRY_VOID(check_new_due(wanted.new_due, milestone->due, today));
    Extension extension;
    extension.id = ids_.next_as<ExtensionTag>();
    extension.milestone = wanted.milestone;
    extension.task = milestone->task;
    extension.unit = unit;
    extension.due_then = milestone->due;
    extension.new_due = wanted.new_due;
    extension.reason = wanted.reason;
    extension.files = wanted.files;
    extension.requested_at = caller.now;
    extension.requested_by = caller.account;
    extension.requested_by_name = caller.name;
    extension.sample = wanted.sample;
    KUNYU_TRY_VOID(
        registry::attach_files(tx, caller, "extension_request", extension.id.value, extension.files, "/files"));
    insert_extension(tx, extension);
    auto const subject = subject_of(extension, *milestone);
    inbox_.start(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject),
                 state_title(extension.state));
    open_todo(tx, caller, inbox_, subject,
              {deciding,
               "supervision.todo_extension_decide",
               deciding,
               {},
               {},
               WorkNews{"programme.extension_requested", "supervision.told_extension_requested"}});
    record_work(tx, caller, subject, {requesting, nullptr, extension_record(extension), extension.reason});
    return extension;
}

/// The deadline moves as known from today on, in both readings.
void ExtensionService::move_due(sql::Tx& tx, identity::Caller const& caller, Extension const& extension,
                                Milestone milestone) const {
    auto const today = base::day_of(caller.now);
    MilestoneDue due;
    due.ordinal = load_dues(tx, milestone.id).back().ordinal + 1;
    due.due = extension.new_due;
    due.known_from = today;
    due.origin = DueOrigin::extension;
    due.request = extension.id.value;
    due.reason = extension.reason;
    due.by_name = caller.name;
    due.at = caller.now;
    append_due(tx, milestone.id, due);
    ++milestone.version;
    update_milestone(tx, milestone);
    Revision revision;
    revision.id = ids_.next();
    revision.plan = *plan_of(tx, milestone.task);
    revision.subject_kind = "milestone";
    revision.subject = milestone.id.value;
    revision.subject_label = milestone_name(milestone).zh;
    revision.at = caller.now;
    revision.account = caller.account;
    revision.by_name = caller.name;
    revision.reason = extension.reason;
    revision.before = boost::json::object{{"due", base::to_string(milestone.due)}};
    revision.after = boost::json::object{{"due", base::to_string(extension.new_due)}};
    insert_revision(tx, revision);
}

base::Result<Extension> ExtensionService::take_step(sql::Tx& tx, identity::Caller const& caller, ExtensionId id,
                                                    std::optional<std::int64_t> version,
                                                    WorkStepInput const& input) const {
    KUNYU_TRY(auto extension, visible(tx, caller, id));
    if (version && extension.version != *version) return base::refuse("identity.version_conflict");
    KUNYU_TRY(auto const* row, check_step(extension_transitions(), extension.state, input.step, input.reason));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, row->action, target_of(extension.unit)));
    auto const today = base::day_of(caller.now);
    auto const milestone = *load_milestone(tx, extension.milestone, today);
    if (row->step == WorkStep::approve) KUNYU_TRY_VOID(check_new_due(extension.new_due, milestone.due, today));
    auto before = extension_record(extension);
    extension.state = row->to;
    ++extension.version;
    extension.decided_at = caller.now;
    extension.decided_by = caller.account;
    extension.decided_by_name = caller.name;
    if (!input.reason.empty()) extension.decision_reason = input.reason;
    update_extension(tx, extension);
    if (row->step == WorkStep::approve) move_due(tx, caller, extension, milestone);
    auto const subject = subject_of(extension, milestone);
    inbox_.close(tx, caller, inbox_subject(subject), to_string(row->step),
                 identity::on_behalf_of(tx, caller, row->action, target_of(extension.unit)));
    inbox_.move(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject),
                state_title(extension.state), true);
    if (row->step != WorkStep::withdraw)
        tell(tx, caller, notifier_, subject,
             {"programme.extension_decided",
              row->step == WorkStep::approve ? "supervision.told_extension_approved"
                                             : "supervision.told_extension_refused",
              extension.version,
              {extension.requested_by},
              {}});
    record_work(tx, caller, subject, {row->action, std::move(before), extension_record(extension), input.reason});
    return extension;
}

base::Result<Extension> ExtensionService::find(sql::Session& session, identity::Caller const& caller,
                                               ExtensionId id) const {
    return visible(session, caller, id);
}

base::Result<ExtensionPage> ExtensionService::list(sql::Session& session, identity::Caller const& caller,
                                                   ExtensionQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    return list_extensions(session, query, identity::scope_of(session, caller, reading));
}

std::vector<WorkStep> ExtensionService::offered(sql::Session& session, identity::Caller const& caller,
                                                Extension const& extension) const {
    return offered_steps(session, caller, extension_transitions(), extension.state, target_of(extension.unit));
}

}  // namespace kunyu::programme
