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

}  // namespace kunyu::observations
