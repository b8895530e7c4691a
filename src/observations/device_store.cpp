#include "observations/device_store.hpp"

#include "observations/change_feed.hpp"
#include "observations/linked_ids.hpp"

#include <map>

namespace kunyu::observations {
namespace {

constexpr char const* device_columns =
    "SELECT id, version, thing, name, description, per_minute, revoked_at, revoked_because, last_seen_at,"
    " created_by_name, created_at FROM observation_device";
constexpr char const* key_columns =
    "SELECT k.device, k.digest, k.prefix, k.created_at, k.valid_until FROM observation_device_key k JOIN"
    " observation_device d ON d.id = k.device";
constexpr char const* newest_first = "k.created_at DESC, k.digest";

Device device_of(sql::Row const& row) {
    Device device;
    device.id = row.id<DeviceTag>(0);
    device.version = row.integer(1);
    device.thing = row.id<ThingTag>(2);
    device.name = row.text(3);
    device.description = row.text(4);
    device.per_minute = row.integer(5);
    device.revoked_at = row.optional_instant(6);
    device.revoked_because = row.optional_text(7);
    device.last_seen_at = row.optional_instant(8);
    device.created_by_name = row.text(9);
    device.created_at = row.instant(10);
    return device;
}

std::vector<Device> with_keys(std::vector<sql::Row> const& devices, std::vector<sql::Row> const& keys) {
    std::map<std::int64_t, std::vector<DeviceKey>> of;
    for (auto const& row : keys)
        of[row.integer(0)].push_back({row.text(1), row.text(2), row.instant(3), row.optional_instant(4)});
    std::vector<Device> out;
    for (auto const& row : devices) {
        out.push_back(device_of(row));
        if (auto const found = of.find(out.back().id.value); found != of.end()) out.back().keys = found->second;
    }
    return out;
}

}  // namespace

std::optional<Device> load(sql::Session& session, DeviceId id) {
    return first_of(with_keys(query_all_or_one(session, device_columns, "id", id.value, "id"),
                              query_all_or_one(session, key_columns, "k.device", id.value, newest_first)));
}

std::vector<Device> load_devices(sql::Session& session, std::optional<ThingId> thing) {
    auto const one = thing ? std::optional(thing->value) : std::nullopt;
    return with_keys(query_all_or_one(session, device_columns, "thing", one, "name, id"),
                     query_all_or_one(session, key_columns, "d.thing", one, newest_first));
}

void insert(sql::Tx& tx, Device const& device, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_device (id, version, thing, name, description, per_minute, created_by,"
        " created_by_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        device.id, device.version, device.thing, device.name, device.description, device.per_minute, stamp.by,
        device.created_by_name, stamp.at, stamp.at);
    note_change(tx, ChangeKind::device, device.id.value);
}

void update(sql::Tx& tx, Device const& device, Stamp const& stamp) {
    tx.exec(
        "UPDATE observation_device SET version = ?, name = ?, description = ?, per_minute = ?, revoked_at = ?,"
        " revoked_because = ?, updated_at = ? WHERE id = ?",
        device.version, device.name, device.description, device.per_minute, device.revoked_at, device.revoked_because,
        stamp.at, device.id);
    note_change(tx, ChangeKind::device, device.id.value);
}

void insert_key(sql::Tx& tx, DeviceId device, DeviceKey const& key) {
    tx.exec(
        "INSERT INTO observation_device_key (digest, device, prefix, created_at, valid_until) VALUES (?, ?, ?, ?, ?)",
        key.digest, device, key.prefix, key.created_at, key.valid_until);
    note_change(tx, ChangeKind::device, device.value);
}

void end_keys(sql::Tx& tx, DeviceId device, base::Instant at) {
    tx.exec(
        "UPDATE observation_device_key SET valid_until = ? WHERE device = ? AND (valid_until IS NULL OR valid_until >"
        " ?)",
        at, device, at);
    note_change(tx, ChangeKind::device, device.value);
}

void remove_keys(sql::Tx& tx, DeviceId device) {
    tx.exec("DELETE FROM observation_device_key WHERE device = ?", device);
    note_change(tx, ChangeKind::device, device.value);
}

void remove_devices_of(sql::Tx& tx, ThingId thing) {
    for (auto const id :
         first_ids<DeviceTag>(tx.query("SELECT id FROM observation_device WHERE thing = ? ORDER BY id", thing))) {
        remove_keys(tx, id);
        tx.exec("DELETE FROM observation_device WHERE id = ?", id);
    }
}

void note_seen(sql::Tx& tx, DeviceId device, base::Instant at) {
    tx.exec(
        "UPDATE observation_device SET last_seen_at = ? WHERE id = ? AND (last_seen_at IS NULL OR last_seen_at < ?)",
        at, device, at);
}

}  // namespace kunyu::observations
