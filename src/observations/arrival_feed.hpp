#pragma once
#include "archive/store.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "observations/arrival_quality.hpp"
#include "observations/log_follower.hpp"
#include "observations/quality_alarm_watch.hpp"
#include "observations/watched_streams.hpp"

#include <map>
#include <span>
#include <vector>

namespace kunyu::observations {

/// What is done with every observation that comes in, whatever door it came through: first the tests of its stream,
/// whose flags go into the archive, then the alarms, which see these flags. Values are calibrated for both. Used by one
/// LogFollower; all references must outlive it.
class ArrivalFeed {
  public:
    ArrivalFeed(archive::Store& store, sql::Database& database, Catalogue& catalogue, base::IdGenerator& ids,
                base::Clock const& clock);
    ArrivalFeed(ArrivalFeed const&) = delete;
    ArrivalFeed& operator=(ArrivalFeed const&) = delete;

    /// The consumer "observations.arrivals" of the log.
    LogConsumer consumer();

  private:
    using Findings = std::map<StreamId, ArrivalFindings>;

    base::Result<LogConsumer::Effect> take(std::span<LogEntry const> entries);
    base::Result<Findings> test(std::span<LogEntry const> entries) const;
    /// In the archive when it answers.
    base::Result<void> keep(Findings const& findings) const;
    std::vector<StreamArrival> arrivals_of(std::span<LogEntry const> entries, Findings const& findings) const;
    void tick() const;

    archive::Store& store_;
    sql::Database& database_;
    base::Clock const& clock_;
    WatchedStreams watched_;
    AlarmWatch alarms_;
};

}  // namespace kunyu::observations
