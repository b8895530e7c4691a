#include "observations/continuity_figures.hpp"

#include "observations/quality_cadence.hpp"
#include "observations/quality_rows.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr std::int64_t second = 1'000'000;
/// Counts of so many are held at once.
constexpr std::size_t streams_at_once = 500;

quality::Cadence cadence_of(View const& view, MeasuredStream const& measured) {
    return cadence_for(view.programmes_of(measured.stream->thing), *measured.stream);
}

std::vector<CompletenessOn> windows_of(base::Day from, base::Day to, bool by_month) {
    std::vector<CompletenessOn> windows;
    while (from < to) {
        auto const next = by_month ? base::Day::of(from.year(), from.month(), 1).plus_months(1) : from.plus_days(1);
        windows.push_back({from, std::min(next, to), {}});
        from = windows.back().after;
    }
    return windows;
}

/// The part of the window in which the stream is looked at; empty where `to` is not after `from`.
quality::Window part_of(CompletenessOn const& window, MeasuredStream const& measured) {
    return {std::max(base::start_of(window.first), measured.from), std::min(base::start_of(window.after), measured.to)};
}

/// What is asked of the archive for one stream, and what it is measured against.
struct Measuring {
    quality::Cadence cadence;
    std::vector<std::size_t> places;  ///< of the windows, one for each count
};

/// The edges of the stream's part of each window; the parts follow each other.
archive::Store::CountWish wish_of(MeasuredStream const& measured, std::vector<CompletenessOn> const& windows,
                                  std::vector<std::size_t>& places) {
    archive::Store::CountWish wish{measured.stream->id.value, {}};
    for (std::size_t i = 0; i < windows.size(); ++i) {
        auto const [from, to] = part_of(windows[i], measured);
        if (to <= from) continue;
        if (wish.edges.empty()) wish.edges.push_back(from.microseconds);
        wish.edges.push_back(to.microseconds);
        places.push_back(i);
    }
    return wish;
}

/// Adds what these streams give to each window.
base::Result<void> add(archive::Store& store, View const& view, std::span<MeasuredStream const> streams,
                       archive::ReadOptions const& options, std::vector<CompletenessOn>& windows) {
    std::vector<Measuring> measurings;
    std::vector<archive::Store::CountWish> wishes;
    for (auto const& measured : streams) {
        auto cadence = cadence_of(view, measured);
        if (cadence.empty() || measured.to <= measured.from) continue;
        Measuring measuring{std::move(cadence), {}};
        wishes.push_back(wish_of(measured, windows, measuring.places));
        measurings.push_back(std::move(measuring));
    }
    KUNYU_TRY(auto const counts, store.counts(wishes, options));
    for (std::size_t i = 0; i < counts.size(); ++i) {
        auto const& edges = wishes[i].edges;
        for (std::size_t k = 0; k < counts[i].size(); ++k) {
            quality::WindowCount const count{{{edges[k]}, {edges[k + 1]}}, counts[i][k]};
            windows[measurings[i].places[k]].share +=
                quality::completeness(measurings[i].cadence, std::span(&count, 1));
        }
    }
    return {};
}

/// Observations that may stand for a moment of the stretch, ascending by time.
base::Result<archive::Points> read_rows(archive::Store& store, MeasuredStream const& measured,
                                        quality::Cadence const& cadence, std::optional<base::Instant> as_of = {}) {
    auto const before = cadence.step_at(measured.from).value_or(0);
    auto const behind = cadence.step_at(measured.to).value_or(before);
    archive::PageQuery query;
    query.range = {measured.from.microseconds - before, measured.to.microseconds + behind};
    query.limit = static_cast<std::size_t>(most_rows);
    archive::ReadOptions options;
    if (as_of) options.as_of = as_of->microseconds;
    return store.read(measured.stream->id.value, query, options);
}

base::Result<void> check_rows(archive::Store& store, std::vector<MeasuredStream> const& streams) {
    KUNYU_TRY(auto const rows, rows_of(store, streams));
    if (rows > most_rows) return base::refuse("quality.too_many_rows", {{"max", std::to_string(most_rows)}});
    return {};
}

/// When it came in: exactly, or, where it must be the same for good, as it is known once it is sealed.
std::int64_t arrival_of(archive::Points const& points, std::size_t i, bool for_good) {
    auto const arrival = points.arrivals[i];
    return earliest_arrival(points.times[i], for_good ? sealed_arrival(arrival) : arrival);
}

quality::ContinuityFigures figures_of(quality::Cadence const& cadence, MeasuredStream const& measured,
                                      archive::Points const& points, RateRule const& rule, base::Instant now) {
    std::vector<std::int64_t> received;
    std::vector<quality::Arrival> arrivals;
    for (std::size_t i = 0; i < points.size(); ++i) {
        received.push_back(arrival_of(points, i, rule.as_of.has_value()));
        arrivals.push_back({points.times[i], received.back()});
    }
    std::sort(received.begin(), received.end());
    quality::Window const window{measured.from, measured.to};
    quality::ContinuityFigures figures;
    figures.complete = quality::completeness(cadence, window, points.times);
    figures.online = quality::online_rate(cadence, window, rule.part_seconds * second, received);
    figures.transmitted = quality::transmission_rate(cadence, window, rule.delay_seconds * second, now, arrivals);
    return figures;
}

}  // namespace

MeasuredStream measured(View const& view, ReadScope const& scope, Stream const& stream, base::Interval const& days,
                        base::Instant now) {
    auto const until = std::min(now, scope.observations_until(view, stream, now));
    MeasuredStream out{&stream, {}, until};
    if (days.from) out.from = base::start_of(*days.from);
    if (days.to) out.to = std::min(out.to, base::start_of(*days.to));
    return out;
}

base::Result<std::vector<CompletenessOn>> completeness_of(archive::Store& store, View const& view,
                                                          std::vector<MeasuredStream> const& streams, base::Day from,
                                                          base::Day to, bool by_month,
                                                          archive::ReadOptions const& options) {
    auto windows = windows_of(from, to, by_month);
    auto const rest = std::span(streams);
    for (std::size_t at = 0; at < rest.size(); at += streams_at_once)
        KUNYU_TRY_VOID(
            add(store, view, rest.subspan(at, std::min(streams_at_once, rest.size() - at)), options, windows));
    return windows;
}

base::Result<std::int64_t> rows_of(archive::Store& store, std::vector<MeasuredStream> const& streams) {
    std::int64_t rows = 0;
    for (auto const& one : streams) {
        if (one.to <= one.from) continue;
        KUNYU_TRY(auto const count, store.count(one.stream->id.value, {one.from.microseconds, one.to.microseconds}));
        rows += count;
    }
    return rows;
}

base::Result<std::vector<quality::Gap>> gaps_of(archive::Store& store, View const& view, MeasuredStream const& stream) {
    auto const cadence = cadence_of(view, stream);
    if (cadence.empty()) return base::refuse("quality.no_programme");
    if (stream.to <= stream.from) return std::vector<quality::Gap>{};
    KUNYU_TRY_VOID(check_rows(store, {stream}));
    KUNYU_TRY(auto const points, read_rows(store, stream, cadence));
    return quality::gaps(cadence, {stream.from, stream.to}, points.times);
}

base::Result<quality::ContinuityFigures> figures_of(archive::Store& store, View const& view,
                                                    std::vector<MeasuredStream> const& streams, RateRule const& rule,
                                                    base::Instant now) {
    KUNYU_TRY_VOID(check_rows(store, streams));
    quality::ContinuityFigures all;
    for (auto const& stream : streams) {
        auto const cadence = cadence_of(view, stream);
        if (cadence.empty() || stream.to <= stream.from) continue;
        KUNYU_TRY(auto const points, read_rows(store, stream, cadence, rule.as_of));
        all += figures_of(cadence, stream, points, rule, now);
    }
    return all;
}

}  // namespace kunyu::observations
