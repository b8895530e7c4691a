#include "archive/stream_reader.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

namespace kunyu::archive {
namespace {

constexpr std::int64_t end_of_time = std::numeric_limits<std::int64_t>::max();

bool is_bad(std::uint8_t quality) {
    return quality == 4 || quality == 9;
}

Place place_of(Points const& points, std::size_t i) {
    return {points.times[i], points.ordinals[i]};
}

/// [from, to) of rows ascending by (time, ordinal) that lie in the query's range and beyond its place, by a function
/// that gives the place of a row.
template <typename At>
std::pair<std::size_t, std::size_t> beyond(std::size_t from, std::size_t to, PageQuery const& query, At const& at) {
    if (!query.after) return {from, to};
    auto const first_after = [&](bool or_equal) {
        auto low = from;
        auto high = to;
        while (low < high) {
            auto const middle = low + (high - low) / 2;
            auto const here = at(middle);
            if (here < *query.after || (or_equal && here == *query.after))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    if (query.descending) return {from, first_after(false)};
    return {first_after(true), to};
}

/// Leaves as many places as the page takes; whether there were more.
bool cut_to_limit(std::size_t& from, std::size_t& to, PageQuery const& query) {
    if (to - from <= query.limit) return false;
    if (query.descending)
        from = to - query.limit;
    else
        to = from + query.limit;
    return true;
}

void keep_reaching(Points& points, PageQuery const& query) {
    if (!query.reaching) return;
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points.times[i] + points.duration(i) >= *query.reaching) kept.push_back(i);
    if (kept.size() < points.size()) points = pick(points, kept);
}

/// Those within the range that end in it too.
void keep_within(Points& points, TimeRange const& range) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto const end = points.times[i] + points.duration(i);
        if (points.times[i] >= range.from && end < range.to) kept.push_back(i);
    }
    if (kept.size() < points.size()) points = pick(points, kept);
}

/// Those with from <= ordinal < to.
Points with_ordinals(Points const& points, std::int64_t from, std::int64_t to) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points.ordinals[i] >= from && points.ordinals[i] < to) kept.push_back(i);
    return pick(points, kept);
}

}  // namespace

StreamReader::StreamReader(StreamView const& view, ChunkCache& cache, ReadOptions const& options)
    : view_(view), cache_(cache), options_(options), fresh_(view.fresh), replaced_(view.patches->replaced()) {
    view_.patches->apply(fresh_);
    keep_visible(fresh_);
    keep_visible(replaced_);
}

void StreamReader::keep_visible(Points& points) const {
    if (!options_.as_of && !options_.skip_bad) return;
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (options_.as_of && points.arrivals[i] > *options_.as_of) continue;
        if (options_.skip_bad && is_bad(points.quality[i])) continue;
        kept.push_back(i);
    }
    if (kept.size() < points.size()) points = pick(points, kept);
}

bool StreamReader::all_visible(ChunkRow const& row, ChunkHead const& head) const {
    if (options_.as_of && row.last_arrival > *options_.as_of) return false;
    if (view_.patches->take_away(row.first_ordinal, row.last_ordinal)) return false;
    if (!options_.skip_bad) return true;
    if (view_.patches->touch(row.first_ordinal, row.last_ordinal)) return false;
    return std::none_of(head.quality.begin(), head.quality.end(), [](auto const& run) { return is_bad(run.value); });
}

base::Result<std::vector<StreamReader::Stretch>> StreamReader::visible(ChunkRow const& row, ChunkHead const& head,
                                                                       std::size_t from, std::size_t to) const {
    std::vector<Stretch> stretches;
    if (from >= to) return stretches;
    if (all_visible(row, head)) return std::vector<Stretch>{{from, to}};
    std::vector<std::int64_t> ordinals(to - from);
    KUNYU_TRY_VOID(head.ordinals.read(from, to, ordinals.data()));
    std::vector<std::int64_t> arrivals;
    bool const partly_known = options_.as_of && row.last_arrival > *options_.as_of;
    if (partly_known) {
        KUNYU_TRY(arrivals, head.arrivals(from, to));
    }
    for (auto place = from; place < to; ++place) {
        auto const ordinal = ordinals[place - from];
        bool seen = !view_.patches->takes_away(ordinal);
        if (seen && partly_known) seen = arrivals[place - from] <= *options_.as_of;
        if (seen && options_.skip_bad) seen = !is_bad(view_.patches->flag(ordinal).value_or(head.quality_at(place)));
        if (!seen) continue;
        if (!stretches.empty() && stretches.back().second == place)
            ++stretches.back().second;
        else
            stretches.emplace_back(place, place + 1);
    }
    return stretches;
}

bool StreamReader::is_untouched(ChunkRow const& row) const {
    return !view_.patches->touch(row.first_ordinal, row.last_ordinal) && !options_.skip_bad &&
           (!options_.as_of || row.last_arrival <= *options_.as_of);
}

// Overviews.

template <typename OfChunk, typename OfPoint>
base::Result<void> StreamReader::visit(std::span<std::int64_t const> edges, OfChunk const& of_chunk,
                                       OfPoint const& of_point) {
    if (edges.size() < 2) return {};
    for (auto const& row : *view_.chunks) {
        if (row.first_time >= edges.back()) break;
        if (row.last_time < edges.front()) continue;
        KUNYU_TRY_VOID(of_chunk(row));
    }
    for (auto const* points : {&fresh_, &replaced_}) {
        for (std::size_t i = 0; i < points->size(); ++i) {
            auto const time = points->times[i];
            if (time < edges.front() || time >= edges.back()) continue;
            auto const edge = std::upper_bound(edges.begin(), edges.end(), time);
            of_point(static_cast<std::size_t>(edge - edges.begin()) - 1, *points, i);
        }
    }
    return {};
}

namespace {

/// The one in which the chunk begins, or the very first.
std::size_t first_bucket(std::span<std::int64_t const> edges, ChunkRow const& row) {
    auto const edge =
        static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), row.first_time) - edges.begin());
    return edge == 0 ? 0 : edge - 1;
}

/// Calls `take(bucket, from, to)` with the places of the chunk that lie in each bucket.
template <typename Take>
base::Result<void> each_bucket(std::span<std::int64_t const> edges, ChunkRow const& row, ChunkHead const& head,
                               Take const& take) {
    auto bucket = first_bucket(edges, row);
    KUNYU_TRY(auto from, head.lower_bound(edges[bucket]));
    for (; bucket + 1 < edges.size() && from < head.count; ++bucket) {
        KUNYU_TRY(auto const to, head.lower_bound(edges[bucket + 1]));
        if (from < to) KUNYU_TRY_VOID(take(bucket, from, to));
        from = to;
    }
    return {};
}

/// How many of the chunk's equally distant moments lie before this one.
std::int64_t moments_before(ChunkRow const& row, std::int64_t time) {
    if (time <= row.first_time) return 0;
    if (time > row.last_time) return row.count;
    return (time - row.first_time - 1) / row.step + 1;
}

/// The bucket that holds the whole chunk; nothing when an edge runs through it.
std::optional<std::size_t> only_bucket(std::span<std::int64_t const> edges, ChunkRow const& row) {
    auto const edge = std::upper_bound(edges.begin(), edges.end(), row.first_time);
    if (edge == edges.begin() || edge == edges.end() || row.last_time >= *edge) return std::nullopt;
    return static_cast<std::size_t>(edge - edges.begin()) - 1;
}

}  // namespace

base::Result<std::vector<Store::Bucket>> StreamReader::buckets(std::span<std::int64_t const> edges) {
    std::vector<Store::Bucket> out(edges.empty() ? 0 : edges.size() - 1);
    auto const of_chunk = [&](ChunkRow const& row) -> base::Result<void> {
        auto const only = only_bucket(edges, row);
        if (only && is_untouched(row)) {
            out[*only].count += row.count;
            out[*only].summary.add(row.summary);
            return {};
        }
        KUNYU_TRY(auto const head, cache_.head(row));
        std::shared_ptr<ChunkBody const> body;
        PyramidStep scratch;
        return each_bucket(edges, row, *head,
                           [&](std::size_t bucket, std::size_t from, std::size_t to) -> base::Result<void> {
                               KUNYU_TRY(auto const stretches, visible(row, *head, from, to));
                               for (auto const& [first, end] : stretches) {
                                   out[bucket].count += static_cast<std::int64_t>(end - first);
                                   if (is_text(row.kind)) continue;
                                   if (!body) {
                                       KUNYU_TRY(body, cache_.body(row, *head));
                                   }
                                   KUNYU_TRY(auto const summary, body->summarise(*head, first, end, scratch));
                                   out[bucket].summary.add(summary);
                               }
                               return {};
                           });
    };
    KUNYU_TRY_VOID(visit(edges, of_chunk, [&out](std::size_t bucket, Points const& points, std::size_t i) {
        ++out[bucket].count;
        if (!is_text(points.kind)) out[bucket].summary.add(points.numbers[i]);
    }));
    return out;
}

base::Result<std::vector<std::int64_t>> StreamReader::counts(std::span<std::int64_t const> edges) {
    std::vector<std::int64_t> out(edges.empty() ? 0 : edges.size() - 1);
    auto const of_chunk = [&](ChunkRow const& row) -> base::Result<void> {
        auto const only = only_bucket(edges, row);
        if (only && is_untouched(row)) {
            out[*only] += row.count;
            return {};
        }
        if (row.step > 0 && is_untouched(row)) {
            for (std::size_t i = first_bucket(edges, row); i < out.size() && edges[i] <= row.last_time; ++i)
                out[i] += moments_before(row, edges[i + 1]) - moments_before(row, edges[i]);
            return {};
        }
        KUNYU_TRY(auto const head, cache_.head(row));
        return each_bucket(edges, row, *head,
                           [&](std::size_t bucket, std::size_t from, std::size_t to) -> base::Result<void> {
                               KUNYU_TRY(auto const stretches, visible(row, *head, from, to));
                               for (auto const& [first, end] : stretches)
                                   out[bucket] += static_cast<std::int64_t>(end - first);
                               return {};
                           });
    };
    KUNYU_TRY_VOID(visit(edges, of_chunk, [&out](std::size_t bucket, Points const&, std::size_t) { ++out[bucket]; }));
    return out;
}

base::Result<std::optional<Extent>> StreamReader::result_times(TimeRange const& range) {
    std::optional<Extent> extent;
    for (auto const& row : *view_.chunks) {
        if (row.first_time >= range.to) break;
        if (row.last_time < range.from) continue;
        bool const whole = row.notes_times() && row.first_time >= range.from && row.last_time + row.longest < range.to;
        if (whole && is_untouched(row)) {
            if (row.first_result_time != no_result_time) widen(extent, {row.first_result_time, row.last_result_time});
            continue;
        }
        if (row.notes_times() && row.first_result_time == no_result_time) continue;
        PageQuery all;
        all.range = range;
        all.limit = static_cast<std::size_t>(row.count);
        KUNYU_TRY(auto part, chunk_part(row, all));
        keep_within(part.points, range);
        if (auto const times = archive::result_times(part.points)) widen(extent, *times);
    }
    for (auto points : {fresh_, replaced_}) {
        keep_within(points, range);
        if (auto const times = archive::result_times(points)) widen(extent, *times);
    }
    return extent;
}

// Pages.

std::vector<StreamReader::Source> StreamReader::sources(PageQuery const& query) const {
    auto const& range = query.range;
    std::vector<Source> all;
    for (auto const& row : *view_.chunks) {
        if (row.first_time >= range.to) break;
        if (query.reaching && row.notes_times() && row.last_time + row.longest < *query.reaching) continue;
        if (row.last_time >= range.from) all.push_back({&row, nullptr, row.first_time, row.last_time});
    }
    for (auto const* points : {&fresh_, &replaced_})
        if (!points->empty()) all.push_back({nullptr, points, points->times.front(), points->times.back()});
    std::stable_sort(all.begin(), all.end(),
                     [](Source const& one, Source const& other) { return one.first_time < other.first_time; });
    return all;
}

StreamReader::Part StreamReader::points_part(Points const& points, PageQuery const& query) const {
    auto const& times = points.times;
    auto const begin = std::lower_bound(times.begin(), times.end(), query.range.from) - times.begin();
    auto const end = std::lower_bound(times.begin(), times.end(), query.range.to) - times.begin();
    auto [from, to] = beyond(static_cast<std::size_t>(begin), static_cast<std::size_t>(end), query,
                             [&points](std::size_t i) { return place_of(points, i); });
    Part part;
    if (from >= to) return part;
    part.whole = !cut_to_limit(from, to, query);
    part.points = slice(points, from, to);
    part.last = query.descending ? place_of(points, from) : place_of(points, to - 1);
    keep_reaching(part.points, query);
    return part;
}

base::Result<StreamReader::Part> StreamReader::chunk_part(ChunkRow const& row, PageQuery const& query) const {
    KUNYU_TRY(auto const head, cache_.head(row));
    KUNYU_TRY(auto const begin, head->lower_bound(query.range.from));
    KUNYU_TRY(auto const end, head->lower_bound(query.range.to));
    base::Result<void> read = {};
    auto [from, to] = beyond(begin, end, query, [&](std::size_t i) {
        Place place;
        for (auto const& [column, value] : {std::pair{&head->times, &place.time}, {&head->ordinals, &place.ordinal}})
            if (auto const one = column->read(i, i + 1, value); !one) read = one;
        return place;
    });
    KUNYU_TRY_VOID(read);
    Part part;
    if (from >= to) return part;
    part.whole = !cut_to_limit(from, to, query);
    KUNYU_TRY(part.points, rows_of(row, *head, from, to));
    part.last = query.descending ? place_of(part.points, 0) : place_of(part.points, part.points.size() - 1);
    view_.patches->apply(part.points);
    keep_visible(part.points);
    keep_reaching(part.points, query);
    return part;
}

base::Result<Points> StreamReader::rows_of(ChunkRow const& row, ChunkHead const& head, std::size_t from,
                                           std::size_t to) const {
    KUNYU_TRY(auto const body, cache_.body(row, head));
    KUNYU_TRY(auto points, body->read(head, from, to));
    keep_arrivals_within(points, row);
    return points;
}

base::Result<StreamReader::Part> StreamReader::part(Source const& source, PageQuery const& query) const {
    if (source.chunk) return chunk_part(*source.chunk, query);
    return points_part(*source.points, query);
}

/// The next rows: of the source that comes first and of those that overlap with it, before any other begins. Sets the
/// query's place behind them; `more` tells whether anything may follow.
base::Result<Points> StreamReader::step(std::vector<Source> const& all, PageQuery& query, bool& more) const {
    auto here = query;
    if (query.after) {
        if (query.descending)
            here.range.to =
                std::min(here.range.to, query.after->time == end_of_time ? end_of_time : query.after->time + 1);
        else
            here.range.from = std::max(here.range.from, query.after->time);
    }
    std::vector<Source const*> open;
    for (auto const& source : all)
        if (source.last_time >= here.range.from && source.first_time < here.range.to) open.push_back(&source);
    more = !open.empty();
    if (!more) return Points{};
    // What does not overlap with the one that comes first waits; its rows lie beyond `here.range`.
    if (query.descending) {
        auto const last = *std::max_element(open.begin(), open.end(), [](auto const* one, auto const* other) {
            return one->last_time < other->last_time;
        });
        auto waiting = here.range.from;
        for (auto const* source : open)
            if (source->last_time < last->first_time) waiting = std::max(waiting, source->last_time + 1);
        here.range.from = waiting;
    } else {
        auto const* first = open.front();
        for (auto const* source : open)
            if (source->first_time > first->last_time) here.range.to = std::min(here.range.to, source->first_time);
    }
    Points rows;
    std::optional<Place> cut;
    for (auto const* source : open) {
        if (source->last_time < here.range.from || source->first_time >= here.range.to) continue;
        KUNYU_TRY(auto one, part(*source, here));
        if (!one.whole && (!cut || (query.descending ? *cut < one.last : one.last < *cut))) cut = one.last;
        append(rows, std::move(one.points));
    }
    std::vector<std::size_t> kept;
    for (auto const place : sorted_places(rows)) {
        auto const at = place_of(rows, place);
        if (!cut || (query.descending ? *cut <= at : at <= *cut)) kept.push_back(place);
    }
    rows = pick(rows, kept);
    if (cut) {
        query.after = cut;
    } else if (query.descending) {
        query.range.to = here.range.from;
        query.after.reset();
    } else {
        query.range.from = here.range.to;
        query.after.reset();
    }
    more = query.range.from < query.range.to;
    return rows;
}

base::Result<Points> StreamReader::page(PageQuery const& query) {
    auto const all = sources(query);
    auto rest = query;
    Points page;
    bool more = query.limit > 0 && query.range.from < query.range.to;
    while (more && page.size() < query.limit) {
        KUNYU_TRY(auto rows, step(all, rest, more));
        if (!query.descending) {
            append(page, std::move(rows));
            continue;
        }
        append(rows, std::move(page));
        page = std::move(rows);
    }
    if (page.size() > query.limit)
        page = query.descending ? slice(page, page.size() - query.limit, page.size()) : slice(page, 0, query.limit);
    if (!query.descending) return page;
    std::vector<std::size_t> places(page.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = places.size() - 1 - i;
    return pick(page, places);
}

base::Result<Points> StreamReader::chunk_ordinals(ChunkRow const& row, std::int64_t from, std::int64_t to) const {
    KUNYU_TRY(auto const head, cache_.head(row));
    std::vector<std::int64_t> ordinals(head->count);
    KUNYU_TRY_VOID(head->ordinals.read(0, head->count, ordinals.data()));
    auto const wanted = [&](std::int64_t ordinal) { return ordinal >= from && ordinal < to; };
    auto const first = std::find_if(ordinals.begin(), ordinals.end(), wanted);
    if (first == ordinals.end()) return Points{};
    auto const end = std::find_if(ordinals.rbegin(), ordinals.rend(), wanted).base();
    KUNYU_TRY(auto points, rows_of(row, *head, static_cast<std::size_t>(first - ordinals.begin()),
                                   static_cast<std::size_t>(end - ordinals.begin())));
    points = with_ordinals(points, from, to);
    view_.patches->apply(points);
    keep_visible(points);
    return points;
}

base::Result<Points> StreamReader::ordinals(std::int64_t from, std::int64_t to) {
    Points found;
    for (auto const& row : *view_.chunks) {
        if (row.last_ordinal < from || row.first_ordinal >= to) continue;
        KUNYU_TRY(auto points, chunk_ordinals(row, from, to));
        append(found, std::move(points));
    }
    for (auto const* points : {&fresh_, &replaced_}) append(found, with_ordinals(*points, from, to));
    std::vector<std::size_t> places(found.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::sort(places.begin(), places.end(),
              [&found](std::size_t one, std::size_t other) { return found.ordinals[one] < found.ordinals[other]; });
    return pick(found, places);
}

base::Result<std::optional<Points>> StreamReader::find(std::int64_t ordinal) {
    for (auto const* points : {&replaced_, &fresh_}) {
        auto const found = std::find(points->ordinals.begin(), points->ordinals.end(), ordinal);
        if (found == points->ordinals.end()) continue;
        auto const place = static_cast<std::size_t>(found - points->ordinals.begin());
        return std::optional(slice(*points, place, place + 1));
    }
    for (auto const& row : *view_.chunks) {
        if (ordinal < row.first_ordinal || ordinal > row.last_ordinal) continue;
        KUNYU_TRY(auto const head, cache_.head(row));
        std::vector<std::int64_t> ordinals(head->count);
        KUNYU_TRY_VOID(head->ordinals.read(0, head->count, ordinals.data()));
        auto const found = std::find(ordinals.begin(), ordinals.end(), ordinal);
        if (found == ordinals.end()) continue;
        auto const place = static_cast<std::size_t>(found - ordinals.begin());
        KUNYU_TRY(auto points, rows_of(row, *head, place, place + 1));
        view_.patches->apply(points);
        keep_visible(points);
        if (points.empty()) return std::optional<Points>{};
        return std::optional(std::move(points));
    }
    return std::optional<Points>{};
}

}  // namespace kunyu::archive
