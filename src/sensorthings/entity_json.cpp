#include "sensorthings/entity_json.hpp"

#include "base/json.hpp"
#include "sensorthings/options_text.hpp"
#include "sensorthings/properties.hpp"
#include "sensorthings/relations.hpp"
#include "sensorthings/times.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
namespace obs = observations;

/// An entity with nothing selected has about as many.
constexpr std::size_t most_members = 14;

/// Present even when null.
bool is_always_there(Kind kind, Property const& property) {
    return property.required || (kind == Kind::observation && property.name == "resultTime");
}

/// Whether the navigation can lead anywhere: an observation is of a Datastream or of a MultiDatastream.
bool applies(Reading const& reading, EntityRef const& entity, Navigation const& navigation) {
    auto const* observation = entity.get<obs::Observation>();
    bool const to_stream = navigation.target == Kind::datastream || navigation.target == Kind::multi_datastream;
    if (!observation || !to_stream) return true;
    auto const* stream = reading.view.find(observation->id.stream);
    return stream && stream->multi == (navigation.target == Kind::multi_datastream);
}

/// The members of a property that are selected: {"a": ..} for properties/a; the whole for the property itself.
json::value selected_part(json::value const& whole, Options const& options, std::string_view name) {
    json::object part;
    for (auto const& item : options.select) {
        if (item.front() != name) continue;
        if (item.size() == 1) return whole;
        auto const* object = whole.if_object();
        auto const* member = object ? object->if_contains(item[1]) : nullptr;
        if (member) part[item[1]] = *member;
    }
    return options.select.empty() ? whole : json::value(std::move(part));
}

void add_properties(Reading const& reading, EntityRef const& entity, Options const& options, json::object& out) {
    auto const kind = entity.kind();
    for (auto const& property : type_of(kind).properties) {
        if (!options.selects(property.name)) continue;
        auto value = property_json(reading, entity, property.name, out.storage());
        if (value.is_null() && !is_always_there(kind, property)) continue;
        if (options.select.empty())
            out.emplace(property.name, std::move(value));
        else
            out[property.name] = selected_part(value, options, property.name);
    }
}

/// Puts a collection's count, its next link and its members into `out`, their names before the navigation's.
void add_collection(Reading const& reading, CollectionTree const& tree, Expand const& expand,
                    std::string const& address, json::object& out) {
    std::string const name(expand.navigation->name);
    if (tree.count) out[name + "@iot.count"] = *tree.count;
    json::array members(out.storage());
    for (auto const& member : tree.members)
        members.push_back(entity_json(reading, member, expand.options, out.storage()));
    out[name] = std::move(members);
    if (tree.next) out[name + "@iot.nextLink"] = address + '?' + next_query(expand.options, *tree.next);
}

void add_expanded(Reading const& reading, EntityTree const& tree, ExpandedTree const& expanded, json::object& out) {
    auto const& navigation = *expanded.expand->navigation;
    if (expanded.many) {
        auto const address = fmt::format("{}/{}", self_link(reading, tree.entity), navigation.name);
        add_collection(reading, *expanded.many, *expanded.expand, address, out);
    } else if (expanded.one) {
        out[navigation.name] = entity_json(reading, *expanded.one, expanded.expand->options, out.storage());
    } else if (applies(reading, tree.entity, navigation)) {
        out[navigation.name] = nullptr;
    }
}

void add_link(json::object& out, std::string_view navigation, std::string_view link) {
    fmt::memory_buffer name;
    fmt::format_to(std::back_inserter(name), FMT_COMPILE("{}@iot.navigationLink"), navigation);
    fmt::memory_buffer address;
    fmt::format_to(std::back_inserter(address), FMT_COMPILE("{}/{}"), link, navigation);
    out.emplace(std::string_view(name.data(), name.size()), std::string_view(address.data(), address.size()));
}

/// What is expanded has its link too, unless a $select leaves that out.
void add_navigations(Reading const& reading, EntityTree const& tree, Options const& options, json::object& out) {
    auto const link = self_link(reading, tree.entity);
    for (auto const& navigation : type_of(tree.entity.kind()).navigations) {
        auto const expanded = std::find_if(tree.expanded.begin(), tree.expanded.end(),
                                           [&](auto const& one) { return one.expand->navigation == &navigation; });
        if (options.selects(navigation.name) && applies(reading, tree.entity, navigation))
            add_link(out, navigation.name, link);
        if (expanded != tree.expanded.end()) add_expanded(reading, tree, *expanded, out);
    }
}

/// A document of a collection around its members.
json::object document(CollectionTree const& tree, Options const& options, std::string const& address,
                      json::array members) {
    json::object out(members.storage());
    if (tree.count) out["@iot.count"] = *tree.count;
    if (tree.next) out["@iot.nextLink"] = address + '?' + next_query(options, *tree.next);
    out["value"] = std::move(members);
    return out;
}

}  // namespace

std::string self_link(Reading const& reading, EntityRef const& entity) {
    return fmt::format(FMT_COMPILE("{}/{}({})"), reading.root, type_of(entity.kind()).set, entity.id());
}

json::value property_json(Reading const& reading, EntityRef const& entity, std::string_view name,
                          json::storage_ptr storage) {
    if (name == "id") return entity.id();
    auto value = property_of(reading, entity, name);
    if (auto* held = std::get_if<json::value>(&value)) return json::value(std::move(*held), std::move(storage));
    if (auto const* at = std::get_if<base::Instant>(&value)) return json::value(iso_text(*at), std::move(storage));
    return json::value(iso_text(std::get<obs::TimeSpan>(value)), std::move(storage));
}

json::object entity_json(Reading const& reading, EntityTree const& tree, Options const& options,
                         json::storage_ptr storage) {
    json::object out(most_members, std::move(storage));
    if (options.selects("id")) out["@iot.id"] = tree.entity.id();
    if (options.selects("@iot.selfLink")) out["@iot.selfLink"] = self_link(reading, tree.entity);
    add_properties(reading, tree.entity, options, out);
    add_navigations(reading, tree, options, out);
    return out;
}

json::object collection_json(Reading const& reading, CollectionTree const& tree, Options const& options,
                             std::string const& address) {
    json::array members(json::make_shared_resource<json::monotonic_resource>());
    members.reserve(tree.members.size());
    for (auto const& member : tree.members) members.push_back(entity_json(reading, member, options, members.storage()));
    return document(tree, options, address, std::move(members));
}

json::object links_json(Reading const& reading, CollectionTree const& tree, Options const& options,
                        std::string const& address) {
    json::array members;
    for (auto const& member : tree.members)
        members.push_back(json::object{{"@iot.selfLink", self_link(reading, member.entity)}});
    return document(tree, options, address + "/$ref", std::move(members));
}

}  // namespace kunyu::sensorthings
