#pragma once
#include "archive/batch.hpp"
#include "base/result.hpp"
#include "observations/entity.hpp"
#include "observations/repeats.hpp"
#include "sensorthings/entity_key.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace kunyu::sensorthings {

/// A row of a dataArray that was not taken, and why. The fault's path is the component, or empty for the row as a
/// whole.
struct RefusedRow {
    std::size_t row = 0;  ///< from 0 within its dataArray
    base::FieldError fault;
};

/// What came for one stream: the rows that can be stored, in their order, and those that cannot.
struct ObservationRows {
    EntityKey stream;
    std::size_t rows = 0;  ///< handed in
    archive::StreamPoints points;
    std::vector<RefusedRow> refused;  ///< ascending; points.size() + refused.size() == rows
    /// Taken out of the points again by a door that leaves out what the archive has.
    std::vector<observations::Repeat> repeats;
};

/// What the parser has to know of a stream.
struct RowStream {
    std::size_t width = 1;  ///< values in a result: 1 of a Datastream
    bool is_placed = true;  ///< its station has a location; else a row must name what it observes
};

/// What the parser has to ask.
struct RowContext {
    base::Instant now;
    /// Nothing when it is not there, or not for the caller: then all its rows are refused (observations.unknown_link).
    std::function<std::optional<RowStream>(EntityKey const&)> find_stream;
    std::function<bool(observations::FeatureId)> has_feature;
};

/// Reads the body of CreateObservations (18-088, 13.2): [{"Datastream": {"@iot.id": 1}, "components":
/// ["phenomenonTime", "result"], "dataArray": [["2010-12-23T10:20:00Z", 20], ...]}, ...]. The components may stand in
/// any order, those but result may be missing; members of a group may stand in any order, though the dataArray is read
/// fastest when it comes last. One answer a group. What is wrong with a row refuses that row; what is wrong with the
/// body refuses all: base.malformed_json, sensorthings.invalid_entity.
base::Result<std::vector<ObservationRows>> parse_create_observations(std::string_view body, RowContext const& context);

}  // namespace kunyu::sensorthings
