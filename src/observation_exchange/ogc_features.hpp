#pragma once
#include "base/result.hpp"
#include "identity/query.hpp"
#include "observations/access.hpp"
#include "observations/catalogue.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_exchange {

/// OGC API - Features - Part 1: Core (OGC 17-069r4) over the stations, as one collection of points in CRS84.

/// A rectangle in degrees; where the west is greater than the east it spans the antimeridian (clause 7.15.3).
struct BoundingBox {
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;
    bool holds(double longitude, double latitude) const;
};
/// Four numbers, or six with heights, which are passed over. Nothing for anything else.
std::optional<BoundingBox> parse_bounding_box(std::string_view text);

/// A time of the parameter datetime (clause 7.15.4), half-open; open bounds are absent.
struct FeatureTime {
    std::optional<base::Instant> from;
    std::optional<base::Instant> to;
};
/// A moment, or two parted by a slash, either of which may be ".." or empty. Nothing for anything else.
std::optional<FeatureTime> parse_feature_time(std::string_view text);

inline constexpr std::size_t most_features = 1000;
struct FeatureQuery {
    std::optional<BoundingBox> box = {};
    std::optional<FeatureTime> time = {};
    std::optional<observations::ThingId> after = {};
    std::size_t limit = 100;
};
/// bbox, datetime, limit, after; others are faults. Refused: observations.bad_feature_query (400) with all of them, as
/// clauses 7.6 and 7.15.2 want it.
base::Result<FeatureQuery> read_feature_query(http::Request const& request);

/// Whether something that may be read was observed at the station in the time.
using ObservedIn = std::function<base::Result<bool>(observations::Thing const&, FeatureTime const&)>;

struct FeaturePage {
    std::vector<observations::Thing const*> items;  ///< live as long as the view
    std::optional<observations::ThingId> next;      ///< the last of the page, when there are more
};
/// The stations that the scope sees, in the order of their numbers; one without a place is in no rectangle.
base::Result<FeaturePage> list_features(observations::View const& view, observations::ReadScope const& scope,
                                        FeatureQuery const& query, ObservedIn const& observed_in);

/// A Feature of GeoJSON with what the scope sees of the station.
boost::json::object feature_json(observations::View const& view, observations::ReadScope const& scope,
                                 observations::Thing const& thing);

/// The rectangle around all stations that the scope sees: west, south, east, north; nothing without one.
std::optional<std::array<double, 4>> extent_of(observations::View const& view, observations::ReadScope const& scope);

}  // namespace kunyu::observation_exchange
