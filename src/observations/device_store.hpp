#pragma once
#include "observations/device.hpp"
#include "observations/entity_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <vector>

namespace kunyu::observations {

std::optional<Device> load(sql::Session& session, DeviceId id);
/// All, or those of one station; by name.
std::vector<Device> load_devices(sql::Session& session, std::optional<ThingId> thing = {});

/// Each write but note_seen() notes its change (ChangeKind::device). Keys are written by themselves.
void insert(sql::Tx& tx, Device const& device, Stamp const& stamp);
void update(sql::Tx& tx, Device const& device, Stamp const& stamp);
void insert_key(sql::Tx& tx, DeviceId device, DeviceKey const& key);
/// All keys end at the moment, if they would live longer.
void end_keys(sql::Tx& tx, DeviceId device, base::Instant at);
void remove_keys(sql::Tx& tx, DeviceId device);
void remove_devices_of(sql::Tx& tx, ThingId thing);
void note_seen(sql::Tx& tx, DeviceId device, base::Instant at);

}  // namespace kunyu::observations
