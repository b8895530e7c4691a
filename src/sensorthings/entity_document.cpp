#include "sensorthings/entity_document.hpp"

#include "base/json.hpp"
#include "observations/openness.hpp"
#include "sensorthings/times.hpp"

namespace kunyu::sensorthings {

namespace json = boost::json;
using namespace observations;  // NOLINT: nearly every name here is an entity

namespace {

template <typename T>
json::object common(T const& entity) {
    return {{"name", entity.name}, {"description", entity.description}, {"properties", entity.properties}};
}

json::object link_to(std::int64_t id) {
    return {{"@iot.id", id}};
}

json::object unit_json(UnitOfMeasurement const& unit) {
    return {{"name", base::json_or_null(unit.name)},
            {"symbol", base::json_or_null(unit.symbol)},
            {"definition", base::json_or_null(unit.definition)}};
}

void add_multi(json::object& out, Stream const& entity) {
    auto& units = (out["unitOfMeasurements"] = json::array()).as_array();
    for (auto const& unit : entity.units) units.push_back(unit_json(unit));
    out["multiObservationDataTypes"] = json::value_from(entity.multi_observation_types);
}

void add_single(json::object& out, Stream const& entity) {
    for (auto const& unit : entity.units) out["unitOfMeasurement"] = unit_json(unit);
    for (auto const property : entity.observed_properties) out["ObservedProperty"] = link_to(property.value);
}

}  // namespace

json::object document_of(Thing const& entity) {
    auto out = common(entity);
    out["platform"] = base::json_or_null(entity.platform);
    out["isPublic"] = entity.is_public;
    return out;
}

json::object document_of(Location const& entity) {
    auto out = common(entity);
    out["encodingType"] = entity.encoding_type;
    out["location"] = entity.location;
    return out;
}

json::object document_of(HistoricalLocation const& entity) {
    return {{"time", iso_text(entity.time)}, {"Thing", link_to(entity.thing.value)}};
}

json::object document_of(Sensor const& entity) {
    auto out = common(entity);
    out["encodingType"] = entity.encoding_type;
    out["metadata"] = entity.metadata;
    return out;
}

json::object document_of(ObservedProperty const& entity) {
    auto out = common(entity);
    out["definition"] = entity.definition;
    return out;
}

json::object document_of(Stream const& entity) {
    auto out = common(entity);
    out["observationType"] = entity.observation_type;
    out["openness"] = to_string(entity.openness);
    out["embargoDays"] = entity.embargo_days;
    out["licence"] = entity.licence;
    out["Thing"] = link_to(entity.thing.value);
    out["Sensor"] = link_to(entity.sensor.value);
    entity.multi ? add_multi(out, entity) : add_single(out, entity);
    return out;
}

json::object document_of(Feature const& entity) {
    auto out = common(entity);
    out["encodingType"] = entity.encoding_type;
    out["feature"] = entity.feature;
    return out;
}

}  // namespace kunyu::sensorthings
