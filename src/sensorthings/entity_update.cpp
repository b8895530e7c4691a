#include "sensorthings/entity_update.hpp"

#include "sensorthings/bad_request.hpp"
#include "sensorthings/entity_document.hpp"
#include "sensorthings/observation_input.hpp"
#include "sensorthings/relink.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kunyu::sensorthings {

namespace json = boost::json;
using namespace observations;  // NOLINT: nearly every name here is an entity

namespace {

/// What an observation of the stream with this ordinal observes when it names nothing.
FeatureId feature_of(Stream const& stream, std::int64_t ordinal) {
    FeatureId feature;
    for (auto const& since : stream.features)
        if (since.first_ordinal <= ordinal) feature = since.feature;
    return feature;
}

/// The relations that the entity itself holds; the others stand at their other side.
bool is_held_by(Kind kind, std::string_view navigation) {
    if (kind == Kind::thing || kind == Kind::historical_location) return navigation == "Locations";
    return kind == Kind::multi_datastream && navigation == "ObservedProperties";
}

}  // namespace

base::Result<std::int64_t> EntityUpdate::linked(RelatedInput const& related, Kind kind) const {
    if (finder_.must_exist({kind, related.link}).has_error())
        return bad_member(related.path, "observations.unknown_link", {{"id", std::to_string(related.link)}});
    return related.link;
}

template <typename Id>
base::Result<void> EntityUpdate::take_one(EntityInput const& input, std::string_view navigation, Id& id) const {
    auto const& related = input.at(navigation);
    if (related.empty()) return {};
    KUNYU_TRY(id.value, linked(related.front(), type_of(input.kind).navigation(navigation)->target));
    return {};
}

template <typename Id>
base::Result<std::vector<Id>> EntityUpdate::take_several(EntityInput const& input, std::string_view navigation) const {
    std::vector<Id> out;
    for (auto const& related : input.at(navigation)) {
        KUNYU_TRY(auto const id, linked(related, type_of(input.kind).navigation(navigation)->target));
        out.push_back({id});
    }
    return out;
}

base::Result<void> EntityUpdate::keep(Thing const& before, EntityInput const& input, Thing& after) const {
    KUNYU_TRY(auto const added, take_several<LocationId>(input, "Locations"));
    KUNYU_TRY(after.locations, places_after(entities_, tx_, caller_, before.locations, added));
    return {};
}

base::Result<void> EntityUpdate::keep(HistoricalLocation const& before, EntityInput const& input,
                                      HistoricalLocation& after) const {
    after.thing = before.thing;
    after.locations = before.locations;
    KUNYU_TRY_VOID(take_one(input, "Thing", after.thing));
    KUNYU_TRY(auto const added, take_several<LocationId>(input, "Locations"));
    for (auto const place : added)
        if (std::find(after.locations.begin(), after.locations.end(), place) == after.locations.end())
            after.locations.push_back(place);
    return {};
}

base::Result<void> EntityUpdate::keep(Stream const& before, EntityInput const& input, Stream& after) const {
    after.thing = before.thing;
    after.sensor = before.sensor;
    after.observed_properties = before.observed_properties;
    KUNYU_TRY_VOID(take_one(input, "Thing", after.thing));
    KUNYU_TRY_VOID(take_one(input, "Sensor", after.sensor));
    if (!before.multi) return take_one(input, "ObservedProperty", after.observed_properties.front());
    KUNYU_TRY(auto const added, take_several<ObservedPropertyId>(input, "ObservedProperties"));
    after.observed_properties.insert(after.observed_properties.end(), added.begin(), added.end());
    return {};
}

base::Result<void> EntityUpdate::keep(Feature const& before, EntityInput const&, Feature& after) const {
    after.made_from = before.made_from;
    return {};
}

template <typename T>
base::Result<void> EntityUpdate::keep(T const&, EntityInput const&, T&) const {
    return {};
}

base::Result<void> EntityUpdate::relink_members(EntityInput const& input, EntityKey const& ref) const {
    for (auto const& navigation : type_of(ref.kind).navigations) {
        if (!navigation.many || is_held_by(ref.kind, navigation.name)) continue;
        for (auto const& related : input.at(navigation.name)) {
            KUNYU_TRY(auto const id, linked(related, navigation.target));
            auto done = relink(entities_, tx_, caller_, ref, {navigation.target, id});
            if (done.has_error() && done.error().code == "sensorthings.fixed_link")
                return bad_member(related.path, done.error().code);
            if (done.has_error()) return as_bad_request(std::move(done).error(), related.path);
        }
    }
    return {};
}

template <typename T>
base::Result<void> EntityUpdate::change(EntityKey const& ref, EditForm form, json::value const& body,
                                        std::optional<std::int64_t> version) const {
    KUNYU_TRY(auto const before, entities_.find(tx_, caller_, decltype(T::id){ref.id}));
    KUNYU_TRY(auto document, edited(ref.kind, document_of(before), form, body));
    KUNYU_TRY(auto const input, read_changed_entity(ref.kind, std::move(document), caller_.now));
    auto after = std::get<T>(input.entity);
    after.id = before.id;
    KUNYU_TRY_VOID(keep(before, input, after));
    KUNYU_TRY_AT("", auto const done, entities_.replace(tx_, caller_, std::move(after), version));
    return relink_members(input, {ref.kind, done.id.value});
}

base::Result<void> EntityUpdate::apply(EntityKey const& ref, EditForm form, json::value const& body,
                                       std::optional<std::int64_t> version) const {
    switch (ref.kind) {
        case Kind::thing:
            return change<Thing>(ref, form, body, version);
        case Kind::location:
            return change<Location>(ref, form, body, version);
        case Kind::historical_location:
            return change<HistoricalLocation>(ref, form, body, version);
        case Kind::datastream:
        case Kind::multi_datastream:
            return change<Stream>(ref, form, body, version);
        case Kind::sensor:
            return change<Sensor>(ref, form, body, version);
        case Kind::observed_property:
            return change<ObservedProperty>(ref, form, body, version);
        case Kind::feature_of_interest:
            return change<Feature>(ref, form, body, version);
        case Kind::observation:
            break;
    }
    throw std::logic_error("not an entity");
}

base::Result<NewObservation> EntityUpdate::corrected(Observation const& before, EditForm form,
                                                     json::value const& body) const {
    KUNYU_TRY(auto const stream, entities_.find(tx_, caller_, before.id.stream));
    KUNYU_TRY(auto document, edited(Kind::observation, document_of(before, stream), form, body));
    if (form == EditForm::replace && !document.contains("phenomenonTime"))
        document["phenomenonTime"] = document_of(before, stream).at("phenomenonTime");
    KUNYU_TRY(auto const input, read_changed_entity(Kind::observation, document, caller_.now));
    auto after = std::get<NewObservation>(input.entity);
    for (auto const* navigation : {"Datastream", "MultiDatastream"})
        for (auto const& related : input.at(navigation))
            if (stream.multi != (std::string_view(navigation) == "MultiDatastream") || related.link != stream.id.value)
                return bad_member(related.path, "sensorthings.fixed_link");
    if (stream.multi && !fit_multi_result(after.result, stream.observed_properties.size()))
        return bad_member("/result", "sensorthings.result_size");
    auto feature = before.feature;
    KUNYU_TRY_VOID(take_one(input, "FeatureOfInterest", feature));
    if (feature && feature != feature_of(stream, before.id.ordinal)) after.rarities.feature = feature;
    after.quality = before.quality;
    return after;
}

}  // namespace kunyu::sensorthings
