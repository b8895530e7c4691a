#pragma once
#include "base/json.hpp"
#include "identity/caller.hpp"
#include "observations/access.hpp"
#include "observations/catalogue.hpp"
#include "observations/device.hpp"
#include "observations/station.hpp"
#include "observations/station_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <vector>

namespace kunyu::observations {

/// A station in a list; of its streams only those that the scope sees are counted.
boost::json::object station_summary_json(sql::Session& session, View const& view, ReadScope const& scope,
                                         Thing const& thing);
/// A station on its own page: the summary, its people, documents and networks on the day.
boost::json::object station_json(sql::Session& session, View const& view, ReadScope const& scope, Thing const& thing,
                                 base::Day day);
/// A stream in the list of its station, with the cadence of the day's programme.
boost::json::object stream_summary_json(View const& view, Stream const& stream, base::Day day);

boost::json::object programme_json(sql::Session& session, View const& view, Programme const& programme);
boost::json::object calibration_json(sql::Session& session, Calibration const& calibration);
boost::json::object deployment_json(View const& view, Deployment const& deployment);
/// Keys by their prefixes.
boost::json::object device_json(Device const& device);
boost::json::object network_json(sql::Session& session, Network const& network);

/// {id, name} of an entity; null for one that is not there.
template <typename Id>
boost::json::value entity_ref_json(View const& view, Id id) {
    auto const* entity = view.find(id);
    if (!entity) return nullptr;
    return boost::json::object{{"id", id.value}, {"name", entity->name}};
}

}  // namespace kunyu::observations
