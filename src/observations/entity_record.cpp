#include "observations/entity_record.hpp"

#include "base/json.hpp"
#include "observations/linked_ids.hpp"
#include "observations/openness.hpp"

namespace kunyu::observations {
namespace {

namespace json = boost::json;

template <typename Tag>
json::value ids_json(std::vector<base::Id<Tag>> const& ids) {
    return json::value_from(numbers_of(ids));
}

/// What most entities have.
template <typename T>
json::object common(T const& entity) {
    return {{"name", entity.name}, {"description", entity.description}, {"properties", entity.properties}};
}

json::array units_json(std::vector<UnitOfMeasurement> const& units) {
    json::array out;
    for (auto const& unit : units)
        out.push_back(json::object{{"name", base::json_or_null(unit.name)},
                                   {"symbol", base::json_or_null(unit.symbol)},
                                   {"definition", base::json_or_null(unit.definition)}});
    return out;
}

template <typename Tag>
std::vector<base::Id<Tag>> ids_in(json::object const& record, char const* key) {
    std::vector<base::Id<Tag>> ids;
    for (auto const& id : record.at(key).as_array()) ids.push_back({id.to_number<std::int64_t>()});
    return ids;
}

std::string text_in(json::object const& record, char const* key) {
    return json::value_to<std::string>(record.at(key));
}

std::optional<std::string> optional_text_in(json::object const& record, char const* key) {
    if (record.at(key).is_null()) return std::nullopt;
    return text_in(record, key);
}

template <typename T>
void read_common(T& entity, json::object const& record) {
    entity.name = text_in(record, "name");
    entity.description = text_in(record, "description");
    entity.properties = record.at("properties").as_object();
}

}  // namespace

json::object record_of(Thing const& entity) {
    auto out = common(entity);
    out["locations"] = ids_json(entity.locations);
    out["platform"] = base::json_or_null(entity.platform);
    out["is_public"] = entity.is_public;
    return out;
}

json::object record_of(Location const& entity) {
    auto out = common(entity);
    out["encoding_type"] = entity.encoding_type;
    out["location"] = entity.location;
    return out;
}

json::object record_of(HistoricalLocation const& entity) {
    return {{"thing", entity.thing.value},
            {"time", base::to_string(entity.time)},
            {"locations", ids_json(entity.locations)}};
}

json::object record_of(Sensor const& entity) {
    auto out = common(entity);
    out["encoding_type"] = entity.encoding_type;
    out["metadata"] = entity.metadata;
    return out;
}

json::object record_of(ObservedProperty const& entity) {
    auto out = common(entity);
    out["definition"] = entity.definition;
    return out;
}

json::object record_of(Stream const& entity) {
    auto out = common(entity);
    out["multi"] = entity.multi;
    out["observation_type"] = entity.observation_type;
    out["multi_observation_types"] = json::value_from(entity.multi_observation_types);
    out["units"] = units_json(entity.units);
    out["thing"] = entity.thing.value;
    out["sensor"] = entity.sensor.value;
    out["observed_properties"] = ids_json(entity.observed_properties);
    out["openness"] = to_string(entity.openness);
    out["embargo_days"] = entity.embargo_days;
    out["licence"] = entity.licence;
    return out;
}

json::object record_of(Feature const& entity) {
    auto out = common(entity);
    out["encoding_type"] = entity.encoding_type;
    out["feature"] = entity.feature;
    out["made_from"] = base::json_or_null(entity.made_from);
    return out;
}

template <>
Thing entity_in<Thing>(json::object const& record, ThingId id) {
    Thing out;
    out.id = id;
    read_common(out, record);
    out.locations = ids_in<LocationTag>(record, "locations");
    if (!record.at("platform").is_null()) out.platform = record.at("platform").to_number<std::int64_t>();
    out.is_public = record.at("is_public").as_bool();
    return out;
}

template <>
Stream entity_in<Stream>(json::object const& record, StreamId id) {
    Stream out;
    out.id = id;
    read_common(out, record);
    out.multi = record.at("multi").as_bool();
    out.observation_type = text_in(record, "observation_type");
    out.multi_observation_types = json::value_to<std::vector<std::string>>(record.at("multi_observation_types"));
    for (auto const& unit : record.at("units").as_array()) {
        auto const& members = unit.as_object();
        out.units.push_back({optional_text_in(members, "name"), optional_text_in(members, "symbol"),
                             optional_text_in(members, "definition")});
    }
    out.thing = {record.at("thing").to_number<std::int64_t>()};
    out.sensor = {record.at("sensor").to_number<std::int64_t>()};
    out.observed_properties = ids_in<ObservedPropertyTag>(record, "observed_properties");
    out.openness = parse_openness(text_in(record, "openness")).value();
    out.embargo_days = record.at("embargo_days").to_number<std::int64_t>();
    out.licence = text_in(record, "licence");
    return out;
}

}  // namespace kunyu::observations
