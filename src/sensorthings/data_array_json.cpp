#include "sensorthings/data_array_json.hpp"

#include "sensorthings/entity_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
namespace obs = observations;

using Components = std::vector<std::string>;

bool any_has(Reading const& reading, CollectionTree const& tree, std::string_view property) {
    return std::any_of(tree.members.begin(), tree.members.end(),
                       [&](auto const& member) { return !property_json(reading, member.entity, property).is_null(); });
}

Components components_of(Reading const& reading, CollectionTree const& tree, Options const& options) {
    Components components;
    for (auto const& item : options.select) {
        bool const is_value = item.front() == "id" || type_of(Kind::observation).property(item.front());
        if (is_value) components.push_back(item.front());
    }
    if (!options.select.empty()) return components;
    components = {"id", "phenomenonTime", "resultTime", "result"};
    for (auto const* rare : {"resultQuality", "validTime", "parameters"})
        if (any_has(reading, tree, rare)) components.emplace_back(rare);
    return components;
}

/// The observations of one stream.
struct Group {
    obs::StreamId stream;
    json::array rows;
};

Group& group_of(std::vector<Group>& groups, obs::StreamId stream) {
    auto const found =
        std::find_if(groups.begin(), groups.end(), [&](auto const& group) { return group.stream == stream; });
    if (found != groups.end()) return *found;
    groups.push_back({stream, {}});
    return groups.back();
}

json::object group_json(Reading const& reading, Group group, Components const& components) {
    auto const* stream = reading.view.find(group.stream);
    std::string const name(type_of(stream->multi ? Kind::multi_datastream : Kind::datastream).name);
    json::object out;
    out[name + "@iot.navigationLink"] = self_link(reading, EntityRef{stream});
    out["components"] = json::value_from(components);
    out["dataArray@iot.count"] = group.rows.size();
    out["dataArray"] = std::move(group.rows);
    return out;
}

}  // namespace

json::object data_array_json(Reading const& reading, CollectionTree const& tree, Options const& options,
                             std::string const& address) {
    auto const components = components_of(reading, tree, options);
    std::vector<Group> groups;
    for (auto const& member : tree.members) {
        json::array row;
        for (auto const& component : components) row.push_back(property_json(reading, member.entity, component));
        group_of(groups, member.entity.get<obs::Observation>()->id.stream).rows.push_back(std::move(row));
    }
    json::array value;
    for (auto& group : groups) value.push_back(group_json(reading, std::move(group), components));
    CollectionTree without_members;
    without_members.count = tree.count;
    without_members.next = tree.next;
    auto out = collection_json(reading, without_members, options, address);
    out["value"] = std::move(value);
    return out;
}

}  // namespace kunyu::sensorthings
