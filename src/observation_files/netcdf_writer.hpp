#pragma once
#include "base/result.hpp"
#include "observation_files/series.hpp"

#include <cstdint>
#include <filesystem>

namespace kunyu::observation_files {

enum class NetcdfLayout {
    /// Each series with its own times, one behind the other: the contiguous ragged array of CF-1.8, section 9.3.3.
    ragged,
    /// One time axis for all: the series are of one station and have the same times (section 9.3.1 with one station).
    one_time_axis,
};

struct NetcdfSummary {
    std::uint64_t rows = 0;
};

/// Writes NetCDF-4 of the classic model after CF-1.8 (discrete sampling geometry timeSeries) and ACDD-1.3, in bounded
/// memory. Times are seconds since 1970 in double precision, which to the nearest microsecond is exact until 2242. Each
/// variable has its QARTOD flags beside it. The file takes its name when it is whole. Refuses with
/// observation_files.not_written {reason}, .times_not_ascending {series}, .times_differ.
base::Result<NetcdfSummary> write_netcdf(std::filesystem::path const& path, ExportDescription const& description,
                                         SeriesSource& source, NetcdfLayout layout = NetcdfLayout::ragged);

}  // namespace kunyu::observation_files
