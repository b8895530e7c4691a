#include "observations/station_sample_job.hpp"

#include "base/messages.hpp"
#include "observation_files/logger_simulator.hpp"
#include "observations/sample_stations.hpp"

#include <utility>
#include <vector>

namespace kunyu::observations {
namespace {

/// A sample stream with the history that it is to have.
struct Wanted {
    Stream const* stream = nullptr;
    SampleHistory history;
};

/// The view must outlive it.
std::vector<Wanted> sample_streams(View const& view) {
    std::vector<Wanted> wanted;
    for (auto const& [id, stream] : view.streams()) {
        auto const* thing = view.find(stream->thing);
        auto const history = thing && thing->sample ? history_in(*stream) : std::nullopt;
        if (history) wanted.push_back({stream.get(), *history});
    }
    return wanted;
}

/// What came in up to the moment, but for the gap. One batch, so all of it or nothing.
archive::Batch values_of(Wanted const& wanted, base::Instant now) {
    observation_files::LoggerSimulator const logger(wanted.history.settings);
    archive::Batch batch;
    batch.points.push_back({wanted.stream->id.value, {}});
    auto& points = batch.points.front().points;
    auto const end = logger.count_until(now);
    for (std::int64_t number = 0; number < end; ++number) {
        auto const reading = logger.reading(number);
        if (!reading || (wanted.history.gap_from <= reading->time && reading->time < wanted.history.gap_to)) continue;
        points.times.push_back(reading->time.microseconds);
        points.numbers.push_back(reading->value);
    }
    return batch;
}

QualityRunWish tests_of(Wanted const& wanted, base::Instant now) {
    return {wanted.stream->id, wanted.history.settings.start, now,
            base::Messages::instance().text("observations.sample.retest", base::Language::zh)};
}

}  // namespace

void StationSampleJob::add_to(jobs::Runner& runner) {
    runner.add(station_sample_job, [this](jobs::JobRun& job) { return run(job); });
}

base::Result<jobs::Outcome> StationSampleJob::run(jobs::JobRun& run) {
    auto const now = clock_.now();
    auto const caller = identity::Caller::system(run.job().requested_by_name, now);
    auto const view = catalogue_.fresh();
    auto const scope = run.database().read([&](sql::Session& session) { return WriteScope::of(session, caller); });
    auto const all = sample_streams(view);
    std::int64_t observations = 0;
    std::int64_t done = 0;
    std::int64_t tests = 0;
    for (auto const& wanted : all) {
        KUNYU_TRY(auto const there, store_.count(wanted.stream->id.value));
        auto batch = there == 0 ? values_of(wanted, now) : archive::Batch{};
        if (!batch.points.empty()) {
            observations += static_cast<std::int64_t>(batch.points.front().points.size());
            KUNYU_TRY_VOID(ingest_.append(view, scope, std::move(batch)));
        }
        KUNYU_TRY_VOID(
            run.step(nullptr, ++done, static_cast<std::int64_t>(all.size()), [&](sql::Tx& tx) -> base::Result<void> {
                auto const started = quality_.start(tx, caller, tests_of(wanted, now));
                return started ? base::Result<void>{} : started.error();
            }));
        ++tests;
    }
    return jobs::Outcome{{{"observations", observations}, {"tests", tests}}, std::nullopt};
}

}  // namespace kunyu::observations
