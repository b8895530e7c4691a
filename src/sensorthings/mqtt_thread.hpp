#pragma once
#include "base/result.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace kunyu::sensorthings {

/// Whether the work is to end; asked between its steps.
using IsEnding = std::function<bool()>;

/// Does the same work again and again on a thread of its own: a session with the broker that ends with a refusal, or
/// when it is not this process's turn. Between two sessions it waits, longer and longer up to half a minute while they
/// fail, up to five seconds while it is another's turn. What goes wrong is logged once, not at every try.
class MqttThread {
  public:
    /// A session; ok when it ended without a fault.
    using Session = std::function<base::Result<void>(IsEnding const&)>;

    MqttThread(std::string name, Session session) : name_(std::move(name)), session_(std::move(session)) {}
    MqttThread(MqttThread const&) = delete;
    MqttThread& operator=(MqttThread const&) = delete;
    ~MqttThread() { stop(); }

    void start();
    /// Waits for the session to end.
    void stop();
    /// To be told by the session once it has reached the broker.
    void works();
    /// Whether a session has reached the broker and goes on. Any thread.
    bool is_working() const { return working_; }

  private:
    void work();
    base::Result<void> run_session();
    bool wait(std::chrono::milliseconds pause);
    bool ending() const;

    std::string name_;  ///< for the log
    Session session_;
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    bool ending_ = false;
    std::atomic<bool> working_{false};
    std::string trouble_;  ///< the last fault that was logged; the thread's own
    std::chrono::milliseconds pause_{0};
    std::thread thread_;
};

}  // namespace kunyu::sensorthings
