#include "app/observation_worker.hpp"

#include <chrono>
#include <thread>

namespace kunyu::app {
namespace {

bool is_ended(jobs::State state) {
    return state == jobs::State::done || state == jobs::State::failed || state == jobs::State::cancelled;
}

}  // namespace

base::Result<std::unique_ptr<ObservationWorker>> ObservationWorker::start(ObservationFolder& opened,
                                                                          Services& services) {
    auto worker = std::unique_ptr<ObservationWorker>(new ObservationWorker(opened.folder()));
    if (!opened.alone()) return worker;
    KUNYU_TRY(auto archive, open_archive(opened.folder()));
    worker->parts_.emplace(opened.folder(), std::move(archive), services.observations, services.files,
                           services.notifier);
    worker->parts_->add_jobs(worker->runner_);
    worker->runner_.start();
    return worker;
}

base::Result<jobs::Job> wait_for_job(DataFolder& folder, jobs::JobId id, Tell const& tell) {
    for (;;) {
        auto const job = folder.database().read([id](sql::Session& session) { return jobs::find(session, id); });
        tell(job->steps_done, job->steps_total);
        if (is_ended(job->state)) {
            if (job->refusal) return *job->refusal;
            return *job;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

}  // namespace kunyu::app
