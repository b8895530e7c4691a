#include "observation_exchange/csv_import_routes.hpp"

#include "observation_exchange/csv_import_json.hpp"
#include "observations/route_parts.hpp"

namespace kunyu::observation_exchange {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* recording = "observation.record";
constexpr std::size_t mapping_bytes = 2UL << 20;  ///< ten thousand codes

base::Result<CsvMappingId> mapping_id(Request const& request) {
    return observations::id_in_path<CsvMappingTag>(request, "id", "observation_files.mapping_not_found");
}

base::Result<observations::ThingId> station_id(Request const& request) {
    return observations::id_in_path<observations::ThingTag>(request, "id", "observations.thing_not_found");
}

Response answer(int status, StationCsvMapping const& mapping) {
    auto const path = "/api/v1/csv-mappings/" + std::to_string(mapping.id.value);
    return registry::resource(status, to_json(mapping), mapping.version, status == 201 ? path : std::string());
}

base::Result<Response> list(CsvImportService const& imports, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const station, station_id(request));
    KUNYU_TRY(auto const all, imports.of_station(session, caller, station));
    boost::json::array items;
    for (auto const& mapping : all) items.push_back(to_json(mapping));
    return observations::list_answer(std::move(items));
}

base::Result<Response> read(CsvImportService const& imports, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, mapping_id(request));
    KUNYU_TRY(auto const mapping, imports.find(session, caller, id));
    return answer(200, mapping);
}

base::Result<Response> create(CsvImportService const& imports, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto const station, station_id(request));
    KUNYU_TRY(auto const change, registry::read_body(request, [](base::Reader& reader) {
                  return read_csv_mapping_change(reader, {.name = true, .mapping = true});
              }));
    KUNYU_TRY(auto const mapping, imports.create(tx, caller, station, change));
    return answer(201, mapping);
}

base::Result<Response> edit(CsvImportService const& imports, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, mapping_id(request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change,
              registry::read_body(request, [](base::Reader& reader) { return read_csv_mapping_change(reader, {}); }));
    KUNYU_TRY(auto const mapping, imports.edit(tx, caller, id, version, change));
    return answer(200, mapping);
}

base::Result<Response> remove_mapping(CsvImportService const& imports, sql::Tx& tx, Caller const& caller,
                                      Request const& request) {
    KUNYU_TRY(auto const id, mapping_id(request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const reason, observations::reason_of(request));
    KUNYU_TRY_VOID(imports.remove(tx, caller, id, version, reason));
    return Response::no_content();
}

/// Reads, but by POST, since it asks about a file; by act(), since looking at it takes a while.
base::Result<Response> suggest(CsvImportService const& imports, sql::Database& database, Caller const& caller,
                               Request const& request) {
    KUNYU_TRY(auto const file,
              registry::read_body(request, [](base::Reader& reader) { return reader.id<files::FileTag>("file"); }));
    KUNYU_TRY(auto const suggestion,
              database.read([&](sql::Session& session) { return imports.suggest(session, caller, file); }));
    return identity::json_response(200, to_json(suggestion));
}

base::Result<Response> preview(CsvImportService const& imports, sql::Database& database, Caller const& caller,
                               Request const& request) {
    files::FileId file;
    KUNYU_TRY(auto const change, registry::read_body(request, [&](base::Reader& reader) {
                  file = reader.id<files::FileTag>("file");
                  return read_csv_mapping_change(reader, {.name = false, .mapping = true});
              }));
    KUNYU_TRY(auto const found, database.read([&](sql::Session& session) {
        return imports.preview(session, caller, file, *change.mapping);
    }));
    return identity::json_response(200, to_json(found));
}

/// {file, mapping} with the mapping itself, or {file, mapping_id} with one kept for the station.
struct Wish {
    files::FileId file;
    std::optional<CsvMappingId> kept;
    std::optional<observation_files::CsvMapping> mapping;
    bool dry_run = true;
};

Wish read_wish(base::Reader& reader) {
    Wish wish;
    wish.file = reader.id<files::FileTag>("file");
    wish.kept = reader.optional_id<CsvMappingTag>("mapping_id");
    wish.mapping = read_csv_mapping_change(reader, {.name = false, .mapping = !wish.kept}).mapping;
    if (wish.kept && wish.mapping) reader.fault("mapping", "base.unknown_member");
    wish.dry_run = reader.optional_boolean("dry_run").value_or(true);
    return wish;
}

base::Result<Response> start(CsvImportService const& imports, sql::Tx& tx, Caller const& caller,
                             Request const& request) {
    KUNYU_TRY(auto const station, station_id(request));
    KUNYU_TRY(auto wish, registry::read_body(request, read_wish));
    if (wish.kept) {
        KUNYU_TRY(auto kept, imports.find(tx, caller, *wish.kept));
        if (kept.thing != station) return base::refuse("observation_files.mapping_not_found");
        wish.mapping = std::move(kept.mapping);
    }
    KUNYU_TRY(auto const job, imports.start(tx, caller, station, {wish.file, *wish.mapping, wish.dry_run}));
    auto response = identity::json_response(202, import_job_json(job));
    response.header("Location", "/api/v1/jobs/" + std::to_string(job.id.value));
    return response;
}

}  // namespace

void add_csv_import_routes(http::Router& router, identity::Gate const& gate, sql::Database& database,
                           CsvImportService const& imports) {
    auto const get = [&](char const* path, auto handler) {
        gate.read(router, Method::get, path, registry::reading_route(recording),
                  [&imports, handler](sql::Session& session, Caller const& caller, Request const& request) {
                      return handler(imports, session, caller, request);
                  });
    };
    get("/api/v1/stations/{id}/csv-mappings", list);
    get("/api/v1/csv-mappings/{id}", read);
    auto const write = [&](Method method, char const* path, auto handler) {
        auto options = registry::json_route(recording);
        options.body_limit = mapping_bytes;
        gate.write(router, method, path, options,
                   [&imports, handler](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return handler(imports, tx, caller, request);
                   });
    };
    write(Method::post, "/api/v1/stations/{id}/csv-mappings", create);
    write(Method::patch, "/api/v1/csv-mappings/{id}", edit);
    write(Method::del, "/api/v1/csv-mappings/{id}", remove_mapping);
    write(Method::post, "/api/v1/stations/{id}/csv-imports", start);
    auto const look = [&](char const* path, auto handler) {
        auto options = registry::json_route(recording);
        options.body_limit = mapping_bytes;
        gate.act(router, Method::post, path, options,
                 [&imports, &database, handler](Caller const& caller, Request const& request) {
                     return handler(imports, database, caller, request);
                 });
    };
    look("/api/v1/csv-mappings/suggest", suggest);
    look("/api/v1/csv-mappings/preview", preview);
}

}  // namespace kunyu::observation_exchange
