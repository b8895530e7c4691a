#include "observations/alarm_routes.hpp"

#include "base/words.hpp"
#include "observations/access.hpp"
#include "observations/alarm_answers.hpp"
#include "observations/entity_store.hpp"
#include "observations/route_parts.hpp"
#include "observations/station_access.hpp"

#include <limits>

namespace kunyu::observations {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* stream_path = "/api/v1/streams/{id}/alarms";
constexpr char const* alarm_path = "/api/v1/alarms/{id}";
constexpr std::size_t longest_note = 500;  // characters

base::Result<AlarmId> alarm_id(Request const& request) {
    return id_in_path<AlarmTag>(request, "id", "quality.alarm_not_found");
}

base::Result<StreamId> stream_id(Request const& request) {
    return id_in_path<StreamTag>(request, "id", "observations.stream_not_found");
}

/// Of an alarm that the caller may see, so it is there.
AlarmPlace place_of(sql::Session& session, Caller const& caller, Alarm const& alarm) {
    AlarmPlace place;
    place.stream = load(session, alarm.stream).value();
    place.thing = load(session, place.stream.thing).value();
    place.editable =
        identity::may(session, caller, station_editing, target_of(session, place.thing, base::day_of(caller.now)));
    return place;
}

Response answer(sql::Session& session, Caller const& caller, int status, AlarmStanding const& standing) {
    auto const body = to_json(standing, place_of(session, caller, standing.alarm));
    auto const path = "/api/v1/alarms/" + std::to_string(standing.alarm.id.value);
    return registry::resource(status, body, standing.alarm.version, status == 201 ? path : std::string());
}

Response list_of(sql::Session& session, Caller const& caller, std::vector<AlarmStanding> const& all,
                 std::optional<std::string> const& next = {}) {
    boost::json::array items;
    for (auto const& standing : all) items.push_back(to_json(standing, place_of(session, caller, standing.alarm)));
    return list_answer(std::move(items), next);
}

/// "all", or one status; without it those that are open.
std::vector<quality::AlarmStatus> statuses_in(identity::QueryReader& query) {
    auto words = base::choices(quality::alarm_statuses);
    words.emplace_back("all");
    auto const word = query.choice("status", words);
    if (!word) return {};
    if (auto const status = base::enumerator_of<quality::AlarmStatus>(quality::alarm_statuses, *word)) return {*status};
    using enum quality::AlarmStatus;
    return {quiet, pending, raised, acknowledged, cleared};
}

base::Result<AlarmFilter> filter_of(Request const& request) {
    identity::QueryReader query(request);
    AlarmFilter filter;
    filter.statuses = statuses_in(query);
    if (auto const station = number_in(query, "station")) filter.station = ThingId{*station};
    if (auto const network = number_in(query, "network")) filter.network = NetworkId{*network};
    filter.cursor = query.cursor();
    filter.limit = static_cast<std::size_t>(query.limit());
    KUNYU_TRY_VOID(query.finish());
    return filter;
}

base::Result<Response> all_of_them(AlarmService const& alarms, sql::Session& session, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY(auto const filter, filter_of(request));
    KUNYU_TRY(auto const page, alarms.list(session, caller, filter));
    return list_of(session, caller, page.items, page.next);
}

base::Result<Response> of_stream(AlarmService const& alarms, sql::Session& session, Caller const& caller,
                                 Request const& request) {
    KUNYU_TRY(auto const id, stream_id(request));
    KUNYU_TRY(auto const all, alarms.of_stream(session, caller, id));
    return list_of(session, caller, all);
}

base::Result<Response> read(AlarmService const& alarms, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, alarm_id(request));
    KUNYU_TRY(auto const standing, alarms.find(session, caller, id));
    return answer(session, caller, 200, standing);
}

base::Result<Response> entries(AlarmService const& alarms, sql::Session& session, Caller const& caller,
                               Request const& request) {
    KUNYU_TRY(auto const id, alarm_id(request));
    KUNYU_TRY(auto const page, identity::page_of(request));
    auto const before = page.cursor ? base::parse_id(*page.cursor) : std::nullopt;
    if (page.cursor && !before) return base::refuse_field("cursor", "base.bad_cursor");
    KUNYU_TRY(auto const found, alarms.entries(session, caller, id, before, page.limit));
    boost::json::array items;
    for (auto const& entry : found) items.push_back(to_json(entry));
    bool const full = found.size() == static_cast<std::size_t>(page.limit);
    return list_answer(std::move(items), full ? std::optional(std::to_string(found.back().id)) : std::nullopt);
}

base::Result<Response> create(AlarmService const& alarms, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const stream, stream_id(request));
    KUNYU_TRY(auto const settings,
              registry::read_body(request, [](base::Reader& reader) { return read_alarm_settings(reader, true); }));
    KUNYU_TRY(auto const standing, alarms.create(tx, caller, stream, settings));
    return answer(tx, caller, 201, standing);
}

base::Result<Response> edit(AlarmService const& alarms, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, alarm_id(request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const settings,
              registry::read_body(request, [](base::Reader& reader) { return read_alarm_settings(reader, false); }));
    KUNYU_TRY(auto const standing, alarms.edit(tx, caller, id, version, settings));
    return answer(tx, caller, 200, standing);
}

base::Result<Response> take_away(AlarmService const& alarms, sql::Tx& tx, Caller const& caller,
                                 Request const& request) {
    KUNYU_TRY(auto const id, alarm_id(request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY_VOID(alarms.remove(tx, caller, id, version));
    return Response::no_content();
}

base::Result<Response> acknowledge(AlarmService const& alarms, sql::Tx& tx, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY(auto const id, alarm_id(request));
    KUNYU_TRY(auto const seen, registry::read_body(request, [](base::Reader& reader) {
                  Acknowledgement read;
                  read.occurrence = reader.integer("occurrence", 1, std::numeric_limits<std::int32_t>::max());
                  read.note = reader.optional_text("note", {1, longest_note}).value_or("");
                  return read;
              }));
    KUNYU_TRY(auto const standing, alarms.acknowledge(tx, caller, id, seen));
    return answer(tx, caller, 200, standing);
}

}  // namespace

void add_alarm_routes(http::Router& router, identity::Gate const& gate, AlarmService const& alarms) {
    auto const get = [&](std::string const& path, auto handler) {
        gate.read(router, Method::get, path, registry::reading_route("station.read_internal"),
                  [&alarms, handler](sql::Session& session, Caller const& caller, Request const& request) {
                      return handler(alarms, session, caller, request);
                  });
    };
    get("/api/v1/alarms", all_of_them);
    get(stream_path, of_stream);
    get(alarm_path, read);
    get(std::string(alarm_path) + "/entries", entries);
    auto const write = [&](Method method, std::string const& path, http::RouteOptions const& options, auto handler) {
        gate.write(router, method, path, options,
                   [&alarms, handler](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return handler(alarms, tx, caller, request);
                   });
    };
    write(Method::post, stream_path, registry::json_route("station.edit"), create);
    write(Method::patch, alarm_path, registry::json_route("station.edit"), edit);
    write(Method::del, alarm_path, registry::reading_route("station.edit"), take_away);
    write(Method::post, std::string(alarm_path) + "/acknowledgement", registry::json_route("station.edit"),
          acknowledge);
}

}  // namespace kunyu::observations
