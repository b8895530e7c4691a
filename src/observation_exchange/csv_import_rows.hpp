#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observation_exchange/csv_import_progress.hpp"
#include "observation_files/csv_door.hpp"
#include "observations/ingest.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_exchange {

/// Takes the rows of a file into the archive. A row whose observation is there already, with the same value, is known
/// and left out: a file may come twice, and reading may begin anew behind a stop, without doubling anything. A row
/// with another value than is stored is a fault, since raw data are corrected, not overwritten. Only streams of the
/// station count. Lives for one run; the view is that of its beginning.
class CsvRowIntake {
  public:
    /// Without `ingest` nothing is written: a trial.
    CsvRowIntake(archive::Store& store, observations::Ingest* ingest, observations::View view,
                 observations::WriteScope scope, observations::ThingId station);

    /// One batch of the door: on return what is new lasts. Refused: archive.damaged, and as Ingest::append().
    base::Result<void> take(observation_files::CsvDoor const& door, std::span<observation_files::CsvRow const> rows,
                            CsvImportProgress& progress);

  private:
    using Rows = std::vector<observation_files::CsvRow>;

    struct Target {
        observations::StreamId stream;
        std::string_view fault;  ///< a code; empty: the stream is there
    };
    Target const& target_of(std::string const& key);
    Target find_target(std::string const& key) const;
    /// Sorted by time.
    base::Result<Rows> without_known(observations::StreamId stream, Rows rows, CsvImportProgress& progress);
    base::Result<std::map<std::int64_t, double>> stored_between(observations::StreamId stream, std::int64_t from,
                                                                std::int64_t to);

    archive::Store& store_;
    observations::Ingest* ingest_;
    observations::View view_;
    observations::WriteScope scope_;
    observations::ThingId station_;
    std::map<std::string, Target, std::less<>> targets_;
};

}  // namespace kunyu::observation_exchange
