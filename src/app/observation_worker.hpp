#pragma once
#include "app/archive_parts.hpp"
#include "app/observe.hpp"
#include "app/services.hpp"
#include "jobs/runner.hpp"

#include <memory>
#include <optional>

namespace kunyu::app {

/// Where no server holds the archive, works on jobs itself as long as it lives.
class ObservationWorker {
  public:
    /// The folder and the services outlive it.
    static base::Result<std::unique_ptr<ObservationWorker>> start(ObservationFolder& opened, Services& services);
    ~ObservationWorker() { runner_.stop(); }
    ObservationWorker(ObservationWorker const&) = delete;
    ObservationWorker& operator=(ObservationWorker const&) = delete;

  private:
    explicit ObservationWorker(DataFolder& folder) : runner_(folder.database(), folder.clock(), folder.ids()) {}
    std::optional<ArchiveParts> parts_;
    jobs::Runner runner_;
};

/// Waits for a job that this process or a server works on; the refusal of one that failed.
base::Result<jobs::Job> wait_for_job(DataFolder& folder, jobs::JobId id, Tell const& tell);

}  // namespace kunyu::app
