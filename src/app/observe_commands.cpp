#include "app/commands.hpp"
#include "app/observe.hpp"
#include "app/observe_simulation.hpp"
#include "app/terminal.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <csignal>
#include <iostream>
#include <memory>
#include <utility>

namespace kunyu::app {
namespace {

std::string text_of(std::optional<std::int64_t> const& number) {
    return number ? std::to_string(*number) : say("app.unknown");
}

void add_folder_options(CLI::App& command, DataFolder::Options& folder) {
    command.add_option("--data", folder.folder, say("app.option.data"))->capture_default_str();
    command.add_option("--database", folder.database, say("app.option.database"));
}

/// Opens the folder alone or beside a server, and works with it.
template <typename Work>
int with_observations(DataFolder::Options const& options, Work const& work) {
    auto opened = ObservationFolder::open(options);
    return opened.has_error() ? fail(opened.error()) : work(*opened);
}

int print_import(ObserveImportReport const& report, bool dry_run) {
    for (auto const& fault : report.faults) std::cerr << fault << '\n';
    std::cout << say(dry_run ? "app.observe_checked" : "app.observe_imported",
                     {{"values", std::to_string(report.values)},
                      {"added", std::to_string(report.added)},
                      {"known", std::to_string(report.known)},
                      {"errors", std::to_string(report.errors)}})
              << std::endl;
    return report.errors == 0 ? exit_done : exit_refused;
}

void add_import(CLI::App& observe, Command& chosen) {
    auto folder = std::make_shared<DataFolder::Options>();
    auto options = std::make_shared<ObserveImport>();
    auto* command = observe.add_subcommand("import", say("app.observe.import"));
    add_folder_options(*command, *folder);
    command->add_option("FILE", options->file, say("app.option.file"))->required()->check(CLI::ExistingFile);
    command->add_option("--station", options->station, say("app.option.station"))->required();
    command->add_option("--mapping", options->mapping, say("app.option.mapping"));
    command->add_flag("--dry-run", options->dry_run, say("app.option.dry_run"));
    command->callback([folder, options, &chosen] {
        chosen = [folder, options] {
            return with_observations(*folder, [&](ObservationFolder& opened) {
                Progress progress(say("app.progress.import"));
                auto const report = observe_import(
                    opened, *options, [&](std::int64_t done, std::int64_t total) { progress.show(done, total); });
                return report.has_error() ? fail(report.error()) : print_import(*report, options->dry_run);
            });
        };
    });
}

void add_export(CLI::App& observe, Command& chosen) {
    auto folder = std::make_shared<DataFolder::Options>();
    auto options = std::make_shared<ObserveExport>();
    auto* command = observe.add_subcommand("export", say("app.observe.export"));
    add_folder_options(*command, *folder);
    auto* stream = command->add_option("--stream", options->stream, say("app.option.stream"));
    auto* station = command->add_option("--station", options->station, say("app.option.station"));
    stream->excludes(station);
    command->add_option("--format", options->format, say("app.option.observation_format"))
        ->capture_default_str()
        ->check(CLI::IsMember({"csv", "nc"}));
    command->add_option("--from", options->from, say("app.option.from"));
    command->add_option("--to", options->to, say("app.option.to"));
    command->add_option("--as-of", options->as_of, say("app.option.known_at"));
    command->add_flag("--calibrated", options->calibrated, say("app.option.calibrated"));
    command->add_option("--out", options->out, say("app.option.out_file"))->required();
    command->callback([folder, options, &chosen] {
        chosen = [folder, options] {
            return with_observations(*folder, [&](ObservationFolder& opened) {
                Progress progress(say("app.progress.export"));
                auto const count = observe_export(
                    opened, *options, [&](std::int64_t done, std::int64_t total) { progress.show(done, total); });
                if (count.has_error()) return fail(count.error());
                std::cout << say("app.observe_exported",
                                 {{"count", std::to_string(*count)}, {"file", options->out.string()}})
                          << std::endl;
                return static_cast<int>(exit_done);
            });
        };
    });
}

void add_stat(CLI::App& observe, Command& chosen) {
    auto folder = std::make_shared<DataFolder::Options>();
    auto* command = observe.add_subcommand("stat", say("app.observe.stat"));
    add_folder_options(*command, *folder);
    command->callback([folder, &chosen] {
        chosen = [folder] {
            return with_observations(*folder, [](ObservationFolder& opened) {
                auto const found = observe_statistics(opened);
                if (found.has_error()) return fail(found.error());
                std::cout << say("app.observe_statistics", {{"stations", std::to_string(found->stations)},
                                                            {"streams", std::to_string(found->streams)},
                                                            {"sealed", std::to_string(found->sealed)},
                                                            {"chunks", std::to_string(found->chunks)},
                                                            {"bytes", std::to_string(found->bytes)},
                                                            {"revisions", std::to_string(found->revisions)},
                                                            {"unsealed", text_of(found->unsealed)}})
                          << std::endl;
                return static_cast<int>(exit_done);
            });
        };
    });
}

std::atomic<bool> interrupted{false};

/// Runs the logger with what was prepared, and ends its device afterwards when that was made for it.
int run_simulation(DataFolder::Options const& folder_options, SimulateOptions options) {
    std::unique_ptr<DataFolder> folder;
    std::optional<SimulatedStation> made;
    if (options.key.empty()) {
        auto opened = DataFolder::open(folder_options);
        if (opened.has_error()) return fail(opened.error());
        folder = std::move(*opened);
        auto prepared = prepare_simulation(*folder, options);
        if (prepared.has_error()) return fail(prepared.error());
        made = *prepared;
        options.key = made->key;
        options.stream = made->stream;
    }
    if (!options.stream) return fail(base::refuse("app.simulation_needs_stream"));
    std::signal(SIGINT, [](int) { interrupted = true; });
    std::signal(SIGTERM, [](int) { interrupted = true; });
    std::cout << say("app.simulating", {{"stream", std::to_string(*options.stream)}, {"url", options.url}})
              << std::endl;
    auto const taken = simulate(
        options, [] { return interrupted.load(); },
        [](std::int64_t count) {
            std::cout << say("app.simulated_so_far", {{"count", std::to_string(count)}}) << std::endl;
        });
    if (made) {
        auto const ended = end_simulation(*folder, *made);
        if (ended.has_error()) fail(ended.error());
    }
    return taken.has_error() ? fail(taken.error()) : static_cast<int>(exit_done);
}

void add_simulate(CLI::App& observe, Command& chosen) {
    auto folder = std::make_shared<DataFolder::Options>();
    auto options = std::make_shared<SimulateOptions>();
    auto* command = observe.add_subcommand("simulate", say("app.observe.simulate"));
    add_folder_options(*command, *folder);
    command->add_option("--station", options->station, say("app.option.station"))->required();
    command->add_option("--url", options->url, say("app.option.url"))->capture_default_str();
    command->add_option("--key", options->key, say("app.option.device_key"));
    command->add_option("--stream", options->stream, say("app.option.stream"));
    command->add_option("--signal", options->signal, say("app.option.signal"))
        ->capture_default_str()
        ->check(CLI::IsMember({"groundwater_level", "rainfall", "gnss_drift", "tilt", "spring_discharge"}));
    command->add_option("--cadence", options->cadence_seconds, say("app.option.cadence"))
        ->capture_default_str()
        ->check(CLI::Range(1, 86'400));
    command->add_option("--history", options->history_minutes, say("app.option.history"))
        ->capture_default_str()
        ->check(CLI::Range(0, 5'256'000));
    command->add_option("--minutes", options->minutes, say("app.option.minutes"))->check(CLI::Range(0, 5'256'000));
    command->add_option("--seed", options->seed, say("app.option.seed"))->capture_default_str();
    command->callback(
        [folder, options, &chosen] { chosen = [folder, options] { return run_simulation(*folder, *options); }; });
}

}  // namespace

void add_observe_commands(CLI::App& program, Command& chosen) {
    auto* observe = program.add_subcommand("observe", say("app.observe"))->require_subcommand(1);
    add_import(*observe, chosen);
    add_export(*observe, chosen);
    add_stat(*observe, chosen);
    add_simulate(*observe, chosen);
}

}  // namespace kunyu::app
