#pragma once
#include "base/ids.hpp"
#include "observations/quality_alarm.hpp"
#include "sql/database.hpp"

#include <span>

namespace kunyu::observations {

/// The one way of events into a stored alarm: the state takes a step, what happened is written down and published as
/// "observations.alarm_<change>" (all but began and subsided), in one transaction; so an event of the log is taken in
/// exactly once, whichever process hands it in. Answers where it stands then; `found` is as it stands in the
/// transaction.
AlarmStanding happen(sql::Tx& tx, base::IdGenerator& ids, AlarmStanding found,
                     std::span<quality::AlarmEvent const> events);
AlarmStanding happen(sql::Tx& tx, base::IdGenerator& ids, AlarmStanding found, quality::AlarmEvent const& event);

}  // namespace kunyu::observations
