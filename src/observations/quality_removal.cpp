#include "observations/quality_removal.hpp"

#include "observations/change_feed.hpp"
#include "observations/linked_ids.hpp"
#include "observations/quality_alarm_store.hpp"

namespace kunyu::observations {

void remove_quality_of(sql::Tx& tx, StreamId stream) {
    for (auto const& alarm : load_alarms(tx, stream)) remove(tx, alarm.id);
    tx.exec("DELETE FROM observation_maintenance WHERE stream = ?", stream);
    if (tx.exec("DELETE FROM observation_quality_rules WHERE stream = ?", stream) > 0)
        note_change(tx, ChangeKind::quality_rules, stream.value);
}

void remove_quality_of(sql::Tx& tx, ThingId thing) {
    tx.exec("DELETE FROM observation_maintenance WHERE thing = ?", thing);
}

}  // namespace kunyu::observations
