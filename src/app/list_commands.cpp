#include "app/application.hpp"
#include "app/commands.hpp"
#include "app/exchange.hpp"
#include "app/samples.hpp"
#include "app/terminal.hpp"
#include "base/config.hpp"
#include "packs/load.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

namespace kunyu::app {
namespace {

int check_pack(std::filesystem::path const& folder) {
    auto const faults = packs::check(folder);
    for (auto const& fault : faults) std::cerr << packs::describe(fault, terminal_language()) << '\n';
    if (!faults.empty()) return exit_damaged;
    std::cout << say("app.pack_sound", {{"folder", folder.string()}}) << '\n';
    return exit_done;
}

void add_pack(CLI::App& program, Command& chosen) {
    auto folder = std::make_shared<std::filesystem::path>();
    auto* pack = program.add_subcommand("pack", say("app.pack"))->require_subcommand(1);
    auto* check = pack->add_subcommand("check", say("app.pack.check"));
    check->add_option("DIR", *folder, say("app.option.pack"))->required();
    check->callback([folder, &chosen] { chosen = [folder] { return check_pack(*folder); }; });
}

/// `--data` and `--database`, as every command takes them.
void add_folder_options(CLI::App& command, DataFolder::Options& folder) {
    command.add_option("--data", folder.folder, say("app.option.data"))->capture_default_str();
    command.add_option("--database", folder.database, say("app.option.database"));
}

int print_import(ImportReport const& report) {
    for (auto const& fault : report.faults) std::cerr << fault << '\n';
    if (!report.faults.empty()) {
        std::cerr << say("app.import_refused", {{"count", std::to_string(report.faults.size())}}) << '\n';
        return exit_refused;
    }
    std::cout << say(report.dry_run ? "app.import_checked" : "app.imported",
                     {{"rows", std::to_string(report.rows)}, {"unchanged", std::to_string(report.unchanged)}})
              << '\n';
    return exit_done;
}

void add_import(CLI::App& program, Command& chosen) {
    auto folder = std::make_shared<DataFolder::Options>();
    auto options = std::make_shared<ImportOptions>();
    auto* command = program.add_subcommand("import", say("app.import"));
    add_folder_options(*command, *folder);
    command->add_option("KIND", options->kind, say("app.option.import_kind"))
        ->required()
        ->check(CLI::IsMember({"platforms", "organisations"}));
    command->add_option("FILE", options->file, say("app.option.file"))->required()->check(CLI::ExistingFile);
    command->add_flag("--dry-run", options->dry_run, say("app.option.dry_run"));
    command->callback([folder, options, &chosen] {
        chosen = [folder, options]() -> int {
            auto const opened = DataFolder::open(*folder);
            if (opened.has_error()) return fail(opened.error());
            Progress progress(say("app.progress.import"));
            auto const report = import_sheet(
                **opened, *options, [&progress](std::int64_t done, std::int64_t total) { progress.show(done, total); });
            return report.has_error() ? fail(report.error()) : print_import(*report);
        };
    });
}

int write_out(std::string const& bytes, std::string const& file) {
    if (file.empty()) {
        std::cout << bytes << std::flush;
    } else {
        base::write_file_durably(file, bytes, 0644);
    }
    return exit_done;
}

void add_export(CLI::App& program, Command& chosen) {
    auto folder = std::make_shared<DataFolder::Options>();
    auto options = std::make_shared<ExportOptions>();
    auto out = std::make_shared<std::string>();
    auto* command = program.add_subcommand("export", say("app.export"));
    add_folder_options(*command, *folder);
    command->add_option("KIND", options->kind, say("app.option.kind"))
        ->required()
        ->check(CLI::IsMember({"platforms", "organisations", "layout"}));
    command->add_option("--format", options->format, say("app.option.format"))
        ->check(CLI::IsMember({"csv", "xlsx", "json"}));
    command->add_option("--as-of", options->as_of, say("app.option.as_of"));
    command->add_option("--out", *out, say("app.option.out"));
    command->callback([folder, options, out, &chosen] {
        chosen = [folder, options, out]() -> int {
            auto const opened = DataFolder::open(*folder);
            if (opened.has_error()) return fail(opened.error());
            auto const bytes = export_list(**opened, *options);
            return bytes.has_error() ? fail(bytes.error()) : write_out(*bytes, *out);
        };
    });
}

using SampleAct = base::Result<std::int64_t> (*)(ObservationFolder&);

void add_sample_act(CLI::App& sample, Command& chosen, std::string const& name, SampleAct act) {
    auto folder = std::make_shared<DataFolder::Options>();
    auto* command = sample.add_subcommand(name, say("app.sample." + name));
    add_folder_options(*command, *folder);
    command->callback([folder, name, act, &chosen] {
        chosen = [folder, name, act]() -> int {
            auto opened = ObservationFolder::open(*folder);
            if (opened.has_error()) return fail(opened.error());
            auto const count = act(*opened);
            if (count.has_error()) return fail(count.error());
            std::cout << say("app.sample_" + name, {{"count", std::to_string(*count)}}) << '\n';
            return exit_done;
        };
    });
}

void add_sample(CLI::App& program, Command& chosen) {
    auto* sample = program.add_subcommand("sample", say("app.sample"))->require_subcommand(1);
    add_sample_act(*sample, chosen, "load", load_sample);
    add_sample_act(*sample, chosen, "remove", remove_sample);
}

}  // namespace

void add_list_commands(CLI::App& program, Command& chosen) {
    add_import(program, chosen);
    add_export(program, chosen);
    add_pack(program, chosen);
    add_sample(program, chosen);
}

}  // namespace kunyu::app
