#pragma once
#include "archive/numbers.hpp"
#include "archive/points.hpp"
#include "archive/times.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::archive {

/// What is known of some observations without reading them. Numbers that are no numbers (NaN) do not count.
struct Summary {
    std::uint64_t numbers = 0;  ///< how many results are finite numbers
    double min = 0;
    double max = 0;
    double sum = 0;

    void add(double value);
    void add(Summary const& other);
    friend bool operator==(Summary const&, Summary const&) = default;
};

/// A sealed chunk as it is kept: the head (counts, extents, instants, ordinals, arrivals, quality, and the summary of
/// every 64 observations) apart from the body (results and what is rare), so that counts, calendars and overviews read
/// heads alone. Format: docs/archive-format.md.
struct SealedChunk {
    std::string head;
    std::string body;
};

/// At least one observation, ascending by time. Arrivals are kept to `arrival_step`, rounded up.
SealedChunk seal(Points const& points);

constexpr std::size_t pyramid_step = 64;
constexpr std::int64_t arrival_step = 600'000'000;  ///< ten minutes

/// Some neighbouring observations have something in common; it holds up to the next run.
template <typename T>
struct RunOf {
    std::size_t first = 0;
    T value{};
};

/// The head of a chunk, read and checked against its sum. Unchanging, so safe for all threads.
class ChunkHead {
  public:
    static base::Result<ChunkHead> open(std::string bytes);
    ChunkHead(ChunkHead&&) = default;
    ChunkHead& operator=(ChunkHead&&) = default;

    ResultKind kind = ResultKind::number;
    std::size_t count = 0;
    std::int64_t first_time = 0;
    std::int64_t last_time = 0;
    std::int64_t first_ordinal = 0;  ///< the least
    std::int64_t last_ordinal = 0;   ///< the greatest
    Summary summary;
    std::vector<Summary> pyramid;  ///< one every 64 observations; empty for text
    std::vector<RunOf<std::uint8_t>> quality;
    TimeColumn times;
    TimeColumn ordinals;

    /// The place of the first observation that is not before `time`.
    base::Result<std::size_t> lower_bound(std::int64_t time) const { return times.lower_bound(time); }
    std::uint8_t quality_at(std::size_t place) const;
    /// The instants of receipt of [from, to), in steps of ten minutes, rounded up.
    base::Result<std::vector<std::int64_t>> arrivals(std::size_t from, std::size_t to) const;
    /// The latest of them all.
    std::int64_t last_arrival() const;
    /// Bytes of memory it takes, roughly.
    std::size_t footprint() const;

  private:
    ChunkHead() = default;
    base::Result<void> read(std::string_view content);
    base::Result<void> read_quality(std::string_view bytes);
    base::Result<void> read_arrivals(std::string_view firsts, std::string_view steps, std::size_t runs);

    std::unique_ptr<std::string const> bytes_;  ///< the columns are views of it
    /// By ordinal: the first of those received in a step. The value counts steps.
    std::vector<RunOf<std::int64_t>> arrivals_;
};

class ChunkBody;

/// The numbers of the step of the pyramid that was read last.
struct PyramidStep {
    ChunkBody const* body = nullptr;
    std::size_t first = 0;
    std::array<double, pyramid_step> values{};
};

/// The body of a chunk, opened. Unchanging, so safe for all threads.
class ChunkBody {
  public:
    static base::Result<ChunkBody> open(ChunkHead const& head, std::string bytes);
    ChunkBody(ChunkBody&&) = default;
    ChunkBody& operator=(ChunkBody&&) = default;

    /// Observations [from, to), all columns.
    base::Result<Points> read(ChunkHead const& head, std::size_t from, std::size_t to) const;
    base::Result<void> read_numbers(std::size_t from, std::size_t to, double* out) const;
    /// Of observations [from, to): whole steps of the pyramid from the head, the rest read.
    base::Result<Summary> summarise(ChunkHead const& head, std::size_t from, std::size_t to) const;
    /// As above for several stretches one after the other.
    base::Result<Summary> summarise(ChunkHead const& head, std::size_t from, std::size_t to,
                                    PyramidStep& scratch) const;
    std::size_t footprint() const;

  private:
    ChunkBody() = default;
    base::Result<void> read(ChunkHead const& head, std::string_view content);
    base::Result<void> read_extras(std::string_view bytes, std::size_t count);
    base::Result<void> open_texts(IntegerColumn const& lengths, std::uint64_t size, std::string_view deflated_texts);
    std::vector<std::string> texts(std::size_t from, std::size_t to) const;

    std::unique_ptr<std::string const> bytes_;  ///< the columns are views of it
    std::optional<NumberColumn> numbers_;
    std::optional<IntegerColumn> durations_;
    std::optional<IntegerColumn> result_delays_;
    std::string texts_;                     ///< one after the other
    std::vector<std::size_t> text_begins_;  ///< one more than there are texts
    std::vector<Extra> extras_;
};

}  // namespace kunyu::archive
