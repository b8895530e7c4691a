#pragma once
#include "registry/lifecycle.hpp"
#include "registry/platform.hpp"

#include <boost/json.hpp>

namespace kunyu::registry {

/// The stored forms of what an event changes, of its circumstances (reason, document …) and of a profile. Members
/// without a value are left out.
boost::json::object to_json(Change const& change);
Change change_from_json(boost::json::object const& object);
boost::json::object circumstances_json(Event const& event);
void read_circumstances(boost::json::object const& object, Event& event);
boost::json::object to_json(Profile const& profile);
Profile profile_from_json(boost::json::object const& object);

/// What PATCH changes in a profile.
void apply(ProfileChange const& change, Profile& profile);

}  // namespace kunyu::registry
