#include "sensorthings/mqtt_thread.hpp"

#include "base/log.hpp"
#include "base/messages.hpp"
#include "sql/database.hpp"

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

constexpr std::chrono::milliseconds shortest_pause{250};
constexpr std::chrono::milliseconds longest_pause{30'000};
constexpr std::chrono::milliseconds pause_of_who_waits{5'000};

}  // namespace

void MqttThread::start() {
    if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
}

void MqttThread::stop() {
    {
        std::lock_guard const lock(mutex_);
        ending_ = true;
    }
    ended_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool MqttThread::ending() const {
    std::lock_guard const lock(mutex_);
    return ending_;
}

bool MqttThread::wait(std::chrono::milliseconds pause) {
    std::unique_lock lock(mutex_);
    return !ended_.wait_for(lock, pause, [this] { return ending_; });
}

void MqttThread::works() {
    base::log(base::LogLevel::info, "mqtt.connected", {{"part", name_}});
    trouble_.clear();
    working_ = true;
    pause_ = std::chrono::milliseconds{0};
}

base::Result<void> MqttThread::run_session() {
    try {
        return session_([this] { return ending(); });
    } catch (sql::SqlError const& fault) {
        return base::refuse("mqtt.interrupted", {{"reason", fault.what()}});
    } catch (std::exception const& fault) {
        return base::refuse("mqtt.interrupted", {{"reason", fault.what()}});
    }
}

void MqttThread::work() {
    do {
        auto const outcome = run_session();
        working_ = false;
        if (outcome.has_error() && !ending()) {
            auto const& fault = outcome.error();
            auto const text = base::Messages::instance().text(fault.code, base::Language::en, fault.params);
            if (text != trouble_) base::log(base::LogLevel::warning, fault.code, {{"part", name_}, {"reason", text}});
            trouble_ = text;
        }
        // Without a fault it is another process's turn, whose end is not to be missed for long.
        pause_ = std::clamp(pause_ * 2, shortest_pause, outcome.has_error() ? longest_pause : pause_of_who_waits);
    } while (wait(pause_));
}

}  // namespace kunyu::sensorthings
