#pragma once
#include "identity/caller.hpp"
#include "inbox/notifier.hpp"
#include "programme/plan.hpp"
#include "sql/database.hpp"

namespace kunyu::programme {

/// Tells the ministry when the light of a task turned red: once for each turning, however often and by whatever process
/// it is looked at; after downtime what turned meanwhile and is still red. At the first look at a plan, what was red
/// the day before has not turned. Remembers in supervision_mark which tasks were red when it last looked; the lights
/// themselves are computed anew. Holds no state; safe for all threads.
class RedTasks {
  public:
    explicit RedTasks(inbox::Notifier const* notifier) : notifier_(notifier) {}

    /// Whether the plan's lights of the day differ from what was seen last.
    bool has_change(sql::Session& session, Plan const& plan, base::Day today) const;
    void look(sql::Tx& tx, identity::Caller const& caller, Plan const& plan) const;
    /// The next look is the first one: for the loading and the removal of samples, by which nothing turns.
    static void forget(sql::Tx& tx, PlanId plan);

  private:
    void tell(sql::Tx& tx, identity::Caller const& caller, Task const& task, LightReason const& reason) const;

    inbox::Notifier const* notifier_;
};

}  // namespace kunyu::programme
