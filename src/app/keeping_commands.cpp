#include "app/commands.hpp"
#include "app/data_folder.hpp"
#include "app/keeping.hpp"
#include "app/terminal.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace kunyu::app {
namespace {

base::Params params_of(operations::BackupSummary const& summary, std::filesystem::path const& file) {
    return {{"file", file.string()},
            {"tables", std::to_string(summary.tables)},
            {"rows", std::to_string(summary.rows)},
            {"files", std::to_string(summary.contents)},
            {"megabytes", std::to_string((summary.bytes + 999'999) / 1'000'000)}};
}

int report(std::string_view code, base::Result<operations::BackupSummary> const& summary,
           std::filesystem::path const& file) {
    if (summary.has_error()) return fail(summary.error());
    std::cout << say(code, params_of(*summary, file)) << std::endl;
    return exit_done;
}

int report_verified(base::Result<Verified> const& verified) {
    if (verified.has_error()) {
        fail(verified.error());
        return exit_damaged;
    }
    std::cout << say("app.verified", {{"records", std::to_string(verified->records.audit_records)},
                                      {"files", std::to_string(verified->records.contents)},
                                      {"references", std::to_string(verified->records.references)},
                                      {"chunks", std::to_string(verified->observations.chunks)}})
              << std::endl;
    return exit_done;
}

/// Opens the folder for a command that works beside a running server.
template <typename Work>
int with_folder(KeepingOptions const& options, Work const& work) {
    DataFolder::Options opening;
    opening.folder = options.folder;
    opening.database = options.database;
    auto const folder = DataFolder::open(opening);
    return folder.has_error() ? fail(folder.error()) : work(**folder);
}

CLI::App* add_command(CLI::App& program, std::string const& name, std::shared_ptr<KeepingOptions> const& options) {
    auto* command = program.add_subcommand(name, say("app." + name));
    command->add_option("--data", options->folder, say("app.option.data"))->capture_default_str();
    command->add_option("--database", options->database, say("app.option.database"));
    return command;
}

void add_backup(CLI::App& program, Command& chosen) {
    auto options = std::make_shared<KeepingOptions>();
    auto* command = add_command(program, "backup", options);
    command->add_option("FILE", options->file, say("app.option.file"))->required();
    command->callback([options, &chosen] {
        chosen = [options] {
            return with_folder(*options, [&](DataFolder& folder) {
                return report("app.backed_up", back_up(folder, options->file), options->file);
            });
        };
    });
}

void add_restore(CLI::App& program, Command& chosen) {
    auto options = std::make_shared<KeepingOptions>();
    auto* command = add_command(program, "restore", options);
    command->add_option("FILE", options->file, say("app.option.file"))->required();
    command->callback([options, &chosen] {
        chosen = [options] { return report("app.restored", restore(*options), options->folder); };
    });
}

void add_verify(CLI::App& program, Command& chosen) {
    auto options = std::make_shared<KeepingOptions>();
    auto* command = add_command(program, "verify", options);
    command->callback([options, &chosen] {
        chosen = [options] {
            return with_folder(*options, [](DataFolder& folder) { return report_verified(verify(folder)); });
        };
    });
}

}  // namespace

void add_keeping_commands(CLI::App& program, Command& chosen) {
    add_backup(program, chosen);
    add_restore(program, chosen);
    add_verify(program, chosen);
}

}  // namespace kunyu::app
