#include "observations/entity_service.hpp"

#include "observations/entity_writing.hpp"

// Locations, sensors, observed properties and features, which any station may use. Things and their history are in
// entity_service_things.cpp, streams in entity_service_streams.cpp.

namespace kunyu::observations {

using identity::Caller;

base::Result<Location> EntityService::create(sql::Tx& tx, Caller const& caller, Location entity) const {
    return create_shared(tx, caller, ids_, std::move(entity));
}

base::Result<Sensor> EntityService::create(sql::Tx& tx, Caller const& caller, Sensor entity) const {
    return create_shared(tx, caller, ids_, std::move(entity));
}

base::Result<ObservedProperty> EntityService::create(sql::Tx& tx, Caller const& caller, ObservedProperty entity) const {
    return create_shared(tx, caller, ids_, std::move(entity));
}

base::Result<Feature> EntityService::create(sql::Tx& tx, Caller const& caller, Feature entity) const {
    entity.made_from.reset();
    return create_shared(tx, caller, ids_, std::move(entity));
}

base::Result<Location> EntityService::replace(sql::Tx& tx, Caller const& caller, Location entity,
                                              std::optional<std::int64_t> version) const {
    return replace_shared(tx, caller, std::move(entity), version, [&](Location const& before, Location const& after) {
        // Observations made so far are of the old place.
        if (before.location != after.location) detach_feature(tx, after.id, stamp_of(caller));
    });
}

base::Result<Sensor> EntityService::replace(sql::Tx& tx, Caller const& caller, Sensor entity,
                                            std::optional<std::int64_t> version) const {
    return replace_shared(tx, caller, std::move(entity), version, [](Sensor const&, Sensor const&) {});
}

base::Result<ObservedProperty> EntityService::replace(sql::Tx& tx, Caller const& caller, ObservedProperty entity,
                                                      std::optional<std::int64_t> version) const {
    return replace_shared(tx, caller, std::move(entity), version,
                          [](ObservedProperty const&, ObservedProperty const&) {});
}

base::Result<Feature> EntityService::replace(sql::Tx& tx, Caller const& caller, Feature entity,
                                             std::optional<std::int64_t> version) const {
    return replace_shared(tx, caller, std::move(entity), version, [](Feature const& before, Feature& after) {
        // Once it says something else than the place, the next observation there gets a feature of its own.
        after.made_from = before.feature == after.feature ? before.made_from : std::nullopt;
    });
}

base::Result<void> EntityService::remove(sql::Tx& tx, Caller const& caller, LocationId id,
                                         std::optional<std::int64_t> version) const {
    return remove_shared<Location>(tx, caller, id, version);
}

base::Result<void> EntityService::remove(sql::Tx& tx, Caller const& caller, SensorId id,
                                         std::optional<std::int64_t> version) const {
    return remove_shared<Sensor>(tx, caller, id, version);
}

base::Result<void> EntityService::remove(sql::Tx& tx, Caller const& caller, ObservedPropertyId id,
                                         std::optional<std::int64_t> version) const {
    return remove_shared<ObservedProperty>(tx, caller, id, version);
}

base::Result<void> EntityService::check_removal(sql::Session& session, Caller const& caller, FeatureId id) const {
    KUNYU_TRY_VOID(find_shared<Feature>(session, caller, id));
    return authorise_shared(session, caller, id);
}

base::Result<void> EntityService::remove(sql::Tx& tx, Caller const& caller, FeatureId id,
                                         std::optional<std::int64_t> version) const {
    return remove_shared<Feature>(tx, caller, id, version);
}

base::Result<Location> EntityService::find(sql::Session& session, Caller const& caller, LocationId id) const {
    return find_shared<Location>(session, caller, id);
}

base::Result<Sensor> EntityService::find(sql::Session& session, Caller const& caller, SensorId id) const {
    return find_shared<Sensor>(session, caller, id);
}

base::Result<ObservedProperty> EntityService::find(sql::Session& session, Caller const& caller,
                                                   ObservedPropertyId id) const {
    return find_shared<ObservedProperty>(session, caller, id);
}

base::Result<Feature> EntityService::find(sql::Session& session, Caller const& caller, FeatureId id) const {
    return find_shared<Feature>(session, caller, id);
}

}  // namespace kunyu::observations
