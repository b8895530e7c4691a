#pragma once
#include "portal/page.hpp"

#include <boost/json.hpp>

namespace kunyu::portal {

/// Stations of a list of the contract as rows: {id, name, platform, point, streams, sample}.
Data station_rows(Page const& page, boost::json::array const& stations);

/// "东经 110.52°，北纬 25.18°", with the height where it is known; false without a position.
Data position_text(Page const& page, boost::json::value const& position);

}  // namespace kunyu::portal
