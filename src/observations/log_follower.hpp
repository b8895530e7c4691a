#pragma once
#include "archive/batch.hpp"
#include "archive/store.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "observations/follower_lease.hpp"
#include "sql/database.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace kunyu::observations {

/// What came in with one frame of the log.
struct LogEntry {
    std::uint64_t sequence = 0;
    base::Instant at;  ///< when it came in
    archive::Batch batch;
};

/// Who follows the log. Functions are called on one thread, one at a time.
struct LogConsumer {
    std::string name;  ///< of the cursor; must never change
    /// False while nothing that may come in concerns it: entries are passed over unread.
    std::function<bool()> awake;
    /// What is to be done with the entries' cursor in one transaction; empty: nothing.
    using Effect = std::function<void(sql::Tx&)>;
    /// Works on entries in the order of the log, all of which can be read from the archive, outside of any transaction.
    /// May be called again with the same entries when the effect did not last.
    std::function<base::Result<Effect>(std::span<LogEntry const>)> take;
    /// What time alone changes; every so often in the process that follows. May be empty.
    std::function<void()> tick = {};
};

/// Hands the log of observations to a consumer, from where its cursor stands on: the effect and the cursor's step are
/// one transaction that looks at the cursor first, so each entry has its effect exactly once, whatever process hands it
/// over and whenever one stops. A new consumer begins at the log's end. What fails is logged once and tried again,
/// since no entry is skipped. Nothing that the consumer has not taken leaves the log. All references must outlive it.
class LogFollower {
  public:
    LogFollower(archive::Store& store, sql::Database& database, LogConsumer consumer);
    LogFollower(LogFollower const&) = delete;
    LogFollower& operator=(LogFollower const&) = delete;
    ~LogFollower();

    /// Hands over all that is there, on the caller's thread; not while a thread of its own does. False when the
    /// consumer failed, or another process follows.
    bool run_pending();
    /// Does so on a thread of its own until stop().
    void start();
    void stop();

  private:
    /// Ready to go on with: false when another process follows.
    bool may_follow();
    /// Takes some entries; false when there are no more.
    base::Result<bool> step();
    void pass_over(std::uint64_t last);
    base::Result<std::vector<LogEntry>> read_entries(std::uint64_t last) const;
    base::Result<void> move_to(std::uint64_t next, LogConsumer::Effect const& effect);
    void read_cursor();
    void tick_if_due();
    void report(std::string const& what);
    void run();
    void leave();

    using Steady = std::chrono::steady_clock;
    archive::Store& store_;
    sql::Database& database_;
    LogConsumer consumer_;
    FollowerLease lease_;
    std::uint64_t stored_ = 0;  ///< the cursor in the database: the next entry to be taken
    std::uint64_t next_ = 0;    ///< what is between has no effect
    Steady::time_point moved_;
    Steady::time_point ticked_;
    bool failing_ = false;  ///< told once
    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace kunyu::observations
