#include "registry/platform_change.hpp"

#include "base/json.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::registry {
namespace {

namespace json = boost::json;

/// Puts members that have a value, and only those.
class Writer {
  public:
    void text(std::string_view key, std::string const& value) {
        if (!value.empty()) object_[key] = value;
    }
    void text(std::string_view key, std::optional<std::string> const& value) {
        if (value) object_[key] = *value;
    }
    void day(std::string_view key, std::optional<base::Day> const& value) {
        if (value) object_[key] = value->number;
    }
    void number(std::string_view key, std::optional<double> const& value) {
        if (value) object_[key] = *value;
    }
    void put(std::string_view key, json::value value) { object_[key] = std::move(value); }
    json::object take() { return std::move(object_); }

  private:
    json::object object_;
};

std::string text_at(json::object const& object, std::string_view key) {
    auto const* value = object.if_contains(key);
    return value ? std::string(value->as_string()) : std::string();
}
std::optional<std::string> optional_text_at(json::object const& object, std::string_view key) {
    auto const* value = object.if_contains(key);
    return value ? std::optional<std::string>(std::string(value->as_string())) : std::nullopt;
}
std::optional<std::int64_t> integer_at(json::object const& object, std::string_view key) {
    auto const* value = object.if_contains(key);
    return value ? std::optional<std::int64_t>(value->to_number<std::int64_t>()) : std::nullopt;
}
std::optional<double> number_at(json::object const& object, std::string_view key) {
    auto const* value = object.if_contains(key);
    return value ? std::optional<double>(value->to_number<double>()) : std::nullopt;
}
std::optional<base::Day> day_at(json::object const& object, std::string_view key) {
    auto const value = integer_at(object, key);
    return value ? std::optional<base::Day>(base::Day{static_cast<std::int32_t>(*value)}) : std::nullopt;
}

json::object name_json(Name const& name) {
    Writer writer;
    writer.text("zh", name.zh);
    writer.text("en", name.en);
    return writer.take();
}
Name name_of(json::value const& value) {
    return {text_at(value.as_object(), "zh"), optional_text_at(value.as_object(), "en")};
}

json::object committee_json(Committee const& committee) {
    Writer writer;
    json::array members;
    for (auto const& member : committee.members) members.push_back(json::value(member));
    writer.text("chair", committee.chair);
    writer.put("members", std::move(members));
    writer.day("term_from", committee.term_from);
    writer.day("term_to", committee.term_to);
    return writer.take();
}
Committee committee_of(json::value const& value) {
    auto const& object = value.as_object();
    Committee committee{optional_text_at(object, "chair"), {}, day_at(object, "term_from"), day_at(object, "term_to")};
    for (auto const& member : object.at("members").as_array())
        committee.members.push_back(std::string(member.as_string()));
    return committee;
}

json::object host_json(Host const& host) {
    json::object object{{"organisation", host.organisation.value}, {"lead", host.lead}};
    if (host.share) object["share"] = *host.share;
    if (host.cobuilder) object["cobuilder"] = true;
    return object;
}
Host host_of(json::value const& value) {
    auto const& object = value.as_object();
    return {{integer_at(object, "organisation").value()},
            integer_at(object, "share"),
            object.at("lead").as_bool(),
            object.contains("cobuilder")};
}

json::object place_json(Place const& place) {
    Writer writer;
    writer.text("province", place.province);
    writer.text("city", place.city);
    writer.number("lon", place.lon);
    writer.number("lat", place.lat);
    writer.text("precision", place.precision);
    writer.text("basis", place.basis);
    if (place.inferred) writer.put("inferred", true);
    return writer.take();
}
Place place_of(json::value const& value) {
    auto const& object = value.as_object();
    return {optional_text_at(object, "province"),
            optional_text_at(object, "city"),
            number_at(object, "lon"),
            number_at(object, "lat"),
            optional_text_at(object, "precision"),
            optional_text_at(object, "basis"),
            object.contains("inferred")};
}

template <typename T, typename F>
json::array list_json(std::vector<T> const& items, F to_value) {
    json::array list;
    for (auto const& item : items) list.push_back(to_value(item));
    return list;
}

/// Reads the list into `out` when the member is there.
template <typename T, typename F>
void list_at(json::object const& object, std::string_view key, std::optional<std::vector<T>>& out, F from_value) {
    auto const* value = object.if_contains(key);
    if (!value) return;
    out.emplace();
    for (auto const& item : value->as_array()) out->push_back(from_value(item));
}

json::value text_json(std::string const& text) {
    return json::value(text);
}
std::string text_of(json::value const& value) {
    return std::string(value.as_string());
}

}  // namespace

json::object to_json(Change const& change) {
    Writer writer;
    if (change.state) writer.put("state", json::value(to_string(*change.state)));
    if (change.name) writer.put("name", name_json(*change.name));
    writer.text("category", change.category);
    writer.text("level", change.level);
    writer.text("field", change.field);
    if (change.directions) writer.put("directions", list_json(*change.directions, text_json));
    if (change.hosts) writer.put("hosts", list_json(*change.hosts, host_json));
    if (change.supervisors)
        writer.put("supervisors", list_json(*change.supervisors, [](OrganisationId id) { return id.value; }));
    if (change.place) writer.put("place", place_json(*change.place));
    writer.text("director", change.director);
    if (change.partner) writer.put("partner", change.partner->value);
    writer.text("as", change.as);
    if (change.branch_of) writer.put("branch_of", change.branch_of->value);
    writer.text("result", change.result);
    writer.day("until", change.until);
    return writer.take();
}

Change change_from_json(json::object const& object) {
    Change change;
    if (auto const state = optional_text_at(object, "state")) change.state = parse_state(*state);
    if (auto const* name = object.if_contains("name")) change.name = name_of(*name);
    change.category = optional_text_at(object, "category");
    change.level = optional_text_at(object, "level");
    change.field = optional_text_at(object, "field");
    list_at(object, "directions", change.directions, text_of);
    list_at(object, "hosts", change.hosts, host_of);
    list_at(object, "supervisors", change.supervisors,
            [](json::value const& value) { return OrganisationId{value.to_number<std::int64_t>()}; });
    if (auto const* place = object.if_contains("place")) change.place = place_of(*place);
    change.director = optional_text_at(object, "director");
    if (auto const partner = integer_at(object, "partner")) change.partner = PlatformId{*partner};
    change.as = optional_text_at(object, "as");
    if (auto const branch_of = integer_at(object, "branch_of")) change.branch_of = PlatformId{*branch_of};
    change.result = optional_text_at(object, "result");
    change.until = day_at(object, "until");
    return change;
}

json::object circumstances_json(Event const& event) {
    Writer writer;
    writer.text("reason", event.reason);
    writer.text("document", event.document);
    writer.text("decision_maker", event.decision_maker);
    writer.text("wording", event.wording);
    writer.text("note", event.note);
    writer.text("basis", event.basis);
    writer.text("source", event.source);
    writer.text("override_reason", event.override_reason);
    if (event.stands_for) writer.put("stands_for", json::value(to_string(*event.stands_for)));
    if (!event.confirmed.empty()) {
        json::array confirmed;
        for (auto const& condition : event.confirmed) confirmed.push_back(json::value(condition));
        writer.put("confirmed", std::move(confirmed));
    }
    return writer.take();
}

void read_circumstances(json::object const& object, Event& event) {
    event.reason = text_at(object, "reason");
    event.document = text_at(object, "document");
    event.decision_maker = text_at(object, "decision_maker");
    event.wording = text_at(object, "wording");
    event.note = text_at(object, "note");
    event.basis = text_at(object, "basis");
    event.source = text_at(object, "source");
    event.override_reason = text_at(object, "override_reason");
    if (auto const stands_for = optional_text_at(object, "stands_for"))
        event.stands_for = parse_event_type(*stands_for);
    std::optional<std::vector<std::string>> confirmed;
    list_at(object, "confirmed", confirmed, text_of);
    if (confirmed) event.confirmed.insert(confirmed->begin(), confirmed->end());
}

json::object to_json(Profile const& profile) {
    Writer writer;
    writer.text("kind", profile.kind);
    writer.text("homepage", profile.homepage);
    if (!profile.documents.empty()) writer.put("documents", list_json(profile.documents, text_json));
    if (profile.committee) writer.put("committee", committee_json(*profile.committee));
    writer.text("introduction", profile.introduction);
    writer.text("confidence", profile.confidence);
    writer.text("note", profile.note);
    writer.text("status_note", profile.status_note);
    writer.text("host_text", profile.host_text);
    writer.text("source_level", profile.source_level);
    writer.text("basis", profile.basis);
    writer.text("source", profile.source);
    writer.day("name_from_min", profile.name_from_min);
    writer.text("row_digest", profile.row_digest);
    return writer.take();
}

Profile profile_from_json(json::object const& object) {
    Profile profile;
    profile.kind = text_at(object, "kind");
    profile.homepage = optional_text_at(object, "homepage");
    std::optional<std::vector<std::string>> documents;
    list_at(object, "documents", documents, text_of);
    if (documents) profile.documents = std::move(*documents);
    if (auto const* committee = object.if_contains("committee")) profile.committee = committee_of(*committee);
    profile.introduction = optional_text_at(object, "introduction");
    profile.confidence = optional_text_at(object, "confidence");
    profile.note = optional_text_at(object, "note");
    profile.status_note = optional_text_at(object, "status_note");
    profile.host_text = optional_text_at(object, "host_text");
    profile.source_level = optional_text_at(object, "source_level");
    profile.basis = text_at(object, "basis");
    profile.source = text_at(object, "source");
    profile.name_from_min = day_at(object, "name_from_min");
    profile.row_digest = text_at(object, "row_digest");
    return profile;
}

void apply(ProfileChange const& change, Profile& profile) {
    if (change.homepage) profile.homepage = *change.homepage;
    if (change.documents) profile.documents = *change.documents;
    if (change.committee) profile.committee = *change.committee;
    if (change.introduction) profile.introduction = *change.introduction;
    if (change.status_note) profile.status_note = *change.status_note;
    if (change.note) profile.note = *change.note;
    if (change.kind) profile.kind = *change.kind;
}

}  // namespace kunyu::registry
