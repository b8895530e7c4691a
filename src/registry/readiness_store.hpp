#pragma once
#include "identity/permissions.hpp"
#include "inbox/inbox.hpp"
#include "registry/exit_plans.hpp"
#include "registry/readiness.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

struct ReadinessQuery {
    std::optional<std::string> category;
    std::optional<bool> ready;
    base::Day as_of;
    std::optional<std::string> cursor;
    int limit = 50;
};

struct ReadinessPage {
    std::vector<PlatformId> items;
    std::optional<std::string> next;
};

/// Version 1 and empty where nothing was reported.
ReadinessReport load_readiness(sql::Session& session, PlatformId platform);
void save_readiness(sql::Tx& tx, PlatformId platform, ReadinessReport const& report);
void remove_readiness(sql::Tx& tx, PlatformId platform);

/// The platforms under construction within the scope: soonest expected first, those without a day last.
base::Result<ReadinessPage> list_readiness(sql::Session& session, ReadinessQuery const& query,
                                           identity::Scope const& scope);

/// What acceptance asks of the queue.
class StoredReadiness final : public ReadinessQueue {
  public:
    explicit StoredReadiness(inbox::Inbox const& inbox) : inbox_(inbox) {}
    bool is_ready(sql::Session& session, PlatformId platform) const override;
    /// Acceptance, exit, merger and joint operation end the waiting; the to-do is closed.
    void recorded(sql::Tx& tx, identity::Caller const& caller, PlatformId platform, EventType event) const override;

  private:
    inbox::Inbox const& inbox_;
};

}  // namespace kunyu::registry
