#include "observations/catalogue.hpp"

#include "observations/change_feed.hpp"
#include "observations/entity_store.hpp"
#include "observations/station_store.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kunyu::observations {
namespace {

/// With more changes than this, reading all at once is less work than row by row.
constexpr std::size_t most_single_changes = 5000;

template <typename T>
void put_all(CatalogueState& state, std::vector<T> entities) {
    for (auto& entity : entities) state.put(std::move(entity));
}

/// Those of one owner together.
template <typename T, typename Owner>
void put_grouped(CatalogueState& state, std::vector<T> const& all, Owner T::*owner) {
    std::map<Owner, std::vector<T>> grouped;
    for (auto const& one : all) grouped[one.*owner].push_back(one);
    for (auto& [id, of_owner] : grouped) state.put(id, std::move(of_owner));
}

CatalogueState load_all(sql::Session& session) {
    CatalogueState state;
    put_all(state, load_things(session));
    put_all(state, load_locations(session));
    put_all(state, load_historical_locations(session));
    put_all(state, load_sensors(session));
    put_all(state, load_observed_properties(session));
    put_all(state, load_streams(session));
    put_all(state, load_features(session));
    put_grouped(state, load_programmes(session), &Programme::thing);
    put_grouped(state, load_calibrations(session), &Calibration::stream);
    state.sequence = last_change(session);
    return state;
}

template <typename Id>
void load_again(CatalogueState& state, sql::Session& session, Id id) {
    if (auto entity = load(session, id))
        state.put(std::move(*entity));
    else
        state.remove(id);
}

void take_in(CatalogueState& state, sql::Session& session, ChangeKind kind, std::int64_t id) {
    switch (kind) {
        case ChangeKind::thing:
            return load_again(state, session, ThingId{id});
        case ChangeKind::location:
            return load_again(state, session, LocationId{id});
        case ChangeKind::historical_location:
            return load_again(state, session, HistoricalLocationId{id});
        case ChangeKind::sensor:
            return load_again(state, session, SensorId{id});
        case ChangeKind::observed_property:
            return load_again(state, session, ObservedPropertyId{id});
        case ChangeKind::stream:
            return load_again(state, session, StreamId{id});
        case ChangeKind::feature:
            return load_again(state, session, FeatureId{id});
        case ChangeKind::programme:
            return state.put(ThingId{id}, load_programmes(session, ThingId{id}));
        case ChangeKind::calibration:
            return state.put(StreamId{id}, load_calibrations(session, StreamId{id}));
        case ChangeKind::device:
        case ChangeKind::quality_rules:
            return;  // of other caches
    }
}

}  // namespace

std::optional<FeatureId> View::current_feature(Stream const& stream) const {
    if (stream.features.empty()) return std::nullopt;
    auto const last = stream.features.back().feature;
    auto const* thing = find(stream.thing);
    auto const* feature = find(last);
    if (!thing || !feature || !feature->made_from) return std::nullopt;
    auto const& places = thing->locations;
    if (std::find(places.begin(), places.end(), *feature->made_from) == places.end()) return std::nullopt;
    return last;
}

Catalogue::Catalogue(sql::Database& database) : database_(database), state_(std::make_shared<CatalogueState const>()) {}

void Catalogue::refresh() {
    // Asked before the read: what is committed in between is read twice, never missed.
    auto const version = database_.data_version();
    if (version == seen_.load()) return;
    std::lock_guard const guard(refreshing_);
    if (version == seen_.load()) return;
    database_.read([this](sql::Session& session) { take_in(session); });
    seen_.store(version);
}

void Catalogue::refresh(sql::Session& session) {
    if (loaded_.load() && last_change(session) <= state()->sequence) return;
    std::lock_guard const guard(refreshing_);
    take_in(session);
}

void Catalogue::take_in(sql::Session& session) {
    auto const before = state();
    auto const changes = changes_after(session, before->sequence);
    if (loaded_.load() && changes.empty()) return;
    std::shared_ptr<CatalogueState> next;
    if (!loaded_.load() || changes.size() > most_single_changes) {
        next = std::make_shared<CatalogueState>(load_all(session));
    } else {
        next = std::make_shared<CatalogueState>(*before);
        std::set<std::pair<ChangeKind, std::int64_t>> rows;
        for (auto const& change : changes) rows.emplace(change.kind, change.id);
        for (auto const& [kind, id] : rows) observations::take_in(*next, session, kind, id);
        next->sequence = changes.back().sequence;
    }
    std::lock_guard const guard(publishing_);
    state_ = std::move(next);
    loaded_.store(true);
}

View Catalogue::view() const {
    return View(state());
}

std::shared_ptr<CatalogueState const> Catalogue::state() const {
    std::lock_guard const guard(publishing_);
    return state_;
}

}  // namespace kunyu::observations
