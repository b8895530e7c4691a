#pragma once
#include "observation_files/series.hpp"

#include <boost/json.hpp>

#include <optional>
#include <vector>

namespace kunyu::observation_files {

/// The latest observation of each series of the description; nothing where there is none or it may not be shown.
using LatestRows = std::vector<std::optional<SeriesRow>>;

/// The stations as a FeatureCollection of GeoJSON (RFC 7946): a point each, null where the place is not known; the
/// properties hold the latest value of each of its series. `latest` is as long as the series of the description.
boost::json::object to_geojson(ExportDescription const& description, LatestRows const& latest);

}  // namespace kunyu::observation_files
