#include "observation_files/csv_report.hpp"

#include <utility>

namespace kunyu::observation_files {

void CsvReport::note(CsvRowError error, std::size_t most) {
    ++errors;
    ++errors_by_code[error.code];
    if (kept_errors.size() < most) kept_errors.push_back(std::move(error));
}

void CsvReport::add(CsvReport const& later, std::size_t most_errors) {
    records += later.records;
    rows += later.rows;
    missing += later.missing;
    repeated += later.repeated;
    repeats_exact = repeats_exact && later.repeats_exact;
    errors += later.errors;
    for (auto const& [code, count] : later.errors_by_code) errors_by_code[code] += count;
    for (auto const& error : later.kept_errors)
        if (kept_errors.size() < most_errors) kept_errors.push_back(error);
}

}  // namespace kunyu::observation_files
