#include "sensorthings/value.hpp"

namespace kunyu::sensorthings {

Value Value::of(boost::json::value const& json) {
    switch (json.kind()) {
        case boost::json::kind::null:
            return {};
        case boost::json::kind::bool_:
            return json.get_bool();
        case boost::json::kind::int64:
            return static_cast<double>(json.get_int64());
        case boost::json::kind::uint64:
            return static_cast<double>(json.get_uint64());
        case boost::json::kind::double_:
            return json.get_double();
        case boost::json::kind::string:
            return std::string(json.get_string());
        case boost::json::kind::array:
        case boost::json::kind::object:
            break;
    }
    return &json;
}

bool operator==(Several const& a, Several const& b) {
    return a.values == b.values;
}

bool operator==(Value const& a, Value const& b) {
    return a.held == b.held;
}

}  // namespace kunyu::sensorthings
