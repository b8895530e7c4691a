#pragma once
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace kunyu::identity {

/// Writes the note of a session's or token's last use; the caller says when it is due.
void note_last_use(sql::Tx& tx, Caller const& caller);

/// Takes such notes from reads, which must not wait for a write, and writes them a moment later from a thread of its
/// own. What is still waiting at the end is lost, and nothing but a minute with it. Safe for all threads.
class LastUse {
  public:
    explicit LastUse(sql::Database& database);
    LastUse(LastUse const&) = delete;
    LastUse& operator=(LastUse const&) = delete;
    ~LastUse();
    void note(Caller const& caller);

  private:
    using Key = std::pair<std::int64_t, std::int64_t>;  // session, token; one of them is 0
    void work();
    void write(std::map<Key, Caller> const& notes);

    sql::Database& database_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ending_ = false;
    std::map<Key, Caller> waiting_;
    std::thread thread_;
};

}  // namespace kunyu::identity
