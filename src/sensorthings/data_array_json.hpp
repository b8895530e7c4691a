#pragma once
#include "sensorthings/tree.hpp"

#include <boost/json.hpp>

#include <string>

namespace kunyu::sensorthings {

/// A page of observations as dataArray (18-088, 13.2): grouped by stream in the order in which streams first appear,
/// with the selected components; without $select those of the standard's example, and resultQuality, validTime and
/// parameters where an observation of the page has them.
boost::json::object data_array_json(Reading const& reading, CollectionTree const& tree, Options const& options,
                                    std::string const& address);

}  // namespace kunyu::sensorthings
