#include "evidence/evidence_routes.hpp"

#include "base/json.hpp"
#include "evidence/fact_json.hpp"
#include "evidence/period.hpp"
#include "identity/query.hpp"
#include "identity/routes_common.hpp"

#include <sstream>

namespace kunyu::evidence {
namespace {

using http::Request;
using http::Response;
using identity::Caller;
namespace json = boost::json;

constexpr std::int64_t most_days = 3700;
constexpr std::size_t most_periods = 60;
constexpr std::size_t most_indicator_text = 1000;

/// ?from=&to=&by=, days; `to` is not included.
std::vector<Period> read_periods(identity::QueryReader& query) {
    auto const from = query.day("from");
    auto const to = query.day("to");
    auto const by = query.choice("by", {"whole", "month", "quarter", "year"}).value_or("whole");
    if (!from) query.fault("from", "base.required");
    if (!to) query.fault("to", "base.required");
    if (!from || !to) return {};
    if (*to <= *from) query.fault("to", "evidence.period_reversed");
    if (to->number - from->number > most_days)
        query.fault("to", "evidence.period_too_long", {{"days", std::to_string(most_days)}});
    auto periods = cut({*from, *to}, parse_step(by).value_or(Step::whole));
    if (periods.size() > most_periods)
        query.fault("by", "evidence.too_many_periods", {{"periods", std::to_string(most_periods)}});
    return periods;
}

/// ?indicator=a,b
std::set<std::string> read_indicators(identity::QueryReader& query, Evidence const& evidence) {
    std::set<std::string> wanted;
    std::istringstream words(query.text("indicator", most_indicator_text).value_or(""));
    for (std::string word; std::getline(words, word, ',');) {
        if (!evidence.knows(word)) query.fault("indicator", "evidence.unknown_indicator", {{"indicator", word}});
        wanted.insert(word);
    }
    return wanted;
}

base::Instant read_as_of(identity::QueryReader& query, base::Instant now) {
    auto const text = query.text("as_of");
    if (!text) return settled(now);
    auto const moment = base::parse_instant(*text);
    if (!moment)
        query.fault("as_of", "base.not_an_instant");
    else if (*moment > now)
        query.fault("as_of", "evidence.as_of_ahead");
    return settled(moment.value_or(now));
}

json::object platform_json(identity::PlatformLabel const& platform) {
    return {{"id", platform.id}, {"name", json::object{{"zh", platform.zh}, {"en", base::json_or_null(platform.en)}}}};
}

base::Result<Response> read_evidence(Evidence const& evidence, identity::Links const& links, sql::Database& database,
                                     Caller const& caller, Request const& request) {
    identity::QueryReader query(request);
    Question question;
    question.periods = read_periods(query);
    question.indicators = read_indicators(query, evidence);
    question.as_of = read_as_of(query, caller.now);
    KUNYU_TRY_VOID(query.finish());
    auto const platform = database.read(
        [&](sql::Session& session) { return links.find_platform(session, request.path_parameter("id")); });
    if (!platform) return base::refuse("evidence.platform_not_found");
    question.platform = platform->id;
    auto const as_of = question.as_of;
    KUNYU_TRY(auto const told, evidence.facts(database, caller, std::move(question)));
    json::array items;
    for (auto const& fact : told) items.push_back(fact_json(fact, as_of, request.language));
    return identity::json_response(200, json::object{{"platform", platform_json(*platform)},
                                                     {"as_of", base::to_string(as_of)},
                                                     {"items", std::move(items)},
                                                     {"next", nullptr}});
}

}  // namespace

void add_evidence_routes(http::Router& router, identity::Gate const& gate, sql::Database& database,
                         Evidence const& evidence, identity::Links const& links) {
    http::RouteOptions options;
    options.action = "evidence.read";
    gate.act(router, http::Method::get, "/api/v1/platforms/{id}/evidence", options,
             [&evidence, &links, &database](Caller const& caller, Request const& request) {
                 return read_evidence(evidence, links, database, caller, request);
             });
}

}  // namespace kunyu::evidence
