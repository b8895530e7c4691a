#pragma once
#include <boost/json.hpp>

#include <string>

namespace kunyu::sensorthings {

/// A JSON document as text. Numbers as people write them, the shortest that reads back the same: 1.5, where
/// Boost.JSON writes 1.5E0, which is a third longer in a page of measurements.
std::string json_text(boost::json::value const& value);

}  // namespace kunyu::sensorthings
