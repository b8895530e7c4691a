#include "programme/known.hpp"

#include "programme/plan_store.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kunyu::programme {
namespace {

struct Said {
    std::int64_t rank = 0;
    std::int64_t value = 0;
};
using Sources = std::map<std::int64_t, Said>;

std::optional<KnownSpan> strongest(Sources const& sources) {
    std::optional<KnownSpan> best;
    for (auto const& [source, said] : sources) {
        if (best && best->rank > said.rank) continue;
        best = KnownSpan{{}, open_end, source, said.rank, said.value};
    }
    return best;
}

bool says_same(KnownSpan const& one, KnownSpan const& other) {
    return one.source == other.source && one.rank == other.rank && one.value == other.value;
}

/// The state after the last act of the day.
void end_day(base::Day day, Sources const& sources, std::vector<KnownSpan>& spans) {
    bool const open = !spans.empty() && spans.back().known_to == open_end;
    auto now = strongest(sources);
    if (open && now && says_same(spans.back(), *now)) return;
    if (open) spans.back().known_to = day;
    if (!now) return;
    now->known_from = day;
    spans.push_back(*now);
}

using Validity = std::pair<base::Day, base::Day>;

/// What is to be reached when, by all years known at one time.
std::map<Validity, std::int64_t> timeline(std::map<std::int64_t, std::vector<PlannedPoint>> const& years) {
    std::map<base::Day, std::int64_t> by_end;
    for (auto const& [year, points] : years)
        for (auto const& point : points) by_end[point.cycle_end] = point.percent;
    std::map<Validity, std::int64_t> out;
    for (auto at = by_end.begin(); at != by_end.end(); ++at) {
        auto const following = std::next(at);
        auto const to = following == by_end.end() ? open_end : following->first.plus_days(1);
        out[{at->first.plus_days(1), to}] = at->second;
    }
    return out;
}

bool same_cell(PlannedSpan const& span, Validity const& validity, std::int64_t percent) {
    return span.known_to == open_end && span.valid_from == validity.first && span.valid_to == validity.second &&
           span.percent == percent;
}

/// From `day` on the timeline is known in place of what was known before.
void replace_from(base::Day day, std::map<Validity, std::int64_t> timeline, std::vector<PlannedSpan>& spans) {
    for (auto& span : spans) {
        if (span.known_to != open_end) continue;
        auto const at = timeline.find({span.valid_from, span.valid_to});
        if (at != timeline.end() && same_cell(span, at->first, at->second))
            timeline.erase(at);
        else
            span.known_to = day;
    }
    for (auto const& [validity, percent] : timeline)
        spans.push_back({validity.first, validity.second, day, open_end, percent});
}

}  // namespace

std::vector<KnownSpan> known_spans(std::vector<KnownAct> acts) {
    std::stable_sort(acts.begin(), acts.end(), [](auto const& one, auto const& other) { return one.at < other.at; });
    std::vector<KnownSpan> spans;
    Sources sources;
    for (std::size_t i = 0; i < acts.size(); ++i) {
        auto const& act = acts[i];
        if (act.value)
            sources[act.source] = {act.rank, *act.value};
        else
            sources.erase(act.source);
        auto const day = base::day_of(act.at);
        if (i + 1 == acts.size() || base::day_of(acts[i + 1].at) != day) end_day(day, sources, spans);
    }
    return spans;
}

std::vector<KnownSpan> joined(std::vector<KnownSpan> const& spans) {
    std::vector<KnownSpan> out;
    for (auto const& span : spans) {
        if (!out.empty() && out.back().known_to == span.known_from)
            out.back().known_to = span.known_to;
        else
            out.push_back(span);
    }
    return out;
}

std::vector<PlannedSpan> planned_spans(std::vector<PlanAcceptance> const& acceptances) {
    std::vector<PlannedSpan> spans;
    std::map<std::int64_t, std::vector<PlannedPoint>> years;
    for (std::size_t i = 0; i < acceptances.size(); ++i) {
        years[acceptances[i].year] = acceptances[i].points;
        bool const last_of_day =
            i + 1 == acceptances.size() || acceptances[i + 1].known_from != acceptances[i].known_from;
        if (last_of_day) replace_from(acceptances[i].known_from, timeline(years), spans);
    }
    return spans;
}

}  // namespace kunyu::programme
