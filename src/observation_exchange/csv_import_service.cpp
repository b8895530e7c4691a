#include "observation_exchange/csv_import_service.hpp"

#include "observation_files/byte_source.hpp"
#include "observation_files/csv_door.hpp"
#include "observations/entity_writing.hpp"
#include "observations/station_access.hpp"

#include <utility>

namespace kunyu::observation_exchange {

using identity::Caller;

namespace {

namespace json = boost::json;

constexpr std::string_view recording = "observation.record";
constexpr std::size_t sample_bytes = 256 * 1024;
constexpr std::size_t previewed_rows = 100;
constexpr std::size_t previewed_errors = 100;
constexpr std::int64_t latest_seconds_ahead = 366LL * 86'400;

json::object record_of(StationCsvMapping const& mapping) {
    return {{"station", mapping.thing.value},
            {"name", mapping.name},
            {"mapping", observation_files::to_json(mapping.mapping)}};
}

/// A mapping and its station; both only for who records there.
struct Managed {
    StationCsvMapping mapping;
    observations::Thing thing;
};

base::Result<Managed> managed(sql::Session& session, Caller const& caller, CsvMappingId id) {
    KUNYU_TRY_VOID(identity::authorise_any(caller, recording));
    auto mapping = load(session, id);
    if (!mapping) return base::refuse("observation_files.mapping_not_found");
    auto thing = thing_for(session, caller, recording, mapping->thing);
    if (!thing) return base::refuse("observation_files.mapping_not_found");
    return Managed{std::move(*mapping), std::move(*thing)};
}

base::Result<Managed> managed(sql::Session& session, Caller const& caller, CsvMappingId id, std::int64_t version) {
    KUNYU_TRY(auto found, managed(session, caller, id));
    KUNYU_TRY_VOID(observations::check_version(found.mapping.version, version));
    return found;
}

void record(sql::Tx& tx, Caller const& caller, Managed const& managed, json::value before, json::value after,
            std::string reason = {}) {
    observations::RecordedChange change;
    change.action = recording;
    change.kind = "csv_mapping";
    change.id = managed.mapping.id.value;
    change.label = managed.mapping.name;
    change.before = std::move(before);
    change.after = std::move(after);
    change.reason = std::move(reason);
    record_change(tx, caller, managed.thing, std::move(change));
}

/// The caller's own, not bound to anything but imports.
base::Result<files::File> own_file(sql::Session& session, Caller const& caller, files::FileId id) {
    auto file = files::Store::find(session, id);
    bool const free = file && (file->attached_kind.empty() || file->attached_kind == "job");
    if (!free || (file->uploaded_by != caller.account.value && !caller.is_system))
        return base::refuse_field("/file", "observation_files.unknown_file", {{"file", std::to_string(id.value)}});
    return std::move(*file);
}

/// The beginning of a file, up to a line end; a whole one if it is short.
std::string_view beginning_of(std::string_view bytes) {
    if (bytes.size() <= sample_bytes) return bytes;
    auto const part = bytes.substr(0, sample_bytes);
    auto const line_end = part.rfind('\n');
    return line_end == std::string_view::npos ? part : part.substr(0, line_end + 1);
}

observation_files::CsvDoorOptions preview_options(base::Instant now) {
    observation_files::CsvDoorOptions options;
    options.latest = now.plus_seconds(latest_seconds_ahead);
    options.kept_errors = previewed_errors;
    return options;
}

/// Those that the beginning of the file speaks of, as the suggested mapping calls them.
std::vector<std::string> streams_in(std::string_view beginning, observation_files::CsvMapping const& mapping,
                                    base::Instant now) {
    observation_files::MemorySource source(beginning);
    auto door = observation_files::CsvDoor::open(source, mapping, preview_options(now));
    if (!door) return {};
    std::vector<observation_files::CsvRow> rows;
    while (door->next(rows)) {
    }
    return door->streams();
}

}  // namespace

base::Result<StationCsvMapping> CsvImportService::create(sql::Tx& tx, Caller const& caller,
                                                         observations::ThingId station,
                                                         CsvMappingChange const& change) const {
    KUNYU_TRY(auto thing, thing_for(tx, caller, recording, station));
    StationCsvMapping mapping;
    mapping.id = ids_.next_as<CsvMappingTag>();
    mapping.thing = station;
    mapping.name = change.name.value_or("");
    if (change.mapping) mapping.mapping = *change.mapping;
    mapping.created_by_name = caller.name;
    mapping.created_at = caller.now;
    insert(tx, mapping, observations::stamp_of(caller));
    record(tx, caller, {mapping, std::move(thing)}, nullptr, record_of(mapping));
    return mapping;
}

base::Result<StationCsvMapping> CsvImportService::edit(sql::Tx& tx, Caller const& caller, CsvMappingId id,
                                                       std::int64_t version, CsvMappingChange const& change) const {
    KUNYU_TRY(auto found, managed(tx, caller, id, version));
    auto before = record_of(found.mapping);
    if (change.name) found.mapping.name = *change.name;
    if (change.mapping) found.mapping.mapping = *change.mapping;
    ++found.mapping.version;
    update(tx, found.mapping, observations::stamp_of(caller));
    record(tx, caller, found, std::move(before), record_of(found.mapping));
    return found.mapping;
}

base::Result<void> CsvImportService::remove(sql::Tx& tx, Caller const& caller, CsvMappingId id, std::int64_t version,
                                            std::string const& reason) const {
    KUNYU_TRY(auto const found, managed(tx, caller, id, version));
    observation_exchange::remove(tx, id);
    record(tx, caller, found, record_of(found.mapping), nullptr, reason);
    return {};
}

base::Result<StationCsvMapping> CsvImportService::find(sql::Session& session, Caller const& caller,
                                                       CsvMappingId id) const {
    KUNYU_TRY(auto found, managed(session, caller, id));
    return std::move(found.mapping);
}

base::Result<std::vector<StationCsvMapping>> CsvImportService::of_station(sql::Session& session, Caller const& caller,
                                                                          observations::ThingId station) const {
    KUNYU_TRY_VOID(thing_for(session, caller, recording, station));
    return load_csv_mappings(session, station);
}

base::Result<CsvFileSuggestion> CsvImportService::suggest(sql::Session& session, Caller const& caller,
                                                          files::FileId id) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, recording));
    KUNYU_TRY(auto const file, own_file(session, caller, id));
    KUNYU_TRY(auto const bytes, files_.read(session, file));
    auto const beginning = beginning_of(bytes);
    KUNYU_TRY(auto suggestion, observation_files::suggest_mapping(beginning));
    auto streams = streams_in(beginning, suggestion.mapping, caller.now);
    return CsvFileSuggestion{std::move(suggestion), std::move(streams)};
}

base::Result<CsvPreview> CsvImportService::preview(sql::Session& session, Caller const& caller, files::FileId id,
                                                   observation_files::CsvMapping const& mapping) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, recording));
    KUNYU_TRY(auto const file, own_file(session, caller, id));
    KUNYU_TRY(auto const bytes, files_.read(session, file));
    observation_files::MemorySource source(beginning_of(bytes));
    KUNYU_TRY(auto door, observation_files::CsvDoor::open(source, mapping, preview_options(caller.now)));
    CsvPreview preview;
    std::vector<observation_files::CsvRow> rows;
    while (door.next(rows))
        for (auto const& row : rows)
            if (preview.rows.size() < previewed_rows)
                preview.rows.push_back({door.streams()[row.stream], row.time, row.value, row.quality, row.line});
    preview.report = door.report();
    return preview;
}

base::Result<jobs::Job> CsvImportService::start(sql::Tx& tx, Caller const& caller, observations::ThingId station,
                                                CsvImportWish const& wish) const {
    KUNYU_TRY(auto const thing, thing_for(tx, caller, recording, station));
    if (thing.locations.empty()) return base::refuse("observations.station_nowhere");
    KUNYU_TRY(auto const file, own_file(tx, caller, wish.file));
    jobs::NewJob job;
    job.kind = csv_import_job;
    job.parameters = json::object{{"file", wish.file.value},
                                  {"station", station.value},
                                  {"mapping", observation_files::to_json(wish.mapping)},
                                  {"dry_run", wish.dry_run}};
    job.requested_by = caller.account.value;
    job.requested_by_name = caller.name;
    auto const id = jobs::enqueue(tx, ids_, caller.now, job);
    if (!wish.dry_run && file.attached_kind.empty())
        KUNYU_TRY_VOID(files::Store::attach(tx, wish.file, caller.account.value, "job", id.value));
    observations::RecordedChange change;
    change.action = recording;
    change.kind = "csv_import";
    change.id = id.value;
    change.label = file.name;
    change.after = json::object{{"station", station.value},
                                {"file", file.digest},
                                {"mapping", observation_files::to_json(wish.mapping)},
                                {"dry_run", wish.dry_run}};
    record_change(tx, caller, thing, std::move(change));
    return *jobs::find(tx, id);
}

}  // namespace kunyu::observation_exchange
