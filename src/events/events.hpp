#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace kunyu::events {

/// Something that happened and that other modules may act on afterwards: "registry.platform_accepted".
struct Event {
    std::int64_t sequence = 0;  ///< given by publish(); rises without a gap in the order of commits
    std::string name = {};
    std::string subject_kind = {};
    std::int64_t subject = 0;
    boost::json::value payload = {};
    base::Instant at = {};
};

/// Stands or falls with the transaction of the change itself.
void publish(sql::Tx& tx, Event const& event);

/// Acts on one event within the consumer's transaction. A refusal or an exception stops this consumer at the event; it
/// is tried again later, since an event is never skipped.
using Handler = std::function<base::Result<void>(sql::Tx&, Event const&)>;

/// Hands events to consumers, each of which has a cursor in the database: the handler's work and the cursor's step are
/// one transaction, so that every event is handled exactly once whatever process does it. A consumer that is new begins
/// with the first event. subscribe() before start(); run_pending() is safe for all threads.
class Dispatcher {
  public:
    explicit Dispatcher(sql::Database& database);
    Dispatcher(Dispatcher const&) = delete;
    Dispatcher& operator=(Dispatcher const&) = delete;
    ~Dispatcher();

    /// `names`: which events; empty for all. `consumer` is the name of the cursor and must never change.
    void subscribe(std::string consumer, std::set<std::string> names, Handler handler);
    /// Hands out all that is there; answers false when a consumer stopped at an event.
    bool run_pending();
    /// Does so on a thread of its own, as soon as anything was written, also by another process.
    void start();
    void stop();

  private:
    struct Consumer {
        std::string name;
        std::set<std::string> names;
        Handler handler;
    };
    bool run_consumer(Consumer const& consumer);
    void run();

    sql::Database& database_;
    std::vector<Consumer> consumers_;
    std::mutex running_;  // one round at a time
    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace kunyu::events
