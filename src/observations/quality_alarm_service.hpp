#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "observations/quality_alarm.hpp"
#include "observations/quality_alarm_list.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

inline constexpr std::size_t most_alarms = 20;  ///< of a stream

/// What a new alarm says (name and rule), or what is to be changed.
struct AlarmSettings {
    std::optional<std::string> name;
    std::optional<bool> watched;
    std::optional<quality::AlarmRule> rule;
};

/// Somebody has seen an occurrence, and what he found or did; the note may be empty.
struct Acknowledgement {
    std::int64_t occurrence = 0;
    std::string note = {};
};

/// Use cases of alarms: authorise -> rule -> store -> audit. Action station.edit sets and acknowledges them,
/// station.read_internal reads them, both over the station's platform; an alarm of another's station is not found.
/// Holds no state; safe for all threads.
class AlarmService {
  public:
    AlarmService(base::IdGenerator& ids, EntityService const& entities) : ids_(ids), entities_(entities) {}

    /// Watched from now on, and told of the maintenance ahead. quality.too_many_alarms.
    base::Result<AlarmStanding> create(sql::Tx& tx, identity::Caller const& caller, StreamId stream,
                                       AlarmSettings const& settings) const;
    /// Another rule, or none watched, begins anew: what was raised by the old one is over, but stays to be
    /// acknowledged.
    base::Result<AlarmStanding> edit(sql::Tx& tx, identity::Caller const& caller, AlarmId id, std::int64_t version,
                                     AlarmSettings const& settings) const;
    /// quality.alarm_open while an occurrence is still to be acknowledged.
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, AlarmId id,
                              std::optional<std::int64_t> version) const;
    /// quality.other_occurrence when that one is over or was acknowledged already.
    base::Result<AlarmStanding> acknowledge(sql::Tx& tx, identity::Caller const& caller, AlarmId id,
                                            Acknowledgement const& seen) const;

    base::Result<AlarmStanding> find(sql::Session& session, identity::Caller const& caller, AlarmId id) const;
    base::Result<std::vector<AlarmStanding>> of_stream(sql::Session& session, identity::Caller const& caller,
                                                       StreamId stream) const;
    /// Of all stations that are the caller's; the gravest first. Field error observations.network_not_found.
    base::Result<AlarmPage> list(sql::Session& session, identity::Caller const& caller,
                                 AlarmFilter const& filter) const;
    /// What happened to it; newest first, before the entry given.
    base::Result<std::vector<AlarmEntry>> entries(sql::Session& session, identity::Caller const& caller, AlarmId id,
                                                  std::optional<std::int64_t> before, int limit) const;

  private:
    base::IdGenerator& ids_;
    EntityService const& entities_;
};

}  // namespace kunyu::observations
