#include "observations/following.hpp"

#include "base/log.hpp"

#include <chrono>

namespace kunyu::observations {
namespace {

constexpr std::chrono::seconds pause{1};

}  // namespace

Following::Following(Catalogue& catalogue, DeviceDirectory& devices) : catalogue_(catalogue), devices_(devices) {
    refresh();
    thread_ = std::thread([this] { work(); });
}

Following::~Following() {
    {
        std::lock_guard const lock(mutex_);
        ending_ = true;
    }
    ended_.notify_all();
    thread_.join();
}

void Following::work() {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, pause, [this] { return ending_; })) {
        lock.unlock();
        refresh();
        lock.lock();
    }
}

/// A database that cannot be reached now is asked again a second later.
void Following::refresh() {
    try {
        catalogue_.refresh();
        devices_.refresh();
        failing_ = false;
    } catch (sql::SqlError const& fault) {
        if (!failing_) base::log(base::LogLevel::warning, "observations.not_following", {{"what", fault.what()}});
        failing_ = true;
    }
}

}  // namespace kunyu::observations
