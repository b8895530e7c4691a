#pragma once
#include "sensorthings/tree.hpp"

#include <boost/json.hpp>

#include <string>

namespace kunyu::sensorthings {

// The form of SensorThings 1.1 (18-088, 8 and 9): @iot.id, @iot.selfLink, …@iot.navigationLink. A later version of the
// standard gets a form of its own beside this one; everything else here knows none of these names.

/// "https://example.org/sta/v1.1/Things(1)"
std::string self_link(Reading const& reading, EntityRef const& entity);

/// An entity with what the options select, and what was expanded inline. Absent optional properties are left out;
/// resultTime of an observation is null.
boost::json::object entity_json(Reading const& reading, EntityTree const& tree, Options const& options,
                                boost::json::storage_ptr storage = {});

/// {"@iot.count", "@iot.nextLink", "value"}; `address`: of the collection, without a query. All of it lies in one piece
/// of memory that grows and is given back as a whole, since a page has tens of thousands of values.
boost::json::object collection_json(Reading const& reading, CollectionTree const& tree, Options const& options,
                                    std::string const& address);
/// As above, with links alone ($ref).
boost::json::object links_json(Reading const& reading, CollectionTree const& tree, Options const& options,
                               std::string const& address);

/// The value of a property as JSON: times as text.
boost::json::value property_json(Reading const& reading, EntityRef const& entity, std::string_view name,
                                 boost::json::storage_ptr storage = {});

}  // namespace kunyu::sensorthings
