#pragma once
#include "base/result.hpp"
#include "registry/approval.hpp"
#include "registry/category.hpp"
#include "registry/exit_plans.hpp"
#include "registry/lifecycle.hpp"
#include "registry/platform.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// Everything an event of a platform is held against, before anything is stored.
class EventCheck {
  public:
    EventCheck(sql::Session& session, RuleBook const& rules, ExitPlans const& exit_plans,
               ReadinessQueue const& readiness)
        : session_(session), rules_(rules), exit_plans_(exit_plans), readiness_(readiness) {}

    /// The history with the new events; registry.illegal_step for a new one, registry.breaks_later when an event
    /// already on record would no longer be legal.
    base::Result<History> history(std::vector<Event> const& events, std::vector<EventId> const& added) const;

    /// Words, ids and shares that the event names: category, field, directions, hosts, supervisors, partner.
    base::Result<void> values(Event const& event, Snapshot const& after) const;

    /// Requirements and conditions of the step taken from `before`.
    base::Result<void> step(Event const& event, Snapshot const& before) const;

    /// The conditions of a step on a day that are met and that are missing, without those that only the event's own
    /// content can answer.
    void conditions(Snapshot const& before, PlatformId platform, LegalStep const& step, base::Day on,
                    std::vector<std::string>& met, std::vector<std::string>& missing) const;

    /// The places that the change of history takes, against the control numbers. The day the event takes effect
    /// decides; nothing is asked when no tally rises.
    base::Result<Approval> places(History const* before, History const& after, Event const& event) const;

    /// Events of other platforms that lean on this one: whom they join or merge into must be running on their day, and
    /// a laboratory with bases joined to it cannot exit.
    base::Result<void> dependents(PlatformId platform, History const& after) const;

  private:
    bool condition_met(std::string const& condition, Event const& event, Snapshot const& before) const;
    bool partner_met(std::string const& condition, Event const& event) const;
    std::vector<Relief> reliefs(ExitPlanId plan, bool& known) const;

    sql::Session& session_;
    RuleBook const& rules_;
    ExitPlans const& exit_plans_;
    ReadinessQueue const& readiness_;
};

/// Field, hosts and shares, place: what holds for any platform, whatever the event.
base::Result<void> check_hosts(sql::Session& session, std::vector<Host> const& hosts);

}  // namespace kunyu::registry
