#include "observations/continuity_figures.hpp"

#include "observations/quality_cadence.hpp"
#include "observations/quality_rows.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace kunyu::observations {
namespace {

constexpr std::int64_t second = 1'000'000;

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

/// Adds what one stream gives to each window.
base::Result<void> add(archive::Store& store, View const& view, MeasuredStream const& measured,
                       std::vector<CompletenessOn>& windows) {
    auto const cadence = cadence_of(view, measured);
    if (cadence.empty() || measured.to <= measured.from) return {};
    std::vector<std::int64_t> edges;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        auto const [from, to] = part_of(windows[i], measured);
        if (to <= from) continue;
        if (edges.empty()) edges.push_back(from.microseconds);
        edges.push_back(to.microseconds);
        places.push_back(i);
    }
    KUNYU_TRY(auto const counts, store.counts(measured.stream->id.value, edges));
    for (std::size_t i = 0; i < counts.size(); ++i) {
        quality::WindowCount const count{{{edges[i]}, {edges[i + 1]}}, counts[i]};
        windows[places[i]].share += quality::completeness(cadence, std::span(&count, 1));
    }
    return {};
}

/// Observations that may stand for a moment of the stretch, ascending by time.
base::Result<archive::Points> rows_of(archive::Store& store, MeasuredStream const& measured,
                                      quality::Cadence const& cadence) {
    auto const before = cadence.step_at(measured.from).value_or(0);
    auto const behind = cadence.step_at(measured.to).value_or(before);
    archive::PageQuery query;
    query.range = {measured.from.microseconds - before, measured.to.microseconds + behind};
    query.limit = static_cast<std::size_t>(most_rows);
    return store.read(measured.stream->id.value, query);
}

base::Result<void> check_rows(archive::Store& store, std::span<MeasuredStream const> streams) {
    std::int64_t rows = 0;
    for (auto const& one : streams) {
        if (one.to <= one.from) continue;
        KUNYU_TRY(auto const count, store.count(one.stream->id.value, {one.from.microseconds, one.to.microseconds}));
        rows += count;
    }
    if (rows > most_rows) return base::refuse("quality.too_many_rows", {{"max", std::to_string(most_rows)}});
    return {};
}

quality::ContinuityFigures figures_of(quality::Cadence const& cadence, MeasuredStream const& measured,
                                      archive::Points const& points, RateRule const& rule, base::Instant now) {
    std::vector<std::int64_t> received;
    std::vector<quality::Arrival> arrivals;
    for (std::size_t i = 0; i < points.size(); ++i) {
        received.push_back(earliest_arrival(points.times[i], points.arrivals[i]));
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
                                                          base::Day to, bool by_month) {
    auto windows = windows_of(from, to, by_month);
    for (auto const& stream : streams) KUNYU_TRY_VOID(add(store, view, stream, windows));
    return windows;
}

base::Result<std::vector<quality::Gap>> gaps_of(archive::Store& store, View const& view, MeasuredStream const& stream) {
    auto const cadence = cadence_of(view, stream);
    if (cadence.empty()) return base::refuse("quality.no_programme");
    if (stream.to <= stream.from) return std::vector<quality::Gap>{};
    KUNYU_TRY_VOID(check_rows(store, std::span(&stream, 1)));
    KUNYU_TRY(auto const points, rows_of(store, stream, cadence));
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
        KUNYU_TRY(auto const points, rows_of(store, stream, cadence));
        all += figures_of(cadence, stream, points, rule, now);
    }
    return all;
}

}  // namespace kunyu::observations
