#include "app/observe.hpp"

#include "app/archive_parts.hpp"
#include "app/observation_worker.hpp"
#include "app/operator.hpp"
#include "app/services.hpp"
#include "app/terminal.hpp"
#include "base/config.hpp"
#include "observation_exchange/export_file.hpp"
#include "observation_exchange/export_job.hpp"
#include "observation_exchange/export_wish.hpp"
#include "operations/job_json.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::app {
namespace {

namespace json = boost::json;
namespace exchange = observation_exchange;
namespace obs = observations;

constexpr std::size_t shown_faults = 20;

base::Result<std::string> read(std::filesystem::path const& path) {
    auto bytes = base::read_file(path);
    if (!bytes) return base::refuse("app.unreadable_file", {{"file", path.string()}});
    return std::move(*bytes);
}

base::Result<observation_files::CsvMapping> only_mapping(DataFolder& folder, exchange::CsvImportService const& imports,
                                                         obs::ThingId station) {
    KUNYU_TRY(auto all, folder.database().read([&](sql::Session& session) {
        return imports.of_station(session, operator_at(folder), station);
    }));
    if (all.size() != 1) return base::refuse("app.observe_mapping", {{"count", std::to_string(all.size())}});
    return std::move(all.front().mapping);
}

base::Result<observation_files::CsvMapping> mapping_for(DataFolder& folder, exchange::CsvImportService const& imports,
                                                        ObserveImport const& options) {
    if (options.mapping.empty()) return only_mapping(folder, imports, {options.station});
    if (auto const id = base::parse_id_as<exchange::CsvMappingTag>(options.mapping)) {
        KUNYU_TRY(auto kept, folder.database().read([&](sql::Session& session) {
            return imports.find(session, operator_at(folder), *id);
        }));
        return std::move(kept.mapping);
    }
    KUNYU_TRY(auto const text, read(options.mapping));
    KUNYU_TRY(auto const value, base::parse_json(text));
    return observation_files::read_csv_mapping(value);
}

/// "12 #3 “x”: this is no number"
std::string fault_line(json::object const& fault) {
    auto const text = [&fault](char const* key) {
        auto const* value = fault.if_contains(key);
        if (!value || value->is_null()) return std::string("-");
        return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
    };
    return fmt::format("{} {} “{}”: {}", text("row"), text("column"), text("value"), text("message"));
}

ObserveImportReport report_of(DataFolder& folder, jobs::Job const& job) {
    auto const number = [&job](char const* key) {
        auto const* summary = job.summary.if_object();
        auto const* value = summary ? summary->if_contains(key) : nullptr;
        return value && value->is_number() ? value->to_number<std::int64_t>() : 0;
    };
    ObserveImportReport report{number("values"), number("added"), number("known"), number("errors"), {}};
    auto const noted = folder.database().read([&](sql::Session& session) { return jobs::errors(session, job.id); });
    for (auto const& fault : operations::job_errors_json(noted, terminal_language())) {
        if (report.faults.size() == shown_faults) break;
        report.faults.push_back(fault_line(fault.as_object()));
    }
    return report;
}

/// A moment or a day of the command line; nothing for an empty text.
base::Result<std::optional<base::Instant>> moment(std::string const& text) {
    if (text.empty()) return std::optional<base::Instant>{};
    if (auto const day = base::parse_day(text)) return std::optional(base::start_of(*day));
    if (auto const instant = base::parse_instant(text)) return instant;
    return base::refuse("observations.bad_moment", {{"value", text}});
}

base::Result<exchange::ExportWish> wish_of(obs::View const& view, ObserveExport const& options) {
    exchange::ExportWish wish;
    wish.format = exchange::parse_export_format(options.format).value_or(exchange::ExportFormat::csv);
    wish.language = terminal_language();
    wish.calibrated = options.calibrated;
    KUNYU_TRY(wish.from, moment(options.from));
    KUNYU_TRY(wish.to, moment(options.to));
    KUNYU_TRY(wish.as_of, moment(options.as_of));
    auto const add = [&](obs::StreamId id) { wish.series.push_back({id, obs::ReadScope::every_observation}); };
    if (options.station) {
        if (!view.find(obs::ThingId{*options.station})) return base::refuse("observations.thing_not_found");
        for (auto const id : view.streams_of(obs::ThingId{*options.station}))
            if (!view.find(id)->multi) add(id);
    } else if (options.stream) {
        if (!view.find(obs::StreamId{*options.stream})) return base::refuse("observations.stream_not_found");
        add({*options.stream});
    }
    if (wish.series.empty()) return base::refuse("observations.nothing_to_export");
    return wish;
}

}  // namespace

base::Result<ObservationFolder> ObservationFolder::open(DataFolder::Options options) {
    options.exclusive = true;
    auto alone = DataFolder::open(options);
    if (alone.has_value()) return ObservationFolder(std::move(*alone), true);
    if (alone.error().code != "app.folder_in_use") return std::move(alone).error();
    options.exclusive = false;
    KUNYU_TRY(auto beside, DataFolder::open(options));
    return ObservationFolder(std::move(beside), false);
}

base::Result<ObserveImportReport> observe_import(ObservationFolder& opened, ObserveImport const& options,
                                                 Tell const& tell) {
    auto& folder = opened.folder();
    Services services(folder);
    exchange::CsvImportService const imports(folder.ids(), services.files);
    KUNYU_TRY(auto const mapping, mapping_for(folder, imports, options));
    KUNYU_TRY(auto const bytes, read(options.file));
    files::NewFile file;
    file.name = options.file.filename().string();
    file.media_type = "text/csv";
    file.content = services.files.stage(bytes);
    KUNYU_TRY(auto const worker, ObservationWorker::start(opened, services));
    KUNYU_TRY(auto const job, folder.database().write([&](sql::Tx& tx) -> base::Result<jobs::Job> {
        auto const stored = services.files.add(tx, file);
        return imports.start(tx, operator_at(folder), {options.station}, {stored.id, mapping, options.dry_run});
    }));
    KUNYU_TRY(auto const done, wait_for_job(folder, job.id, tell));
    return report_of(folder, done);
}

base::Result<std::int64_t> observe_export(ObservationFolder& opened, ObserveExport const& options, Tell const& tell) {
    auto& folder = opened.folder();
    Services services(folder);
    auto const view = services.observations.catalogue.fresh();
    KUNYU_TRY(auto const wish, wish_of(view, options));
    if (opened.alone()) {
        KUNYU_TRY(auto const archive, open_archive(folder));
        KUNYU_TRY(auto const total, exchange::count_exported(*archive, wish));
        return exchange::write_export(*archive, view, wish, folder.clock().now(), options.out, [&](std::int64_t done) {
            tell(done, total);
            return base::Result<void>();
        });
    }
    auto const id = folder.database()
                        .write([&](sql::Tx& tx) -> base::Result<jobs::JobId> {
                            jobs::NewJob job;
                            job.kind = std::string(exchange::export_job);
                            job.parameters = to_json(wish);
                            job.requested_by_name = operator_name;
                            return jobs::enqueue(tx, folder.ids(), folder.clock().now(), job);
                        })
                        .value();
    KUNYU_TRY(auto const done, wait_for_job(folder, id, tell));
    KUNYU_TRY(auto const bytes, folder.database().read([&](sql::Session& session) -> base::Result<std::string> {
        return services.files.read(session, *files::Store::find(session, {*done.result_file}));
    }));
    base::write_file_durably(options.out, bytes, 0644);
    return done.summary.at("observations").to_number<std::int64_t>();
}

base::Result<ObserveStatistics> observe_statistics(ObservationFolder& opened) {
    auto& folder = opened.folder();
    ObserveStatistics out;
    folder.database().read([&](sql::Session& session) {
        auto const number = [&](char const* sql) { return session.first(sql)->integer(0); };
        out.stations = number("SELECT COUNT(*) FROM observation_thing");
        out.streams = number("SELECT COUNT(*) FROM observation_stream");
        out.chunks = number("SELECT COUNT(*) FROM archive_chunk");
        out.sealed = number("SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM archive_chunk");
        out.bytes = number("SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM archive_chunk");
        out.revisions = number("SELECT COUNT(*) FROM archive_revision WHERE on_arrival = 0");
    });
    if (opened.alone()) {
        KUNYU_TRY(auto const archive, open_archive(folder));
        out.unsealed = static_cast<std::int64_t>(archive->statistics().memtable_rows);
    }
    return out;
}

}  // namespace kunyu::app
