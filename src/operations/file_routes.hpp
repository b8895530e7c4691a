#pragma once
#include "files/store.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "operations/attachments.hpp"

namespace kunyu::operations {

/// POST /api/v1/files?name=…, GET /api/v1/files/{id}. All must outlive the router.
void add_file_routes(http::Router& router, identity::Gate const& gate, files::Store& store,
                     Attachments const& attachments);

}  // namespace kunyu::operations
