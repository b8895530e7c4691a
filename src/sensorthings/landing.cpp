#include "sensorthings/landing.hpp"

#include "sensorthings/model.hpp"

#include <fmt/format.h>

#include <string_view>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;

constexpr std::string_view requirements = "http://www.opengis.net/spec/iot_sensing/1.1/req/";

constexpr std::string_view reading_classes[]{
    "datamodel",
    "resource-path/resource-path-to-entities",
    "request-data",
    "multi-datastream",
};
constexpr std::string_view writing_classes[]{
    "create-update-delete/create-entity",
    "create-update-delete/link-to-existing-entities",
    "create-update-delete/deep-insert",
    "create-update-delete/deep-insert-status-code",
    "create-update-delete/update-entity",
    "create-update-delete/update-entity-put",
    "create-update-delete/update-entity-jsonpatch",
    "create-update-delete/delete-entity",
    "create-update-delete/historical-location-auto-creation",
    "create-update-delete/historical-location-manual-creation",
};
constexpr std::string_view mqtt_classes[]{
    "create-observations-via-mqtt/observations-creation",
    "receive-updates-via-mqtt/receive-updates",
};

template <typename Names>
void add(json::array& out, Names const& names) {
    for (auto const name : names) out.emplace_back(fmt::format("{}{}", requirements, name));
}

json::object settings(Features const& features) {
    json::array conformance;
    add(conformance, reading_classes);
    if (features.writing) add(conformance, writing_classes);
    if (features.batch) add(conformance, std::vector<std::string_view>{"batch-request/batch-request"});
    if (features.data_array) add(conformance, std::vector<std::string_view>{"data-array/data-array"});
    json::object out;
    if (features.mqtt_endpoints.empty()) {
        out["conformance"] = std::move(conformance);
        return out;
    }
    add(conformance, mqtt_classes);
    out["conformance"] = std::move(conformance);
    for (auto const name : mqtt_classes)
        out[fmt::format("{}{}", requirements, name)] =
            json::object{{"endpoints", json::value_from(features.mqtt_endpoints)}};
    return out;
}

json::array entity_sets(std::string const& root) {
    json::array out;
    for (auto const& type : entity_types())
        out.push_back(json::object{{"name", type.set}, {"url", fmt::format("{}/{}", root, type.set)}});
    return out;
}

}  // namespace

json::object landing_page(std::string const& root, Features const& features) {
    return {{"serverSettings", settings(features)}, {"value", entity_sets(root)}};
}

json::object landing_page_of_1_0(std::string const& root) {
    return {{"value", entity_sets(root)}};
}

}  // namespace kunyu::sensorthings
