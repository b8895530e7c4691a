#pragma once
#include "identity/permissions.hpp"
#include "observations/entity_record.hpp"
#include "observations/entity_rules.hpp"
#include "observations/entity_store.hpp"
#include "observations/station_access.hpp"
#include "observations/taken_along.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

// What the use cases of all kinds of entities share; for entity_service*.cpp alone.

namespace kunyu::observations {

inline Stamp stamp_of(identity::Caller const& caller) {
    return {caller.account, caller.now};
}

inline base::Result<void> check_version(std::int64_t stored, std::optional<std::int64_t> expected) {
    if (expected && *expected != stored) return base::refuse("identity.version_conflict");
    return {};
}

template <typename T>
base::Result<void> check_alone(T const& entity) {
    Faults faults;
    check(entity, faults);
    return faults.result();
}

template <typename T>
std::string label_of(T const& entity) {
    if constexpr (requires { entity.name; })
        return entity.name;
    else
        return base::to_string(entity.time);
}

template <typename T>
void record_written(sql::Tx& tx, identity::Caller const& caller, identity::Target const& target, T const& subject,
                    T const* before, T const* after) {
    RecordedChange change;
    change.action = station_editing;
    change.kind = EntityWords<T>::kind;
    change.id = subject.id.value;
    change.label = label_of(subject);
    if (before) change.before = record_of(*before);
    if (after) change.after = record_of(*after);
    record_change(tx, caller, target, std::move(change));
}

/// Sensors, places and features: seen with one of the stations that use them, by everybody with a public one; unused
/// ones by everybody.
template <typename Id>
bool sees_shared(sql::Session& session, identity::Caller const& caller, Id id) {
    if (used_in_public(session, id) || identity::scope_of(session, caller, station_reading).everything) return true;
    auto const things = things_using(session, id);
    return things.empty() || std::any_of(things.begin(), things.end(), [&](ThingId thing) {
               return visible_thing(session, caller, thing).has_value();
           });
}

/// Whether the caller may change what several stations may use: see EntityService.
template <typename Id>
base::Result<void> authorise_shared(sql::Session& session, identity::Caller const& caller, Id id) {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_editing));
    if (identity::scope_of(session, caller, station_editing).everything) return {};
    auto const things = things_using(session, id);
    bool const allowed = things.empty() ? caller.account.value != 0 && maker_of(session, id) == caller.account
                                        : std::all_of(things.begin(), things.end(), [&](ThingId thing) {
                                              return thing_for(session, caller, station_editing, thing).has_value();
                                          });
    if (!allowed) return base::refuse("observations.used_by_others");
    return {};
}

/// Observed properties are a vocabulary that everybody sees.
inline bool sees_shared(sql::Session&, identity::Caller const&, ObservedPropertyId) {
    return true;
}

template <typename T>
base::Result<T> find_shared(sql::Session& session, identity::Caller const& caller, decltype(T::id) id) {
    auto entity = load(session, id);
    if (!entity || !sees_shared(session, caller, id)) return base::refuse(EntityWords<T>::not_found);
    return std::move(*entity);
}

template <typename T>
base::Result<T> create_shared(sql::Tx& tx, identity::Caller const& caller, base::IdGenerator& ids, T entity) {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_editing));
    KUNYU_TRY_VOID(check_alone(entity));
    entity.id = {ids.next()};
    entity.version = 1;
    insert(tx, entity, stamp_of(caller));
    record_written<T>(tx, caller, {}, entity, nullptr, &entity);
    return entity;
}

/// `prepare(before, entity)` puts in what a change may not change.
template <typename T, typename F>
base::Result<T> replace_shared(sql::Tx& tx, identity::Caller const& caller, T entity,
                               std::optional<std::int64_t> version, F&& prepare) {
    KUNYU_TRY(auto const before, find_shared<T>(tx, caller, entity.id));
    KUNYU_TRY_VOID(authorise_shared(tx, caller, entity.id));
    KUNYU_TRY_VOID(check_version(before.version, version));
    KUNYU_TRY_VOID(check_alone(entity));
    entity.version = before.version + 1;
    prepare(before, entity);
    update(tx, entity, stamp_of(caller));
    record_written<T>(tx, caller, {}, entity, &before, &entity);
    return entity;
}

template <typename T>
base::Result<void> remove_shared(sql::Tx& tx, identity::Caller const& caller, decltype(T::id) id,
                                 std::optional<std::int64_t> version) {
    KUNYU_TRY(auto const before, find_shared<T>(tx, caller, id));
    KUNYU_TRY_VOID(authorise_shared(tx, caller, id));
    KUNYU_TRY_VOID(check_version(before.version, version));
    record_taken_along(tx, caller, id);
    remove(tx, id, stamp_of(caller));
    record_written<T>(tx, caller, {}, before, &before, nullptr);
    return {};
}

/// Places that are linked to: observations.unknown_link at /Locations/i.
inline void check_places(sql::Session& session, identity::Caller const& caller, std::vector<LocationId> const& places,
                         Faults& faults) {
    for (std::size_t i = 0; i < places.size(); ++i)
        if (!find_shared<Location>(session, caller, places[i]))
            faults.add("/Locations/" + std::to_string(i), "observations.unknown_link",
                       {{"id", std::to_string(places[i].value)}});
}

}  // namespace kunyu::observations
