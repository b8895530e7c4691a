#pragma once
#include "observations/entity.hpp"

#include <boost/json.hpp>

namespace kunyu::sensorthings {

/// The members that can be written, as read_changed_entity() reads them, with the links to one: PATCH merges into it,
/// JSON Patch works on it, PUT keeps the links of it. Beside what the standard has, ours: of a Thing "platform" and
/// "isPublic", of a stream "openness", "embargoDays" and "licence".
boost::json::object document_of(observations::Thing const& entity);
boost::json::object document_of(observations::Location const& entity);
boost::json::object document_of(observations::HistoricalLocation const& entity);
boost::json::object document_of(observations::Sensor const& entity);
boost::json::object document_of(observations::ObservedProperty const& entity);
boost::json::object document_of(observations::Stream const& entity);
boost::json::object document_of(observations::Feature const& entity);

}  // namespace kunyu::sensorthings
