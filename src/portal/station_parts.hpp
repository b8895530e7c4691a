#pragma once
#include "portal/page.hpp"

#include <boost/json.hpp>

#include <string_view>

// The lists of a station's page, each from the list of the contract.

namespace kunyu::portal {

/// Who answers for it today, and as what: {name, role}.
Data station_people(Page const& page, boost::json::array const& all);
/// Each with the address of the list of its stations.
Data station_networks(Page const& page, boost::json::array const& all);
/// {property, protocol, file, cadence, from, to}
Data station_programmes(Page const& page, boost::json::array const& all);
/// {sensor, serial, place, from, to}
Data station_deployments(Page const& page, boost::json::array const& all);
/// Files with their sizes.
Data station_documents(Page const& page, boost::json::array const& all);
/// What the member of its streams (a reference, or several) names, each once.
Data names_once(Page const& page, boost::json::array const& streams, std::string_view member);

}  // namespace kunyu::portal
