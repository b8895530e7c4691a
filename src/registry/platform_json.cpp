#include "registry/platform_json.hpp"

#include "base/json.hpp"
#include "registry/event_files.hpp"
#include "sql/filter.hpp"

#include <algorithm>
#include <set>

namespace kunyu::registry {
namespace {

namespace json = boost::json;

json::value text_or_null(std::string const& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

std::string_view precision_of(Event const& event) {
    if (event.on) return "day";
    if (!event.not_before && !event.not_after) return "unknown";
    if (!event.not_before || !event.not_after) return "bounded";
    auto const from = *event.not_before;
    auto const to = *event.not_after;
    if (from.day_of_month() == 1 && from.plus_months(1).plus_days(-1) == to) return "month";
    if (from == base::Day::of(from.year(), 1, 1) && to == base::Day::of(from.year(), 12, 31)) return "year";
    return "bounded";
}

template <typename Id>
std::vector<Id> unique_of(std::vector<Id> const& ids) {
    std::set<Id> const unique(ids.begin(), ids.end());
    return {unique.begin(), unique.end()};
}

std::map<std::int64_t, json::object> account_refs(sql::Session& session, std::vector<std::int64_t> const& ids) {
    std::map<std::int64_t, json::object> found;
    auto const wanted = unique_of(ids);
    if (wanted.empty()) return found;
    sql::Where where;
    where.add_in("id", wanted);
    for (auto const& row :
         session.query_with("SELECT id, user_name, display_name FROM account" + where.text(), where.args()))
        found[row.integer(0)] = {{"id", row.integer(0)}, {"user", row.text(1)}, {"display_name", row.text(2)}};
    return found;
}

json::value reference_or_null(std::map<PlatformId, PlatformReference> const& platforms,
                              std::optional<PlatformId> const& id) {
    if (!id) return nullptr;
    auto const found = platforms.find(*id);
    return found == platforms.end() ? json::value(nullptr) : json::value(to_json(found->second));
}

/// The partner of an event under the name that its type gives it.
json::value partner_as(EventContext const& context, Event const& event, bool as_into) {
    bool const is_into =
        event.type == EventType::merge || event.type == EventType::promote || event.change.state == State::merged;
    return is_into == as_into ? reference_or_null(context.platforms, event.change.partner) : json::value(nullptr);
}

json::array hosts_json(EventContext const& context, Event const& event) {
    json::array hosts;
    if (!event.change.hosts) return hosts;
    for (auto const& host : *event.change.hosts) {
        auto const found = context.organisations.find(host.organisation);
        if (found == context.organisations.end()) continue;
        hosts.push_back(json::object{
            {"organisation", to_json(found->second)},
            {"share", host.share ? json::value(static_cast<double>(*host.share) / 100.0) : json::value(nullptr)},
            {"lead", host.lead},
            {"cobuilder", host.cobuilder},
            {"valid_from", base::to_string(event.effective)},
            {"valid_to", nullptr}});
    }
    return hosts;
}

json::value place_json(std::optional<Place> const& place) {
    if (!place) return nullptr;
    return json::object{{"province", base::json_or_null(place->province)},
                        {"city", base::json_or_null(place->city)},
                        {"longitude", base::json_or_null(place->lon)},
                        {"latitude", base::json_or_null(place->lat)}};
}

json::array attachments_json(EventContext const& context, Event const& event) {
    json::array files;
    for (auto const file : event.attachments) {
        auto const found = context.files.find(file.value);
        if (found != context.files.end()) files.push_back(found->second);
    }
    return files;
}

json::value state_or_null(State state) {
    return state == State::none ? json::value(nullptr) : json::value(to_string(state));
}

void put_states(EventContext const& context, Event const& event, json::object& object) {
    auto const found = context.transitions.find(event.id);
    bool const known = found != context.transitions.end();
    object["from_state"] = known ? state_or_null(found->second.from) : json::value(nullptr);
    object["to_state"] = known ? state_or_null(found->second.to) : json::value(nullptr);
}

void put_change(EventContext const& context, Event const& event, json::object& object) {
    auto const& change = event.change;
    object["into"] = partner_as(context, event, true);
    object["with"] = partner_as(context, event, false);
    object["category"] = base::json_or_null(change.category);
    object["field"] = change.field ? text_or_null(*change.field) : json::value(nullptr);
    object["name"] = change.name ? json::value(name_json(*change.name)) : json::value(nullptr);
    object["hosts"] = hosts_json(context, event);
    object["director"] = base::json_or_null(change.director);
    object["until"] = base::json_or_null(change.until);
    object["result"] = base::json_or_null(change.result);
    object["place"] = place_json(change.place);
}

/// One atomic move between tables or platforms; it is one event here, so its own number marks it.
bool is_move(EventType type) {
    return type == EventType::convert || type == EventType::merge || type == EventType::join;
}

void put_circumstances(EventContext const& context, Event const& event, json::object& object) {
    object["known_from"] = base::to_string(event.known_from);
    object["document_number"] = text_or_null(event.document);
    object["decided_by"] = text_or_null(event.decision_maker);
    object["reason"] = text_or_null(event.reason);
    object["attachments"] = attachments_json(context, event);
    object["wording"] = text_or_null(event.wording);
    object["note"] = text_or_null(event.note);
    object["basis"] = text_or_null(event.basis);
    object["source"] = text_or_null(event.source);
    object["annuls"] = base::json_or_null(event.annuls);
    object["annulled_by"] = base::json_or_null(event.annulled_by);
    object["override"] = event.override_reason.empty() ? json::value(nullptr)
                                                       : json::value(json::object{{"reason", event.override_reason}});
    object["exit_plan"] = base::json_or_null(event.exit_plan);
    object["rule_set"] = text_or_null(event.rule_set);
    object["group"] = is_move(event.type) ? json::value(event.id.value) : json::value(nullptr);
    object["application"] = base::json_or_null(event.application);
    object["recorded_at"] = base::to_string(event.recorded_at);
    auto const account = context.accounts.find(event.recorded_by);
    object["recorded_by"] = account == context.accounts.end() ? json::value(nullptr) : json::value(account->second);
}

}  // namespace

json::object name_json(Name const& name) {
    return base::to_json_name(name.zh, name.en);
}

json::object term_name(std::vector<Term> const& terms, std::string_view id) {
    auto const found = std::find_if(terms.begin(), terms.end(), [&](Term const& term) { return term.id == id; });
    return found == terms.end() ? name_json({std::string(id), std::nullopt}) : name_json(found->name);
}

json::object bounded_day(Event const& event) {
    return {{"day", base::json_or_null(event.on)},
            {"earliest", base::json_or_null(event.on ? event.on : event.not_before)},
            {"latest", base::json_or_null(event.on ? event.on : event.not_after)},
            {"precision", precision_of(event)},
            {"text", text_or_null(event.wording)}};
}

std::map<PlatformId, PlatformReference> platform_refs(sql::Session& session, std::vector<PlatformId> const& ids) {
    std::map<PlatformId, PlatformReference> found;
    auto const wanted = unique_of(ids);
    if (wanted.empty()) return found;
    sql::Where where;
    where.add_in("platform", wanted);
    // The rows come in the order of time, so the latest name stands at the end.
    for (auto const& row : session.query_with("SELECT platform, code, name_zh, name_en FROM platform_interval" +
                                                  where.text() + " ORDER BY platform, ordinal",
                                              where.args())) {
        auto const id = row.id<PlatformTag>(0);
        found[id] = {id, row.text(1), {row.text(2), row.optional_text(3)}};
    }
    return found;
}

json::object to_json(PlatformReference const& platform) {
    return {{"id", platform.id.value}, {"code", platform.code}, {"name", name_json(platform.name)}};
}

EventContext load_event_context(sql::Session& session, RuleBook const& rules, Platform const& platform,
                                History const& history, std::vector<Event> const& events, bool with_accounts) {
    std::vector<PlatformId> platforms;
    std::vector<OrganisationId> organisations;
    std::vector<std::int64_t> files;
    std::vector<std::int64_t> accounts;
    for (auto const& event : events) {
        if (event.change.partner) platforms.push_back(*event.change.partner);
        if (event.change.hosts)
            for (auto const& host : *event.change.hosts) organisations.push_back(host.organisation);
        for (auto const file : event.attachments) files.push_back(file.value);
        if (with_accounts && event.recorded_by != 0) accounts.push_back(event.recorded_by);
    }
    std::map<EventId, Transition> transitions;
    for (auto const& transition : history.transitions) transitions.emplace(transition.event, transition);
    return {rules,
            {platform.id, platform.code, history.last().name},
            platform_refs(session, platforms),
            organisation_refs(session, organisations),
            event_files(session, files),
            account_refs(session, accounts),
            std::move(transitions)};
}

json::object event_json(EventContext const& context, Event const& event) {
    auto const& catalogue = context.rules.for_reading(event.effective);
    json::object object{
        {"id", event.id.value},
        {"platform", to_json(context.platform)},
        {"type", to_string(event.type)},
        {"type_name", term_name(catalogue.events, to_string(event.type))},
        {"effective_on", base::to_string(event.effective)},
        {"effective", bounded_day(event)},
        {"stands_for", event.stands_for ? json::value(to_string(*event.stands_for)) : json::value(nullptr)}};
    put_states(context, event, object);
    put_change(context, event, object);
    put_circumstances(context, event, object);
    return object;
}

}  // namespace kunyu::registry
