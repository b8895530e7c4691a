#pragma once
#include "http/router.hpp"
#include "portal/site.hpp"

namespace kunyu::portal {

/// The public pages in both languages, their assets, sitemap.xml, robots.txt and the page for addresses that are not
/// there. Router and site must outlive the server; the contract's routes may be added before or after.
void add_page_routes(http::Router& router, Site const& site);

}  // namespace kunyu::portal
