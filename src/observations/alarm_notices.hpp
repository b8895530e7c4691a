#pragma once
#include "base/result.hpp"
#include "events/events.hpp"
#include "inbox/notifier.hpp"
#include "sql/database.hpp"

namespace kunyu::observations {

/// Tells people of alarms, from the events that these publish. Of a raised one and its end: who may edit the station
/// (action station.edit) and who answers for it. When it escalates: all who read what is internal to the station
/// (station.read_internal), so those above it too. Each occurrence and step is told once. Safe for all threads.
class AlarmNotices {
  public:
    explicit AlarmNotices(inbox::Notifier const& notifier) : notifier_(notifier) {}

    /// As the consumer "observations.alarm_notices".
    void subscribe(events::Dispatcher& dispatcher) const;
    /// In the consumer's transaction. An alarm that is gone meanwhile is told to nobody.
    base::Result<void> tell(sql::Tx& tx, events::Event const& event) const;

  private:
    inbox::Notifier const& notifier_;
};

}  // namespace kunyu::observations
