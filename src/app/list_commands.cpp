#include "app/commands.hpp"
#include "app/terminal.hpp"

#include <CLI/CLI.hpp>

namespace kunyu::app {

void add_list_commands(CLI::App&, Command&) {}

}  // namespace kunyu::app
