#include "registry/event_check.hpp"

#include "registry/organisation_refs.hpp"
#include "registry/platform_store.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace kunyu::registry {
namespace {

constexpr std::string_view laboratory = "ministry-key-laboratory";
constexpr std::int64_t whole = 10'000;  // basis points

std::string joined_text(std::vector<std::string> const& texts) {
    std::string out;
    for (auto const& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

bool contains(std::vector<std::string> const& texts, std::string_view text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

/// Where the contract keeps what a step requires.
std::string member_of(std::string const& requirement, EventType type) {
    if (requirement == "document") return "/document_number";
    if (requirement == "attachment") return "/attachments";
    if (requirement == "partner") return type == EventType::join ? "/with" : "/into";
    return "/" + requirement;
}

base::Result<void> check_organisations(sql::Session& session, std::vector<OrganisationId> const& ids,
                                       std::string const& path) {
    auto const known = organisation_refs(session, ids);
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (!known.contains(ids[i]))
            return base::refuse_field(path + "/" + std::to_string(i), "registry.unknown_organisation",
                                      {{"organisation", std::to_string(ids[i].value)}});
    return {};
}

/// The field must be a row of the category's table; a category without a table may borrow any field for description.
base::Result<void> check_field(Catalogue const& catalogue, Snapshot const& after) {
    if (after.field.empty()) return {};
    bool const known = catalogue.table(after.category) ? catalogue.field(after.category, after.field) != nullptr
                                                       : catalogue.any_field(after.field) != nullptr;
    if (!known)
        return base::refuse_field("/field", "registry.unknown_field",
                                  {{"field", after.field}, {"category", after.category}});
    return {};
}

base::Result<void> check_directions(Catalogue const& catalogue, Snapshot const& after) {
    auto const* field = catalogue.any_field(after.field);
    for (auto const& direction : after.directions) {
        bool const listed = field && std::any_of(field->directions.begin(), field->directions.end(),
                                                 [&](Term const& term) { return term.id == direction; });
        if (!listed && !(field && field->open_list))
            return base::refuse_field("/directions", "registry.unknown_direction",
                                      {{"direction", direction}, {"field", after.field}});
    }
    return {};
}

std::vector<Delta> difference(std::vector<Delta> after, std::vector<Delta> before) {
    for (auto& delta : before) {
        delta.counted = -delta.counted;
        delta.reserved = -delta.reserved;
        after.push_back(std::move(delta));
    }
    return after;
}

/// Whether some row, table or the whole ever holds more than before.
bool raises(std::vector<Delta> const& changes) {
    std::set<base::Day> days;
    for (auto const& change : changes) days.insert(change.day);
    for (auto const day : days) {
        std::map<std::pair<std::string, std::string>, Tally> rows;
        for (auto const& change : changes)
            if (change.day <= day) rows[{change.category, change.field}] += Tally{change.counted, change.reserved};
        for (auto const& [row, tally] : rows)
            if (tally.counted > 0 || tally.counted + tally.reserved > 0) return true;
    }
    return false;
}

bool exits_by(History const& history, base::Day day) {
    return std::any_of(history.snapshots.begin(), history.snapshots.end(), [day](Snapshot const& snapshot) {
        return snapshot.state == State::exited && snapshot.from < day;
    });
}

}  // namespace

base::Result<void> check_hosts(sql::Session& session, std::vector<Host> const& hosts) {
    std::vector<OrganisationId> ids;
    std::int64_t sum = 0;
    std::int64_t leads = 0;
    std::set<OrganisationId> seen;
    for (auto const& host : hosts) {
        ids.push_back(host.organisation);
        sum += host.share.value_or(0);
        leads += host.lead ? 1 : 0;
        if (!seen.insert(host.organisation).second) return base::refuse_field("/hosts", "registry.host_twice");
    }
    if (sum > whole) return base::refuse_field("/hosts", "registry.shares_exceed_whole");
    if (leads > 1) return base::refuse_field("/hosts", "registry.two_lead_hosts");
    return check_organisations(session, ids, "/hosts");
}

base::Result<History> EventCheck::history(std::vector<Event> const& events, std::vector<EventId> const& added) const {
    auto folded = fold(rules_, events);
    if (folded.has_value() || folded.error().code != "registry.illegal_step") return folded;
    auto refusal = folded.error();
    bool const is_new = std::any_of(added.begin(), added.end(), [&](EventId id) {
        return refusal.params.at("event_id") == std::to_string(id.value);
    });
    if (!is_new) refusal.code = "registry.breaks_later";
    return refusal;
}

base::Result<void> EventCheck::values(Event const& event, Snapshot const& after) const {
    auto const& change = event.change;
    auto const& catalogue = rules_.for_reading(event.effective);
    if (change.category && !catalogue.category(*change.category))
        return base::refuse_field("/category", "registry.unknown_category", {{"category", *change.category}});
    if (change.level && !catalogue.level(*change.level))
        return base::refuse_field("/level", "registry.unknown_level", {{"level", *change.level}});
    if (change.field || change.category) KUNYU_TRY_VOID(check_field(catalogue, after));
    if (change.directions) KUNYU_TRY_VOID(check_directions(catalogue, after));
    if (change.hosts) KUNYU_TRY_VOID(check_hosts(session_, *change.hosts));
    if (change.supervisors) KUNYU_TRY_VOID(check_organisations(session_, *change.supervisors, "/supervisors"));
    if (change.place && change.place->province && !catalogue.province(*change.place->province))
        return base::refuse_field("/province", "registry.unknown_province", {{"province", *change.place->province}});
    if (change.partner && *change.partner == event.platform)
        return base::refuse_field(member_of("partner", event.type), "registry.partner_is_itself");
    return {};
}

base::Result<void> EventCheck::step(Event const& event, Snapshot const& before) const {
    auto const& catalogue = rules_.for_reading(event.effective);
    auto const category = before.state == State::none ? event.change.category.value_or(std::string()) : before.category;
    for (auto const& legal : legal_steps(catalogue, category, before.state)) {
        if (legal.event != event.type) continue;
        auto const missing = missing_requirements(legal.requirements, event);
        if (!missing.empty()) {
            base::Refusal refusal{"base.invalid_input", {}, {}};
            for (auto const& requirement : missing)
                refusal.fields.push_back({member_of(requirement, event.type),
                                          "registry.required_by_step",
                                          {{"event", std::string(to_string(event.type))}, {"what", requirement}}});
            return refusal;
        }
        std::vector<std::string> unmet;
        for (auto const& condition : legal.conditions)
            if (!event.confirmed.contains(condition) && !condition_met(condition, event, before))
                unmet.push_back(condition);
        if (!unmet.empty())
            return base::refuse("registry.condition_missing",
                                {{"event", std::string(to_string(event.type))}, {"conditions", joined_text(unmet)}});
        return {};
    }
    return {};
}

bool EventCheck::condition_met(std::string const& condition, Event const& event, Snapshot const& before) const {
    if (condition == "free_place") return true;  // places() decides
    if (condition == "ready") return readiness_.is_ready(session_, event.platform);
    if (condition == "assessment_passed") return is_pass(before.last_result);
    if (condition == "target_category")
        return event.change.category && rules_.for_reading(event.effective).category(*event.change.category) &&
               *event.change.category != before.category;
    if (condition == "supervisor_checked") return event.application.has_value();
    return partner_met(condition, event);
}

bool EventCheck::partner_met(std::string const& condition, Event const& event) const {
    if (!event.change.partner) return false;
    auto const events = load_events(session_, *event.change.partner);
    if (events.empty()) return false;
    auto const history = fold(rules_, events);
    auto const* partner = history ? history->at(event.effective) : nullptr;
    if (!partner) return false;
    if (condition == "partner_running") return is_running(partner->state);
    if (condition == "partner_is_laboratory") return partner->category == laboratory && !partner->branch_of;
    return false;
}

void EventCheck::conditions(Snapshot const& before, PlatformId platform, LegalStep const& step, base::Day on,
                            std::vector<std::string>& met, std::vector<std::string>& missing) const {
    static std::vector<std::string> const of_the_event = {"partner_running", "partner_is_laboratory",
                                                          "target_category"};
    for (auto const& condition : step.conditions) {
        if (contains(of_the_event, condition)) continue;
        Event event;
        event.platform = platform;
        event.effective = on;
        event.type = step.event;
        (condition_met(condition, event, before) ? met : missing).push_back(condition);
    }
}

std::vector<Relief> EventCheck::reliefs(ExitPlanId plan, bool& known) const {
    std::vector<Relief> reliefs;
    auto const exits = exit_plans_.exits_of(session_, plan);
    known = exits.has_value();
    if (!exits) return reliefs;
    for (auto const& exit : *exits) {
        auto const history = fold(rules_, load_events(session_, exit.platform));
        auto const* then = history ? history->at(exit.by) : nullptr;
        if (!then) continue;
        auto const standing = count(rules_.for_reading(exit.by), *then).standing;
        if (standing != Standing::not_counted) reliefs.push_back({then->category, then->field, exit.by, exit.platform});
    }
    return reliefs;
}

base::Result<Approval> EventCheck::places(History const* before, History const& after, Event const& event) const {
    ApprovalRequest request;
    request.changes = difference(deltas(rules_, after), before ? deltas(rules_, *before) : std::vector<Delta>{});
    request.effective = event.effective;
    Approval none;
    if (auto const* rule = rules_.in_force(event.effective)) none.rule_set = rule->id;
    if (!raises(request.changes)) return none;
    request.override_reason = event.override_reason;
    if (event.exit_plan) {
        request.plan = reliefs(*event.exit_plan, request.has_plan);
        if (!request.has_plan)
            return base::refuse_field("/exit_plan_id", "registry.unknown_exit_plan",
                                      {{"plan", std::to_string(event.exit_plan->value)}});
    }
    return approve(rules_, load_occupation(session_, event.effective), request);
}

base::Result<void> EventCheck::dependents(PlatformId platform, History const& after) const {
    for (auto const& other : load_events_with_partner(session_, platform)) {
        if (other.type != EventType::join && other.type != EventType::merge) continue;
        auto const* then = after.at(other.effective);
        if (then && is_running(then->state)) continue;
        auto const partner = load_platform(session_, other.platform);
        return base::refuse("registry.partner_depends", {{"code", partner ? partner->code : std::string()},
                                                         {"event", std::string(to_string(other.type))},
                                                         {"day", base::to_string(other.effective)}});
    }
    std::vector<std::string> joined;
    for (auto const& row :
         session_.query("SELECT code, valid_to FROM platform_interval WHERE partner = ? AND state = ? "
                        "ORDER BY code_key",
                        platform, to_string(State::joined)))
        if (exits_by(after, row.day(1)) && !contains(joined, row.text(0))) joined.push_back(row.text(0));
    if (!joined.empty()) return base::refuse("registry.bases_joined", {{"codes", joined_text(joined)}});
    return {};
}

}  // namespace kunyu::registry
