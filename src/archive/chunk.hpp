#pragma once
#include "archive/numbers.hpp"
#include "archive/times.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::archive {

/// What the results of a stream are. Truth values are numbers 0 and 1; text and JSON are bytes in UTF-8.
enum class ResultKind : std::uint8_t { number = 0, truth = 1, text = 2, json = 3 };

constexpr bool is_text(ResultKind kind) {
    return kind == ResultKind::text || kind == ResultKind::json;
}

/// What one observation has beyond time, result and quality, as its owner wrote it.
struct Extra {
    std::size_t place = 0;
    std::string bytes;
    friend bool operator==(Extra const&, Extra const&) = default;
};

/// Observations of one stream by columns, ascending by time; all columns are equally long but extras, which has few.
struct Points {
    ResultKind kind = ResultKind::number;
    std::vector<std::int64_t> times;     ///< of the phenomenon, microseconds since 1970 UTC
    std::vector<std::int64_t> ordinals;  ///< the observation's number in its stream, by arrival
    std::vector<double> numbers;         ///< of numbers and truth values; NaN where there is no result
    std::vector<std::string> texts;      ///< of text and JSON
    std::vector<std::uint8_t> quality;   ///< flags of QARTOD: 1 good, 2 not evaluated, 3 suspect, 4 bad, 9 missing
    std::vector<Extra> extras;           ///< ascending by place

    std::size_t size() const { return times.size(); }
    friend bool operator==(Points const&, Points const&) = default;
};

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

/// A sealed chunk as it is kept: the head (counts, extents, summary, and the summary of every 64 observations) apart
/// from the body (the columns), so that overviews read heads alone. Format: docs/archive-format.md.
struct SealedChunk {
    std::string head;
    std::string body;
};

/// At least one observation.
SealedChunk seal(Points const& points);

/// The head of a chunk, read and checked against its sum.
struct ChunkHead {
    ResultKind kind = ResultKind::number;
    std::size_t count = 0;
    std::int64_t first_time = 0;
    std::int64_t last_time = 0;
    std::int64_t first_ordinal = 0;  ///< the least
    std::int64_t last_ordinal = 0;   ///< the greatest
    Summary summary;
    std::vector<Summary> pyramid;  ///< one every 64 observations; empty for text

    static base::Result<ChunkHead> open(std::string_view bytes);
};

constexpr std::size_t pyramid_step = 64;

/// The body of a chunk. Keeps a view of the bytes; columns are opened when they are first asked for. For one thread.
class ChunkBody {
  public:
    static base::Result<ChunkBody> open(ChunkHead const& head, std::string_view bytes);

    /// The place of the first observation that is not before `time`.
    base::Result<std::size_t> lower_bound(std::int64_t time) const { return times_.lower_bound(time); }
    /// Observations [from, to), all columns.
    base::Result<Points> read(std::size_t from, std::size_t to) const;
    base::Result<void> read_numbers(std::size_t from, std::size_t to, double* out) const;
    /// Of observations [from, to): whole steps of the pyramid from the head, the rest read.
    base::Result<Summary> summarise(ChunkHead const& head, std::size_t from, std::size_t to) const;

  private:
    base::Result<std::vector<std::string>> read_texts(std::size_t from, std::size_t to) const;

    std::size_t count_ = 0;
    ResultKind kind_ = ResultKind::number;
    TimeColumn times_;
    TimeColumn ordinals_;
    std::optional<NumberColumn> numbers_;
    std::string texts_;  ///< one after the other
    std::vector<std::int64_t> text_lengths_;
    std::vector<std::pair<std::size_t, std::uint8_t>> quality_;  ///< runs: the place of the first, the flag
    std::vector<Extra> extras_;
};

}  // namespace kunyu::archive
