#pragma once
#include "observations/entity_store.hpp"
#include "observations/quality_alarm.hpp"
#include "sql/database.hpp"
#include "sql/filter.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace kunyu::observations {

std::optional<Alarm> load(sql::Session& session, AlarmId id);
/// By name.
std::vector<Alarm> load_alarms(sql::Session& session, StreamId stream);

/// With a state in which nothing has happened.
void insert(sql::Tx& tx, Alarm const& alarm, Stamp const& stamp);
void update(sql::Tx& tx, Alarm const& alarm, Stamp const& stamp);
/// With all that happened to it.
void remove(sql::Tx& tx, AlarmId id);

std::optional<AlarmStanding> load_standing(sql::Session& session, AlarmId id);
/// Those that have an alarm that is watched.
std::set<StreamId> streams_with_alarms(sql::Session& session);
/// Of one stream, by name.
std::vector<AlarmStanding> standings_of(sql::Session& session, StreamId stream);
/// Those that time alone can change: silence, and whatever is neither quiet nor acknowledged.
std::vector<AlarmStanding> standings_by_clock(sql::Session& session);
/// In no order; r is the rule, s its state, t the stream and h the station.
std::vector<AlarmStanding> standings_where(sql::Session& session, sql::Where const& where);
void write_state(sql::Tx& tx, Alarm const& alarm, quality::AlarmState const& state);

void insert(sql::Tx& tx, AlarmEntry const& entry);
/// Newest first; those before the entry `before`, when given.
std::vector<AlarmEntry> entries_of(sql::Session& session, AlarmId alarm, std::optional<std::int64_t> before, int limit);

}  // namespace kunyu::observations
