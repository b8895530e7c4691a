#pragma once
#include "archive/batch.hpp"
#include "archive/points.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::archive {

/// One observation, whole.
struct Point {
    std::int64_t ordinal = 0;
    std::int64_t time = 0;
    std::int64_t arrival = 0;
    std::uint8_t quality = 2;
    ResultKind kind = ResultKind::number;
    double number = 0;
    std::string text;
    friend bool operator==(Point const&, Point const&) = default;
};

/// The observations of one stream that are in the log and not yet in a chunk, in the order of arrival: the ordinal of
/// the one at place i is base() + i. Flags found on arrival stand beside them, since a chunk may hold their
/// observations already. Not for two threads at once.
class Memtable {
  public:
    explicit Memtable(std::int64_t base = 0) : base_(base) {}

    std::int64_t base() const { return base_; }
    std::int64_t next_ordinal() const { return base_ + static_cast<std::int64_t>(points_.size()); }
    std::size_t size() const { return points_.size(); }
    bool empty() const { return points_.empty() && flags_.empty(); }
    /// The first frame of which something is here. Not of an empty one.
    std::uint64_t first_sequence() const { return first_sequence_; }
    std::size_t footprint() const;
    /// Not of one without observations.
    std::int64_t first_time() const { return least_time_; }
    std::int64_t last_time() const { return greatest_time_; }

    void add(Points points, std::uint64_t sequence, std::int64_t arrival);
    void flag(std::vector<FlagRun> const& runs, std::uint64_t sequence);
    std::vector<FlagRun> const& flags() const { return flags_; }

    /// Observations with from <= time < to, ascending by time, as they came.
    Points read(std::int64_t from, std::int64_t to) const;
    /// What came in frames up to `through`, ascending by time.
    Points read_through(std::uint64_t through) const;
    std::optional<Point> find(std::int64_t ordinal) const;
    /// The one with the latest time; of several the last that came.
    std::optional<Point> latest() const;

    /// What came in frames up to `through` is in chunks now, or in revisions: observations below `next_ordinal`.
    void sealed(std::int64_t next_ordinal, std::uint64_t through);

  private:
    /// What came in one frame.
    struct Arrival {
        std::size_t first = 0;
        std::int64_t at = 0;
        std::uint64_t sequence = 0;
    };
    std::int64_t arrival(std::size_t place) const;
    Points at(std::vector<std::size_t> const& places) const;
    Points at(std::size_t from, std::size_t to) const;
    void note(std::size_t place);
    std::size_t places_through(std::uint64_t through) const;

    std::int64_t base_;
    Points points_;
    std::vector<Arrival> arrivals_;
    std::vector<FlagRun> flags_;
    std::vector<std::uint64_t> flag_sequences_;  ///< of each the last frame that is in it
    bool in_order_ = true;
    std::size_t latest_ = 0;
    std::int64_t least_time_ = 0;
    std::int64_t greatest_time_ = 0;
    std::uint64_t first_sequence_ = 0;
};

}  // namespace kunyu::archive
