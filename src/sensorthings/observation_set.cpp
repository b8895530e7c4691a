#include "sensorthings/observation_set.hpp"

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

namespace obs = observations;

bool is_readable(Reading const& reading, obs::Stream const& stream) {
    return reading.scope.sees(reading.view, stream) &&
           reading.scope.observations_until(reading.view, stream, reading.now) != obs::ReadScope::no_observation;
}

ObservationSet readable(Reading const& reading, std::vector<obs::StreamId> ids) {
    std::sort(ids.begin(), ids.end());
    ObservationSet set;
    for (auto const id : ids)
        if (auto const* stream = reading.view.find(id); stream && is_readable(reading, *stream))
            set.streams.push_back(stream);
    return set;
}

/// The earlier of the end asked for and the end of what may be read.
std::optional<base::Instant> end_of(Reading const& reading, obs::Stream const& stream,
                                    std::optional<base::Instant> to) {
    auto const until = reading.scope.observations_until(reading.view, stream, reading.now);
    if (until == obs::ReadScope::every_observation) return to;
    return to ? std::min(*to, until) : until;
}

/// How many of those that begin within [from, end) and last beyond the end are not for the caller, or not taken. The
/// archive passes over what holds none.
std::optional<std::int64_t> withheld(Reading const& reading, obs::Stream const& stream,
                                     std::optional<base::Instant> from, base::Instant end, TakesSpan const& takes) {
    obs::ObservationQuery query;
    query.stream = stream.id;
    query.from = from;
    query.to = end;
    query.reaching = end;
    query.limit = 1'000;
    query.as_of = reading.as_of;
    std::int64_t sum = 0;
    for (;;) {
        auto const rows = reading.work.taken(reading.archive.read(stream, query));
        if (!rows) return std::nullopt;
        reading.work.rows += rows->size();
        if (reading.work.rows >= most_rows) return std::nullopt;
        for (auto const& row : *rows)
            if (!may_read(reading, stream, row) || !takes(row)) ++sum;
        if (rows->size() < query.limit) return sum;
        query.after = {rows->back().phenomenon_time, rows->back().id.ordinal};
    }
}

/// Of one stream within the bounds.
std::optional<std::int64_t> quick_count(Reading const& reading, obs::Stream const& stream, FilterRange const& range,
                                        TakesSpan const& takes) {
    auto const end = end_of(reading, stream, range.to);
    auto const count = reading.work.taken(reading.archive.count(stream, range.from, end, reading.as_of));
    if (!count || !end) return count;
    auto const without = withheld(reading, stream, range.from, *end, takes);
    return without ? std::optional(*count - *without) : std::nullopt;
}

}  // namespace

ObservationSet all_observations(Reading const& reading) {
    ObservationSet set;
    for (auto const& [id, stream] : reading.view.streams())
        if (is_readable(reading, *stream)) set.streams.push_back(stream.get());
    return set;
}

ObservationSet observations_of(Reading const& reading, EntityRef const& owner) {
    if (auto const* stream = owner.get<obs::Stream>()) return readable(reading, {stream->id});
    auto const* feature = owner.get<obs::Feature>();
    if (!feature) return {};
    auto set = readable(reading, reading.view.streams_of(feature->id));
    set.feature = feature->id;
    return set;
}

bool may_read(Reading const& reading, obs::Stream const& stream, obs::Observation const& observation) {
    auto const until = reading.scope.observations_until(reading.view, stream, reading.now);
    if (until == obs::ReadScope::every_observation) return true;
    return observation.phenomenon_end.value_or(observation.phenomenon_time) < until;
}

bool reads_all(Reading const& reading, ObservationSet const& set) {
    return std::all_of(set.streams.begin(), set.streams.end(), [&](obs::Stream const* stream) {
        return reading.scope.observations_until(reading.view, *stream, reading.now) ==
               obs::ReadScope::every_observation;
    });
}

std::optional<obs::Observation> find_observation(Reading const& reading, std::int64_t number) {
    auto const id = obs::ObservationId::of(number);
    auto const* stream = reading.view.find(id.stream);
    if (number <= 0 || !stream || !is_readable(reading, *stream)) return std::nullopt;
    auto found = reading.work.taken(reading.archive.find(*stream, id.ordinal, reading.as_of));
    if (!found || !*found || !may_read(reading, *stream, **found)) return std::nullopt;
    return std::move(*found);
}

std::optional<std::int64_t> quick_count(Reading const& reading, ObservationSet const& set, FilterRange const& range,
                                        TakesSpan const& takes) {
    if (set.feature || range.id_from || range.id_to || !range.exact) return std::nullopt;
    std::int64_t sum = 0;
    for (auto const* stream : set.streams) {
        auto const count = quick_count(reading, *stream, range, takes);
        if (!count) return std::nullopt;
        sum += *count;
    }
    return sum;
}

}  // namespace kunyu::sensorthings
