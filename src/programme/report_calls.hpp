#pragma once
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/plan.hpp"
#include "sql/database.hpp"

namespace kunyu::programme {

/// The to-dos that call on a unit to report on a cycle: one for all its tasks, opened once whatever process does it.
/// Holds no state; safe for all threads.
class ReportCalls {
  public:
    ReportCalls(base::IdGenerator& ids, inbox::Inbox const& inbox) : ids_(ids), inbox_(inbox) {}

    /// Calls on the unit when it has not been called yet, and once more when the due day has passed. Answers whether
    /// anything was done.
    bool call(sql::Tx& tx, identity::Caller const& caller, Plan const& plan, OrganisationId unit, Cycle cycle) const;
    /// After a submission: closes the to-do when the unit owes nothing more of the cycle.
    void settle(sql::Tx& tx, identity::Caller const& caller, Plan const& plan, OrganisationId unit, Cycle cycle) const;
    /// Whether a to-do waits for a cycle that has closed.
    bool has_past(sql::Session& session, Plan const& plan, base::Day today) const;
    /// Closes the to-dos of cycles that have closed. Answers how many.
    std::int64_t close_past(sql::Tx& tx, identity::Caller const& caller, Plan const& plan) const;

  private:
    void open(sql::Tx& tx, identity::Caller const& caller, Plan const& plan, OrganisationId unit, Cycle cycle,
              std::int64_t id, bool late) const;
    void end(sql::Tx& tx, identity::Caller const& caller, std::int64_t id, std::string_view outcome) const;

    base::IdGenerator& ids_;
    inbox::Inbox const& inbox_;
};

}  // namespace kunyu::programme
