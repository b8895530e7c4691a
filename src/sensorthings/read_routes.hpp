#pragma once
#include "base/time.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/catalogue.hpp"
#include "observations/observation_reader.hpp"
#include "sensorthings/landing.hpp"
#include "sql/database.hpp"

#include <string>
#include <string_view>

namespace kunyu::sensorthings {

inline constexpr std::string_view service_path = "/sta/v1.1";
inline constexpr std::string_view old_service_path = "/sta/v1.0";  ///< for clients of 1.0; the same entities

/// What reading needs; all of it outlives the router.
struct ReadParts {
    sql::Database& database;
    observations::Catalogue& catalogue;
    observations::ObservationReader const& archive;
};

/// "https://example.org/sta/v1.1": the service root as the client wrote it.
std::string service_root(http::Request const& request, std::string_view path);

/// GET of the landing page and of every resource path, under both service paths. Action station.read, which everybody
/// has; what the caller may see decides what there is.
void add_read_routes(http::Router& router, identity::Gate const& gate, ReadParts const& parts,
                     Features const& features);

}  // namespace kunyu::sensorthings
