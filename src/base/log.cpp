#include "base/log.hpp"

#include "base/time.hpp"

#include <boost/json.hpp>

#include <unistd.h>

#include <atomic>

namespace kunyu::base {
namespace {

std::atomic<LogLevel> lowest{LogLevel::info};

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            break;
    }
    return "error";
}

}  // namespace

void set_log_level(LogLevel level) {
    lowest = level;
}

void log(LogLevel level, std::string_view event, LogFields const& fields) {
    if (level < lowest.load()) return;
    boost::json::object line{{"time", to_string(SystemClock{}.now())}, {"level", name_of(level)}, {"event", event}};
    for (auto const& [name, value] : fields) line[name] = value;
    std::string const text = boost::json::serialize(line) + "\n";
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace kunyu::base
