#pragma once
#include "identity/caller.hpp"
#include "observations/entity.hpp"
#include "sql/database.hpp"

namespace kunyu::observations {

/// Before one is removed: records of each stream and programme that it takes along that they are removed, so that the
/// audit record tells of every stream and programme from when until when it was there (network_past.hpp).
void record_taken_along(sql::Tx& tx, identity::Caller const& caller, ThingId id);
void record_taken_along(sql::Tx& tx, identity::Caller const& caller, SensorId id);
void record_taken_along(sql::Tx& tx, identity::Caller const& caller, ObservedPropertyId id);

/// Of what takes nothing along.
template <typename Id>
void record_taken_along(sql::Tx&, identity::Caller const&, Id) {}

}  // namespace kunyu::observations
