#include "observations/device_service.hpp"

#include "observations/device_store.hpp"
#include "observations/entity_writing.hpp"
#include "observations/station_access.hpp"

namespace kunyu::observations {

using identity::Caller;

namespace {

namespace json = boost::json;

constexpr std::string_view managing = "device.manage";

json::object record_of(Device const& device) {
    return {{"station", device.thing.value},
            {"name", device.name},
            {"description", device.description},
            {"per_minute", device.per_minute},
            {"keys", device.keys.size()},
            {"revoked", device.revoked_at.has_value()}};
}

/// A device and its station; both only for who manages it.
struct Managed {
    Device device;
    Thing thing;
};

base::Result<Managed> managed(sql::Session& session, Caller const& caller, DeviceId id) {
    KUNYU_TRY_VOID(identity::authorise_any(caller, managing));
    auto device = load(session, id);
    if (!device) return base::refuse("observations.device_not_found");
    auto thing = thing_for(session, caller, managing, device->thing);
    if (!thing) return base::refuse("observations.device_not_found");
    return Managed{std::move(*device), std::move(*thing)};
}

base::Result<Managed> managed(sql::Session& session, Caller const& caller, DeviceId id,
                              std::optional<std::int64_t> version) {
    KUNYU_TRY(auto found, managed(session, caller, id));
    KUNYU_TRY_VOID(check_version(found.device.version, version));
    return found;
}

void apply(DeviceChange const& change, Device& device) {
    if (change.name) device.name = *change.name;
    if (change.description) device.description = *change.description;
    if (change.per_minute) device.per_minute = *change.per_minute;
}

void record(sql::Tx& tx, Caller const& caller, Thing const& thing, Device const& device, json::value before,
            json::value after, std::string reason = {}) {
    StationChange change;
    change.action = managing;
    change.kind = "device";
    change.id = device.id.value;
    change.label = device.name;
    change.before = std::move(before);
    change.after = std::move(after);
    change.reason = std::move(reason);
    record_change(tx, caller, thing, std::move(change));
}

/// Stores the new version and writes the record.
Device changed(sql::Tx& tx, Caller const& caller, Managed found, json::value before, std::string reason = {}) {
    ++found.device.version;
    update(tx, found.device, stamp_of(caller));
    auto now = *load(tx, found.device.id);
    record(tx, caller, found.thing, now, std::move(before), record_of(now), std::move(reason));
    return now;
}

base::Result<void> check_alive(Device const& device) {
    if (device.revoked_at)
        return base::refuse("observations.device_revoked", {{"at", base::to_string(*device.revoked_at)}});
    return {};
}

}  // namespace

void DeviceService::end_in_directory(sql::Tx& tx, Device const& device, base::Instant at) const {
    std::vector<std::string> digests;
    for (auto const& key : device.keys) digests.push_back(key.digest);
    tx.after_commit([this, digests, at] { directory_.end(digests, at); });
}

base::Result<DeviceWithSecret> DeviceService::create(sql::Tx& tx, Caller const& caller, ThingId thing,
                                                     DeviceChange const& change) const {
    KUNYU_TRY(auto const station, thing_for(tx, caller, managing, thing));
    Device device;
    device.id = ids_.next_as<DeviceTag>();
    device.thing = thing;
    device.per_minute = usual_per_minute;
    device.created_by_name = caller.name;
    apply(change, device);
    auto const key = make_device_key(caller.now);
    insert(tx, device, stamp_of(caller));
    insert_key(tx, device.id, key.kept);
    auto made = *load(tx, device.id);
    record(tx, caller, station, made, nullptr, record_of(made));
    return DeviceWithSecret{std::move(made), key.secret};
}

base::Result<Device> DeviceService::edit(sql::Tx& tx, Caller const& caller, DeviceId id, std::int64_t version,
                                         DeviceChange const& change) const {
    KUNYU_TRY(auto found, managed(tx, caller, id, version));
    auto before = record_of(found.device);
    apply(change, found.device);
    return changed(tx, caller, std::move(found), std::move(before));
}

base::Result<DeviceWithSecret> DeviceService::rotate(sql::Tx& tx, Caller const& caller, DeviceId id,
                                                     std::optional<std::int64_t> version,
                                                     std::int64_t overlap_seconds) const {
    KUNYU_TRY(auto found, managed(tx, caller, id, version));
    KUNYU_TRY_VOID(check_alive(found.device));
    auto before = record_of(found.device);
    auto const until = caller.now.plus_seconds(overlap_seconds);
    end_keys(tx, id, until);
    end_in_directory(tx, found.device, until);
    auto const key = make_device_key(caller.now);
    insert_key(tx, id, key.kept);
    return DeviceWithSecret{changed(tx, caller, std::move(found), std::move(before)), key.secret};
}

base::Result<Device> DeviceService::revoke(sql::Tx& tx, Caller const& caller, DeviceId id,
                                           std::optional<std::int64_t> version, std::string const& reason) const {
    KUNYU_TRY(auto found, managed(tx, caller, id, version));
    if (found.device.revoked_at) return std::move(found.device);
    auto before = record_of(found.device);
    remove_keys(tx, id);
    found.device.revoked_at = caller.now;
    found.device.revoked_because = reason;
    end_in_directory(tx, found.device, caller.now);
    return changed(tx, caller, std::move(found), std::move(before), reason);
}

base::Result<Device> DeviceService::find(sql::Session& session, Caller const& caller, DeviceId id) const {
    KUNYU_TRY(auto found, managed(session, caller, id));
    return std::move(found.device);
}

base::Result<std::vector<Device>> DeviceService::of_station(sql::Session& session, Caller const& caller,
                                                            ThingId thing) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, managing));
    KUNYU_TRY_VOID(thing_for(session, caller, managing, thing));
    return load_devices(session, thing);
}

}  // namespace kunyu::observations
