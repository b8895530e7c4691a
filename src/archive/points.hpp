#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::archive {

/// What the results of a stream are. Truth values are numbers 0 and 1; text and JSON are bytes in UTF-8. A number that
/// is NaN stands for no result at all.
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

constexpr std::int64_t no_result_time = std::numeric_limits<std::int64_t>::min();

/// Observations of one stream by columns. All columns are equally long but extras, which has few, and the two that are
/// empty when no observation has anything there. Instants are microseconds since 1970 UTC.
struct Points {
    ResultKind kind = ResultKind::number;
    std::vector<std::int64_t> times;      ///< of the phenomenon; where it begins
    std::vector<std::int64_t> ordinals;   ///< the observation's number in its stream, by arrival
    std::vector<std::int64_t> arrivals;   ///< when it was received; rises with the ordinal
    std::vector<double> numbers;          ///< of numbers and truth values
    std::vector<std::string> texts;       ///< of text and JSON
    std::vector<std::uint8_t> quality;    ///< flags of QARTOD: 1 good, 2 not evaluated, 3 suspect, 4 bad, 9 missing
    std::vector<std::int64_t> durations;  ///< of the phenomenon; empty: all are instants (0)
    std::vector<std::int64_t>
        result_delays;          ///< result time less phenomenon time, or no_result_time; empty: none has one
    std::vector<Extra> extras;  ///< ascending by place

    std::size_t size() const { return times.size(); }
    bool empty() const { return times.empty(); }
    std::int64_t duration(std::size_t place) const { return durations.empty() ? 0 : durations[place]; }
    std::int64_t result_delay(std::size_t place) const {
        return result_delays.empty() ? no_result_time : result_delays[place];
    }
    friend bool operator==(Points const&, Points const&) = default;
};

/// The kind that can hold results of both: JSON where they differ.
ResultKind common_kind(ResultKind one, ResultKind other);
/// Turns the results into those of `kind`, which is JSON or what they are already.
void convert(Points& points, ResultKind kind);
/// Appends `more`, whose places follow; converts both to the common kind. Ordinals and arrivals may be absent in both.
void append(Points& points, Points more);
/// Observations [from, to).
Points slice(Points const& points, std::size_t from, std::size_t to);
/// The observations at these places, in this order.
Points pick(Points const& points, std::vector<std::size_t> const& places);
/// Whether ascending by time and, where times are equal, by ordinal.
bool is_sorted(Points const& points);
/// The first and the last of some instants.
struct Extent {
    std::int64_t first = 0;
    std::int64_t last = 0;
    friend bool operator==(Extent const&, Extent const&) = default;
};
void widen(std::optional<Extent>& extent, Extent const& by);
/// Of the result times; nothing when no observation has one.
std::optional<Extent> result_times(Points const& points);

/// The places in the order of time and, where times are equal, of the ordinal.
std::vector<std::size_t> sorted_places(Points const& points);

}  // namespace kunyu::archive
