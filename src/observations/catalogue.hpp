#pragma once
#include "observations/catalogue_state.hpp"
#include "observations/entity.hpp"
#include "sql/database.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace kunyu::observations {

/// All entities as they stood at one moment. Cheap to copy, may be kept as long as wanted and never waits for a writer;
/// what it answers lives as long as it does. Safe for all threads.
class View {
  public:
    explicit View(std::shared_ptr<CatalogueState const> state) : state_(std::move(state)) {}

    /// In the order of their ids: pairs of id and shared_ptr<T const>.
    EntityTable<Thing> const& things() const { return state_->things; }
    EntityTable<Location> const& locations() const { return state_->locations; }
    EntityTable<HistoricalLocation> const& historical_locations() const { return state_->historical_locations; }
    EntityTable<Sensor> const& sensors() const { return state_->sensors; }
    EntityTable<ObservedProperty> const& observed_properties() const { return state_->observed_properties; }
    EntityTable<Stream> const& streams() const { return state_->streams; }
    EntityTable<Feature> const& features() const { return state_->features; }

    /// Nothing when there is none.
    Thing const* find(ThingId id) const { return in(state_->things, id); }
    Location const* find(LocationId id) const { return in(state_->locations, id); }
    HistoricalLocation const* find(HistoricalLocationId id) const { return in(state_->historical_locations, id); }
    Sensor const* find(SensorId id) const { return in(state_->sensors, id); }
    ObservedProperty const* find(ObservedPropertyId id) const { return in(state_->observed_properties, id); }
    Stream const* find(StreamId id) const { return in(state_->streams, id); }
    Feature const* find(FeatureId id) const { return in(state_->features, id); }

    std::vector<StreamId> streams_of(ThingId id) const { return state_->streams_of_thing.members(id); }
    std::vector<StreamId> streams_of(SensorId id) const { return state_->streams_of_sensor.members(id); }
    std::vector<StreamId> streams_of(ObservedPropertyId id) const { return state_->streams_of_property.members(id); }
    /// Those of which it is, or was, what they observe, and those with observations that name it.
    std::vector<StreamId> streams_of(FeatureId id) const { return state_->streams_of_feature.members(id); }
    std::vector<ThingId> things_at(LocationId id) const { return state_->things_at.members(id); }
    std::vector<HistoricalLocationId> historical_locations_of(ThingId id) const {
        return state_->history_of_thing.members(id);
    }
    std::vector<HistoricalLocationId> historical_locations_at(LocationId id) const {
        return state_->history_at.members(id);
    }

    /// What the station is, was and will be to observe, ascending; see epochs.hpp.
    std::vector<Programme> const& programmes_of(ThingId id) const { return all_in(state_->programmes, id); }
    /// How the stream's values are to be read, ascending; see epochs.hpp.
    std::vector<Calibration> const& calibrations_of(StreamId id) const { return all_in(state_->calibrations, id); }

    /// What an observation that comes now and names no FeatureOfInterest observes: the stream's last feature, if that
    /// is the one of the Thing's current Location. Nothing: feature_for_location() of the entity service is to be
    /// called first.
    std::optional<FeatureId> current_feature(Stream const& stream) const;

    CatalogueState const& state() const { return *state_; }

  private:
    template <typename T>
    static T const* in(EntityTable<T> const& table, decltype(T::id) id) {
        auto const* found = table.find(id);
        return found ? found->get() : nullptr;
    }
    template <typename Owner, typename T>
    static std::vector<T> const& all_in(OrderedTable<Owner, std::shared_ptr<std::vector<T> const>> const& table,
                                        Owner owner) {
        static std::vector<T> const none;
        auto const* found = table.find(owner);
        return found ? **found : none;
    }
    std::shared_ptr<CatalogueState const> state_;
};

/// Keeps all entities in memory for reading, so that no read of observations asks the database about them. Follows
/// observation_change: after the first time only changed rows are read, whichever process changed them. About 2 KB a
/// stream. Safe for all threads. The database must outlive it.
class Catalogue {
  public:
    /// Reads nothing yet; the first refresh() reads all.
    explicit Catalogue(sql::Database& database);

    /// Takes in what has been committed, by any process, before the call. Without a change it costs one look at the
    /// database's version. Not within a read or write of the same thread: it reads by itself.
    void refresh();
    /// The same within a read: takes in what that read sees. Not with a Tx, whose work may yet be undone.
    void refresh(sql::Session& session);

    /// As of the last refresh.
    View view() const;
    /// refresh(), then view().
    View fresh() {
        refresh();
        return view();
    }

  private:
    std::shared_ptr<CatalogueState const> state() const;
    void take_in(sql::Session& session);

    sql::Database& database_;
    std::mutex refreshing_;               // one at a time
    std::atomic<std::int64_t> seen_{-1};  // the database's version at the last refresh()
    std::atomic<bool> loaded_{false};
    mutable std::mutex publishing_;  // guards state_
    std::shared_ptr<CatalogueState const> state_;
};

}  // namespace kunyu::observations
