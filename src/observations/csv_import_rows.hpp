#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observation_files/csv_door.hpp"
#include "observations/csv_import_progress.hpp"
#include "observations/ingest.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observations {

/// Takes the rows of a file into the archive. A row whose observation is there already, with the same value, is known
/// and left out: a file may come twice, and reading may begin anew behind a stop, without doubling anything. A row
/// with another value than is stored is a fault, since raw data are corrected, not overwritten. Only streams of the
/// station count. Lives for one run; the view is that of its beginning.
class CsvRowIntake {
  public:
    /// Without `ingest` nothing is written: a trial.
    CsvRowIntake(archive::Store& store, Ingest* ingest, View view, WriteScope scope, ThingId station);

    /// One batch of the door: on return what is new lasts. Refused: archive.damaged, and as Ingest::append().
    base::Result<void> take(observation_files::CsvDoor const& door, std::span<observation_files::CsvRow const> rows,
                            CsvImportProgress& progress);

  private:
    using Rows = std::vector<observation_files::CsvRow>;

    struct Target {
        StreamId stream;
        std::string_view fault;  ///< a code; empty: the stream is there
    };
    Target const& target_of(std::string const& key);
    Target find_target(std::string const& key) const;
    /// Sorted by time.
    base::Result<Rows> without_known(StreamId stream, Rows rows, CsvImportProgress& progress);
    base::Result<std::map<std::int64_t, double>> stored_between(StreamId stream, std::int64_t from, std::int64_t to);

    archive::Store& store_;
    Ingest* ingest_;
    View view_;
    WriteScope scope_;
    ThingId station_;
    std::map<std::string, Target, std::less<>> targets_;
};

}  // namespace kunyu::observations
