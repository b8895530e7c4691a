#pragma once
#include "archive/store.hpp"
#include "base/time.hpp"
#include "files/store.hpp"
#include "jobs/runner.hpp"
#include "observations/catalogue.hpp"
#include "observations/ingest.hpp"

namespace kunyu::observation_exchange {

/// The job observations.csv_import {file, station, mapping, dry_run}: reads a file through the door into the archive,
/// batch by batch, each with a checkpoint. What was begun again after a crash adds nothing twice (see CsvRowIntake).
/// Its summary holds counts, its errors lines and columns. Who asked was asked for his right when
/// the job was made. All must outlive the runner.
class CsvImportJob {
  public:
    CsvImportJob(files::Store const& files, archive::Store& store, observations::Ingest& ingest,
                 observations::Catalogue& catalogue, base::Clock const& clock)
        : files_(files), store_(store), ingest_(ingest), catalogue_(catalogue), clock_(clock) {}
    void add_to(jobs::Runner& runner);

  private:
    base::Result<jobs::Outcome> run(jobs::JobRun& run);

    files::Store const& files_;
    archive::Store& store_;
    observations::Ingest& ingest_;
    observations::Catalogue& catalogue_;
    base::Clock const& clock_;
};

}  // namespace kunyu::observation_exchange
