#pragma once
#include "sensorthings/observation_set.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace kunyu::sensorthings {

/// The orders in which an archive answers without sorting. Where two observations are equal, ids decide.
enum class NaturalOrder {
    by_stream,  ///< stream by stream, each by phenomenon time
    by_time,    ///< phenomenon time over all streams
    by_time_down,
    by_id,  ///< stream by stream, each as it arrived; not of a set under an embargo, nor within bounds of time
    by_id_down
};

/// Where a page ended.
struct ObservationPlace {
    base::Instant time;
    observations::ObservationId id;
};

/// Goes through a set in a natural order, one observation at a time, and reads in growing batches. What the caller may
/// not read, or has another feature, or lies out of the bounds is passed over. Each observation looked at counts in
/// Work::rows; at most_rows it ends, and `stopped` says so. The reading outlives it.
class ObservationCursor {
  public:
    struct Start {
        NaturalOrder order = NaturalOrder::by_stream;
        FilterRange range = {};
        std::optional<ObservationPlace> after = {};
        std::size_t expected = 100;  ///< about how many will be taken
        std::size_t cost = 1;        ///< of a look at one, for Work::rows: a long filter makes it dearer
    };
    ObservationCursor(Reading const& reading, ObservationSet const& set, Start const& start);

    ObservationCursor(ObservationCursor const&) = delete;
    ObservationCursor& operator=(ObservationCursor const&) = delete;

    /// Valid until the next call; nullptr at the end, or after a refusal (Work::refusal).
    observations::Observation const* next();
    bool stopped() const { return stopped_; }
    /// The last observation looked at, taken or passed over.
    std::optional<ObservationPlace> const& place() const { return place_; }

  private:
    struct Source {
        observations::Stream const* stream;
        observations::ObservationQuery query;
        std::vector<observations::Observation> rows = {};
        std::size_t at = 0;
        /// By id: the ordinals that are still to be read, the last not included.
        std::int64_t from = 0;
        std::int64_t to = 0;
        bool done = false;
        observations::Observation const& row() const { return rows[at]; }
    };
    bool is_by_id() const { return order_ == NaturalOrder::by_id || order_ == NaturalOrder::by_id_down; }
    Source source_of(observations::Stream const& stream, Start const& start) const;
    void bound_ordinals(Source& source, Start const& start) const;
    /// Whether there is one more; reads when none is at hand.
    bool ready(Source& source);
    void read_by_time(Source& source) const;
    void read_by_id(Source& source) const;
    bool comes_before(Source const& a, Source const& b) const;
    observations::Observation const* take(Source& source);
    observations::Observation const* next_of_one();
    observations::Observation const* next_of_all();
    void begin_merge();
    bool passes(observations::Stream const& stream, observations::Observation const& observation) const;

    Reading const& reading_;
    NaturalOrder order_;
    std::size_t cost_;
    FilterRange range_;
    std::optional<observations::FeatureId> feature_;
    std::vector<Source> sources_;
    std::vector<Source*> heap_;  ///< of a merge: the one that comes first on top
    std::size_t current_ = 0;    ///< by_stream
    bool merging_ = false;
    bool stopped_ = false;
    std::optional<ObservationPlace> place_;
};

}  // namespace kunyu::sensorthings
