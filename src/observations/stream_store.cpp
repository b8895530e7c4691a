#include "observations/change_feed.hpp"
#include "observations/entity_store.hpp"
#include "observations/linked_ids.hpp"
#include "observations/openness.hpp"
#include "observations/quality_removal.hpp"
#include "observations/station_store.hpp"
#include "observations/stored_json.hpp"

#include <algorithm>
#include <map>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

constexpr LinkTable stream_properties{"observation_stream_property", "stream", "observed_property"};

json::value text_or_null(std::optional<std::string> const& text) {
    return text ? json::value(*text) : json::value(nullptr);
}

std::optional<std::string> text_in(json::object const& object, std::string_view key) {
    auto const* value = object.if_contains(key);
    return value && value->is_string() ? std::optional(std::string(value->as_string())) : std::nullopt;
}

json::array stored_units(std::vector<UnitOfMeasurement> const& units) {
    json::array out;
    for (auto const& unit : units)
        out.push_back(json::object{{"name", text_or_null(unit.name)},
                                   {"symbol", text_or_null(unit.symbol)},
                                   {"definition", text_or_null(unit.definition)}});
    return out;
}

std::vector<UnitOfMeasurement> units_of(std::string const& stored) {
    std::vector<UnitOfMeasurement> units;
    auto const list = stored_value(stored);
    for (auto const& item : list.as_array()) {
        auto const& unit = item.as_object();
        units.push_back({text_in(unit, "name"), text_in(unit, "symbol"), text_in(unit, "definition")});
    }
    return units;
}

std::vector<std::string> texts_of(std::string const& stored) {
    return json::value_to<std::vector<std::string>>(stored_value(stored));
}

using Features = std::map<std::int64_t, std::vector<Stream::FeatureSince>>;
Features load_stream_features(sql::Session& session, std::optional<std::int64_t> only) {
    Features features;
    for (auto const& row :
         query_all_or_one(session, "SELECT stream, first_ordinal, feature FROM observation_stream_feature", "stream",
                          only, "stream, first_ordinal"))
        features[row.integer(0)].push_back({row.integer(1), row.id<FeatureTag>(2)});
    return features;
}

using NamedFeatures = std::map<std::int64_t, std::vector<Stream::NamedFeature>>;
NamedFeatures load_named_features(sql::Session& session, std::optional<std::int64_t> only) {
    NamedFeatures named;
    for (auto const& row : query_all_or_one(session, "SELECT stream, feature, since FROM observation_named_feature",
                                            "stream", only, "stream, feature"))
        named[row.integer(0)].push_back(
            {row.id<FeatureTag>(1), row.is_null(2) ? Stream::NamedFeature::always : row.instant(2)});
    return named;
}

Stream stream_of(sql::Row const& row) {
    Stream stream;
    stream.id = row.id<StreamTag>(0);
    stream.version = row.integer(1);
    stream.multi = row.boolean(2);
    stream.name = row.text(3);
    stream.description = row.text(4);
    stream.observation_type = row.text(5);
    stream.multi_observation_types = texts_of(row.text(6));
    stream.units = units_of(row.text(7));
    stream.thing = row.id<ThingTag>(8);
    stream.sensor = row.id<SensorTag>(9);
    stream.properties = stored_object(row.text(10));
    stream.openness = parse_openness(row.text(11)).value();
    stream.embargo_days = row.integer(12);
    stream.licence = row.text(13);
    return stream;
}

/// What hangs on the stream's row.
void write_parts(sql::Tx& tx, Stream const& stream) {
    write_linked(tx, stream_properties, stream.id.value, numbers_of(stream.observed_properties));
    tx.exec("DELETE FROM observation_stream_feature WHERE stream = ?", stream.id);
    for (auto const& since : stream.features)
        tx.exec("INSERT INTO observation_stream_feature (stream, first_ordinal, feature) VALUES (?, ?, ?)", stream.id,
                since.first_ordinal, since.feature);
}

}  // namespace

std::vector<Stream> load_streams(sql::Session& session, std::optional<StreamId> only) {
    auto const one = only ? std::optional(only->value) : std::nullopt;
    auto const properties = load_linked(session, stream_properties, one);
    auto features = load_stream_features(session, one);
    auto named = load_named_features(session, one);
    std::vector<Stream> streams;
    for (auto const& row : query_all_or_one(
             session,
             "SELECT id, version, multi, name, description, observation_type, multi_observation_types, units, thing,"
             " sensor, properties, openness, embargo_days, licence FROM observation_stream",
             "id", one, "id")) {
        auto stream = stream_of(row);
        stream.observed_properties = ids_of<ObservedPropertyTag>(properties, stream.id.value);
        if (auto const found = features.find(stream.id.value); found != features.end())
            stream.features = std::move(found->second);
        if (auto const found = named.find(stream.id.value); found != named.end())
            stream.named_features = std::move(found->second);
        streams.push_back(std::move(stream));
    }
    return streams;
}

std::optional<Stream> load(sql::Session& session, StreamId id) {
    return first_of(load_streams(session, id));
}

void insert(sql::Tx& tx, Stream const& entity, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_stream (id, version, multi, name, description, observation_type,"
        " multi_observation_types, units, thing, sensor, properties, openness, embargo_days, licence, created_by,"
        " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entity.id, entity.version, entity.multi, entity.name, entity.description, entity.observation_type,
        to_stored(json::value_from(entity.multi_observation_types)), to_stored(stored_units(entity.units)),
        entity.thing, entity.sensor, to_stored(entity.properties), to_string(entity.openness), entity.embargo_days,
        entity.licence, stamp.by, stamp.at, stamp.at);
    write_parts(tx, entity);
    note_change(tx, ChangeKind::stream, entity.id.value);
}

void update(sql::Tx& tx, Stream const& entity, Stamp const& stamp) {
    tx.exec(
        "UPDATE observation_stream SET version = ?, name = ?, description = ?, observation_type = ?,"
        " multi_observation_types = ?, units = ?, thing = ?, sensor = ?, properties = ?, openness = ?,"
        " embargo_days = ?, licence = ?, updated_at = ? WHERE id = ?",
        entity.version, entity.name, entity.description, entity.observation_type,
        to_stored(json::value_from(entity.multi_observation_types)), to_stored(stored_units(entity.units)),
        entity.thing, entity.sensor, to_stored(entity.properties), to_string(entity.openness), entity.embargo_days,
        entity.licence, stamp.at, entity.id);
    write_parts(tx, entity);
    note_change(tx, ChangeKind::stream, entity.id.value);
}

void remove(sql::Tx& tx, StreamId id, Stamp const&) {
    remove_calibrations_of(tx, id);
    remove_quality_of(tx, id);
    clear_linked(tx, stream_properties, id.value);
    tx.exec("DELETE FROM observation_stream_feature WHERE stream = ?", id);
    tx.exec("DELETE FROM observation_named_feature WHERE stream = ?", id);
    tx.exec("DELETE FROM observation_stream WHERE id = ?", id);
    note_change(tx, ChangeKind::stream, id.value);
}

void note_named_feature(sql::Tx& tx, StreamId stream, FeatureId feature, base::Instant ended) {
    auto const noted = tx.exec(
        "INSERT INTO observation_named_feature (stream, feature, since) VALUES (?, ?, ?) ON CONFLICT (stream, feature)"
        " DO UPDATE SET since = excluded.since WHERE observation_named_feature.since > excluded.since",
        stream, feature, ended);
    if (noted > 0) note_change(tx, ChangeKind::stream, stream.value);
}

std::optional<StreamId> take_stream_number(sql::Tx& tx) {
    auto const next = tx.first("SELECT next FROM observation_stream_number WHERE one = 1")->id<StreamTag>(0);
    if (next.value > most_streams) return std::nullopt;
    tx.exec("UPDATE observation_stream_number SET next = ? WHERE one = 1", next.value + 1);
    return next;
}

std::vector<StreamId> streams_of(sql::Session& session, ThingId id) {
    return first_ids<StreamTag>(session.query("SELECT id FROM observation_stream WHERE thing = ? ORDER BY id", id));
}

std::vector<StreamId> streams_of(sql::Session& session, SensorId id) {
    return first_ids<StreamTag>(session.query("SELECT id FROM observation_stream WHERE sensor = ? ORDER BY id", id));
}

std::vector<StreamId> streams_of(sql::Session& session, ObservedPropertyId id) {
    return first_ids<StreamTag>(session.query(
        "SELECT DISTINCT stream FROM observation_stream_property WHERE observed_property = ? ORDER BY stream", id));
}

std::vector<StreamId> streams_of(sql::Session& session, FeatureId id) {
    return first_ids<StreamTag>(
        session.query("SELECT stream FROM observation_stream_feature WHERE feature = ? UNION SELECT stream FROM"
                      " observation_named_feature WHERE feature = ? ORDER BY stream",
                      id, id));
}

std::vector<ThingId> things_using(sql::Session& session, SensorId id) {
    return first_ids<ThingTag>(
        session.query("SELECT DISTINCT thing FROM observation_stream WHERE sensor = ? ORDER BY thing", id));
}

std::vector<ThingId> things_using(sql::Session& session, ObservedPropertyId id) {
    return first_ids<ThingTag>(session.query(
        "SELECT DISTINCT s.thing FROM observation_stream s JOIN observation_stream_property p ON p.stream = s.id WHERE"
        " p.observed_property = ? ORDER BY s.thing",
        id));
}

std::vector<ThingId> things_using(sql::Session& session, FeatureId id) {
    return first_ids<ThingTag>(session.query(
        "SELECT s.thing FROM observation_stream s JOIN observation_stream_feature f ON f.stream = s.id WHERE f.feature "
        "="
        " ? UNION SELECT s.thing FROM observation_stream s JOIN observation_named_feature f ON f.stream = s.id WHERE"
        " f.feature = ? ORDER BY thing",
        id, id));
}

bool used_in_public(sql::Session& session, SensorId id) {
    return session
        .first(
            "SELECT 1 FROM observation_stream s JOIN observation_thing t ON t.id = s.thing WHERE s.sensor = ? AND"
            " t.is_public = 1 LIMIT 1",
            id)
        .has_value();
}

bool used_in_public(sql::Session& session, FeatureId id) {
    auto const streams = streams_of(session, id);
    return std::any_of(streams.begin(), streams.end(), [&session](StreamId stream) {
        return session
            .first(
                "SELECT 1 FROM observation_stream s JOIN observation_thing t ON t.id = s.thing WHERE s.id = ? AND"
                " t.is_public = 1",
                stream)
            .has_value();
    });
}

}  // namespace kunyu::observations
