#pragma once
#include "identity/caller.hpp"
#include "observations/access.hpp"
#include "observations/series_routes.hpp"

namespace kunyu::observations {

/// What one request reads: all entities of one moment, and who asks.
class SeriesReading {
  public:
    SeriesReading(SeriesParts const& parts, identity::Caller const& caller);

    View const& view() const { return view_; }
    ReadScope const& scope() const { return scope_; }
    /// observations.stream_not_found for one that is not there or not for the caller to see.
    base::Result<StreamReach> stream(StreamId id) const;
    /// observations.thing_not_found, likewise.
    base::Result<Thing const*> station(ThingId id) const;
    /// Its streams that the caller sees.
    base::Result<std::vector<StreamReach>> streams_of(ThingId id) const;

  private:
    SeriesReader const& reader_;
    base::Instant now_;
    View view_;
    ReadScope scope_;
};

}  // namespace kunyu::observations
