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

/// A point as a page of one.
}  // namespace

base::Result<std::vector<Observation>> ObservationReader::read(Stream const& stream,
                                                               ObservationQuery const& query) const {
    archive::PageQuery page;
    page.range = range_of(query.from, query.to);
    if (query.after) page.after = archive::Place{query.after->time.microseconds, query.after->ordinal};
    page.descending = query.descending;
    page.limit = query.limit;
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

base::Result<std::int64_t> ObservationReader::count(Stream const& stream, std::optional<base::Instant> from,
                                                    std::optional<base::Instant> to,
                                                    std::optional<base::Instant> as_of) const {
    return store_.count(stream.id.value, range_of(from, to), options_of(as_of));
}

base::Result<std::optional<TimeSpan>> ObservationReader::extent(Stream const& stream,
                                                                std::optional<base::Instant> until) const {
    archive::PageQuery page;
    page.range = range_of({}, until);
    page.limit = 1;
    KUNYU_TRY(auto const first, store_.read(stream.id.value, page));
    if (first.empty()) return std::optional<TimeSpan>{};
    page.descending = true;
    KUNYU_TRY(auto const last, store_.read(stream.id.value, page));
    return std::optional(TimeSpan{{first.times.front()}, {last.times.front()}});
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
