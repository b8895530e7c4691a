#pragma once
#include "base/ids.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/extension_store.hpp"
#include "programme/work_access.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct NewExtension {
    MilestoneId milestone;
    std::optional<OrganisationId> unit;
    base::Day new_due;
    std::string reason;
    std::vector<std::int64_t> files;
    bool sample = false;
};

/// supervision.due_not_later {due} at /new_due: it must lie after the present due day; supervision.due_not_ahead
/// {today}: and after today.
base::Result<void> check_new_due(base::Day new_due, base::Day due, base::Day today);

/// Use cases of requests for more time. Approval moves the milestone's deadline as known from that day on. Holds no
/// state; safe for all threads.
class ExtensionService {
  public:
    ExtensionService(base::IdGenerator& ids, inbox::Inbox const& inbox, inbox::Notifier const* notifier = nullptr)
        : ids_(ids), inbox_(inbox), notifier_(notifier) {}

    /// Action extension.request over the unit, which must answer for the task. programme.milestone_not_found,
    /// supervision.milestone_verified, supervision.extension_waiting, and the faults of check_new_due().
    base::Result<Extension> request(sql::Tx& tx, identity::Caller const& caller, NewExtension const& wanted) const;
    /// Approval checks the new due day once more: it may have passed meanwhile.
    base::Result<Extension> take_step(sql::Tx& tx, identity::Caller const& caller, ExtensionId id,
                                      std::optional<std::int64_t> version, WorkStepInput const& input) const;

    /// Action progress.read over the unit; supervision.extension_not_found otherwise.
    base::Result<Extension> find(sql::Session& session, identity::Caller const& caller, ExtensionId id) const;
    base::Result<ExtensionPage> list(sql::Session& session, identity::Caller const& caller,
                                     ExtensionQuery const& query) const;
    std::vector<WorkStep> offered(sql::Session& session, identity::Caller const& caller,
                                  Extension const& extension) const;

  private:
    void move_due(sql::Tx& tx, identity::Caller const& caller, Extension const& extension, Milestone milestone) const;

    base::IdGenerator& ids_;
    inbox::Inbox const& inbox_;
    inbox::Notifier const* notifier_;
};

}  // namespace kunyu::programme
