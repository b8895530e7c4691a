#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "portal/notice_service.hpp"
#include "portal/search.hpp"
#include "portal/site.hpp"

namespace kunyu::portal {

/// /api/v1/notices…, /api/v1/search, /api/v1/site. Everything handed in must outlive the router.
void add_api_routes(http::Router& router, identity::Gate const& gate, NoticeService const& notices,
                    Search const& search, Site const& site);

/// How notices show themselves to search.
void add_notice_kind(Search& search, NoticeService const& notices);

}  // namespace kunyu::portal
