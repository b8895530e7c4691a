#pragma once
#include "base/result.hpp"
#include "sensorthings/sub_request.hpp"

#include <boost/json.hpp>

#include <vector>

namespace kunyu::sensorthings {

/// Reads the body of $batch as JSON (OData JSON 4.01, 19): {"requests": [{"id": "1", "method": "post", "url": "Things",
/// "atomicityGroup": "g", "headers": {...}, "body": {...}}]}. Neighbours with the same atomicityGroup are one change
/// set. Refused: sensorthings.invalid_entity, batch_id_twice, batch_too_long, read_in_change_set.
base::Result<std::vector<BatchItem>> parse_json_batch(boost::json::value const& body);

/// {"responses": [{"id": "1", "status": 201, "location": "...", "body": {...}}]}, one for each request, in their order.
boost::json::object write_json_batch(std::vector<BatchAnswer> const& answers);

}  // namespace kunyu::sensorthings
