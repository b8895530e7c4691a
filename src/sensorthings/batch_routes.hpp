#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "sensorthings/write_routes.hpp"
#include "sensorthings/writer.hpp"

#include <memory>
#include <string_view>

namespace kunyu::sensorthings {

/// POST of $batch, multipart or JSON (18-088, clause 11). Reads and writes outside of change sets go through the routes
/// of their own; a change set is one transaction.
void add_batch_route(http::Router& router, identity::Gate const& gate, WriteParts const& parts,
                     std::shared_ptr<Writer const> writer, std::string_view service);

}  // namespace kunyu::sensorthings
