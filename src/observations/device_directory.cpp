#include "observations/device_directory.hpp"

#include "observations/change_feed.hpp"
#include "observations/device_store.hpp"

#include <algorithm>
#include <set>

namespace kunyu::observations {

DeviceDirectory::DeviceDirectory(sql::Database& database) : database_(database) {}

void DeviceDirectory::refresh() {
    // Asked before the read: what is committed in between is read twice, never missed.
    auto const version = database_.data_version();
    if (version == seen_.load()) return;
    std::lock_guard const guard(refreshing_);
    if (version == seen_.load()) return;
    database_.read([this](sql::Session& session) { take_in(session); });
    seen_.store(version);
}

void DeviceDirectory::take_in(sql::Session& session) {
    if (!loaded_) {
        auto const devices = load_devices(session);
        sequence_ = last_change(session);
        for (auto const& device : devices) put(device);
        loaded_ = true;
        return;
    }
    std::set<DeviceId> changed;
    for (auto const& change : changes_after(session, sequence_)) {
        sequence_ = change.sequence;
        if (change.kind == ChangeKind::device) changed.insert({change.id});
    }
    for (auto const id : changed) {
        auto const device = load(session, id);
        if (device)
            put(*device);
        else
            forget(id);
    }
}

void DeviceDirectory::put(Device const& device) {
    std::unique_lock const guard(mutex_);
    auto& digests = digests_[device.id];
    for (auto const& digest : digests) keys_.erase(digest);
    digests.clear();
    if (device.revoked_at) return;
    for (auto const& key : device.keys) {
        keys_[key.digest] = {{device.id, device.thing, device.name, device.per_minute}, key.valid_until};
        digests.push_back(key.digest);
    }
}

base::Result<KnownDevice> DeviceDirectory::recognise(std::string_view secret, base::Instant now) const {
    auto const digest = digest_of_device_key(secret);
    std::shared_lock const guard(mutex_);
    auto const found = keys_.find(digest);
    if (found == keys_.end() || (found->second.valid_until && *found->second.valid_until <= now))
        return base::refuse("observations.bad_device_key");
    return found->second.device;
}

base::Result<KnownDevice> DeviceDirectory::recognise_or_refresh(std::string_view secret, base::Instant now) {
    auto known = recognise(secret, now);
    if (known) return known;
    refresh();
    return recognise(secret, now);
}

void DeviceDirectory::end(std::vector<std::string> const& digests, base::Instant at) {
    std::lock_guard const refreshing(refreshing_);
    std::unique_lock const guard(mutex_);
    for (auto const& digest : digests) {
        auto const found = keys_.find(digest);
        if (found == keys_.end()) continue;
        auto& until = found->second.valid_until;
        until = until ? std::min(*until, at) : at;
    }
}

void DeviceDirectory::forget(DeviceId id) {
    std::unique_lock const guard(mutex_);
    auto const found = digests_.find(id);
    if (found == digests_.end()) return;
    for (auto const& digest : found->second) keys_.erase(digest);
    digests_.erase(found);
}

}  // namespace kunyu::observations
