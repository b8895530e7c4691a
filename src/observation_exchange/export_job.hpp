#pragma once
#include "archive/store.hpp"
#include "base/time.hpp"
#include "files/store.hpp"
#include "jobs/runner.hpp"
#include "observations/catalogue.hpp"

#include <string_view>

namespace kunyu::observation_exchange {

inline constexpr std::string_view export_job = "observations.export";

/// The job observations.export, whose parameters are an ExportWish: writes the file and keeps it as the job's result.
/// What the asker may read was found out when the job was made. All must outlive the runner.
class ExportJob {
  public:
    ExportJob(files::Store& files, archive::Store& store, observations::Catalogue& catalogue, base::Clock const& clock)
        : files_(files), store_(store), catalogue_(catalogue), clock_(clock) {}
    void add_to(jobs::Runner& runner);

  private:
    base::Result<jobs::Outcome> run(jobs::JobRun& run);

    files::Store& files_;
    archive::Store& store_;
    observations::Catalogue& catalogue_;
    base::Clock const& clock_;
};

}  // namespace kunyu::observation_exchange
