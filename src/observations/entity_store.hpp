#pragma once
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "observations/entity.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::observations {

/// Who writes, and when.
struct Stamp {
    identity::AccountId by;
    base::Instant at;
};

/// All, or the one with this id, in the order of ids.
std::vector<Thing> load_things(sql::Session& session, std::optional<ThingId> only = {});
std::vector<Location> load_locations(sql::Session& session, std::optional<LocationId> only = {});
std::vector<HistoricalLocation> load_historical_locations(sql::Session& session,
                                                          std::optional<HistoricalLocationId> only = {});
std::vector<Sensor> load_sensors(sql::Session& session, std::optional<SensorId> only = {});
std::vector<ObservedProperty> load_observed_properties(sql::Session& session,
                                                       std::optional<ObservedPropertyId> only = {});
std::vector<Stream> load_streams(sql::Session& session, std::optional<StreamId> only = {});
std::vector<Feature> load_features(sql::Session& session, std::optional<FeatureId> only = {});

std::optional<Thing> load(sql::Session& session, ThingId id);
std::optional<Location> load(sql::Session& session, LocationId id);
std::optional<HistoricalLocation> load(sql::Session& session, HistoricalLocationId id);
std::optional<Sensor> load(sql::Session& session, SensorId id);
std::optional<ObservedProperty> load(sql::Session& session, ObservedPropertyId id);
std::optional<Stream> load(sql::Session& session, StreamId id);
std::optional<Feature> load(sql::Session& session, FeatureId id);

/// Each write notes its change (change_feed.hpp). update() stores the version it is given.
void insert(sql::Tx& tx, Thing const& entity, Stamp const& stamp);
void insert(sql::Tx& tx, Location const& entity, Stamp const& stamp);
void insert(sql::Tx& tx, HistoricalLocation const& entity, Stamp const& stamp);
void insert(sql::Tx& tx, Sensor const& entity, Stamp const& stamp);
void insert(sql::Tx& tx, ObservedProperty const& entity, Stamp const& stamp);
void insert(sql::Tx& tx, Stream const& entity, Stamp const& stamp);
void insert(sql::Tx& tx, Feature const& entity, Stamp const& stamp);

void update(sql::Tx& tx, Thing const& entity, Stamp const& stamp);
void update(sql::Tx& tx, Location const& entity, Stamp const& stamp);
void update(sql::Tx& tx, HistoricalLocation const& entity, Stamp const& stamp);
void update(sql::Tx& tx, Sensor const& entity, Stamp const& stamp);
void update(sql::Tx& tx, ObservedProperty const& entity, Stamp const& stamp);
void update(sql::Tx& tx, Stream const& entity, Stamp const& stamp);
void update(sql::Tx& tx, Feature const& entity, Stamp const& stamp);

/// With all that hangs on it (18-088, delete-entity): of a Thing its streams, historical locations, devices and what
/// the station keeps; of a Location its historical locations; of a sensor or observed property their streams. A feature
/// must be observed by no stream.
void remove(sql::Tx& tx, ThingId id, Stamp const& stamp);
void remove(sql::Tx& tx, LocationId id, Stamp const& stamp);
void remove(sql::Tx& tx, HistoricalLocationId id, Stamp const& stamp);
void remove(sql::Tx& tx, SensorId id, Stamp const& stamp);
void remove(sql::Tx& tx, ObservedPropertyId id, Stamp const& stamp);
void remove(sql::Tx& tx, StreamId id, Stamp const& stamp);
void remove(sql::Tx& tx, FeatureId id, Stamp const& stamp);

/// An observation of the stream that ended then names the feature.
void note_named_feature(sql::Tx& tx, StreamId stream, FeatureId feature, base::Instant ended);

/// The number of the next stream, never given before; nothing when most_streams have been given.
std::optional<StreamId> take_stream_number(sql::Tx& tx);

std::vector<StreamId> streams_of(sql::Session& session, ThingId id);
std::vector<StreamId> streams_of(sql::Session& session, SensorId id);
std::vector<StreamId> streams_of(sql::Session& session, ObservedPropertyId id);
/// Those of which it is, or was, what they observe, and those with observations that name it.
std::vector<StreamId> streams_of(sql::Session& session, FeatureId id);
/// When the Thing last came to a place.
std::optional<base::Instant> last_move_of(sql::Session& session, ThingId id);
std::optional<FeatureId> feature_made_from(sql::Session& session, LocationId id);
/// The places are where it was made from no longer: the next observation there gets a feature of its own.
void detach_feature(sql::Tx& tx, LocationId id, Stamp const& stamp);

/// The things that use it, now or in their history.
std::vector<ThingId> things_using(sql::Session& session, LocationId id);
std::vector<ThingId> things_using(sql::Session& session, SensorId id);
std::vector<ThingId> things_using(sql::Session& session, ObservedPropertyId id);
std::vector<ThingId> things_using(sql::Session& session, FeatureId id);
/// Whether one of them is public; stops at the first that is.
bool used_in_public(sql::Session& session, LocationId id);
bool used_in_public(sql::Session& session, SensorId id);
bool used_in_public(sql::Session& session, FeatureId id);
identity::AccountId maker_of(sql::Session& session, LocationId id);
identity::AccountId maker_of(sql::Session& session, SensorId id);
identity::AccountId maker_of(sql::Session& session, ObservedPropertyId id);
identity::AccountId maker_of(sql::Session& session, FeatureId id);

}  // namespace kunyu::observations
