#pragma once
#include "base/ids.hpp"
#include "observations/quality_alarm.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace kunyu::observations {

/// What came in for one stream with one entry of the log.
struct StreamArrival {
    StreamId stream;
    std::int64_t sequence = 0;  ///< of the log
    base::Instant at;           ///< when it came in
    std::vector<quality::AlarmObservation> observations;
};

/// Feeds the alarms: the consumer of the log calls arrive() with what is new since its cursor, in the transaction that
/// moves the cursor (handing something in twice changes nothing), and a minute's clock calls tick(). Holds no state;
/// safe for all threads.
class AlarmWatch {
  public:
    explicit AlarmWatch(base::IdGenerator& ids) : ids_(ids) {}

    /// In the order of the log.
    void arrive(sql::Tx& tx, std::span<StreamArrival const> arrivals) const;
    /// What time alone changes: silence, waiting notifications, escalation.
    void tick(sql::Tx& tx, base::Instant now) const;

  private:
    base::IdGenerator& ids_;
};

}  // namespace kunyu::observations
