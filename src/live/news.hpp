#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "live/cursor.hpp"
#include "sql/database.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

namespace kunyu::live {

/// What came into one stream with one frame.
struct LiveArrival {
    std::uint64_t sequence = 0;
    archive::Points points;  ///< with ordinals
};

/// An observation that is not as it was.
struct ChangedPlace {
    std::int64_t ordinal = 0;
    std::int64_t time = 0;
    std::int64_t end = 0;   ///< of its span, or the time
    std::uint8_t flag = 0;  ///< the new one when found on arrival
};

/// What was found or decided of some observations of one stream.
struct LiveChange {
    std::uint64_t sequence = 0;  ///< of the frame; 0 for a later version
    std::int64_t revision = 0;   ///< of the later version; 0 for flags found on arrival
    /// Where; nothing when there are too many to look up.
    std::optional<std::vector<ChangedPlace>> places;
};

struct LiveStream {
    std::vector<LiveArrival> arrivals;
    std::vector<LiveChange> changes;
};

struct LiveNews {
    LiveCursor until;
    std::unordered_map<std::int64_t, LiveStream> streams;
};

/// Where everything stood at a moment.
struct LiveState {
    LiveCursor cursor;
    std::int64_t audited = 0;  ///< the newest audit record: who may read what is as it was while it stays
};

/// Reads what has come into the archive since a place, on whatever process' behalf, out of the log and the later
/// versions. Between two calls it keeps the ordinals of the streams that it reads, so a stream that is not wanted for a
/// while must be forgotten. For one thread.
class LiveLog {
  public:
    using Wanted = std::function<bool(std::int64_t stream)>;

    LiveLog(archive::Store& store, sql::Database& database) : store_(store), database_(database) {}

    /// Takes in what other processes have committed; what the state holds can be read from the archive.
    LiveState state();
    /// Returns at once when something comes in here after the cursor, else after the patience.
    void wait_beyond(LiveCursor const& cursor, std::chrono::milliseconds patience) const;
    /// Whether since() can go on from there: what is gone from the log, too far back, or of another database is not.
    bool reaches(LiveCursor const& from, LiveState const& now) const;
    /// What came after `from` up to `now`, of the streams wanted. At most some megabytes of the log: `until` of the
    /// answer may be before `now`. Refused: archive.damaged; archive.frame_missing when the log has let go meanwhile.
    base::Result<LiveNews> since(LiveCursor const& from, LiveState const& now, Wanted const& wanted);

    /// A stream that nobody wants any more.
    void forget(std::int64_t stream) { known_.erase(stream); }

    /// The most changed observations of one version that are looked up.
    static constexpr std::int64_t most_places = 500;

  private:
    base::Result<void> read_frames(LiveCursor const& from, LiveState const& now, Wanted const& wanted, LiveNews& news);
    /// The ordinal that the next observation of a stream has after this frame.
    struct Known {
        std::int64_t next = 0;
        std::uint64_t sequence = 0;
    };
    base::Result<void> number(LiveNews& news, std::uint64_t after);
    base::Result<void> learn(LiveNews const& news, std::uint64_t after);
    base::Result<void> read_revisions(LiveCursor const& from, LiveState const& now, Wanted const& wanted,
                                      LiveNews& news);

    archive::Store& store_;
    sql::Database& database_;
    std::unordered_map<std::int64_t, Known> known_;
    std::uint64_t read_through_ = 0;  ///< the last frame of the last answer
    std::int64_t version_ = -1;       ///< of the database when it was looked at
    std::int64_t revision_ = 0;
    std::int64_t audited_ = 0;
};

}  // namespace kunyu::live
