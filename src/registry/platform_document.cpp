#include "registry/platform_document.hpp"

#include "base/ids.hpp"
#include "base/json.hpp"
#include "registry/counting.hpp"
#include "registry/platform_derived.hpp"
#include "registry/platform_json.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace kunyu::registry {
namespace {

namespace json = boost::json;

// Control characters cannot come from input, so these cannot be met elsewhere. JSON writes them as \u0001.
constexpr std::string_view day_value = "\x01";
constexpr std::string_view day_mark = "\\u0001";
constexpr std::string_view reason_value = "\x02";
constexpr std::string_view reason_mark = "\\u0002";
constexpr std::string_view reason_prefix = "\"reason\":\"registry.counting_";

json::value text_or_null(std::string const& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

struct Builder {
    sql::Session& session;
    RuleBook const& rules;
    Platform const& platform;
    History const& history;
    std::vector<Event> const& events;
    base::Day as_of;
    Snapshot const& now;
    EventContext context;

    Event const* event(EventId id) const {
        auto const found =
            std::find_if(events.begin(), events.end(), [&](Event const& candidate) { return candidate.id == id; });
        return found == events.end() ? nullptr : &*found;
    }
    Catalogue const& catalogue() const { return rules.for_reading(as_of); }

    json::object head() const;
    json::value since() const;
    json::array names() const;
    json::array host_shares() const;
    json::array directions() const;
    json::object counting() const;
    json::array branches() const;
    json::array relations() const;
    json::array events_json() const;
    void put_place(json::object& object) const;
    void put_profile(json::object& object) const;
    void put_organisations(json::object& object) const;
    void put_links(json::object& object) const;
    json::value application() const;
};

json::value Builder::since() const {
    auto const* began = event(now.since_event);
    return began ? json::value(bounded_day(*began)) : json::value(nullptr);
}

json::object Builder::head() const {
    auto const* category = catalogue().category(now.category);
    auto const* field = catalogue().any_field(now.field);
    return {{"id", platform.id.value},
            {"code", platform.code},
            {"name", name_json(now.name)},
            {"kind", text_or_null(platform.profile.kind)},
            {"category", now.category},
            {"category_name", name_json(category ? category->name : Name{now.category, std::nullopt})},
            {"level", now.level},
            {"field", text_or_null(now.field)},
            {"field_name", field ? json::value(name_json(field->name)) : json::value(nullptr)},
            {"state", to_string(now.state)},
            {"state_name", term_name(catalogue().states, to_string(now.state))},
            {"since", since()}};
}

void Builder::put_organisations(json::object& object) const {
    std::vector<OrganisationId> ids = now.supervisors;
    for (auto const& host : now.hosts) ids.push_back(host.organisation);
    auto const refs = organisation_refs(session, ids);
    json::array hosts;
    for (auto const& host : now.hosts)
        if (refs.contains(host.organisation)) hosts.push_back(to_json(refs.at(host.organisation)));
    json::array supervisors;
    for (auto const id : now.supervisors)
        if (refs.contains(id)) supervisors.push_back(to_json(refs.at(id)));
    object["hosts"] = std::move(hosts);
    object["supervisors"] = std::move(supervisors);
}

void Builder::put_place(json::object& object) const {
    auto const& place = now.place;
    object["province"] = base::json_or_null(place.province);
    object["city"] = base::json_or_null(place.city);
    object["longitude"] = base::json_or_null(place.lon);
    object["latitude"] = base::json_or_null(place.lat);
    object["city_inferred"] = place.inferred;
    object["place_precision"] = base::json_or_null(place.precision);
}

json::array Builder::names() const {
    json::array names;
    auto const& snapshots = history.snapshots;
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        bool const first = i == 0 || !(snapshots[i].name == snapshots[i - 1].name);
        if (!first) continue;
        if (!names.empty()) names.back().as_object()["valid_to"] = base::to_string(snapshots[i].from);
        auto const* gave = event(snapshots[i].name_event);
        auto from = gave ? bounded_day(*gave) : json::object{};
        if (gave && names.empty() && platform.profile.name_from_min && !gave->on && !gave->not_before) {
            from["earliest"] = base::to_string(*platform.profile.name_from_min);
            from["precision"] = "bounded";
        }
        names.push_back(json::object{{"name", name_json(snapshots[i].name)},
                                     {"valid_from", std::move(from)},
                                     {"valid_to", nullptr},
                                     {"document_number", gave ? text_or_null(gave->document) : json::value(nullptr)}});
    }
    return names;
}

json::array Builder::host_shares() const {
    json::array shares;
    auto const rows = session.query(
        "SELECT organisation, share, lead, cobuilder, valid_from, valid_to FROM platform_host WHERE platform = ? ORDER "
        "BY valid_from, ordinal",
        platform.id);
    std::vector<OrganisationId> ids;
    for (auto const& row : rows) ids.push_back(row.id<identity::OrganisationTag>(0));
    auto const refs = organisation_refs(session, ids);
    for (auto const& row : rows) {
        auto const found = refs.find(row.id<identity::OrganisationTag>(0));
        if (found == refs.end()) continue;
        auto const share = row.optional_integer(1);
        auto const to = row.day(5);
        shares.push_back(
            json::object{{"organisation", to_json(found->second)},
                         {"share", share ? json::value(static_cast<double>(*share) / 100.0) : json::value(nullptr)},
                         {"lead", row.boolean(2)},
                         {"cobuilder", row.boolean(3)},
                         {"valid_from", base::to_string(row.day(4))},
                         {"valid_to", to == end_of_time ? json::value(nullptr) : json::value(base::to_string(to))}});
    }
    return shares;
}

json::array Builder::directions() const {
    json::array directions;
    auto const* field = catalogue().any_field(now.field);
    for (auto const& id : now.directions)
        directions.push_back(json::object{
            {"id", id}, {"name", field ? term_name(field->directions, id) : name_json({id, std::nullopt})}});
    return directions;
}

json::object Builder::counting() const {
    auto const counted = count(catalogue(), now);
    auto const* table = catalogue().table(now.category);
    bool const counts = counted.standing != Standing::not_counted;
    return {{"as_of", day_value},
            {"standing", to_string(counted.standing)},
            {"table", table ? json::value(table->number) : json::value(nullptr)},
            {"counts_from", counts && now.since ? json::value(base::to_string(*now.since)) : json::value(nullptr)},
            {"reason", "registry.counting_" + std::string(counted.reason)},
            {"reason_text", reason_value}};
}

json::array Builder::branches() const {
    std::vector<PlatformId> ids;
    for (auto const& row :
         session.query("SELECT DISTINCT platform, code_key FROM platform_interval WHERE branch_of = ? ORDER BY "
                       "code_key, platform",
                       platform.id))
        ids.push_back(row.id<PlatformTag>(0));
    auto const refs = platform_refs(session, ids);
    json::array branches;
    for (auto const id : ids) branches.push_back(to_json(refs.at(id)));
    return branches;
}

struct Link {
    std::string_view kind;
    PlatformId other;
    std::optional<base::Day> since;
    std::optional<base::Day> until;
};

std::string_view link_kind(State state, bool inverse) {
    switch (state) {
        case State::joined:
            return inverse ? "joined_by" : "joined_with";
        case State::merged:
            return inverse ? "absorbed" : "merged_into";
        case State::promoted:
            return inverse ? "promoted_from" : "promoted_to";
        default:
            return {};
    }
}

void add_links(std::vector<Link>& links, std::vector<sql::Row> const& rows, bool inverse) {
    for (auto const& row : rows) {
        auto const kind = link_kind(parse_state(row.text(1)).value_or(State::none), inverse);
        if (kind.empty()) continue;
        auto const to = row.day(3);
        bool const goes_on = !links.empty() && links.back().kind == kind &&
                             links.back().other == row.id<PlatformTag>(0) && links.back().until == row.day(2);
        auto const until = to == end_of_time ? std::nullopt : std::optional(to);
        if (goes_on)
            links.back().until = until;
        else
            links.push_back({kind, row.id<PlatformTag>(0), row.day(2), until});
    }
}

json::array Builder::relations() const {
    std::vector<Link> links;
    if (now.branch_of) links.push_back({"branch_of", *now.branch_of, std::nullopt, std::nullopt});
    for (auto const& row : session.query(
             "SELECT DISTINCT platform FROM platform_interval WHERE branch_of = ? ORDER BY platform", platform.id))
        links.push_back({"branch", row.id<PlatformTag>(0), std::nullopt, std::nullopt});
    add_links(links,
              session.query("SELECT partner, state, valid_from, valid_to FROM platform_interval WHERE platform = ? AND "
                            "partner IS NOT NULL ORDER BY ordinal",
                            platform.id),
              false);
    add_links(links,
              session.query("SELECT platform, state, valid_from, valid_to FROM platform_interval WHERE partner = ? "
                            "ORDER BY platform, ordinal",
                            platform.id),
              true);
    std::vector<PlatformId> ids;
    for (auto const& link : links) ids.push_back(link.other);
    auto const refs = platform_refs(session, ids);
    json::array relations;
    for (auto const& link : links)
        if (refs.contains(link.other))
            relations.push_back(json::object{{"kind", link.kind},
                                             {"platform", to_json(refs.at(link.other))},
                                             {"since", base::json_or_null(link.since)},
                                             {"until", base::json_or_null(link.until)},
                                             {"note", nullptr}});
    return relations;
}

void Builder::put_links(json::object& object) const {
    auto const joined = now.state == State::joined ? now.partner : std::nullopt;
    std::vector<PlatformId> ids;
    if (now.branch_of) ids.push_back(*now.branch_of);
    if (joined) ids.push_back(*joined);
    auto const refs = platform_refs(session, ids);
    auto const put = [&](char const* key, std::optional<PlatformId> const& id) {
        bool const known = id && refs.contains(*id);
        object[key] = known ? json::value(to_json(refs.at(*id))) : json::value(nullptr);
    };
    put("branch_of", now.branch_of);
    put("joined_with", joined);
}

void Builder::put_profile(json::object& object) const {
    auto const& profile = platform.profile;
    json::array documents;
    for (auto const& number : profile.documents) documents.push_back(json::value(number));
    object["confidence"] = base::json_or_null(profile.confidence);
    object["sample"] = platform.sample;
    object["host_text"] = base::json_or_null(profile.host_text);
    object["source_level"] = base::json_or_null(profile.source_level);
    object["director"] = text_or_null(now.director);
    object["document_numbers"] = std::move(documents);
    object["home_page"] = base::json_or_null(profile.homepage);
    object["introduction"] = base::json_or_null(profile.introduction);
    object["status_note"] = base::json_or_null(profile.status_note);
    object["note"] = base::json_or_null(profile.note);
    object["basis"] = profile.basis.empty() ? "official" : profile.basis;
    object["source"] = text_or_null(profile.source);
    if (!profile.committee) {
        object["committee"] = nullptr;
        return;
    }
    json::array members;
    for (auto const& member : profile.committee->members) members.push_back(json::value(member));
    object["committee"] = json::object{{"chair", base::json_or_null(profile.committee->chair)},
                                       {"members", std::move(members)},
                                       {"term_from", base::json_or_null(profile.committee->term_from)},
                                       {"term_to", base::json_or_null(profile.committee->term_to)}};
}

/// In the order of the fold, annulled ones included: the record remains.
json::array Builder::events_json() const {
    auto ordered = events;
    std::sort(ordered.begin(), ordered.end(), [](Event const& a, Event const& b) {
        return std::pair(a.effective, a.sequence) < std::pair(b.effective, b.sequence);
    });
    json::array list;
    for (auto const& item : ordered) list.push_back(event_json(context, item));
    return list;
}

json::value Builder::application() const {
    for (auto const& item : events)
        if (item.application) return *item.application;
    return nullptr;
}

json::object detail(Builder const& builder) {
    auto object = builder.head();
    builder.put_organisations(object);
    builder.put_place(object);
    builder.put_profile(object);
    builder.put_links(object);
    object["standing"] = to_string(count(builder.catalogue(), builder.now).standing);
    object["version"] = builder.platform.version;
    object["as_of"] = day_value;
    object["names"] = builder.names();
    object["host_shares"] = builder.host_shares();
    object["directions"] = builder.directions();
    object["counting"] = builder.counting();
    object["branches"] = builder.branches();
    object["relations"] = builder.relations();
    object["events"] = builder.events_json();
    object["application"] = builder.application();
    return object;
}

/// The latest name among the organisations of a platform, as SQL.
std::string names_stamp(std::string const& platform) {
    auto const latest = [&](std::string const& table) {
        return "COALESCE((SELECT MAX(n.id) FROM " + table +
               " t JOIN organisation_name n ON n.organisation = t.organisation WHERE t.platform = " + platform +
               "), 0)";
    };
    return latest("platform_host") + " + " + latest("platform_supervisor");
}

void replace_all(std::string& text, std::string_view mark, std::string_view by) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size()))
        text.replace(at, mark.size(), by);
}

}  // namespace

std::string platform_document(sql::Session& session, RuleBook const& rules, Platform const& platform,
                              History const& history, std::vector<Event> const& events, base::Day as_of) {
    auto const* now = history.at(as_of);
    Builder const builder{session,
                          rules,
                          platform,
                          history,
                          events,
                          as_of,
                          now ? *now : history.snapshots.front(),
                          load_event_context(session, rules, platform, history, events, false)};
    return json::serialize(detail(builder));
}

void store_document(sql::Tx& tx, RuleBook const& rules, Platform const& platform, History const& history,
                    std::vector<Event> const& events, base::Day today) {
    auto const* now = history.at(today);
    auto const from = now ? now->from : base::Day{-1'000'000};
    auto until = end_of_time;
    for (auto const& snapshot : history.snapshots)
        if (snapshot.from > today) until = std::min(until, snapshot.from);
    tx.exec(
        "INSERT INTO platform_document (platform, code, version, good_from, good_until, names_stamp, body) SELECT ?, "
        "?, "
        "?, ?, ?, " +
            names_stamp("?") +
            ", ? ON CONFLICT (platform) DO UPDATE SET version = excluded.version, good_from = excluded.good_from, "
            "good_until = excluded.good_until, names_stamp = excluded.names_stamp, body = excluded.body",
        platform.id, platform.code, platform.version, from, until, platform.id, platform.id,
        platform_document(tx, rules, platform, history, events, today));
}

std::optional<StoredDocument> stored_document(sql::Session& session, std::string_view slug, base::Day day) {
    static auto const query = "SELECT d.version, d.good_from, d.good_until, d.names_stamp, " +
                              names_stamp("d.platform") + ", d.body FROM platform_document d WHERE ";
    static auto const by_number = query + "d.platform = ?";
    static auto const by_code = query + "d.code = ?";
    auto const number = base::parse_id(slug);
    auto const row = number ? session.first(by_number, *number) : session.first(by_code, slug);
    if (!row || day < row->day(1) || row->day(2) <= day || row->integer(3) != row->integer(4)) return std::nullopt;
    return StoredDocument{row->integer(0), row->text(5)};
}

std::string finish_document(std::string_view body, base::Day as_of, base::Language language) {
    std::string text(body);
    replace_all(text, day_mark, base::to_string(as_of));
    auto const at = text.find(reason_prefix);
    if (at == std::string::npos) return text;
    auto const begin = at + std::string_view("\"reason\":\"").size();
    auto const code = text.substr(begin, text.find('"', begin) - begin);
    auto const sentence = json::serialize(json::value(base::Messages::instance().text(code, language)));
    replace_all(text, reason_mark, std::string_view(sentence).substr(1, sentence.size() - 2));
    return text;
}

}  // namespace kunyu::registry
