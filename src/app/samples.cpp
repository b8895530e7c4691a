#include "app/samples.hpp"

#include "app/observation_worker.hpp"
#include "app/operator.hpp"
#include "app/services.hpp"
#include "observations/station_sample.hpp"
#include "observations/station_sample_job.hpp"
#include "programme/sample_history.hpp"
#include "registry/application_sample.hpp"
#include "registry/platform_sample.hpp"

#include <optional>
#include <vector>

namespace kunyu::app {
namespace {

registry::SampleServices workflow_of(Services& services) {
    auto const& parts = services.registry;
    return {parts.calls, parts.applications, parts.annual_reports, services.inbox, services.files};
}

/// What was made, and the job that hands in the observations of sample stations, where there are some.
struct Loaded {
    std::int64_t things = 0;
    std::optional<jobs::JobId> observing;
};

jobs::JobId hand_in_observations(sql::Tx& tx, DataFolder& folder) {
    jobs::NewJob job;
    job.kind = observations::station_sample_job;
    job.parameters = boost::json::object{};
    job.requested_by_name = operator_name;
    return jobs::enqueue(tx, folder.ids(), folder.clock().now(), job);
}

base::Result<Loaded> load(sql::Tx& tx, DataFolder& folder, Services& services,
                          observations::StationSampleServices const& stations) {
    auto const caller = operator_at(folder);
    KUNYU_TRY(auto const platforms, registry::load_sample(tx, caller, services.registry.platforms));
    KUNYU_TRY(auto const others, registry::load_workflow_sample(tx, caller, workflow_of(services)));
    KUNYU_TRY(auto const entries, services.registers.load_samples(tx, caller));
    KUNYU_TRY(auto const made, observations::load_station_sample(tx, caller, stations));
    Loaded loaded{platforms + others + entries + made + programme::load_sample_history(tx, folder.ids()), {}};
    if (made > 0) loaded.observing = hand_in_observations(tx, folder);
    return loaded;
}

/// There are fewer sample streams.
constexpr int most_tests = 100;

/// The observations, and then their tests.
base::Result<void> wait_for_observations(DataFolder& folder, jobs::JobId id) {
    auto const in_silence = [](std::int64_t, std::int64_t) {};
    KUNYU_TRY_VOID(wait_for_job(folder, id, in_silence));
    jobs::Filter runs;
    runs.kind = observations::quality_run_job;
    KUNYU_TRY(auto const tests, folder.database().read([&](sql::Session& session) {
        return jobs::list(session, runs, std::nullopt, most_tests);
    }));
    for (auto const& test : tests.jobs)
        if (test.id.value > id.value) KUNYU_TRY_VOID(wait_for_job(folder, test.id, in_silence));
    return {};
}

/// The services of sample stations; the two that a server has beside its archive are made here.
class StationServices {
  public:
    explicit StationServices(Services& services)
        : parts_(services.observations), quality_(parts_.entities), alarms_(services.folder.ids(), parts_.entities) {}
    observations::StationSampleServices all() const {
        return {parts_.entities, parts_.parts, parts_.networks, quality_, alarms_};
    }

  private:
    ObservationsParts& parts_;
    observations::QualityRulesService quality_;
    observations::AlarmService alarms_;
};

}  // namespace

base::Result<std::int64_t> load_sample(ObservationFolder& opened) {
    auto& folder = opened.folder();
    Services services(folder);
    StationServices const stations(services);
    KUNYU_TRY(auto const worker, ObservationWorker::start(opened, services));
    KUNYU_TRY(auto const loaded,
              folder.database().write([&](sql::Tx& tx) { return load(tx, folder, services, stations.all()); }));
    if (loaded.observing) KUNYU_TRY_VOID(wait_for_observations(folder, *loaded.observing));
    return loaded.things;
}

base::Result<std::int64_t> remove_sample(ObservationFolder& opened) {
    auto& folder = opened.folder();
    Services services(folder);
    StationServices const stations(services);
    return folder.database().write([&](sql::Tx& tx) -> base::Result<std::int64_t> {
        auto const caller = operator_at(folder);
        auto const history = programme::remove_sample_history(tx);
        auto const others =
            registry::remove_workflow_sample(tx, workflow_of(services)) + services.registers.remove_samples(tx);
        KUNYU_TRY(auto const removed, observations::remove_station_sample(tx, caller, stations.all()));
        KUNYU_TRY(auto const platforms, registry::remove_sample(tx, caller, services.registry.platforms));
        return platforms + others + removed + history;
    });
}

}  // namespace kunyu::app
