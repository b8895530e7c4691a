#pragma once
#include "app/data_folder.hpp"
#include "operations/attachments.hpp"
#include "portal/api_routes.hpp"

namespace kunyu::app {

/// The portal: the site's particulars, notices, search, and the public pages. Unchanging; safe for all threads.
class PortalParts {
  public:
    explicit PortalParts(DataFolder& folder);
    PortalParts(PortalParts const&) = delete;
    PortalParts& operator=(PortalParts const&) = delete;

    void add_routes(http::Router& router, identity::Gate const& gate) const;
    /// Who may read the files of a notice: who may read the notice.
    void add_attachments(operations::Attachments& attachments) const;

    portal::Site site;
    portal::NoticeService notices;
    portal::Search search;
};

}  // namespace kunyu::app
