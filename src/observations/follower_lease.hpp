#pragma once
#include "base/time.hpp"
#include "sql/database.hpp"

#include <string>

namespace kunyu::observations {

/// One process at a time follows the log for a consumer. On SQLite the server alone has the folder, so there is nothing
/// to hold. The lease runs on the system's clock and only spares work: what is handled once is kept so by the cursor.
/// For one thread.
class FollowerLease {
  public:
    FollowerLease(sql::Database& database, std::string consumer);

    enum class Held { no, newly, still };
    /// Takes it when nobody has it, renews it in good time.
    Held hold();
    /// Lets the next process have it at once.
    void release();

  private:
    bool claim(base::Instant now);

    sql::Database& database_;
    std::string consumer_;
    std::string owner_;
    base::Instant until_;  ///< of ours; past when it is not
};

}  // namespace kunyu::observations
