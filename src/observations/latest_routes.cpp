#include "observations/latest_routes.hpp"

#include "observations/route_parts.hpp"
#include "observations/series_reading.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kunyu::observations {
namespace {

using http::Request;
using http::Response;
using identity::Caller;

/// One answer stays within some megabytes.
constexpr std::size_t most_streams = 20'000;

struct Wish {
    std::optional<ThingId> station;
    std::optional<NetworkId> network;
};

base::Result<Wish> read_wish(Request const& request) {
    identity::QueryReader query(request);
    Wish wish;
    if (auto const text = query.text("station", 20)) {
        wish.station = base::parse_id_as<ThingTag>(*text);
        if (!wish.station) query.fault("station", "observations.not_a_number");
    }
    if (auto const text = query.text("network", 20)) {
        wish.network = base::parse_id_as<NetworkTag>(*text);
        if (!wish.network) query.fault("network", "observations.not_a_number");
        if (wish.station) query.fault("network", "observations.station_or_network");
    }
    KUNYU_TRY_VOID(query.finish());
    return wish;
}

/// The stations asked about that the caller sees; of a network its members of today.
base::Result<std::vector<ThingId>> stations_of(SeriesParts const& parts, NetworkService const& networks,
                                               SeriesReading const& reading, Caller const& caller, Wish const& wish) {
    std::vector<ThingId> stations;
    if (wish.station) {
        KUNYU_TRY_VOID(reading.station(*wish.station));
        stations.push_back(*wish.station);
    } else if (wish.network) {
        KUNYU_TRY(auto const network, parts.database.read([&](sql::Session& session) {
            return networks.find(session, caller, *wish.network);
        }));
        auto const today = base::day_of(caller.now);
        for (auto const& member : network.members)
            if (member.from <= today && (!member.to || today < *member.to)) stations.push_back(member.thing);
    } else {
        for (auto const& [id, thing] : reading.view().things())
            if (reading.scope().sees(reading.view(), *thing)) stations.push_back(id);
    }
    return stations;
}

/// The answer's text at once: with ten thousand streams building values first would take most of the time.
std::string list_text(std::vector<StreamReach> const& streams, std::vector<std::optional<Observation>> const& latest) {
    fmt::memory_buffer out;
    out.append(std::string_view(R"({"items":[)"));
    bool first = true;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        if (!latest[i]) continue;
        fmt::format_to(std::back_inserter(out),
                       FMT_COMPILE(R"({}{{"stream":{},"station":{},"time":"{}","result":{},"quality":{}}})"),
                       first ? "" : ",", streams[i].stream->id.value, streams[i].stream->thing.value,
                       base::to_string(latest[i]->phenomenon_time), boost::json::serialize(latest[i]->result),
                       static_cast<unsigned>(latest[i]->quality));
        first = false;
    }
    out.append(std::string_view(R"(],"next":null})"));
    return fmt::to_string(out);
}

base::Result<Response> read_latest(SeriesParts const& parts, NetworkService const& networks, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY(auto const wish, read_wish(request));
    SeriesReading const reading(parts, caller);
    KUNYU_TRY(auto const stations, stations_of(parts, networks, reading, caller, wish));
    std::vector<StreamReach> streams;
    for (auto const station : stations) {
        KUNYU_TRY(auto const reached, reading.streams_of(station));
        streams.insert(streams.end(), reached.begin(), reached.end());
        if (streams.size() > most_streams)
            return base::refuse("observations.too_many_latest", {{"max", std::to_string(most_streams)}});
    }
    KUNYU_TRY(auto const latest, parts.reader.latest(streams));
    return text_answer(list_text(streams, latest));
}

}  // namespace

void add_latest_routes(http::Router& router, identity::Gate const& gate, SeriesParts const& parts,
                       NetworkService const& networks) {
    // By act(), since the archive opens reads of its own.
    gate.act(router, http::Method::get, "/api/v1/latest", registry::reading_route("observation.read"),
             [parts, &networks](Caller const& caller, Request const& request) {
                 return read_latest(parts, networks, caller, request);
             });
}

}  // namespace kunyu::observations
