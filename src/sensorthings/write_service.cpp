#include "sensorthings/write_service.hpp"

#include "sensorthings/entity_input.hpp"
#include "sensorthings/entity_update.hpp"

#include <stdexcept>
#include <utility>

namespace kunyu::sensorthings {

using namespace observations;  // NOLINT: nearly every name here is an entity
using identity::Caller;

namespace {

base::Result<void> remove_entity(EntityService const& entities, sql::Tx& tx, Caller const& caller, EntityKey const& ref,
                                 std::optional<std::int64_t> version) {
    switch (ref.kind) {
        case Kind::thing:
            return entities.remove(tx, caller, ThingId{ref.id}, version);
        case Kind::location:
            return entities.remove(tx, caller, LocationId{ref.id}, version);
        case Kind::historical_location:
            return entities.remove(tx, caller, HistoricalLocationId{ref.id}, version);
        case Kind::datastream:
        case Kind::multi_datastream:
            return entities.remove(tx, caller, StreamId{ref.id}, version);
        case Kind::sensor:
            return entities.remove(tx, caller, SensorId{ref.id}, version);
        case Kind::observed_property:
            return entities.remove(tx, caller, ObservedPropertyId{ref.id}, version);
        case Kind::feature_of_interest:
            return entities.remove(tx, caller, FeatureId{ref.id}, version);
        case Kind::observation:
            break;
    }
    throw std::logic_error("not an entity");
}

}  // namespace

base::Result<Written> WriteService::create(sql::Tx& tx, Caller const& caller, ResourcePath const& path,
                                           boost::json::value const& body) const {
    TargetFinder const finder(entities_, find_observation_, tx, caller);
    KUNYU_TRY(auto const target, finder.find(path));
    if (target.entity) return base::refuse("sensorthings.not_a_collection");
    if (target.owner && target.owner->kind == Kind::multi_datastream && target.kind == Kind::observed_property)
        return base::refuse("sensorthings.fixed_properties");
    KUNYU_TRY(auto const input, read_new_entity(target.kind, body, target.owner, caller.now));
    DeepInsert inserting(entities_, finder, tx, caller);
    KUNYU_TRY(auto const id, inserting.insert(input, target.owner));
    Written out;
    out.status = 201;
    out.entity = {target.kind, id};
    out.observations = inserting.observations();
    return out;
}

base::Result<Written> WriteService::update(sql::Tx& tx, Caller const& caller, ResourcePath const& path, EditForm form,
                                           boost::json::value const& body, std::optional<std::int64_t> version) const {
    TargetFinder const finder(entities_, find_observation_, tx, caller);
    KUNYU_TRY(auto const target, finder.find(path));
    if (!target.entity) return base::refuse("sensorthings.not_an_entity");
    EntityUpdate const updating(entities_, finder, tx, caller);
    Written out;
    out.entity = *target.entity;
    if (target.kind == Kind::observation) {
        KUNYU_TRY(auto before, finder.observation(target.entity->id));
        KUNYU_TRY(auto after, updating.corrected(before, form, body));
        out.correction = ObservationCorrection{std::move(before), std::move(after)};
    } else {
        KUNYU_TRY_VOID(updating.apply(*target.entity, form, body, version));
    }
    return out;
}

base::Result<Written> WriteService::remove(sql::Tx& tx, Caller const& caller, ResourcePath const& path,
                                           std::optional<std::int64_t> version) const {
    TargetFinder const finder(entities_, find_observation_, tx, caller);
    KUNYU_TRY(auto const target, finder.find(path));
    if (!target.entity) return base::refuse("sensorthings.not_an_entity");
    Written out;
    out.entity = *target.entity;
    if (target.kind == Kind::observation)
        out.removed_observation = ObservationId::of(target.entity->id);
    else
        KUNYU_TRY_VOID(remove_entity(entities_, tx, caller, *target.entity, version));
    if (target.kind == Kind::feature_of_interest) out.removed_feature = FeatureId{target.entity->id};
    return out;
}

}  // namespace kunyu::sensorthings
