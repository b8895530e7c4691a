#include "portal/search.hpp"

#include "base/json.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_document.hpp"
#include "registry/platform_json.hpp"
#include "sql/cursor.hpp"
#include "sql/search.hpp"

#include <algorithm>

namespace kunyu::portal {
namespace {

namespace json = boost::json;
using identity::Caller;

constexpr int most_hits = 1000;
constexpr std::string_view list_name = "search";

/// "中国土地勘测规划院 · 北京": what tells platforms of like names apart.
std::optional<std::string> platform_snippet(sql::Session& session, std::string const& code, base::Day today) {
    auto const stored = registry::stored_document(session, code, today);
    if (!stored) return std::nullopt;
    auto const document = json::parse(registry::finish_document(stored->body, today, base::Language::zh));
    std::string out;
    for (auto const& host : document.at("hosts").as_array()) {
        if (!out.empty()) out += ", ";
        out += std::string(host.at("name").at("zh").as_string());
    }
    if (auto const& city = document.at("city"); city.is_string()) {
        if (!out.empty()) out += " · ";
        out += std::string(city.as_string());
    }
    return out.empty() ? std::nullopt : std::optional(out);
}

std::optional<FoundThing> describe_platform(sql::Session& session, Caller const& caller, std::int64_t id) {
    auto const found = registry::platform_refs(session, {{id}});
    if (found.empty()) return std::nullopt;
    auto const& platform = found.begin()->second;
    return FoundThing{registry::name_json(platform.name),
                      platform_snippet(session, platform.code, base::day_of(caller.now)),
                      "/platforms/" + platform.code};
}

std::optional<FoundThing> describe_organisation(sql::Session& session, Caller const&, std::int64_t id) {
    auto const found = registry::organisation_refs(session, {{id}});
    if (found.empty()) return std::nullopt;
    auto const& organisation = found.begin()->second;
    return FoundThing{registry::name_json(organisation.name), std::nullopt,
                      "/platforms?host=" + organisation.slug.value_or(std::to_string(id))};
}

/// Where the page before ended: everything up to that hit is left out.
base::Result<void> skip_to(std::vector<sql::SearchHit>& hits, std::string const& cursor) {
    KUNYU_TRY(auto const keys, sql::decode_cursor(list_name, "ti", cursor));
    auto const& kind = std::get<std::string>(keys[0]);
    auto const subject = std::get<std::int64_t>(keys[1]);
    auto const last = std::find_if(hits.begin(), hits.end(),
                                   [&](auto const& hit) { return hit.kind == kind && hit.subject == subject; });
    hits.erase(hits.begin(), last == hits.end() ? hits.end() : last + 1);
    return {};
}

json::object to_json(sql::SearchHit const& hit, FoundThing const& thing) {
    return {{"kind", hit.kind},     {"id", hit.subject},
            {"title", thing.title}, {"snippet", base::json_or_null(thing.snippet)},
            {"url", thing.url},     {"rank", hit.rank}};
}

}  // namespace

void Search::add(std::string kind, Describe describe) {
    kinds_.emplace(std::move(kind), std::move(describe));
}

base::Result<json::object> Search::find(sql::Session& session, Caller const& caller, Query const& query) const {
    std::vector<std::string> kinds;
    for (auto const& entry : kinds_)
        if (!query.kind || *query.kind == entry.first) kinds.push_back(entry.first);
    std::vector<sql::SearchHit> hits;
    if (!kinds.empty()) hits = sql::search(session, query.text, kinds, !caller.is_public(), most_hits);
    if (query.cursor) KUNYU_TRY_VOID(skip_to(hits, *query.cursor));
    json::array items;
    json::value next = nullptr;
    for (auto const& hit : hits) {
        auto const thing = kinds_.find(hit.kind)->second(session, caller, hit.subject);
        if (!thing) continue;
        if (items.size() == static_cast<std::size_t>(query.limit)) {
            auto const& last = items.back();
            next = sql::encode_cursor(list_name, {sql::to_value(std::string(last.at("kind").as_string())),
                                                  sql::to_value(last.at("id").as_int64())});
            break;
        }
        items.push_back(to_json(hit, *thing));
    }
    return json::object{{"q", query.text}, {"items", std::move(items)}, {"next", std::move(next)}};
}

void add_registry_kinds(Search& search) {
    search.add("platform", describe_platform);
    search.add("organisation", describe_organisation);
}

}  // namespace kunyu::portal
