#include "observations/change_feed.hpp"
#include "observations/entity_store.hpp"
#include "observations/linked_ids.hpp"
#include "observations/station_store.hpp"
#include "observations/stored_json.hpp"

#include <string>

// Sensors, observed properties and features: what streams name, and what no station owns.

namespace kunyu::observations {
namespace {

identity::AccountId maker_in(sql::Session& session, std::string const& table, std::int64_t id) {
    auto const row = session.first("SELECT created_by FROM " + table + " WHERE id = ?", id);
    return row ? row->id<identity::AccountTag>(0) : identity::AccountId{};
}

template <typename Tag>
std::optional<std::int64_t> number_of(std::optional<base::Id<Tag>> id) {
    return id ? std::optional(id->value) : std::nullopt;
}

}  // namespace

std::vector<Sensor> load_sensors(sql::Session& session, std::optional<SensorId> only) {
    std::vector<Sensor> sensors;
    for (auto const& row :
         query_all_or_one(session,
                          "SELECT id, version, name, description, encoding_type, metadata, properties FROM"
                          " observation_sensor",
                          "id", number_of(only), "id")) {
        Sensor sensor;
        sensor.id = row.id<SensorTag>(0);
        sensor.version = row.integer(1);
        sensor.name = row.text(2);
        sensor.description = row.text(3);
        sensor.encoding_type = row.text(4);
        sensor.metadata = stored_value(row.text(5));
        sensor.properties = stored_object(row.text(6));
        sensors.push_back(std::move(sensor));
    }
    return sensors;
}

std::vector<ObservedProperty> load_observed_properties(sql::Session& session, std::optional<ObservedPropertyId> only) {
    std::vector<ObservedProperty> properties;
    for (auto const& row : query_all_or_one(session,
                                            "SELECT id, version, name, definition, description, properties FROM"
                                            " observation_observed_property",
                                            "id", number_of(only), "id")) {
        ObservedProperty property;
        property.id = row.id<ObservedPropertyTag>(0);
        property.version = row.integer(1);
        property.name = row.text(2);
        property.definition = row.text(3);
        property.description = row.text(4);
        property.properties = stored_object(row.text(5));
        properties.push_back(std::move(property));
    }
    return properties;
}

std::vector<Feature> load_features(sql::Session& session, std::optional<FeatureId> only) {
    std::vector<Feature> features;
    for (auto const& row :
         query_all_or_one(session,
                          "SELECT id, version, name, description, encoding_type, feature, properties, made_from FROM"
                          " observation_feature",
                          "id", number_of(only), "id")) {
        Feature feature;
        feature.id = row.id<FeatureTag>(0);
        feature.version = row.integer(1);
        feature.name = row.text(2);
        feature.description = row.text(3);
        feature.encoding_type = row.text(4);
        feature.feature = stored_value(row.text(5));
        feature.properties = stored_object(row.text(6));
        feature.made_from = row.optional_id<LocationTag>(7);
        features.push_back(std::move(feature));
    }
    return features;
}

std::optional<Sensor> load(sql::Session& session, SensorId id) {
    return first_of(load_sensors(session, id));
}

std::optional<ObservedProperty> load(sql::Session& session, ObservedPropertyId id) {
    return first_of(load_observed_properties(session, id));
}

std::optional<Feature> load(sql::Session& session, FeatureId id) {
    return first_of(load_features(session, id));
}

void insert(sql::Tx& tx, Sensor const& entity, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_sensor (id, version, name, description, encoding_type, metadata, properties,"
        " created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entity.id, entity.version, entity.name, entity.description, entity.encoding_type, to_stored(entity.metadata),
        to_stored(entity.properties), stamp.by, stamp.at, stamp.at);
    note_change(tx, ChangeKind::sensor, entity.id.value);
}

void insert(sql::Tx& tx, ObservedProperty const& entity, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_observed_property (id, version, name, definition, description, properties,"
        " created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entity.id, entity.version, entity.name, entity.definition, entity.description, to_stored(entity.properties),
        stamp.by, stamp.at, stamp.at);
    note_change(tx, ChangeKind::observed_property, entity.id.value);
}

void insert(sql::Tx& tx, Feature const& entity, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_feature (id, version, name, description, encoding_type, feature, properties,"
        " made_from, created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entity.id, entity.version, entity.name, entity.description, entity.encoding_type, to_stored(entity.feature),
        to_stored(entity.properties), entity.made_from, stamp.by, stamp.at, stamp.at);
    note_change(tx, ChangeKind::feature, entity.id.value);
}

void update(sql::Tx& tx, Sensor const& entity, Stamp const& stamp) {
    tx.exec(
        "UPDATE observation_sensor SET version = ?, name = ?, description = ?, encoding_type = ?, metadata = ?,"
        " properties = ?, updated_at = ? WHERE id = ?",
        entity.version, entity.name, entity.description, entity.encoding_type, to_stored(entity.metadata),
        to_stored(entity.properties), stamp.at, entity.id);
    note_change(tx, ChangeKind::sensor, entity.id.value);
}

void update(sql::Tx& tx, ObservedProperty const& entity, Stamp const& stamp) {
    tx.exec(
        "UPDATE observation_observed_property SET version = ?, name = ?, definition = ?, description = ?,"
        " properties = ?, updated_at = ? WHERE id = ?",
        entity.version, entity.name, entity.definition, entity.description, to_stored(entity.properties), stamp.at,
        entity.id);
    note_change(tx, ChangeKind::observed_property, entity.id.value);
}

void update(sql::Tx& tx, Feature const& entity, Stamp const& stamp) {
    tx.exec(
        "UPDATE observation_feature SET version = ?, name = ?, description = ?, encoding_type = ?, feature = ?,"
        " properties = ?, made_from = ?, updated_at = ? WHERE id = ?",
        entity.version, entity.name, entity.description, entity.encoding_type, to_stored(entity.feature),
        to_stored(entity.properties), entity.made_from, stamp.at, entity.id);
    note_change(tx, ChangeKind::feature, entity.id.value);
}

void remove(sql::Tx& tx, SensorId id, Stamp const& stamp) {
    for (auto const stream : streams_of(tx, id)) remove(tx, stream, stamp);
    remove_deployments_of(tx, id);
    tx.exec("DELETE FROM observation_sensor WHERE id = ?", id);
    note_change(tx, ChangeKind::sensor, id.value);
}

void remove(sql::Tx& tx, ObservedPropertyId id, Stamp const& stamp) {
    for (auto const stream : streams_of(tx, id)) remove(tx, stream, stamp);
    remove_programmes_of(tx, id);
    tx.exec("DELETE FROM observation_observed_property WHERE id = ?", id);
    note_change(tx, ChangeKind::observed_property, id.value);
}

/// Streams let go of it. Its observations are to be removed by who removes it.
void remove(sql::Tx& tx, FeatureId id, Stamp const&) {
    for (auto const stream : streams_of(tx, id)) note_change(tx, ChangeKind::stream, stream.value);
    tx.exec("DELETE FROM observation_stream_feature WHERE feature = ?", id);
    tx.exec("DELETE FROM observation_named_feature WHERE feature = ?", id);
    tx.exec("DELETE FROM observation_feature WHERE id = ?", id);
    note_change(tx, ChangeKind::feature, id.value);
}

std::optional<FeatureId> feature_made_from(sql::Session& session, LocationId id) {
    auto const row = session.first("SELECT id FROM observation_feature WHERE made_from = ?", id);
    return row ? std::optional(row->id<FeatureTag>(0)) : std::nullopt;
}

void detach_feature(sql::Tx& tx, LocationId id, Stamp const& stamp) {
    auto const feature = feature_made_from(tx, id);
    if (!feature) return;
    tx.exec("UPDATE observation_feature SET made_from = NULL, version = version + 1, updated_at = ? WHERE id = ?",
            stamp.at, *feature);
    note_change(tx, ChangeKind::feature, feature->value);
}

identity::AccountId maker_of(sql::Session& session, SensorId id) {
    return maker_in(session, "observation_sensor", id.value);
}

identity::AccountId maker_of(sql::Session& session, ObservedPropertyId id) {
    return maker_in(session, "observation_observed_property", id.value);
}

identity::AccountId maker_of(sql::Session& session, FeatureId id) {
    return maker_in(session, "observation_feature", id.value);
}

}  // namespace kunyu::observations
