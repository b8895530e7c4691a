#pragma once
#include "app/data_folder.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::app {

/// The folder for a command on observations. Where no server runs this process holds it alone and does the work by
/// itself; beside a server (one of SQLite holds log and chunks alone) its jobs are taken up by the server.
class ObservationFolder {
  public:
    static base::Result<ObservationFolder> open(DataFolder::Options options);
    DataFolder& folder() const { return *folder_; }
    /// Whether this process may open the archive.
    bool alone() const { return alone_; }

  private:
    ObservationFolder(std::unique_ptr<DataFolder> folder, bool alone) : folder_(std::move(folder)), alone_(alone) {}
    std::unique_ptr<DataFolder> folder_;
    bool alone_;
};

using Tell = std::function<void(std::int64_t done, std::int64_t total)>;

struct ObserveImport {
    std::filesystem::path file;
    std::int64_t station = 0;
    /// The number of a mapping kept with the station, or a file with a mapping in JSON; empty: the only one kept.
    std::string mapping;
    bool dry_run = false;
};

struct ObserveImportReport {
    std::int64_t values = 0;
    std::int64_t added = 0;
    std::int64_t known = 0;
    std::int64_t errors = 0;
    std::vector<std::string> faults;  ///< the first ones, a line each
};

/// Hands the file in as a job and waits for its end. Refused: app.unreadable_file, app.observe_mapping {count} when it
/// is not clear by which mapping, and what the import refuses.
base::Result<ObserveImportReport> observe_import(ObservationFolder& opened, ObserveImport const& options,
                                                 Tell const& tell);

struct ObserveExport {
    std::optional<std::int64_t> stream;
    std::optional<std::int64_t> station;  ///< all streams of numbers
    std::string format = "csv";           ///< csv, nc
    std::string from;                     ///< moments or days; empty: open
    std::string to;
    std::string as_of;
    bool calibrated = false;
    std::filesystem::path out;
};

/// Writes the file; answers how many observations it holds.
base::Result<std::int64_t> observe_export(ObservationFolder& opened, ObserveExport const& options, Tell const& tell);

struct ObserveStatistics {
    std::int64_t stations = 0;
    std::int64_t streams = 0;
    std::int64_t chunks = 0;
    std::int64_t sealed = 0;  ///< observations in chunks
    std::int64_t bytes = 0;   ///< of these
    std::int64_t revisions = 0;
    std::optional<std::int64_t> unsealed;  ///< observations in the log alone; unknown beside a server that holds it
};
base::Result<ObserveStatistics> observe_statistics(ObservationFolder& opened);

}  // namespace kunyu::app
