#pragma once
#include "inbox/inbox.hpp"

#include <boost/json.hpp>

namespace kunyu::inbox {

/// To-dos and matters share one shape; `today` decides what is overdue.
boost::json::object to_json(Todo const& todo, base::Day today);
boost::json::object to_json(Matter const& matter);
boost::json::object to_json(Counts const& counts);

}  // namespace kunyu::inbox
