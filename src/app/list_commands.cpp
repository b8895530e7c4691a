#include "app/commands.hpp"
#include "app/terminal.hpp"
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

}  // namespace

void add_list_commands(CLI::App& program, Command& chosen) {
    add_pack(program, chosen);
}

}  // namespace kunyu::app
