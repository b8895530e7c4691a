#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observations/access.hpp"
#include "observations/catalogue.hpp"
#include "observations/observation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::observations {

/// What one caller sees of one stream: the observations before `end`. The view must live on.
struct StreamReach {
    View const* view = nullptr;
    Stream const* stream = nullptr;
    base::Instant end = ReadScope::every_observation;  ///< phenomenon time, or where it begins; not included
    /// The end of what may be read, for the reader; nothing where everything may be.
    std::optional<base::Instant> readable_until() const {
        return end == ReadScope::every_observation ? std::nullopt : std::optional(end);
    }
};

/// What is told of a stream at the head of its page.
struct StreamFigures {
    std::optional<TimeSpan> extent;  ///< phenomenon times of the first and the last
    std::optional<Observation> latest;
    std::int64_t count = 0;
};

struct SeriesQuery {
    std::optional<base::Instant> from = {};  ///< the first observation's when absent
    std::optional<base::Instant> to = {};    ///< not included; behind the last observation when absent
    std::size_t buckets = 800;               ///< at most so many numbers are drawn
    std::optional<base::Instant> as_of = {};
    bool skip_bad = false;    ///< without what is flagged 4 (bad) or 9 (missing)
    bool calibrated = false;  ///< values as the calibrations of their time make them
};
inline constexpr std::size_t most_buckets = 2000;

/// What lies in one part of the range. Of text only the counts are told.
struct SeriesBucket {
    base::Instant from;
    std::int64_t count = 0;
    std::optional<double> min;
    std::optional<double> max;
    std::optional<double> mean;
    std::int64_t bad = 0;  ///< flagged 4 or 9; none when these are left out
};

/// A stream over a range, as a plot needs it: the observations themselves where they are few, else the envelope of
/// equal parts.
struct Series {
    std::optional<TimeSpan> range;  ///< nothing when none was asked for and there is no observation
    std::int64_t count = 0;
    std::int64_t step = 0;  ///< microseconds, of a part; 0: observations
    std::vector<SeriesBucket> buckets;
    std::vector<Observation> points;
};

/// Reads streams for plots and pages out of the archive. Who sees a stream at all is the caller's to ask. Refusals:
/// archive.damaged. Safe for all threads.
class SeriesReader {
  public:
    explicit SeriesReader(archive::Store& store) : store_(store) {}

    /// Under an embargo nothing is read that ends within it: neither what begins there nor what reaches into it.
    base::Result<StreamReach> reach(View const& view, ReadScope const& scope, Stream const& stream,
                                    base::Instant now) const;
    base::Result<std::optional<Observation>> latest(StreamReach const& reach) const;
    /// The same of many, in their order, at once.
    base::Result<std::vector<std::optional<Observation>>> latest(std::vector<StreamReach> const& streams) const;
    base::Result<StreamFigures> figures(StreamReach const& reach) const;
    /// Phenomenon times of the first and the last; nothing without observations.
    base::Result<std::optional<TimeSpan>> extent(StreamReach const& reach, archive::ReadOptions const& options) const;
    base::Result<Series> series(StreamReach const& reach, SeriesQuery const& query) const;

  private:
    base::Result<std::vector<Observation>> points(StreamReach const& reach, archive::TimeRange const& range,
                                                  SeriesQuery const& query) const;
    base::Result<std::vector<SeriesBucket>> buckets(StreamReach const& reach, archive::TimeRange const& range,
                                                    SeriesQuery const& query, std::int64_t step) const;

    archive::Store& store_;
};

}  // namespace kunyu::observations
