#pragma once
#include "base/ids.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/inbox.hpp"
#include "operations/attachments.hpp"
#include "programme/progress_service.hpp"

namespace kunyu::app {

/// The services of the work under plans: reports. Holds no state of its own; safe for all threads.
class SupervisionParts {
  public:
    SupervisionParts(base::IdGenerator& ids, inbox::Inbox const& inbox);
    SupervisionParts(SupervisionParts const&) = delete;
    SupervisionParts& operator=(SupervisionParts const&) = delete;

    void add_routes(http::Router& router, identity::Gate const& gate) const;
    /// Who may read the files handed in.
    void add_attachments(operations::Attachments& attachments) const;

    programme::ProgressService reports;
};

}  // namespace kunyu::app
