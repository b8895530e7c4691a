#pragma once
#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace kunyu::app {

/// What the command line has chosen; answers the exit code (terminal.hpp).
using Command = std::function<int()>;

/// Each adds its sub-commands to the program; parsing sets `chosen`.
void add_server_commands(CLI::App& program, Command& chosen);   ///< init, serve, routes
void add_account_commands(CLI::App& program, Command& chosen);  ///< user, token
void add_list_commands(CLI::App& program, Command& chosen);     ///< import, export, sample, pack
void add_observe_commands(CLI::App& program, Command& chosen);  ///< observe import, export, stat, simulate
void add_keeping_commands(CLI::App& program, Command& chosen);  ///< backup, restore, verify

/// Runs the command; what it throws becomes a sentence on standard error and exit code 1.
int run(Command const& command);

}  // namespace kunyu::app
