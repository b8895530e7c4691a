#include "sensorthings/reader.hpp"

#include "sensorthings/data_array_json.hpp"
#include "sensorthings/entity_json.hpp"
#include "sensorthings/json_text.hpp"
#include "sensorthings/properties.hpp"
#include "sensorthings/target.hpp"

#include <fmt/format.h>

#include <span>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;

base::Refusal out_of_place(char const* option) {
    return base::refuse("sensorthings.option_out_of_place", {{"option", option}});
}

/// Options of collections say nothing of one entity.
base::Result<void> check_of_entity(Options const& options) {
    if (options.filter) return out_of_place("$filter");
    if (!options.order.empty()) return out_of_place("$orderby");
    if (options.top) return out_of_place("$top");
    if (options.skip != 0) return out_of_place("$skip");
    if (options.skip_token) return out_of_place("$skiptoken");
    if (options.count) return out_of_place("$count");
    if (options.data_array) return out_of_place("$resultFormat");
    return {};
}

base::Result<void> check_of_property(Options const& options) {
    KUNYU_TRY_VOID(check_of_entity(options));
    if (!options.select.empty()) return out_of_place("$select");
    if (!options.expand.empty()) return out_of_place("$expand");
    return {};
}

/// "https://example.org/sta/v1.1/Things(1)/Datastreams", as the path was asked for.
std::string address_of(Reading const& reading, ResourcePath const& path) {
    std::string out = reading.root;
    for (auto const& step : path.steps) {
        out += fmt::format("/{}", step.navigation ? step.navigation->name : type_of(step.kind).set);
        if (step.id) out += fmt::format("({})", *step.id);
    }
    return out;
}

template <typename Members>
base::Result<Answer> read_collection(Reading const& reading, ResourcePath const& path, Options const& options,
                                     Members members) {
    bool const links_only = path.end == PathEnd::ref;
    if (links_only && (!options.expand.empty() || !options.select.empty() || options.data_array))
        return out_of_place("$select, $expand, $resultFormat");
    if (options.data_array && !options.expand.empty()) return out_of_place("$expand");
    KUNYU_TRY(auto const tree, grow(reading, std::move(members), options));
    auto const address = address_of(reading, path);
    if (links_only) return Answer{json::value(links_json(reading, tree, options, address))};
    if (options.data_array) return Answer{json::value(data_array_json(reading, tree, options, address))};
    return Answer{json::value(collection_json(reading, tree, options, address))};
}

/// $value: a text without its quotes, anything else as JSON.
std::string bare_text(json::value const& value) {
    return value.is_string() ? std::string(value.get_string()) : json_text(value);
}

base::Result<Answer> read_property(Reading const& reading, ResourcePath const& path, Options const& options,
                                   EntityRef const& entity) {
    KUNYU_TRY_VOID(check_of_property(options));
    auto const whole = property_json(reading, entity, path.property.front());
    if (reading.work.refusal) return *reading.work.refusal;
    auto const* value = whole.is_null() ? &whole : member_at(&whole, std::span(path.property).subspan(1));
    auto const& name = path.written;
    if (!value) return base::refuse("sensorthings.nothing_at_path", {{"segment", name}});
    if (value->is_null()) return Answer{};
    if (path.end == PathEnd::value) return Answer{bare_text(*value)};
    return Answer{json::value(json::object{{name == "id" ? "@iot.id" : name.c_str(), *value}})};
}

base::Result<Answer> read_entity(Reading const& reading, ResourcePath const& path, Options const& options,
                                 EntityRef const& entity) {
    if (!path.property.empty()) return read_property(reading, path, options, entity);
    KUNYU_TRY_VOID(check_of_entity(options));
    if (path.end == PathEnd::ref)
        return Answer{json::value(json::object{{"@iot.selfLink", self_link(reading, entity)}})};
    KUNYU_TRY(auto const tree, grow(reading, entity, options));
    return Answer{json::value(entity_json(reading, tree, options))};
}

}  // namespace

base::Result<Answer> read(Reading const& reading, ResourcePath const& path, Options const& options) {
    KUNYU_TRY(auto targets, find_target(reading, path));
    auto answer = [&]() -> base::Result<Answer> {
        if (auto const* entity = std::get_if<EntityRef>(&targets.at))
            return read_entity(reading, path, options, *entity);
        if (auto* members = std::get_if<std::vector<EntityRef>>(&targets.at))
            return read_collection(reading, path, options, std::move(*members));
        return read_collection(reading, path, options, std::get<ObservationSet>(targets.at));
    }();
    // Properties are read from the archive while the answer is written, too.
    if (answer.has_value() && reading.work.refusal) return *reading.work.refusal;
    return answer;
}

}  // namespace kunyu::sensorthings
