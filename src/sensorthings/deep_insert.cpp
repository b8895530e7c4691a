#include "sensorthings/deep_insert.hpp"

#include "observations/station_access.hpp"
#include "sensorthings/bad_request.hpp"
#include "sensorthings/observation_input.hpp"
#include "sensorthings/relink.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kunyu::sensorthings {

using namespace observations;  // NOLINT: nearly every name here is an entity

namespace {

constexpr std::string_view observation_recording = "observation.record";

/// Whether the navigation leads to the owner below which this is posted.
bool leads_back(Kind child, std::string_view navigation, std::optional<EntityKey> const& owner) {
    return owner && inverse_navigation(child, owner->kind).name == navigation;
}

Kind target_of(Kind kind, std::string_view navigation) {
    return type_of(kind).navigation(navigation)->target;
}

}  // namespace

base::Result<std::int64_t> DeepInsert::insert(EntityInput const& input, std::optional<EntityKey> owner) {
    switch (input.kind) {
        case Kind::thing:
            return insert_thing(input, owner);
        case Kind::location:
            return insert_location(input, owner);
        case Kind::historical_location:
            return insert_historical(input, owner);
        case Kind::datastream:
        case Kind::multi_datastream:
            return insert_stream(input, owner);
        case Kind::sensor:
            return insert_alone<Sensor>(input);
        case Kind::observed_property:
            return insert_alone<ObservedProperty>(input);
        case Kind::feature_of_interest:
            return insert_alone<Feature>(input);
        case Kind::observation:
            return insert_observation(input, owner);
    }
    throw std::logic_error("no such kind");
}

/// What is linked is looked up where it is used.
base::Result<std::int64_t> DeepInsert::made_or_linked(RelatedInput const& related, Kind kind) {
    if (related.entity) return insert(*related.entity, std::nullopt);
    if (finder_.must_exist({kind, related.link}).has_error())
        return bad_member(related.path, "observations.unknown_link", {{"id", std::to_string(related.link)}});
    return related.link;
}

base::Result<std::int64_t> DeepInsert::one(EntityInput const& input, std::string_view navigation,
                                           std::optional<EntityKey> const& owner) {
    if (leads_back(input.kind, navigation, owner)) return owner->id;
    auto const& related = input.at(navigation);
    if (related.empty()) return 0;
    return made_or_linked(related.front(), target_of(input.kind, navigation));
}

template <typename Id>
base::Result<std::vector<Id>> DeepInsert::several(EntityInput const& input, std::string_view navigation,
                                                  std::optional<EntityKey> const& owner) {
    std::vector<Id> out;
    for (auto const& related : input.at(navigation)) {
        KUNYU_TRY(auto const id, made_or_linked(related, target_of(input.kind, navigation)));
        out.push_back({id});
    }
    if (leads_back(input.kind, navigation, owner) && std::find(out.begin(), out.end(), Id{owner->id}) == out.end())
        out.push_back({owner->id});
    return out;
}

base::Result<void> DeepInsert::insert_members(EntityInput const& input, EntityKey const& owner,
                                              std::vector<std::string_view> const& navigations) {
    for (auto const navigation : navigations)
        for (auto const& related : input.at(navigation)) {
            if (related.entity) {
                KUNYU_TRY_VOID(insert(*related.entity, owner));
                continue;
            }
            KUNYU_TRY(auto const id, made_or_linked(related, target_of(input.kind, navigation)));
            auto linked = relink(entities_, tx_, caller_, owner, {target_of(input.kind, navigation), id});
            if (linked.has_error() && linked.error().code == "sensorthings.fixed_link")
                return bad_member(related.path, linked.error().code);
            if (linked.has_error()) return as_bad_request(std::move(linked).error(), related.path);
        }
    return {};
}

base::Result<std::int64_t> DeepInsert::insert_thing(EntityInput const& input, std::optional<EntityKey> owner) {
    auto thing = std::get<Thing>(input.entity);
    KUNYU_TRY(thing.locations, several<LocationId>(input, "Locations", owner));
    KUNYU_TRY_AT(input.path, auto const made, entities_.create(tx_, caller_, std::move(thing)));
    KUNYU_TRY_VOID(insert_members(input, {Kind::thing, made.id.value},
                                  {"HistoricalLocations", "Datastreams", "MultiDatastreams"}));
    return made.id.value;
}

base::Result<std::int64_t> DeepInsert::insert_location(EntityInput const& input, std::optional<EntityKey> owner) {
    KUNYU_TRY_AT(input.path, auto const made, entities_.create(tx_, caller_, std::get<Location>(input.entity)));
    EntityKey const self{Kind::location, made.id.value};
    if (owner) {
        auto linked = relink(entities_, tx_, caller_, *owner, self);
        if (linked.has_error()) return as_bad_request(std::move(linked).error(), input.path);
    }
    KUNYU_TRY_VOID(insert_members(input, self, {"Things", "HistoricalLocations"}));
    return made.id.value;
}

base::Result<std::int64_t> DeepInsert::insert_historical(EntityInput const& input, std::optional<EntityKey> owner) {
    auto moved = std::get<HistoricalLocation>(input.entity);
    KUNYU_TRY(moved.thing.value, one(input, "Thing", owner));
    KUNYU_TRY(moved.locations, several<LocationId>(input, "Locations", owner));
    KUNYU_TRY_AT(input.path, auto const made, entities_.create(tx_, caller_, std::move(moved)));
    return made.id.value;
}

base::Result<std::int64_t> DeepInsert::insert_stream(EntityInput const& input, std::optional<EntityKey> owner) {
    auto stream = std::get<Stream>(input.entity);
    KUNYU_TRY(stream.thing.value, one(input, "Thing", owner));
    KUNYU_TRY(stream.sensor.value, one(input, "Sensor", owner));
    if (stream.multi) {
        KUNYU_TRY(stream.observed_properties, several<ObservedPropertyId>(input, "ObservedProperties", owner));
    } else {
        KUNYU_TRY(auto const property, one(input, "ObservedProperty", owner));
        stream.observed_properties = {{property}};
    }
    KUNYU_TRY_AT(input.path, auto const made, entities_.create(tx_, caller_, std::move(stream)));
    made_streams_.insert(made.id);
    KUNYU_TRY_VOID(insert_members(input, ref_to(made), {"Observations"}));
    return made.id.value;
}

template <typename T>
base::Result<std::int64_t> DeepInsert::insert_alone(EntityInput const& input) {
    KUNYU_TRY_AT(input.path, auto const made, entities_.create(tx_, caller_, std::get<T>(input.entity)));
    std::vector<std::string_view> navigations;
    for (auto const& navigation : type_of(input.kind).navigations) navigations.push_back(navigation.name);
    KUNYU_TRY_VOID(insert_members(input, {input.kind, made.id.value}, navigations));
    return made.id.value;
}

base::Result<Stream> DeepInsert::stream_of(EntityInput const& input, std::optional<EntityKey> const& owner) {
    for (auto const* navigation : {"Datastream", "MultiDatastream"}) {
        KUNYU_TRY(auto const id, one(input, navigation, owner));
        if (id != 0) return finder_.stream({target_of(input.kind, navigation), id});
    }
    throw std::logic_error("an observation without a stream passed the reader");
}

/// What an observation without a feature of its own observes.
base::Result<void> DeepInsert::find_feature(Stream const& stream, std::string const& path) {
    if (!with_feature_.insert(stream.id).second) return {};
    if (made_streams_.contains(stream.id)) {
        auto made = entities_.feature_for_location(tx_, caller_, stream.id, 0);
        if (made.has_error()) return bad_member(path, made.error().code, made.error().params);
        return {};
    }
    KUNYU_TRY(auto const thing, entities_.find(tx_, caller_, stream.thing));
    if (thing.locations.empty())
        return bad_member(path, "observations.no_location", {{"stream", std::to_string(stream.id.value)}});
    return {};
}

base::Result<std::int64_t> DeepInsert::insert_observation(EntityInput const& input, std::optional<EntityKey> owner) {
    auto observation = std::get<NewObservation>(input.entity);
    KUNYU_TRY(auto const stream, stream_of(input, owner));
    KUNYU_TRY_VOID(thing_for(tx_, caller_, observation_recording, stream.thing));
    if (stream.multi && !fit_multi_result(observation.result, stream.observed_properties.size()))
        return bad_member(input.path + "/result", "sensorthings.result_size");
    KUNYU_TRY(auto const feature, one(input, "FeatureOfInterest", owner));
    if (feature != 0)
        observation.rarities.feature = FeatureId{feature};
    else
        KUNYU_TRY_VOID(find_feature(stream, input.path + "/FeatureOfInterest"));
    observations_.push_back({stream.id, std::move(observation), input.path});
    return 0;
}

}  // namespace kunyu::sensorthings
