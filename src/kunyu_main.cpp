#include "app/commands.hpp"
#include "app/terminal.hpp"

#include <CLI/CLI.hpp>

using namespace kunyu;

int main(int argc, char** argv) {
    CLI::App program{app::say("app.about")};
    program.footer(app::say("app.exit_codes"));
    program.require_subcommand(1);

    app::Command chosen;
    app::add_server_commands(program, chosen);
    app::add_account_commands(program, chosen);
    app::add_list_commands(program, chosen);
    app::add_observe_commands(program, chosen);
    app::add_keeping_commands(program, chosen);

    try {
        program.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return program.exit(error) == 0 ? app::exit_done : app::exit_usage;
    }
    return app::run(chosen);
}
