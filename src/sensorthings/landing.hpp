#pragma once
#include <boost/json.hpp>

#include <string>
#include <vector>

namespace kunyu::sensorthings {

/// What works besides reading. Filled in by who adds the routes.
struct Features {
    bool writing = false;     ///< create-update-delete, with PUT, JSON Patch and deep insert
    bool batch = false;       ///< $batch, both forms
    bool data_array = false;  ///< CreateObservations
    /// Addresses of the brokers ("mqtt://example.org:1883"); empty without.
    std::vector<std::string> mqtt_endpoints = {};
};

/// The document at the service root of 1.1 (18-088, 9.2.1); its conformance lists exactly what works.
boost::json::object landing_page(std::string const& root, Features const& features);
/// As 1.0 had it (15-078r6, 9.2.1): the entity sets alone.
boost::json::object landing_page_of_1_0(std::string const& root);

}  // namespace kunyu::sensorthings
