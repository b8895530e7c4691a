#include "observations/arrival_feed.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace kunyu::observations {
namespace {

std::vector<quality::AlarmObservation> observed(StreamTests const& tests, archive::Points const& points,
                                                ArrivalFindings const* findings) {
    auto numbered = points;
    numbered.ordinals.resize(points.size());
    std::iota(numbered.ordinals.begin(), numbered.ordinals.end(), 0);
    auto const places = archive::sorted_places(numbered);
    auto const rows = QualityRows::of(tests, archive::pick(numbered, places));
    std::vector<quality::AlarmObservation> out(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const time = rows.points.times[i];
        auto const own = rows.points.quality[i];
        auto const flag = findings ? findings->flag_of(time, rows.values[i], own) : static_cast<quality::Flag>(own);
        // In the order in which they came.
        out[places[i]] = {time, rows.values[i], flag};
    }
    return out;
}

}  // namespace

ArrivalFeed::ArrivalFeed(archive::Store& store, sql::Database& database, Catalogue& catalogue, base::IdGenerator& ids,
                         base::Clock const& clock)
    : store_(store), database_(database), clock_(clock), watched_(database, catalogue), alarms_(ids) {}

LogConsumer ArrivalFeed::consumer() {
    return {"observations.arrivals",
            [this] {
                watched_.refresh();
                return !watched_.empty();
            },
            [this](std::span<LogEntry const> entries) { return take(entries); }, [this] { tick(); }};
}

base::Result<LogConsumer::Effect> ArrivalFeed::take(std::span<LogEntry const> entries) {
    KUNYU_TRY(auto const findings, test(entries));
    KUNYU_TRY_VOID(keep(findings));
    auto arrivals = arrivals_of(entries, findings);
    if (arrivals.empty()) return LogConsumer::Effect{};
    return LogConsumer::Effect{[this, arrivals = std::move(arrivals)](sql::Tx& tx) { alarms_.arrive(tx, arrivals); }};
}

base::Result<ArrivalFeed::Findings> ArrivalFeed::test(std::span<LogEntry const> entries) const {
    std::map<StreamId, std::vector<std::int64_t>> times;
    for (auto const& entry : entries) {
        for (auto const& [number, points] : entry.batch.points) {
            if (!watched_.is_tested({number})) continue;
            auto& of_stream = times[{number}];
            of_stream.insert(of_stream.end(), points.times.begin(), points.times.end());
        }
    }
    Findings findings;
    for (auto& [stream, of_stream] : times) {
        auto const tests = watched_.tests_of(stream);
        if (!tests || !tests_anything(tests->rules)) continue;
        std::sort(of_stream.begin(), of_stream.end());
        KUNYU_TRY(auto found, test_arrivals(store_, *tests, of_stream));
        findings.emplace(stream, std::move(found));
    }
    return findings;
}

base::Result<void> ArrivalFeed::keep(Findings const& findings) const {
    archive::Batch batch;
    for (auto const& [stream, found] : findings)
        if (!found.flags.empty()) batch.flags.push_back({stream.value, found.flags});
    if (batch.flags.empty()) return {};
    KUNYU_TRY_VOID(store_.append(std::move(batch)));
    return {};
}

std::vector<StreamArrival> ArrivalFeed::arrivals_of(std::span<LogEntry const> entries, Findings const& findings) const {
    std::vector<StreamArrival> arrivals;
    for (auto const& entry : entries) {
        for (auto const& [number, points] : entry.batch.points) {
            StreamId const stream{number};
            auto const tests = watched_.has_alarm(stream) ? watched_.tests_of(stream) : std::nullopt;
            if (!tests || points.empty()) continue;
            auto const found = findings.find(stream);
            arrivals.push_back({stream, static_cast<std::int64_t>(entry.sequence), entry.at,
                                observed(*tests, points, found == findings.end() ? nullptr : &found->second)});
        }
    }
    return arrivals;
}

void ArrivalFeed::tick() const {
    database_
        .write([&](sql::Tx& tx) -> base::Result<void> {
            alarms_.tick(tx, clock_.now());
            return {};
        })
        .value();
}

}  // namespace kunyu::observations
