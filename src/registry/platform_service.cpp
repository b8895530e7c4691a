#include "registry/platform_service.hpp"

#include "audit/audit.hpp"
#include "base/json.hpp"
#include "events/events.hpp"
#include "files/store.hpp"
#include "identity/audit_entry.hpp"
#include "identity/permissions.hpp"
#include "registry/event_check.hpp"
#include "registry/platform_change.hpp"
#include "registry/platform_derived.hpp"
#include "registry/platform_document.hpp"
#include "registry/platform_json.hpp"
#include "registry/platform_store.hpp"
#include "sql/search.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace kunyu::registry {

/// What one change of a platform works with.
struct PlatformService::Work {
    sql::Tx& tx;
    identity::Caller const& caller;
    std::shared_ptr<RuleBook const> rules;
    Platform platform;
    std::optional<History> before;
    History after;
    std::string action;
};

namespace {

namespace json = boost::json;

base::Refusal not_found() {
    return base::refuse("registry.platform_not_found");
}

/// The day the fold goes by: the known day, else from when it is certain, else the earliest possible, else the day of
/// the plan.
base::Day effective_day(EventDraft const& draft, RuleBook const& rules) {
    if (draft.effective) return *draft.effective;
    if (draft.on) return *draft.on;
    if (draft.not_after) return *draft.not_after;
    if (draft.not_before) return *draft.not_before;
    return rules.latest().unknown_start();
}

Event event_of(EventDraft const& draft, RuleBook const& rules, identity::Caller const& caller) {
    Event event;
    event.type = draft.type;
    event.effective = effective_day(draft, rules);
    event.on = draft.on;
    event.not_before = draft.not_before;
    event.not_after = draft.not_after;
    event.known_from = draft.known_from.value_or(base::day_of(caller.now));
    event.stands_for = draft.stands_for;
    event.change = draft.change;
    event.reason = draft.reason;
    event.document = draft.document;
    event.decision_maker = draft.decision_maker;
    event.wording = draft.wording;
    event.note = draft.note;
    event.basis = draft.basis;
    event.source = draft.source;
    event.confirmed = draft.confirmed;
    event.override_reason = draft.override_reason;
    event.exit_plan = draft.exit_plan;
    event.application = draft.application;
    event.attachments = draft.attachments;
    event.annuls = draft.annuls;
    event.recorded_by = caller.account.value;
    event.recorded_by_name = caller.name;
    event.recorded_at = caller.now;
    return event;
}

json::value audit_view(History const& history, base::Day day) {
    auto const* now = history.at(day);
    auto const& snapshot = now ? *now : history.snapshots.front();
    json::array hosts;
    for (auto const& host : snapshot.hosts) hosts.push_back(json::value(host.organisation.value));
    return json::object{{"state", to_string(snapshot.state)},
                        {"category", snapshot.category},
                        {"field", snapshot.field},
                        {"level", snapshot.level},
                        {"name", name_json(snapshot.name)},
                        {"hosts", std::move(hosts)},
                        {"director", snapshot.director}};
}

identity::AuditSubject audit_subject(Platform const& platform, Snapshot const& snapshot) {
    auto const lead = std::find_if(snapshot.hosts.begin(), snapshot.hosts.end(), [](Host const& h) { return h.lead; });
    std::int64_t organisation = snapshot.hosts.empty() ? 0 : snapshot.hosts.front().organisation.value;
    if (lead != snapshot.hosts.end()) organisation = lead->organisation.value;
    return {"platform", platform.id.value, platform.code + " " + snapshot.name.zh, organisation};
}

std::string reason_of(Event const& event) {
    return event.override_reason.empty() ? event.reason : event.reason + " / " + event.override_reason;
}

/// Platforms whose documents name this one, or are named by it.
std::set<PlatformId> related(sql::Session& session, PlatformId id, std::vector<Event> const& events) {
    std::set<PlatformId> others;
    for (auto const& event : events) {
        if (event.change.partner) others.insert(*event.change.partner);
        if (event.change.branch_of) others.insert(*event.change.branch_of);
    }
    for (auto const& row : session.query(
             "SELECT platform FROM platform_interval WHERE partner = ? UNION SELECT platform FROM platform_interval "
             "WHERE branch_of = ?",
             id, id))
        others.insert(row.id<PlatformTag>(0));
    others.erase(id);
    return others;
}

void rebuild_document(sql::Tx& tx, RuleBook const& rules, PlatformId id, base::Day today) {
    auto const platform = load_platform(tx, id);
    auto const events = load_events(tx, id);
    auto const history = fold(rules, events);
    if (platform && history) store_document(tx, rules, *platform, *history, events, today);
}

base::Result<Event> event_to_annul(std::vector<Event> const& events, Event const& annulment) {
    auto const found = std::find_if(events.begin(), events.end(), [&](Event const& event) {
        return annulment.annuls && event.id == *annulment.annuls && !event.annulled_by &&
               event.type != EventType::annul;
    });
    if (found == events.end()) return base::refuse_field("/annuls", "registry.nothing_to_annul");
    if (annulment.reason.empty()) return base::refuse_field("/reason", "base.required");
    return *found;
}

/// Annulments take effect where the annulled event did; they say when they were entered by recorded_at.
base::Result<void> place_annulment(std::vector<Event>& events, Event& event) {
    if (event.type != EventType::annul) {
        if (event.annuls) return base::refuse_field("/annuls", "base.unknown_member");
        return {};
    }
    KUNYU_TRY(auto const annulled, event_to_annul(events, event));
    event.effective = annulled.effective;
    event.on = annulled.on;
    event.not_before = annulled.not_before;
    event.not_after = annulled.not_after;
    for (auto& earlier : events)
        if (earlier.id == annulled.id) earlier.annulled_by = event.id;
    return {};
}

/// Who may read the platform may read the papers of its events. An application's attachments stay with it.
base::Result<void> attach_files(sql::Tx& tx, identity::Caller const& caller, Event const& event) {
    if (event.application) return {};
    auto const account = caller.is_system ? 0 : caller.account.value;
    for (auto const file : event.attachments)
        KUNYU_TRY_VOID(files::Store::attach(tx, {file.value}, account, "platform", event.platform.value));
    return {};
}

/// Why the step would find no free place on the day, if it would not.
std::optional<base::Refusal> place_refused(EventCheck const& check, RuleBook const& rules,
                                           std::vector<Event> const& events, PlatformId id, EventType type,
                                           base::Day on) {
    Event step;
    step.platform = id;
    step.sequence = events.back().sequence + 1;
    step.type = type;
    step.effective = on;
    auto with = events;
    with.push_back(step);
    auto const before = fold(rules, events);
    auto const after = fold(rules, with);
    if (!before || !after) return std::nullopt;
    auto const approval = check.places(&*before, *after, step);
    return approval ? std::nullopt : std::optional(approval.error());
}

base::Result<void> check_code(sql::Session& session, std::string const& code) {
    if (find_platform(session, code)) return base::refuse("registry.code_taken", {{"code", code}});
    return {};
}

}  // namespace

PlatformService::PlatformService(base::IdGenerator& ids, ExitPlans const& exit_plans, ReadinessQueue const& readiness)
    : ids_(ids), exit_plans_(exit_plans), readiness_(readiness) {}

/// Holds the new events one by one against what stands before them.
base::Result<void> PlatformService::check(Work const& work, std::vector<Event> const& earlier,
                                          std::vector<Event>& added, Entry entry) const {
    EventCheck const check(work.tx, *work.rules, exit_plans_, readiness_);
    auto before = work.before;
    auto events = earlier;
    for (auto& event : added) {
        events.push_back(event);
        if (event.type == EventType::annul) {
            KUNYU_TRY(auto const approval, check.places(before ? &*before : nullptr, work.after, event));
            event.rule_set = approval.rule_set;
            continue;
        }
        KUNYU_TRY(auto after, check.history(events, {event.id}));
        auto const* then = before ? before->at(event.effective) : nullptr;
        KUNYU_TRY_VOID(check.values(event, *after.at(event.effective)));
        if (entry == Entry::decided) {
            KUNYU_TRY_VOID(check.step(event, then ? *then : Snapshot{}));
            KUNYU_TRY(auto const approval, check.places(before ? &*before : nullptr, after, event));
            event.rule_set = approval.rule_set;
        } else if (auto const* rule = work.rules->in_force(event.effective)) {
            event.rule_set = rule->id;
        }
        before = std::move(after);
    }
    return check.dependents(work.platform.id, work.after);
}

base::Result<void> PlatformService::store(Work& work, std::vector<Event> const& events, std::vector<Event> const& added,
                                          Entry entry) const {
    auto& tx = work.tx;
    auto const today = base::day_of(work.caller.now);
    for (auto const& event : added) {
        KUNYU_TRY_VOID(attach_files(tx, work.caller, event));
        insert_event(tx, event);
        if (event.annuls) mark_annulled(tx, *event.annuls, event.id);
        if (event.exit_plan) exit_plans_.used_by(tx, *event.exit_plan, event.id);
    }
    auto const upkeep = entry == Entry::facts ? LayoutUpkeep::later : LayoutUpkeep::each;
    rebuild_derived(tx, *work.rules, work.platform, work.after, upkeep);
    store_document(tx, *work.rules, work.platform, work.after, events, today);
    for (auto const other : related(tx, work.platform.id, events)) {
        touch_platform(tx, other, work.caller.now);
        rebuild_document(tx, *work.rules, other, today);
    }
    for (auto const& event : added) readiness_.recorded(tx, work.caller, work.platform.id, event.type);
    auto const& last = work.after.last();
    auto entry_of = identity::audit_entry(tx, work.caller, work.action, audit_subject(work.platform, last),
                                          target_of(work.platform.id, last));
    entry_of.before = work.before ? audit_view(*work.before, added.back().effective) : json::value(nullptr);
    auto after = audit_view(work.after, added.back().effective).as_object();
    after["event"] = to_string(added.back().type);
    after["effective_on"] = base::to_string(added.back().effective);
    entry_of.after = std::move(after);
    entry_of.reason = reason_of(added.back());
    audit::append(tx, entry_of);
    events::publish(tx, {0, "registry.platform_changed", "platform", work.platform.id.value,
                         json::object{{"event", to_string(added.back().type)}}, work.caller.now});
    return {};
}

base::Result<PlatformId> PlatformService::establish_as(sql::Tx& tx, identity::Caller const& caller,
                                                       NewPlatform const& platform, std::string const& action,
                                                       Entry entry) const {
    auto const rules = load_rules(tx);
    if (rules->empty()) return base::refuse("registry.no_rules");
    Work work{tx, caller, rules, {}, std::nullopt, {}, action};
    work.platform.id = ids_.next_as<PlatformTag>();
    work.platform.code = platform.code ? *platform.code : next_code(tx, platform.sample);
    KUNYU_TRY_VOID(check_code(tx, work.platform.code));
    work.platform.version = 1;
    work.platform.sample = platform.sample;
    work.platform.known_from = platform.known_from.value_or(base::day_of(caller.now));
    work.platform.profile = platform.profile;
    std::vector<Event> added;
    for (auto const& draft : platform.events) {
        auto event = event_of(draft, *rules, caller);
        event.id = ids_.next_as<EventTag>();
        event.platform = work.platform.id;
        event.sequence = static_cast<std::int64_t>(added.size()) + 1;
        added.push_back(std::move(event));
    }
    std::vector<EventId> ids;
    for (auto const& event : added) ids.push_back(event.id);
    EventCheck const whole(tx, *rules, exit_plans_, readiness_);
    KUNYU_TRY(work.after, whole.history(added, ids));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, action, target_of(work.platform.id, work.after.last())));
    auto checked = added;
    KUNYU_TRY_VOID(check(work, {}, checked, entry));
    insert_platform(tx, work.platform, caller.now);
    KUNYU_TRY_VOID(store(work, checked, checked, entry));
    return work.platform.id;
}

base::Result<PlatformId> PlatformService::establish(sql::Tx& tx, identity::Caller const& caller,
                                                    NewPlatform const& platform) const {
    bool const applied = !platform.events.empty() && platform.events.back().application.has_value();
    return establish_as(tx, caller, platform, applied ? "application.decide" : "platform.record", Entry::decided);
}

base::Result<PlatformId> PlatformService::enter(sql::Tx& tx, identity::Caller const& caller,
                                                NewPlatform const& platform) const {
    return establish_as(tx, caller, platform, "import.run", Entry::facts);
}

void PlatformService::finish_entering(sql::Tx& tx) const {
    rebuild_layout(tx);
}

base::Result<EventId> PlatformService::record_event(sql::Tx& tx, identity::Caller const& caller, PlatformId id,
                                                    EventDraft const& draft) const {
    KUNYU_TRY(auto const platform, this->platform(tx, id));
    auto const rules = load_rules(tx);
    auto events = load_events(tx, id);
    KUNYU_TRY(auto const before, fold(*rules, events));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "platform.event", target_of(id, before.last())));
    auto event = event_of(draft, *rules, caller);
    event.id = ids_.next_as<EventTag>();
    event.platform = id;
    event.sequence = events.back().sequence + 1;
    KUNYU_TRY_VOID(place_annulment(events, event));
    auto all = events;
    all.push_back(event);
    EventCheck const whole(tx, *rules, exit_plans_, readiness_);
    Work work{tx, caller, rules, platform, before, {}, "platform.event"};
    KUNYU_TRY(work.after, whole.history(all, {event.id}));
    std::vector<Event> added{event};
    KUNYU_TRY_VOID(check(work, events, added, Entry::decided));
    all.back() = added.front();
    touch_platform(tx, id, caller.now);
    ++work.platform.version;
    KUNYU_TRY_VOID(store(work, all, added, Entry::decided));
    return event.id;
}

base::Result<void> PlatformService::edit(sql::Tx& tx, identity::Caller const& caller, PlatformId id,
                                         std::int64_t version, ProfileChange const& change) const {
    KUNYU_TRY(auto platform, this->platform(tx, id));
    KUNYU_TRY(auto const life, history(tx, id));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "platform.edit", target_of(id, life.last())));
    if (platform.version != version) return base::refuse("identity.version_conflict");
    auto entry = identity::audit_entry(tx, caller, "platform.edit", audit_subject(platform, life.last()),
                                       target_of(id, life.last()));
    entry.before = to_json(platform.profile);
    apply(change, platform.profile);
    update_platform(tx, platform, caller.now);
    ++platform.version;
    entry.after = to_json(platform.profile);
    auto const rules = load_rules(tx);
    rebuild_derived(tx, *rules, platform, life);
    store_document(tx, *rules, platform, life, load_events(tx, id), base::day_of(caller.now));
    audit::append(tx, entry);
    return {};
}

base::Result<std::vector<OfferedStep>> PlatformService::steps(sql::Session& session, identity::Caller const&,
                                                              PlatformId id, base::Day on) const {
    KUNYU_TRY(auto const now, snapshot(session, id, on));
    auto const rules = load_rules(session);
    auto const events = load_events(session, id);
    EventCheck const check(session, *rules, exit_plans_, readiness_);
    std::vector<OfferedStep> offered;
    for (auto const& step : legal_steps(rules->for_reading(on), now.category, now.state)) {
        OfferedStep offer{step, {}, {}, std::nullopt};
        check.conditions(now, id, step, on, offer.met, offer.missing);
        auto const place = std::find(offer.met.begin(), offer.met.end(), "free_place");
        if (place != offer.met.end()) {
            offer.no_place = place_refused(check, *rules, events, id, step.event, on);
            if (offer.no_place) {
                offer.met.erase(place);
                offer.missing.emplace_back("free_place");
            }
        }
        offered.push_back(std::move(offer));
    }
    return offered;
}

base::Result<PlatformId> PlatformService::find(sql::Session& session, std::string_view slug) const {
    auto const number = base::parse_id(slug);
    auto const id = number && session.first("SELECT 1 FROM platform WHERE id = ?", *number)
                        ? std::optional<PlatformId>{{*number}}
                        : find_platform(session, slug);
    if (!id) return not_found();
    return *id;
}

base::Result<Platform> PlatformService::platform(sql::Session& session, PlatformId id) const {
    auto found = load_platform(session, id);
    if (!found) return not_found();
    return std::move(*found);
}

base::Result<History> PlatformService::history(sql::Session& session, PlatformId id) const {
    auto const events = load_events(session, id);
    if (events.empty()) return not_found();
    return fold(*load_rules(session), events);
}

base::Result<Snapshot> PlatformService::snapshot(sql::Session& session, PlatformId id, base::Day as_of) const {
    KUNYU_TRY(auto const life, history(session, id));
    auto const* now = life.at(as_of);
    if (!now) return not_found();
    return *now;
}

identity::Target PlatformService::target_of(PlatformId id, Snapshot const& snapshot) const {
    identity::Target target;
    target.platform = id.value;
    for (auto const& host : snapshot.hosts) target.organisations.push_back(host.organisation);
    for (auto const supervisor : snapshot.supervisors) target.organisations.push_back(supervisor);
    return target;
}

void PlatformService::refresh_organisation(sql::Tx& tx, OrganisationId organisation, base::Day today) const {
    auto const rules = load_rules(tx);
    if (rules->empty()) return;
    for (auto const& row : tx.query("SELECT platform FROM platform_host WHERE organisation = ? UNION SELECT platform "
                                    "FROM platform_supervisor WHERE organisation = ?",
                                    organisation, organisation)) {
        auto const id = row.id<PlatformTag>(0);
        auto const life = history(tx, id);
        auto const platform = load_platform(tx, id);
        if (!life || !platform) continue;
        rebuild_derived(tx, *rules, *platform, *life);
        rebuild_document(tx, *rules, id, today);
    }
}

base::Result<void> PlatformService::remove_sample(sql::Tx& tx, identity::Caller const& caller, PlatformId id) const {
    KUNYU_TRY(auto const platform, this->platform(tx, id));
    if (!platform.sample) return base::refuse("registry.not_a_sample", {{"code", platform.code}});
    KUNYU_TRY(auto const life, history(tx, id));
    auto entry = identity::audit_entry(tx, caller, "platform.record", audit_subject(platform, life.last()),
                                       target_of(id, life.last()));
    entry.before = audit_view(life, base::day_of(caller.now));
    withdraw_deltas(tx, id, true);
    sql::remove_document(tx, id.value);
    remove_platform(tx, id);
    audit::append(tx, entry);
    return {};
}

}  // namespace kunyu::registry
