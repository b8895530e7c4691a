#pragma once
#include "archive/memtable.hpp"
#include "archive/points.hpp"
#include "base/result.hpp"
#include "observations/observation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observations {

/// What few observations have; kept in the archive beside the columns.
struct Rarities {
    boost::json::value result_quality;  ///< null when absent, as the next
    boost::json::value parameters;
    std::optional<TimeSpan> valid_time;
    std::optional<FeatureId> feature;  ///< in place of the stream's
    bool empty() const { return result_quality.is_null() && parameters.is_null() && !valid_time && !feature; }
};

std::string encode_rarities(Rarities const& rarities);
/// Refused: archive.damaged.
base::Result<Rarities> decode_rarities(std::string_view bytes);

/// An observation as it is handed in.
struct NewObservation {
    base::Instant phenomenon_time;
    std::optional<base::Instant> phenomenon_end;
    std::optional<base::Instant> result_time;
    boost::json::value result;
    std::uint8_t quality = 2;
    Rarities rarities;
};

/// Appends it to the columns; the kind widens as it must. What the archive cannot hold is refused by it, not here.
void add_observation(archive::Points& points, NewObservation observation);

/// The rows of the archive as observations of the stream, in their order. Refused: archive.damaged.
base::Result<std::vector<Observation>> observations_of(Stream const& stream, archive::Points const& points);

/// One that stands alone, without what few observations have.
base::Result<Observation> observation_of(Stream const& stream, archive::Point const& point);
/// What each row observes: the feature it names, or the one of its stream. Refused: archive.damaged.
base::Result<std::vector<FeatureId>> features_of(Stream const& stream, archive::Points const& points);

/// A whole number below 2^53 as an integer, so that 5 stays 5; null for what is no number.
boost::json::value json_number(double number);

}  // namespace kunyu::observations
