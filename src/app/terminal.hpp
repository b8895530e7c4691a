#pragma once
#include "base/messages.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kunyu::app {

/// How every command ends; documented in docs/operator/commands.md.
enum ExitCode : int {
    exit_done = 0,
    exit_refused = 1,  ///< a rule or the system said no; standard error says why and what to do
    exit_usage = 2,    ///< the command line is wrong
    exit_damaged = 3,  ///< verify or pack check found damage
};

/// The language of the terminal: Chinese when LC_ALL, LC_MESSAGES or LANG begins with zh, else English.
base::Language terminal_language();

/// The message in the terminal's language.
std::string say(std::string_view code, base::Params const& params = {});

/// Prints the refusal with all its fields to standard error; answers exit_refused.
int fail(base::Refusal const& refusal);

/// A bar on standard error while a long command works; nothing when standard error is no terminal.
class Progress {
  public:
    explicit Progress(std::string label);
    ~Progress();
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;
    /// `done` of `total` steps; draws at most ten times a second, and never less than was drawn before.
    void show(std::int64_t done, std::int64_t total);

  private:
    std::string label_;
    bool terminal_;
    std::int64_t last_drawn_ = 0;
    std::int64_t percent_ = 0;
};

/// Reads a line from standard input without echo when it is a terminal.
std::string read_secret(std::string_view prompt);

}  // namespace kunyu::app
