#pragma once
#include "archive/batch.hpp"
#include "archive/store.hpp"
#include "base/result.hpp"
#include "http/worker_pool.hpp"
#include "identity/caller.hpp"
#include "observations/catalogue.hpp"
#include "observations/device_directory.hpp"
#include "observations/entity_service.hpp"
#include "observations/repeats.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kunyu::observations {

/// Whose observations are taken, and of which stations; found out once a request, pure afterwards.
class WriteScope {
  public:
    /// A device writes for its own station alone.
    static WriteScope of(KnownDevice const& device);
    /// Action observation.record.
    static WriteScope of(sql::Session& session, identity::Caller const& caller);

    bool writes(View const& view, Stream const& stream) const;
    /// For the audit record of what comes along (a feature made from the station's location).
    std::string const& name() const { return name_; }

  private:
    bool everything_ = false;
    std::set<std::int64_t> platforms_;
    std::optional<ThingId> thing_;
    std::string name_;
};

/// The one way of observations into the archive, whatever door they come through: the stream is there and the writer's,
/// it has something that it observes, then the archive takes them. Safe for all threads.
class Ingest {
  public:
    Ingest(archive::Store& store, Catalogue& catalogue, sql::Database& database, EntityService const& entities,
           base::Clock const& clock);
    Ingest(Ingest const&) = delete;
    Ingest& operator=(Ingest const&) = delete;
    ~Ingest();

    /// The stream, if the writer may write to it; observations.stream_not_found otherwise. The view must outlive it.
    static base::Result<Stream const*> stream_for(View const& view, WriteScope const& scope, StreamId id);

    using Done = archive::Store::Done;
    /// Streams are the caller's to have checked with stream_for(), and features that observations name. Answers at
    /// once; a stream that does not yet observe anything is given its feature first, and features are noted that none
    /// of its observations named before, on a thread of this object. Refused: observations.no_location,
    /// observations.unknown_link {id} for a feature that has gone meanwhile, and what archive::Store::append() refuses.
    void append(View const& view, WriteScope const& scope, archive::Batch batch, Done done);
    base::Result<archive::Receipt> append(View const& view, WriteScope const& scope, archive::Batch batch);

    /// Takes out what the archive has already: for doors that may bring the same twice. Refused: archive.damaged.
    base::Result<std::vector<Repeat>> take_out_repeats(archive::StreamPoints& points) {
        return observations::take_out_repeats(store_, points);
    }

    /// For work of a door that has to wait and must not on the thread it is on. False when too much waits.
    bool later(std::function<void()> work) { return slow_.submit(std::move(work)); }

  private:
    /// What the database is to know of a batch first.
    struct Missing {
        /// Those that an observation without a feature of its own needs one for, and have none of the station's place.
        std::vector<StreamId> without_feature;
        struct Named {
            StreamId stream;
            FeatureId feature;
            base::Instant ended;  ///< the first observation that names it
        };
        std::vector<Named> named;  ///< for the first time, or earlier than before
        bool empty() const { return without_feature.empty() && named.empty(); }
    };
    Missing missing(View const& view, archive::Batch const& batch) const;
    base::Result<void> supply(Missing const& missing, std::string const& writer);

    archive::Store& store_;
    Catalogue& catalogue_;
    sql::Database& database_;
    EntityService const& entities_;
    base::Clock const& clock_;
    http::WorkerPool slow_;
};

}  // namespace kunyu::observations
