#include "observations/series.hpp"

#include "observations/epochs.hpp"
#include "observations/observation_reader.hpp"
#include "observations/observation_record.hpp"
#include "observations/quality_cadence.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::observations {
namespace {

archive::ReadOptions options_of(SeriesQuery const& query) {
    archive::ReadOptions options;
    if (query.as_of) options.as_of = query.as_of->microseconds;
    options.skip_bad = query.skip_bad;
    return options;
}

/// The edges of equal parts from the beginning on; the last part ends with the range.
std::vector<std::int64_t> equal_edges(archive::TimeRange const& range, std::int64_t step) {
    std::vector<std::int64_t> edges;
    for (auto edge = range.from; edge < range.to; edge += step) edges.push_back(edge);
    edges.push_back(range.to);
    return edges;
}

/// The same with the moments at which another calibration begins to hold.
std::vector<std::int64_t> with_calibrations(std::vector<std::int64_t> edges,
                                            std::vector<Calibration> const& calibrations) {
    auto const first = edges.front();
    auto const last = edges.back();
    auto const add = [&](base::Instant at) {
        if (first < at.microseconds && at.microseconds < last) edges.push_back(at.microseconds);
    };
    for (auto const& calibration : calibrations) {
        add(calibration.from);
        if (calibration.to) add(*calibration.to);
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
}

/// A straight line turns the least value into the least or the greatest.
archive::Summary calibrated(archive::Summary summary, Calibration const* calibration) {
    if (!calibration || summary.numbers == 0) return summary;
    summary.min = calibrated(calibration, summary.min);
    summary.max = calibrated(calibration, summary.max);
    if (summary.min > summary.max) std::swap(summary.min, summary.max);
    summary.sum = summary.sum * calibration->factor + calibration->added * static_cast<double>(summary.numbers);
    return summary;
}

void tell(SeriesBucket& bucket, archive::Summary const& summary) {
    if (summary.numbers == 0) return;
    bucket.min = summary.min;
    bucket.max = summary.max;
    bucket.mean = summary.sum / static_cast<double>(summary.numbers);
}

}  // namespace

base::Result<StreamReach> SeriesReader::reach(View const& view, ReadScope const& scope, Stream const& stream,
                                              base::Instant now) const {
    StreamReach reach{&view, &stream, scope.observations_until(view, stream, now)};
    if (reach.end == ReadScope::every_observation || reach.end == ReadScope::no_observation) return reach;
    // Series are read by where observations begin: from the first that reaches into the embargo on, nothing is.
    archive::PageQuery query;
    query.range.to = reach.end.microseconds;
    query.reaching = reach.end.microseconds;
    query.limit = 1;
    KUNYU_TRY(auto const reaching, store_.read(stream.id.value, query));
    if (!reaching.empty()) reach.end.microseconds = reaching.times.front();
    return reach;
}

base::Result<std::optional<TimeSpan>> SeriesReader::extent(StreamReach const& reach,
                                                           archive::ReadOptions const& options) const {
    archive::PageQuery query;
    query.range.to = reach.end.microseconds;
    query.limit = 1;
    KUNYU_TRY(auto const first, store_.read(reach.stream->id.value, query, options));
    if (first.empty()) return std::optional<TimeSpan>{};
    query.descending = true;
    KUNYU_TRY(auto const last, store_.read(reach.stream->id.value, query, options));
    // What stood alone may have been deleted in between.
    if (last.empty()) return std::optional<TimeSpan>{};
    return std::optional(TimeSpan{{first.times.front()}, {last.times.front()}});
}

base::Result<std::optional<Observation>> SeriesReader::latest(StreamReach const& reach) const {
    archive::PageQuery query;
    query.range.to = reach.end.microseconds;
    query.descending = true;
    query.limit = 1;
    KUNYU_TRY(auto const last, store_.read(reach.stream->id.value, query));
    KUNYU_TRY(auto found, observations_of(*reach.stream, last));
    if (found.empty()) return std::optional<Observation>{};
    return std::optional(std::move(found.front()));
}

base::Result<std::vector<std::optional<Observation>>> SeriesReader::latest(
    std::vector<StreamReach> const& streams) const {
    std::vector<std::optional<Observation>> out(streams.size());
    std::vector<Stream const*> open;  // those whose last observation is kept at hand
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        if (streams[i].end != ReadScope::every_observation) {
            KUNYU_TRY(out[i], latest(streams[i]));
            continue;
        }
        open.push_back(streams[i].stream);
        places.push_back(i);
    }
    KUNYU_TRY(auto found, ObservationReader(store_).latest(open));
    for (std::size_t i = 0; i < found.size(); ++i) out[places[i]] = std::move(found[i]);
    return out;
}

base::Result<StreamFigures> SeriesReader::figures(StreamReach const& reach) const {
    StreamFigures figures;
    KUNYU_TRY(figures.extent, extent(reach, {}));
    KUNYU_TRY(figures.latest, latest(reach));
    archive::TimeRange readable;
    readable.to = reach.end.microseconds;
    KUNYU_TRY(figures.count, store_.count(reach.stream->id.value, readable));
    return figures;
}

base::Result<Series> SeriesReader::series(StreamReach const& reach, SeriesQuery const& query) const {
    Series out;
    auto from = query.from;
    auto to = query.to;
    if (!from || !to) {
        KUNYU_TRY(auto const whole, extent(reach, options_of(query)));
        if (!whole) return out;
        if (!from) from = whole->from;
        if (!to) to = base::Instant{whole->to.microseconds + 1};
    }
    if (*to <= *from) return out;
    out.range = TimeSpan{*from, *to};
    archive::TimeRange const readable{from->microseconds, std::min(to->microseconds, reach.end.microseconds)};
    if (readable.to <= readable.from) return out;
    KUNYU_TRY(out.count, store_.count(reach.stream->id.value, readable, options_of(query)));
    if (out.count < static_cast<std::int64_t>(query.buckets)) {
        KUNYU_TRY(out.points, points(reach, readable, query));
        return out;
    }
    auto const parts = static_cast<std::int64_t>(query.buckets);
    out.step = (to->microseconds - from->microseconds + parts - 1) / parts;
    KUNYU_TRY(out.buckets, buckets(reach, readable, query, out.step));
    return out;
}

base::Result<std::vector<Observation>> SeriesReader::points(StreamReach const& reach, archive::TimeRange const& range,
                                                            SeriesQuery const& query) const {
    archive::PageQuery page;
    page.range = range;
    page.limit = query.buckets;
    KUNYU_TRY(auto rows, store_.read(reach.stream->id.value, page, options_of(query)));
    if (query.calibrated && rows.kind == archive::ResultKind::number)
        calibration_for(reach.view->calibrations_of(reach.stream->id)).apply(rows.times, rows.numbers);
    return observations_of(*reach.stream, rows);
}

base::Result<std::vector<SeriesBucket>> SeriesReader::buckets(StreamReach const& reach, archive::TimeRange const& range,
                                                              SeriesQuery const& query, std::int64_t step) const {
    static std::vector<Calibration> const none;
    auto const stream = reach.stream->id;
    auto const& calibrations = query.calibrated ? reach.view->calibrations_of(stream) : none;
    auto const edges = equal_edges(range, step);
    auto const pieces = with_calibrations(edges, calibrations);
    auto options = options_of(query);
    KUNYU_TRY(auto const found, store_.buckets(stream.value, pieces, options));
    std::vector<SeriesBucket> out(edges.size() - 1);
    std::vector<archive::Summary> summaries(out.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        auto const bucket = static_cast<std::size_t>((pieces[i] - range.from) / step);
        out[bucket].count += found[i].count;
        summaries[bucket].add(calibrated(found[i].summary, calibration_at(calibrations, {pieces[i]})));
    }
    options.skip_bad = true;
    KUNYU_TRY(auto const sound, store_.counts(stream.value, edges, options));
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].from = {edges[i]};
        out[i].bad = std::max<std::int64_t>(out[i].count - sound[i], 0);
        tell(out[i], summaries[i]);
    }
    return out;
}

}  // namespace kunyu::observations
