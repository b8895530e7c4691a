#include "registry/platform_input.hpp"

#include "identity/input.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_store.hpp"
#include "registry/reference_input.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace kunyu::registry {
namespace {

constexpr base::TextRule long_text{1, 20'000, true};
constexpr base::TextRule reason_text{1, 2000, true};

std::vector<std::string> names_of(std::vector<State> const& states) {
    std::vector<std::string> names;
    for (auto const state : states) names.emplace_back(to_string(state));
    return names;
}

std::vector<std::string> event_names() {
    std::vector<std::string> names;
    for (auto const type : all_event_types()) names.emplace_back(to_string(type));
    return names;
}

std::optional<Name> read_name(base::Reader& reader, std::string_view member, bool required) {
    std::optional<Name> name;
    auto const read = [&](base::Reader& part) {
        name = Name{part.text("zh", {1, 200, false}), part.optional_text("en", {1, 300, false})};
    };
    if (required)
        reader.object(member, read);
    else
        reader.optional_object(member, read);
    return name;
}

std::optional<std::vector<Host>> read_hosts(sql::Session& session, base::Reader& reader, bool at_least_one) {
    if (!reader.has("hosts")) return std::nullopt;
    std::vector<Host> hosts;
    reader.each("hosts", 20, [&](base::Reader& part) {
        auto const id = read_organisation(session, part, "organisation", true);
        auto const share = part.optional_number("share", 0, 100);
        auto const lead = part.optional_boolean("lead");
        auto const cobuilder = part.optional_boolean("cobuilder");
        if (!id) return;
        hosts.push_back({*id, share ? std::optional<std::int64_t>(std::llround(*share * 100)) : std::nullopt,
                         lead.value_or(false), cobuilder.value_or(false)});
    });
    if (at_least_one && hosts.empty() && reader.ok()) reader.fault("hosts", "base.required");
    bool const led = std::any_of(hosts.begin(), hosts.end(), [](Host const& host) { return host.lead; });
    if (!hosts.empty() && !led) hosts.front().lead = true;
    return hosts;
}

Place read_place(base::Reader& reader) {
    Place place;
    place.province = reader.optional_text("province", {2, 2, false});
    place.city = reader.optional_text("city", {1, 50, false});
    place.lon = reader.optional_number("longitude", -180, 180);
    place.lat = reader.optional_number("latitude", -90, 90);
    if (place.lon && place.lat) place.precision = "exact";
    return place;
}

std::optional<Committee> read_committee(base::Reader& reader) {
    std::optional<Committee> committee;
    reader.optional_object("committee", [&](base::Reader& part) {
        committee = Committee{part.optional_text("chair", {1, 100, false}), part.texts("members", 100, {1, 100, false}),
                              part.optional_day("term_from"), part.optional_day("term_to")};
    });
    return committee;
}

std::optional<std::string> read_home_page(base::Reader& reader) {
    auto page = reader.optional_text("home_page", {1, 500, false});
    if (page && !page->starts_with("http://") && !page->starts_with("https://"))
        reader.fault("home_page", "registry.bad_home_page");
    return page;
}

std::vector<FileId> read_files(base::Reader& reader) {
    std::vector<FileId> files;
    std::set<std::int64_t> seen;
    for (auto const id : reader.integers("attachments", 50, 1, (1LL << 53) - 1)) {
        if (!seen.insert(id).second) reader.fault("attachments", "registry.file_twice");
        files.push_back({id});
    }
    return files;
}

std::optional<std::vector<std::string>> read_directions(base::Reader& reader) {
    if (!reader.has("directions")) return std::nullopt;
    return reader.texts("directions", 50, {1, 64, false});
}

/// What all events share: papers, reason, override, plan of exits.
void read_papers(base::Reader& reader, EventDraft& draft) {
    draft.document = reader.optional_text("document_number", {1, 100, false}).value_or("");
    draft.decision_maker = reader.optional_text("decided_by", {1, 200, false}).value_or("");
    draft.attachments = read_files(reader);
    reader.optional_object("override",
                           [&](base::Reader& part) { draft.override_reason = part.text("reason", reason_text); });
    draft.exit_plan = reader.optional_id<ExitPlanTag>("exit_plan_id");
}

/// Members that only some types of event have.
std::map<EventType, std::set<std::string>> const& own_members() {
    static std::map<EventType, std::set<std::string>> const members = {
        {EventType::record, {"state"}},
        {EventType::merge, {"into"}},
        {EventType::promote, {"into"}},
        {EventType::join, {"with", "as"}},
        {EventType::separate, {"state"}},
        {EventType::restore, {"state"}},
        {EventType::convert, {"category", "field", "directions", "name", "state"}},
        {EventType::rename, {"name"}},
        {EventType::change_host, {"hosts"}},
        {EventType::change_director, {"director"}},
        {EventType::move, {"place"}},
        {EventType::reclassify, {"field", "directions"}},
        {EventType::assess, {"result"}},
        {EventType::extend, {"until"}},
        {EventType::rectify, {"until"}},
        {EventType::annul, {"annuls"}},
    };
    return members;
}

void refuse_foreign_members(base::Reader& reader, EventType type) {
    static std::vector<std::string> const special = {"into",       "with",   "as",    "category", "field",
                                                     "directions", "name",   "hosts", "director", "place",
                                                     "result",     "annuls", "state", "until"};
    auto const own = own_members().find(type);
    for (auto const& member : special) {
        bool const belongs = own != own_members().end() && own->second.contains(member);
        if (reader.has(member) && !belongs && !reader.is_null(member))
            reader.fault(member, "registry.not_of_this_event", {{"event", std::string(to_string(type))}});
    }
}

void read_change(sql::Session& session, base::Reader& reader, Change& change) {
    change.partner = read_platform(session, reader, "into");
    if (auto const with = read_platform(session, reader, "with")) change.partner = with;
    change.as = reader.optional_choice("as", {"field_base", "branch"});
    change.category = reader.optional_text("category", {1, 64, false});
    change.field = reader.optional_text("field", {1, 64, false});
    change.directions = read_directions(reader);
    change.name = read_name(reader, "name", false);
    change.hosts = read_hosts(session, reader, true);
    change.director = reader.optional_text("director", {1, 100, false});
    reader.optional_object("place", [&](base::Reader& part) { change.place = read_place(part); });
    change.result = reader.optional_choice("result", {"excellent", "good", "passed", "failed"});
    change.until = reader.optional_day("until");
    if (auto const state = reader.optional_choice("state", names_of(all_states()))) change.state = parse_state(*state);
}

std::set<std::string> read_confirmed(base::Reader& reader) {
    static std::vector<std::string> const words = {"supervisor_checked", "ready", "assessment_passed"};
    auto const texts = reader.texts("confirmed", 3, {1, 50, false});
    for (auto const& text : texts)
        if (std::find(words.begin(), words.end(), text) == words.end())
            reader.fault("confirmed", "base.not_a_choice",
                         {{"value", text}, {"choices", "supervisor_checked, ready, assessment_passed"}});
    return {texts.begin(), texts.end()};
}

bool is_code(std::string const& code) {
    auto const is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return code.size() >= 2 && code.size() <= 16 && is_capital(code.front()) &&
           std::all_of(code.begin(), code.end(), [&](char c) { return is_capital(c) || is_digit(c) || c == '-'; });
}

std::optional<std::string> read_code(base::Reader& reader) {
    auto code = reader.optional_text("code", {2, 16, false});
    if (code && !is_code(*code)) reader.fault("code", "registry.bad_code");
    return code;
}

Profile read_profile(base::Reader& reader) {
    Profile profile;
    profile.kind = reader.optional_text("kind", {1, 100, false}).value_or("");
    profile.committee = read_committee(reader);
    profile.documents = reader.texts("document_numbers", 50, {1, 100, false});
    profile.homepage = read_home_page(reader);
    profile.introduction = reader.optional_text("introduction", long_text);
    profile.status_note = reader.optional_text("status_note", {1, 1000, true});
    profile.note = reader.optional_text("note", reason_text);
    profile.confidence = reader.optional_choice("confidence", {"A", "B", "C", "D"});
    profile.basis = "ours";
    return profile;
}

void read_days(base::Reader& reader, EventDraft& draft) {
    draft.on = reader.optional_day("effective_on");
    draft.not_before = reader.optional_day("effective_earliest");
    draft.not_after = reader.optional_day("effective_latest");
    if (draft.not_before && draft.not_after && *draft.not_after < *draft.not_before)
        reader.fault("effective_latest", "registry.days_out_of_order");
}

std::vector<OrganisationId> read_supervisors(sql::Session& session, base::Reader& reader) {
    std::vector<OrganisationId> ids;
    for (auto const& key : identity::read_keys(reader, "supervisors", 0, 20)) {
        auto const id = find_organisation(session, key);
        if (id)
            ids.push_back(*id);
        else
            reader.fault("supervisors", "registry.unknown_organisation", {{"organisation", key}});
    }
    return ids;
}

}  // namespace

NewPlatform read_platform_record(sql::Session& session, base::Reader& reader) {
    NewPlatform platform;
    platform.code = read_code(reader);
    platform.profile = read_profile(reader);
    EventDraft draft;
    draft.type = EventType::record;
    read_days(reader, draft);
    read_papers(reader, draft);
    draft.reason = reader.text("reason", reason_text);
    auto& change = draft.change;
    change.name = read_name(reader, "name", true);
    change.category = reader.text("category", {1, 64, false});
    change.level = reader.optional_choice("level", {"national", "international", "ministry", "other"});
    change.field = reader.optional_text("field", {1, 64, false});
    change.directions = read_directions(reader);
    change.hosts = read_hosts(session, reader, false);
    change.supervisors = read_supervisors(session, reader);
    change.branch_of = read_platform(session, reader, "branch_of");
    change.place = read_place(reader);
    change.director = reader.optional_text("director", {1, 100, false});
    change.state = parse_state(reader.choice("state", names_of(all_states())));
    platform.events.push_back(std::move(draft));
    return platform;
}

EventDraft read_event(sql::Session& session, base::Reader& reader) {
    EventDraft draft;
    draft.type = parse_event_type(reader.choice("type", event_names())).value_or(EventType::record);
    draft.on = reader.day("effective_on");
    read_papers(reader, draft);
    draft.reason = reader.optional_text("reason", reason_text).value_or("");
    refuse_foreign_members(reader, draft.type);
    read_change(session, reader, draft.change);
    draft.confirmed = read_confirmed(reader);
    draft.annuls = reader.optional_id<EventTag>("annuls");
    if (!draft.confirmed.empty() && draft.reason.empty()) reader.fault("reason", "base.required");
    return draft;
}

ProfileChange read_profile_change(base::Reader& reader) {
    ProfileChange change;
    if (reader.has("kind")) change.kind = reader.optional_text("kind", {1, 100, false}).value_or("");
    if (reader.has("committee")) change.committee = read_committee(reader);
    if (reader.has("document_numbers")) change.documents = reader.texts("document_numbers", 50, {1, 100, false});
    if (reader.has("home_page")) change.homepage = read_home_page(reader);
    if (reader.has("introduction")) change.introduction = reader.optional_text("introduction", long_text);
    if (reader.has("note")) change.note = reader.optional_text("note", reason_text);
    return change;
}

}  // namespace kunyu::registry
