#include "observations/device_activity.hpp"

#include "base/log.hpp"
#include "observations/device_store.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr auto pause = std::chrono::minutes(1);

}  // namespace

DeviceActivity::DeviceActivity(sql::Database& database) : database_(database), thread_([this] { work(); }) {}

DeviceActivity::~DeviceActivity() {
    {
        std::lock_guard const guard(mutex_);
        ending_ = true;
    }
    ended_.notify_all();
    thread_.join();
    flush_or_log();
}

void DeviceActivity::note(DeviceId id, base::Instant at) {
    std::lock_guard const guard(mutex_);
    auto& last = waiting_[id];
    last = std::max(last, at);
}

std::size_t DeviceActivity::flush() {
    std::map<DeviceId, base::Instant> seen;
    {
        std::lock_guard const guard(mutex_);
        seen.swap(waiting_);
    }
    if (seen.empty()) return 0;
    try {
        database_
            .write([&](sql::Tx& tx) -> base::Result<void> {
                for (auto const& [id, at] : seen) note_seen(tx, id, at);
                return {};
            })
            .value();
    } catch (...) {
        for (auto const& [id, at] : seen) note(id, at);
        throw;
    }
    return seen.size();
}

void DeviceActivity::flush_or_log() {
    try {
        flush();
    } catch (std::exception const& failure) {
        base::log(base::LogLevel::error, "device_activity_not_written", {{"reason", failure.what()}});
    }
}

void DeviceActivity::work() {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, pause, [this] { return ending_; })) {
        lock.unlock();
        flush_or_log();
        lock.lock();
    }
}

}  // namespace kunyu::observations
