#pragma once
#include "http/router.hpp"

#include <string>
#include <string_view>

namespace kunyu::portal {

/// The address of an embedded asset, which changes with its content: "/assets/portal/portal-3f2a….css".
std::string const& asset_url(std::string_view name);

/// Serves them, squeezed once, immutable for a year.
void add_asset_routes(http::Router& router);

}  // namespace kunyu::portal
