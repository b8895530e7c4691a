#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>

namespace kunyu::observations {

/// Use cases of the entities: authorise -> rule -> store -> audit, all in the caller's transaction, so that a deep
/// insert is a row of create() that stands or falls as one. Each protocol calls it with whole entities; whether a
/// member of its own form is there at all is the protocol's to check. Field errors name members as SensorThings does
/// ("/unitOfMeasurement"). Holds no state; safe for all threads.
///
/// Who may: action station.edit. Things, streams and historical locations belong to the Thing's platform, before and
/// after the change. Locations, sensors, observed properties and features are made by anybody who edits some station,
/// and changed or removed by who may edit every station that uses them; unused ones by who made them
/// (observations.used_by_others otherwise). What the caller may not see is not found (404).
///
/// `version`: refused with identity.version_conflict (412) when the stored one differs.
class EntityService {
  public:
    explicit EntityService(base::IdGenerator& ids) : ids_(ids) {}

    /// The id and version given are ignored; the answer has the new ones. Links to what is not there, or not to be
    /// seen, are field errors (observations.unknown_link).
    base::Result<Thing> create(sql::Tx& tx, identity::Caller const& caller, Thing entity) const;
    base::Result<Location> create(sql::Tx& tx, identity::Caller const& caller, Location entity) const;
    /// When it is the Thing's latest, it says where the Thing is now (18-088, historical-location-manual-creation).
    base::Result<HistoricalLocation> create(sql::Tx& tx, identity::Caller const& caller,
                                            HistoricalLocation entity) const;
    base::Result<Sensor> create(sql::Tx& tx, identity::Caller const& caller, Sensor entity) const;
    base::Result<ObservedProperty> create(sql::Tx& tx, identity::Caller const& caller, ObservedProperty entity) const;
    /// Its features are made by feature_for_location() alone. observations.too_many_streams beyond most_streams.
    base::Result<Stream> create(sql::Tx& tx, identity::Caller const& caller, Stream entity) const;
    base::Result<Feature> create(sql::Tx& tx, identity::Caller const& caller, Feature entity) const;

    /// Puts the whole new value in place of the one with its id. A Thing whose locations change gets a
    /// HistoricalLocation of the moment (18-088, historical-location-auto-creation). A stream keeps its features and
    /// whether it is a MultiDatastream.
    base::Result<Thing> replace(sql::Tx& tx, identity::Caller const& caller, Thing entity,
                                std::optional<std::int64_t> version = {}) const;
    base::Result<Location> replace(sql::Tx& tx, identity::Caller const& caller, Location entity,
                                   std::optional<std::int64_t> version = {}) const;
    base::Result<HistoricalLocation> replace(sql::Tx& tx, identity::Caller const& caller, HistoricalLocation entity,
                                             std::optional<std::int64_t> version = {}) const;
    base::Result<Sensor> replace(sql::Tx& tx, identity::Caller const& caller, Sensor entity,
                                 std::optional<std::int64_t> version = {}) const;
    base::Result<ObservedProperty> replace(sql::Tx& tx, identity::Caller const& caller, ObservedProperty entity,
                                           std::optional<std::int64_t> version = {}) const;
    base::Result<Stream> replace(sql::Tx& tx, identity::Caller const& caller, Stream entity,
                                 std::optional<std::int64_t> version = {}) const;
    base::Result<Feature> replace(sql::Tx& tx, identity::Caller const& caller, Feature entity,
                                  std::optional<std::int64_t> version = {}) const;

    /// With what 18-088 (delete-entity) takes along: of a Thing its streams and HistoricalLocations, of a Location its
    /// HistoricalLocations, of a sensor or observed property their streams. Of a
    /// feature its observations go, which stand in the archive: RevisionService::of_feature().
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, ThingId id,
                              std::optional<std::int64_t> version = {}) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, LocationId id,
                              std::optional<std::int64_t> version = {}) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, HistoricalLocationId id,
                              std::optional<std::int64_t> version = {}) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, SensorId id,
                              std::optional<std::int64_t> version = {}) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, ObservedPropertyId id,
                              std::optional<std::int64_t> version = {}) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, StreamId id,
                              std::optional<std::int64_t> version = {}) const;
    /// Whether the caller may remove it, before what goes along is looked for. Refused as remove().
    base::Result<void> check_removal(sql::Session& session, identity::Caller const& caller, FeatureId id) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, FeatureId id,
                              std::optional<std::int64_t> version = {}) const;

    /// The entity as it stands in this transaction, for a change of some members; observations.…_not_found.
    base::Result<Thing> find(sql::Session& session, identity::Caller const& caller, ThingId id) const;
    base::Result<Location> find(sql::Session& session, identity::Caller const& caller, LocationId id) const;
    base::Result<HistoricalLocation> find(sql::Session& session, identity::Caller const& caller,
                                          HistoricalLocationId id) const;
    base::Result<Sensor> find(sql::Session& session, identity::Caller const& caller, SensorId id) const;
    base::Result<ObservedProperty> find(sql::Session& session, identity::Caller const& caller,
                                        ObservedPropertyId id) const;
    base::Result<Stream> find(sql::Session& session, identity::Caller const& caller, StreamId id) const;
    base::Result<Feature> find(sql::Session& session, identity::Caller const& caller, FeatureId id) const;

    /// One more place of the Thing, of another encoding (POST to Things(1)/Locations, or Locations(1)/Things).
    base::Result<Thing> link(sql::Tx& tx, identity::Caller const& caller, ThingId thing, LocationId location) const;

    /// What the stream observes from the ordinal on where an observation names no feature: that of the Thing's current
    /// Location, made of it when there is none yet, and the same again whenever the Thing comes back (18-088,
    /// create-entity). The right to write observations suffices, and the caller has checked it.
    /// observations.no_location for a Thing that is nowhere.
    base::Result<FeatureId> feature_for_location(sql::Tx& tx, identity::Caller const& caller, StreamId stream,
                                                 std::int64_t first_ordinal) const;

  private:
    base::IdGenerator& ids_;
};

}  // namespace kunyu::observations
