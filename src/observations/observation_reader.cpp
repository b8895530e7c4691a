#include "observations/observation_reader.hpp"

#include "observations/observation_record.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::observations {
namespace {

archive::TimeRange range_of(std::optional<base::Instant> from, std::optional<base::Instant> to) {
    archive::TimeRange range;
    if (from) range.from = from->microseconds;
    if (to) range.to = to->microseconds;
    return range;
}

archive::ReadOptions options_of(std::optional<base::Instant> as_of) {
    archive::ReadOptions options;
    if (as_of) options.as_of = as_of->microseconds;
    return options;
}

/// The first in the page's order that ends within its range. What reaches beyond is rare, so that the first look
/// mostly finds it.
base::Result<std::optional<TimeSpan>> end_of(archive::Store& store, Stream const& stream, archive::PageQuery page) {
    constexpr std::size_t further = 1'000;
    page.limit = 1;
    for (;;) {
        KUNYU_TRY(auto const rows, store.read(stream.id.value, page));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            auto const end = rows.times[i] + rows.duration(i);
            if (end < page.range.to) return std::optional(TimeSpan{{rows.times[i]}, {end}});
        }
        if (rows.size() < page.limit) return std::optional<TimeSpan>{};
        page.after = archive::Place{rows.times.back(), rows.ordinals.back()};
        page.limit = further;
    }
}

/// A point as a page of one.
}  // namespace

base::Result<std::vector<Observation>> ObservationReader::read(Stream const& stream,
                                                               ObservationQuery const& query) const {
    archive::PageQuery page;
    page.range = range_of(query.from, query.to);
    if (query.after) page.after = archive::Place{query.after->time.microseconds, query.after->ordinal};
    page.descending = query.descending;
    page.limit = query.limit;
    if (query.reaching) page.reaching = query.reaching->microseconds;
    KUNYU_TRY(auto const points, store_.read(stream.id.value, page, options_of(query.as_of)));
    return observations_of(stream, points);
}

base::Result<std::optional<Observation>> ObservationReader::find(Stream const& stream, std::int64_t ordinal,
                                                                 std::optional<base::Instant> as_of) const {
    KUNYU_TRY(auto const points, store_.find(stream.id.value, ordinal, options_of(as_of)));
    if (!points || points->empty()) return std::optional<Observation>{};
    KUNYU_TRY(auto found, observations_of(stream, *points));
    return std::optional(std::move(found.front()));
}

base::Result<std::vector<Observation>> ObservationReader::read_ordinals(Stream const& stream, std::int64_t from,
                                                                        std::int64_t to,
                                                                        std::optional<base::Instant> as_of) const {
    KUNYU_TRY(auto const points, store_.read_ordinals(stream.id.value, from, to, options_of(as_of)));
    return observations_of(stream, points);
}

std::int64_t ObservationReader::next_ordinal(Stream const& stream) const {
    return store_.next_ordinal(stream.id.value);
}

base::Result<std::int64_t> ObservationReader::count(Stream const& stream, std::optional<base::Instant> from,
                                                    std::optional<base::Instant> to,
                                                    std::optional<base::Instant> as_of) const {
    return store_.count(stream.id.value, range_of(from, to), options_of(as_of));
}

base::Result<std::optional<TimeSpan>> ObservationReader::extent(Stream const& stream,
                                                                std::optional<base::Instant> until) const {
    archive::PageQuery page;
    page.range = range_of({}, until);
    KUNYU_TRY(auto const first, end_of(store_, stream, page));
    page.descending = true;
    KUNYU_TRY(auto const last, end_of(store_, stream, page));
    if (!first || !last) return std::optional<TimeSpan>{};
    return std::optional(TimeSpan{first->from, last->to});
}

base::Result<std::optional<TimeSpan>> ObservationReader::result_times(Stream const& stream,
                                                                      std::optional<base::Instant> until) const {
    KUNYU_TRY(auto const extent, store_.result_times(stream.id.value, range_of({}, until)));
    if (!extent) return std::optional<TimeSpan>{};
    return std::optional(TimeSpan{{extent->first}, {extent->last}});
}

base::Result<std::vector<std::optional<Observation>>> ObservationReader::latest(
    std::span<Stream const* const> streams) const {
    std::vector<std::int64_t> numbers;
    for (auto const* stream : streams) numbers.push_back(stream->id.value);
    auto const points = store_.latest(numbers);
    std::vector<std::optional<Observation>> out(streams.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!points[i]) continue;
        KUNYU_TRY(out[i], observation_of(*streams[i], *points[i]));
    }
    return out;
}

}  // namespace kunyu::observations
