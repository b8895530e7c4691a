#pragma once
#include <boost/json.hpp>

#include <string>

namespace kunyu::observations {

/// JSON members stand in the database as text.
inline std::string to_stored(boost::json::value const& value) {
    return boost::json::serialize(value);
}
inline boost::json::object stored_object(std::string const& text) {
    return boost::json::parse(text).as_object();
}
inline boost::json::value stored_value(std::string const& text) {
    return boost::json::parse(text);
}

}  // namespace kunyu::observations
