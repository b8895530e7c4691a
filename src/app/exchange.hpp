#pragma once
#include "app/data_folder.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace kunyu::app {

struct ImportOptions {
    std::string kind;  ///< platforms, organisations
    std::filesystem::path file;
    bool dry_run = false;
};

struct ImportReport {
    bool dry_run = false;
    std::int64_t rows = 0;
    std::int64_t unchanged = 0;
    std::vector<std::string> faults;  ///< one line a fault: sheet, row, column, value, rule
};

/// Hands the sheet in as a job, as the server does, and waits for its end: this process works on it, or a server that
/// is running does.
base::Result<ImportReport> import_sheet(DataFolder& folder, ImportOptions const& options,
                                        std::function<void(std::int64_t, std::int64_t)> const& progress);

struct ExportOptions {
    std::string kind;  ///< platforms, organisations, layout
    std::string format;
    std::string as_of;
};

/// The bytes that the server's route of the same name answers to the public. `layout` is JSON.
base::Result<std::string> export_list(DataFolder& folder, ExportOptions const& options);

}  // namespace kunyu::app
