#include "programme/meeting_service.hpp"

#include "programme/meeting_json.hpp"
#include "programme/register_access.hpp"
#include "registry/application_attachments.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* reading = "meeting.read";
constexpr char const* recording = "meeting.record";

identity::Target target_of(Meeting const& meeting) {
    identity::Target target{meeting.units, std::nullopt};
    for (auto const& action : meeting.actions) target.organisations.push_back(action.unit);
    return target;
}

base::Result<Meeting> visible(sql::Session& session, identity::Caller const& caller, MeetingId id) {
    auto meeting = load_meeting(session, id);
    if (!meeting || !identity::may(session, caller, reading, target_of(*meeting)))
        return base::refuse("registers.meeting_not_found");
    return std::move(*meeting);
}

void record(sql::Tx& tx, identity::Caller const& caller, std::string_view action, Meeting const& meeting,
            boost::json::value before, std::string reason = {}) {
    RegisterChange change;
    change.action = action;
    change.subject = {"meeting", meeting.id.value, meeting.title, 0};
    change.target = target_of(meeting);
    change.before = std::move(before);
    change.after = meeting_record(meeting);
    change.reason = std::move(reason);
    record_change(tx, caller, std::move(change));
}

base::Result<void> check_held(identity::Caller const& caller, Meeting const& meeting, bool has_actions) {
    if (meeting.on <= base::day_of(caller.now)) return {};
    char const* path = !meeting.decisions.empty() ? "/decisions" : has_actions ? "/actions" : nullptr;
    if (path) return base::refuse_field(path, "registers.meeting_not_held", {{"day", base::to_string(meeting.on)}});
    return {};
}

}  // namespace

base::Result<void> MeetingService::apply(sql::Tx& tx, identity::Caller const& caller, MeetingChange const& change,
                                         Meeting& meeting) const {
    if (change.on) meeting.on = *change.on;
    if (change.title) meeting.title = *change.title;
    if (change.place) meeting.place = *change.place;
    if (change.chair) meeting.chair = *change.chair;
    if (change.minutes) meeting.minutes = *change.minutes;
    if (change.units) meeting.units = *change.units;
    if (change.agenda) meeting.agenda = *change.agenda;
    if (change.decisions) meeting.decisions = *change.decisions;
    if (change.files) meeting.files = *change.files;
    bool const has_actions = change.actions ? !change.actions->empty() : !meeting.actions.empty();
    KUNYU_TRY_VOID(check_held(caller, meeting, has_actions));
    return registry::attach_files(tx, caller, "meeting", meeting.id.value, meeting.files);
}

base::Result<Meeting> MeetingService::create(sql::Tx& tx, identity::Caller const& caller, PlanId plan,
                                             MeetingChange const& change, bool sample) const {
    Meeting meeting;
    meeting.id = ids_.next_as<MeetingTag>();
    meeting.entry = new_entry(caller, plan, sample);
    KUNYU_TRY_VOID(apply(tx, caller, change, meeting));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, recording, target_of(meeting)));
    insert_meeting(tx, meeting);
    KUNYU_TRY_VOID(desk_.replace(tx, caller, meeting.id.value, meeting.on,
                                 change.actions.value_or(std::vector<AssignmentDraft>{})));
    auto made = *load_meeting(tx, meeting.id);
    record(tx, caller, recording, made, nullptr);
    return made;
}

base::Result<Meeting> MeetingService::edit(sql::Tx& tx, identity::Caller const& caller, MeetingId id,
                                           std::int64_t version, MeetingChange const& change) const {
    KUNYU_TRY(auto meeting, visible(tx, caller, id));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, recording, target_of(meeting)));
    if (meeting.entry.version != version) return base::refuse("identity.version_conflict");
    auto before = meeting_record(meeting);
    auto actions = change.actions.value_or(drafts_of(meeting.actions));
    KUNYU_TRY_VOID(apply(tx, caller, change, meeting));
    touch(meeting.entry, caller);
    update_meeting(tx, meeting);
    KUNYU_TRY_VOID(desk_.replace(tx, caller, id.value, meeting.on, std::move(actions)));
    auto changed = *load_meeting(tx, id);
    record(tx, caller, recording, changed, std::move(before));
    return changed;
}

base::Result<Meeting> MeetingService::take_step(sql::Tx& tx, identity::Caller const& caller, MeetingId id,
                                                std::optional<std::int64_t> version, AssignmentId action,
                                                AssignmentStepInput const& input) const {
    KUNYU_TRY(auto meeting, visible(tx, caller, id));
    if (version && meeting.entry.version != *version) return base::refuse("identity.version_conflict");
    auto before = meeting_record(meeting);
    KUNYU_TRY(auto const by, desk_.take_step(tx, caller, id.value, action, input));
    touch(meeting.entry, caller);
    update_meeting(tx, meeting);
    auto changed = *load_meeting(tx, id);
    record(tx, caller, by, changed, std::move(before), input.statement);
    return changed;
}

base::Result<Meeting> MeetingService::find(sql::Session& session, identity::Caller const& caller, MeetingId id) const {
    return visible(session, caller, id);
}

base::Result<RegisterPage<Meeting>> MeetingService::list(sql::Session& session, identity::Caller const& caller,
                                                         MeetingQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    return list_meetings(session, query, identity::scope_of(session, caller, reading));
}

void MeetingService::remove(sql::Tx& tx, MeetingId id) const {
    desk_.remove(tx, id.value);
    remove_meeting(tx, id);
}

}  // namespace kunyu::programme
