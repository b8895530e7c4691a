#include "http/access_log.hpp"

#include "base/log.hpp"
#include "base/time.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <iterator>
#include <utility>

namespace kunyu::http {
namespace {

constexpr std::size_t most_waiting = 4U << 20;

/// The path within JSON quotes; whatever is not plain ASCII is percent-encoded.
void append_path(std::string& line, std::string_view target) {
    for (char const c : target.substr(0, target.find('?'))) {
        if (c > 0x20 && c < 0x7f && c != '"' && c != '\\')
            line += c;
        else
            fmt::format_to(std::back_inserter(line), "%{:02X}", static_cast<unsigned char>(c));
    }
}

void write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(STDERR_FILENO, bytes.data(), bytes.size());
        if (written <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

AccessLog::AccessLog() : thread_([this] { run(); }) {}

AccessLog::~AccessLog() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void AccessLog::add(AccessRecord const& record) {
    std::string line;
    line.reserve(320);
    auto const out = std::back_inserter(line);
    fmt::format_to(
        out,
        R"({{"time":"{}","level":"info","event":"http.request","request_id":"{}","remote":"{}","method":"{}","path":")",
        base::to_string(base::SystemClock{}.now()), record.request_id, record.remote, record.method);
    append_path(line, record.target);
    fmt::format_to(out, R"(","route":"{}","status":{},"bytes":{},"microseconds":{}{}}})", record.route, record.status,
                   record.bytes, record.microseconds, record.aborted ? R"(,"aborted":true)" : "");
    line += '\n';
    std::lock_guard const lock(mutex_);
    if (waiting_.size() + line.size() > most_waiting)
        ++dropped_;
    else
        waiting_ += line;
}

void AccessLog::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_ || !waiting_.empty()) {
        if (!stopping_) wake_.wait_for(lock, std::chrono::milliseconds(200));
        std::string const lines = std::exchange(waiting_, {});
        auto const dropped = std::exchange(dropped_, 0);
        lock.unlock();
        write_all(lines);
        if (dropped > 0)
            base::log(base::LogLevel::warning, "http.access_lines_dropped", {{"count", std::to_string(dropped)}});
        lock.lock();
    }
}

}  // namespace kunyu::http
