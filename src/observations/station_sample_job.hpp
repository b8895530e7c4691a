#pragma once
#include "archive/store.hpp"
#include "base/time.hpp"
#include "jobs/runner.hpp"
#include "observations/catalogue.hpp"
#include "observations/ingest.hpp"
#include "observations/quality_run.hpp"

namespace kunyu::observations {

inline constexpr char const* station_sample_job = "observations.sample";

/// The job observations.sample: hands in the simulated values of sample streams that have none yet, and asks for their
/// tests. Its summary: {"observations": how many, "tests": how many of these jobs}. All must outlive the runner.
class StationSampleJob {
  public:
    StationSampleJob(archive::Store& store, Ingest& ingest, Catalogue& catalogue, QualityRun const& quality,
                     base::Clock const& clock)
        : store_(store), ingest_(ingest), catalogue_(catalogue), quality_(quality), clock_(clock) {}
    void add_to(jobs::Runner& runner);

  private:
    base::Result<jobs::Outcome> run(jobs::JobRun& run);

    archive::Store& store_;
    Ingest& ingest_;
    Catalogue& catalogue_;
    QualityRun const& quality_;
    base::Clock const& clock_;
};

}  // namespace kunyu::observations
