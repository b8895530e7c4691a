#pragma once
#include "sensorthings/entity_ref.hpp"
#include "sensorthings/reading.hpp"

#include <boost/json.hpp>

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace kunyu::sensorthings {

/// JSON (null for what is absent), a moment or an interval.
using PropertyValue = std::variant<boost::json::value, base::Instant, observations::TimeSpan>;

/// The value of a property of the model, id excepted. phenomenonTime of a stream is read from the archive, as far as
/// the caller may read it.
PropertyValue property_of(Reading const& reading, EntityRef const& entity, std::string_view name);

/// The JSON of a property where it is kept as such, without a copy; nullptr for others.
boost::json::value const* stored_json(EntityRef const& entity, std::string_view name);
/// The member of a member, "3" being the fourth element of an array; nullptr when one is missing.
boost::json::value const* member_at(boost::json::value const* value, std::span<std::string const> path);
/// The free-form object `properties`; nullptr for what has none.
boost::json::object const* free_properties(EntityRef const& entity);

}  // namespace kunyu::sensorthings
