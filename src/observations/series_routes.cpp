#include "observations/series_routes.hpp"

#include "observations/route_parts.hpp"
#include "observations/series_calendar.hpp"
#include "observations/series_json.hpp"
#include "observations/series_query.hpp"
#include "observations/series_reading.hpp"
#include "observations/station_access.hpp"

#include <algorithm>

namespace kunyu::observations {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* action = "observation.read";

base::Result<StreamId> stream_id(Request const& request) {
    return id_in_path<StreamTag>(request, "id", "observations.stream_not_found");
}

/// What the caller may do with the observations of the stream.
json::array steps_for(sql::Session& session, Caller const& caller, Thing const& thing) {
    auto const target = target_of(session, thing, base::day_of(caller.now));
    json::array steps;
    if (identity::may(session, caller, station_editing, target)) steps.push_back("edit");
    if (identity::may(session, caller, "observation.record", target)) steps.push_back("record");
    if (identity::may(session, caller, "observation.revise", target)) steps.push_back("revise");
    if (identity::may(session, caller, station_reading, target)) steps.push_back("read_internal");
    return steps;
}

base::Result<Response> read_stream(SeriesParts const& parts, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, stream_id(request));
    KUNYU_TRY_VOID(identity::QueryReader(request).finish());
    SeriesReading const reading(parts, caller);
    KUNYU_TRY(auto const reach, reading.stream(id));
    KUNYU_TRY(auto const figures, parts.reader.figures(reach));
    auto body = stream_json(reach, figures, base::day_of(caller.now));
    auto const& thing = *reading.view().find(reach.stream->thing);
    body["steps"] = parts.database.read([&](sql::Session& session) { return steps_for(session, caller, thing); });
    return identity::json_response(200, body);
}

base::Result<Response> read_series(SeriesParts const& parts, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, stream_id(request));
    identity::QueryReader reader(request);
    auto const query = read_series_query(reader);
    KUNYU_TRY_VOID(reader.finish());
    SeriesReading const reading(parts, caller);
    KUNYU_TRY(auto const reach, reading.stream(id));
    KUNYU_TRY(auto const series, parts.reader.series(reach, query));
    return text_answer(series_text(reach, series));
}

/// One range for all: what was not asked for is the first and last observation of any of them.
base::Result<void> widen(SeriesReader const& reader, std::vector<StreamReach> const& streams, SeriesQuery& query) {
    if (query.from && query.to) return {};
    archive::ReadOptions options;
    if (query.as_of) options.as_of = query.as_of->microseconds;
    options.skip_bad = query.skip_bad;
    std::optional<TimeSpan> whole;
    for (auto const& reach : streams) {
        KUNYU_TRY(auto const extent, reader.extent(reach, options));
        if (!extent) continue;
        if (!whole) whole = extent;
        whole = TimeSpan{std::min(whole->from, extent->from), std::max(whole->to, extent->to)};
    }
    if (!whole) return {};
    if (!query.from) query.from = whole->from;
    if (!query.to) query.to = base::Instant{whole->to.microseconds + 1};
    return {};
}

base::Result<Response> read_several(SeriesParts const& parts, Caller const& caller, Request const& request) {
    identity::QueryReader reader(request);
    auto const ids = read_streams(reader);
    auto query = read_series_query(reader);
    KUNYU_TRY_VOID(reader.finish());
    SeriesReading const reading(parts, caller);
    std::vector<StreamReach> streams;
    for (auto const id : ids) {
        KUNYU_TRY(auto const reach, reading.stream(id));
        streams.push_back(reach);
    }
    KUNYU_TRY_VOID(widen(parts.reader, streams, query));
    std::string items;
    for (auto const& reach : streams) {
        KUNYU_TRY(auto const series, parts.reader.series(reach, query));
        if (!items.empty()) items += ',';
        items += series_text(reach, series);
    }
    return text_answer(R"({"items":[)" + items + R"(],"next":null})");
}

struct CalendarWish {
    int year = 0;
    std::optional<StreamId> stream;
};

base::Result<CalendarWish> calendar_wish(Caller const& caller, Request const& request) {
    identity::QueryReader query(request);
    CalendarWish wish;
    wish.year = base::day_of(caller.now).year();
    if (auto const text = query.text("year", 10)) {
        auto const year = base::parse_id(*text);
        if (year && *year >= 1000 && *year <= 9998)
            wish.year = static_cast<int>(*year);
        else
            query.fault("year", "base.out_of_range", {{"min", "1000"}, {"max", "9998"}});
    }
    if (auto const text = query.text("stream", 20)) {
        wish.stream = base::parse_id_as<StreamTag>(*text);
        if (!wish.stream) query.fault("stream", "observations.not_a_number");
    }
    KUNYU_TRY_VOID(query.finish());
    return wish;
}

json::object calendar_json(ThingId station, CalendarWish const& wish, std::vector<CalendarDay> const& days) {
    json::array items;
    for (auto const& day : days)
        items.push_back(json::object{{"day", base::to_string(day.day)},
                                     {"count", base::json_or_null(day.count)},
                                     {"expected", base::json_or_null(day.expected)},
                                     {"received", base::json_or_null(day.received)}});
    return {{"station", station.value},
            {"stream", base::json_or_null(wish.stream)},
            {"year", wish.year},
            {"days", std::move(items)}};
}

base::Result<Response> read_calendar(SeriesParts const& parts, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, id_in_path<ThingTag>(request, "id", "observations.thing_not_found"));
    KUNYU_TRY(auto const wish, calendar_wish(caller, request));
    SeriesReading const reading(parts, caller);
    KUNYU_TRY_VOID(reading.station(id));
    std::vector<StreamReach> streams;
    if (wish.stream) {
        KUNYU_TRY(auto const reach, reading.stream(*wish.stream));
        if (reach.stream->thing != id) return base::refuse("observations.stream_not_found");
        streams.push_back(reach);
    } else {
        KUNYU_TRY(streams, reading.streams_of(id));
    }
    KUNYU_TRY(auto const days, calendar_of(parts.store, streams, wish.year, caller.now));
    return identity::json_response(200, calendar_json(id, wish, days));
}

}  // namespace

void add_series_routes(http::Router& router, identity::Gate const& gate, SeriesParts const& parts) {
    // By act(), since the archive opens reads of its own.
    auto const get = [&](char const* path, auto handler) {
        gate.act(
            router, http::Method::get, path, registry::reading_route(action),
            [parts, handler](Caller const& caller, Request const& request) { return handler(parts, caller, request); });
    };
    get("/api/v1/streams/{id}", read_stream);
    get("/api/v1/streams/{id}/series", read_series);
    get("/api/v1/series", read_several);
    get("/api/v1/stations/{id}/calendar", read_calendar);
}

}  // namespace kunyu::observations
