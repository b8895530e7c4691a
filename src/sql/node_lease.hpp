#pragma once
#include "sql/database.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace kunyu::sql {

/// The node number (0 to 15) under which this process makes ids: no two processes of one database hold the same. Kept
/// alive by a thread of its own, given back by the destructor, free again a minute after a process that died; that of a
/// process that was alone is free once the next one is. Leases run on the system's clock, as ids do, whatever day the
/// process replays.
class NodeLease {
  public:
    static constexpr int nodes = 16;
    static constexpr int seconds = 60;

    NodeLease(Database& database, int node, std::string owner, std::function<void()> on_lost);
    NodeLease(NodeLease const&) = delete;
    NodeLease& operator=(NodeLease const&) = delete;
    ~NodeLease();
    int node() const { return node_; }

  private:
    void keep_alive();
    bool renew();

    Database& database_;
    int node_;
    std::string owner_;
    std::function<void()> on_lost_;
    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;
};

/// Whether the process holds the folder alone (Options::exclusive on SQLite). Commands may still run beside it.
enum class Company { others, alone };

/// Refuses with sql.no_free_node when 16 processes hold one each. `on_lost` is called, on the lease's thread, should
/// another process have taken the number over (this one stood still for more than a minute): it must stop making ids.
/// Who is alone takes back at once what those held who were alone before: they are dead, or the folder were theirs.
base::Result<std::unique_ptr<NodeLease>> lease_node(Database& database, std::function<void()> on_lost,
                                                    Company company = Company::others);

}  // namespace kunyu::sql
