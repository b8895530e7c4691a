#pragma once
#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::observation_files {

/// One observation on its way out.
struct SeriesRow {
    base::Instant time;
    double value = 0;  ///< not finite: missing
    std::uint8_t quality = 2;
    friend bool operator==(SeriesRow const&, SeriesRow const&) = default;
};

struct StationDescription {
    std::string id;  ///< unique in the export
    std::string name;
    std::optional<double> longitude;  ///< degrees, WGS 84
    std::optional<double> latitude;
    std::optional<double> altitude;  ///< metres above mean sea level
};

struct SeriesDescription {
    std::string id;             ///< unique in the export
    std::string name;           ///< for people
    std::string property;       ///< "groundwater_level"; what is called alike, in one unit, is one variable
    std::string standard_name;  ///< of CF; empty where CF has none
    std::string unit;           ///< UCUM; empty where there is none
    std::string symbol;         ///< the unit for people: "m/s²"
    std::size_t station = 0;    ///< in ExportDescription::stations
};

/// What an export says of itself. Empty texts are left out.
struct ExportDescription {
    std::string id;
    std::string title;
    std::string summary;
    std::string institution;
    std::string creator;
    std::string licence;  ///< SPDX identifier or address
    std::string source;   ///< provenance: how the values came about
    std::string history;  ///< what was done to them, a line an act
    std::string embargo;  ///< what is held back, and until when
    std::string comment;  ///< that it is a simulation, say
    base::Instant created_at;
    std::vector<StationDescription> stations;
    std::vector<SeriesDescription> series;
};

/// Gives out the rows of each series by time. A series may be read at another pace than the next, none is read twice.
class SeriesSource {
  public:
    virtual ~SeriesSource() = default;
    /// Replaces `rows` by the next ones; false, and none, at the end of the series.
    virtual bool next(std::size_t series, std::vector<SeriesRow>& rows) = 0;
};

}  // namespace kunyu::observation_files
