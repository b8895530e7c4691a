#include "observation_exchange/export_routes.hpp"

#include "documents/temporary_folder.hpp"
#include "jobs/jobs.hpp"
#include "observation_exchange/export_description.hpp"
#include "observation_exchange/export_file.hpp"
#include "observation_exchange/export_job.hpp"
#include "observation_exchange/mapped_file.hpp"
#include "observation_files/geojson_writer.hpp"
#include "observations/route_parts.hpp"
#include "observations/series_query.hpp"
#include "observations/series_reading.hpp"

#include <cmath>
#include <string>
#include <utility>

namespace kunyu::observation_exchange {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* reading = "observation.read";
constexpr char const* exporting = "observation.export";
constexpr std::size_t most_stations_drawn = 10'000;

/// One stream, whose results must be numbers.
base::Result<std::vector<ExportWish::Series>> stream_in(observations::SeriesParts const& parts,
                                                        observations::SeriesReading const& reads,
                                                        Request const& request) {
    KUNYU_TRY(auto const id,
              observations::id_in_path<observations::StreamTag>(request, "id", "observations.stream_not_found"));
    KUNYU_TRY(auto const reach, reads.stream(id));
    KUNYU_TRY(auto const numbers, is_exportable(parts.store, *reach.stream));
    if (!numbers) return base::refuse("observations.not_numbers", {{"stream", std::to_string(id.value)}});
    return std::vector<ExportWish::Series>{{id, reach.end}};
}

/// All streams of a station that the caller sees and whose results are numbers.
base::Result<std::vector<ExportWish::Series>> station_in(observations::SeriesParts const& parts,
                                                         observations::SeriesReading const& reads,
                                                         Request const& request) {
    KUNYU_TRY(auto const id,
              observations::id_in_path<observations::ThingTag>(request, "id", "observations.thing_not_found"));
    KUNYU_TRY_VOID(reads.station(id));
    KUNYU_TRY(auto const reaches, reads.streams_of(id));
    std::vector<ExportWish::Series> series;
    for (auto const& reach : reaches) {
        KUNYU_TRY(auto const numbers, is_exportable(parts.store, *reach.stream));
        if (numbers) series.push_back({reach.stream->id, reach.end});
    }
    if (series.empty()) return base::refuse("observations.nothing_to_export");
    return series;
}

using FindSeries = base::Result<std::vector<ExportWish::Series>> (*)(observations::SeriesParts const&,
                                                                     observations::SeriesReading const&,
                                                                     Request const&);

Response download(observations::View const& view, ExportWish const& wish, std::filesystem::path const& path) {
    auto response = Response::download(std::string(export_media_type(wish.format)), export_file_name(view, wish),
                                       std::string(MappedFile(path).bytes()));
    response.accept_ranges = false;  // it is made anew each time
    response.header("Cache-Control", "no-store");
    return response;
}

base::Result<Response> answer_file(observations::SeriesParts const& parts, Caller const& caller, Request const& request,
                                   ExportFormat format, FindSeries find) {
    identity::QueryReader query(request);
    auto wish = read_export_query(query);
    KUNYU_TRY_VOID(query.finish());
    wish.format = format;
    wish.language = request.language;
    observations::SeriesReading const reads(parts, caller);
    KUNYU_TRY(wish.series, find(parts, reads, request));
    KUNYU_TRY(auto const rows, count_exported(parts.store, wish));
    if (rows > most_exported_at_once)
        return base::refuse("observations.export_too_long",
                            {{"rows", std::to_string(rows)}, {"max", std::to_string(most_exported_at_once)}});
    documents::TemporaryFolder const folder;
    auto const path = folder.path() / "export";
    KUNYU_TRY_VOID(write_export(parts.store, reads.view(), wish, caller.now, path,
                                [](std::int64_t) { return base::Result<void>(); }));
    return download(reads.view(), wish, path);
}

ExportWish read_wish(base::Reader& reader) {
    ExportWish wish;
    wish.format = parse_export_format(reader.choice("format", {"csv", "nc"})).value_or(ExportFormat::csv);
    wish.from = reader.optional_instant("from");
    wish.to = reader.optional_instant("to");
    wish.as_of = reader.optional_instant("as_of");
    wish.skip_bad = reader.optional_boolean("skip_bad").value_or(false);
    wish.calibrated = reader.optional_boolean("calibrated").value_or(false);
    if (wish.from && wish.to && *wish.to <= *wish.from) reader.fault("to", "observations.ends_before_it_begins");
    return wish;
}

/// Finds out before the transaction what the caller may read.
base::Result<identity::WriteHandler> start_job(observations::SeriesParts const& parts, base::IdGenerator& ids,
                                               Caller const& asking, Request const& request, FindSeries find) {
    KUNYU_TRY(auto wish, registry::read_body(request, read_wish));
    wish.language = request.language;
    observations::SeriesReading const reads(parts, asking);
    KUNYU_TRY(wish.series, find(parts, reads, request));
    return identity::WriteHandler([&ids, parameters = to_json(wish)](sql::Tx& tx, Caller const& caller,
                                                                     Request const&) -> base::Result<Response> {
        jobs::NewJob job;
        job.kind = std::string(export_job);
        job.parameters = parameters;
        job.requested_by = caller.account.value;
        job.requested_by_name = caller.name;
        auto const id = jobs::enqueue(tx, ids, caller.now, job);
        auto response = identity::json_response(202, boost::json::object{{"job", id.value}});
        response.header("Location", "/api/v1/jobs/" + std::to_string(id.value));
        return response;
    });
}

/// The latest observation of each stream, where the caller may read it.
base::Result<observation_files::LatestRows> latest_rows(observations::SeriesReader const& reader,
                                                        std::vector<observations::StreamReach> const& streams) {
    observation_files::LatestRows rows;
    for (auto const& reach : streams) {
        KUNYU_TRY(auto const latest, reader.latest(reach));
        std::optional<observation_files::SeriesRow> row;
        if (latest) {
            auto const value = latest->result.is_number() ? latest->result.to_number<double>() : std::nan("");
            row = observation_files::SeriesRow{latest->phenomenon_time, value, latest->quality};
        }
        rows.push_back(row);
    }
    return rows;
}

/// All stations that the caller sees, with the latest value of each stream.
base::Result<Response> stations_geojson(observations::SeriesParts const& parts, Caller const& caller,
                                        Request const& request) {
    KUNYU_TRY_VOID(identity::QueryReader(request).finish());
    observations::SeriesReading const reads(parts, caller);
    std::vector<observations::StreamReach> streams;
    ExportWish wish;
    wish.language = request.language;
    std::vector<observations::Thing const*> things;
    for (auto const& [id, thing] : reads.view().things()) {
        if (!reads.scope().sees(reads.view(), *thing)) continue;
        if (things.size() == most_stations_drawn)
            return base::refuse("observations.too_many_stations", {{"max", std::to_string(most_stations_drawn)}});
        things.push_back(thing.get());
        KUNYU_TRY(auto const own, reads.streams_of(id));
        streams.insert(streams.end(), own.begin(), own.end());
    }
    for (auto const& reach : streams) wish.series.push_back({reach.stream->id, reach.end});
    KUNYU_TRY(auto const rows, latest_rows(parts.reader, streams));
    auto const description = describe_stations(reads.view(), things, wish, caller.now);
    auto response = Response::json(200, boost::json::serialize(observation_files::to_geojson(description, rows)));
    response.headers.front().second = "application/geo+json";
    response.header("Cache-Control", "no-store");
    return response;
}

}  // namespace

void add_export_routes(http::Router& router, identity::Gate const& gate, observations::SeriesParts const& parts,
                       base::IdGenerator& ids) {
    auto const file = [&](char const* path, ExportFormat format, FindSeries find) {
        gate.act(router, Method::get, path, registry::reading_route(reading),
                 [parts, format, find](Caller const& caller, Request const& request) {
                     return answer_file(parts, caller, request, format, find);
                 });
    };
    file("/api/v1/streams/{id}/observations.csv", ExportFormat::csv, stream_in);
    file("/api/v1/streams/{id}/observations.nc", ExportFormat::netcdf, stream_in);
    file("/api/v1/stations/{id}/observations.csv", ExportFormat::csv, station_in);
    file("/api/v1/stations/{id}/observations.nc", ExportFormat::netcdf, station_in);
    auto const job = [&](char const* path, FindSeries find) {
        gate.prepare(router, Method::post, path, registry::json_route(exporting),
                     [parts, &ids, find](Caller const& caller, Request const& request) {
                         return start_job(parts, ids, caller, request, find);
                     });
    };
    job("/api/v1/streams/{id}/exports", stream_in);
    job("/api/v1/stations/{id}/exports", station_in);
    gate.act(
        router, Method::get, "/api/v1/stations.geojson", registry::reading_route("station.read"),
        [parts](Caller const& caller, Request const& request) { return stations_geojson(parts, caller, request); });
}

}  // namespace kunyu::observation_exchange
