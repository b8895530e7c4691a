#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::base {

enum class LogLevel { debug, info, warning, error };

using LogFields = std::vector<std::pair<std::string_view, std::string>>;

/// One line of JSON on standard error: {"time":…,"level":…,"event":…,<fields>}. Never give it a password, a token or a
/// cookie. Lines of several threads do not mix.
void log(LogLevel level, std::string_view event, LogFields const& fields = {});

/// Lines below this level are dropped; info at the start.
void set_log_level(LogLevel level);

}  // namespace kunyu::base
