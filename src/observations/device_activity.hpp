#pragma once
#include "base/time.hpp"
#include "observations/device.hpp"
#include "sql/database.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace kunyu::observations {

/// Notes when devices were last seen, from requests that must not wait for a write, and writes all of them together
/// once a minute from a thread of its own. Safe for all threads. The database must outlive it.
class DeviceActivity {
  public:
    explicit DeviceActivity(sql::Database& database);
    DeviceActivity(DeviceActivity const&) = delete;
    DeviceActivity& operator=(DeviceActivity const&) = delete;
    /// What still waits is written if that works.
    ~DeviceActivity();

    void note(DeviceId id, base::Instant at);
    /// Writes what waits now; answers how many devices. Not within a read or write of the same thread. Throws SqlError,
    /// and then what waited is kept for the next time.
    std::size_t flush();

  private:
    void work();
    void flush_or_log();

    sql::Database& database_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool ending_ = false;
    std::map<DeviceId, base::Instant> waiting_;
    std::thread thread_;
};

}  // namespace kunyu::observations
