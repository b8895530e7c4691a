#pragma once
#include "base/ids.hpp"
#include "inbox/inbox.hpp"
#include "jobs/runner.hpp"
#include "programme/red_tasks.hpp"
#include "programme/report_calls.hpp"
#include "programme/slip_service.hpp"

#include <functional>
#include <vector>

namespace kunyu::programme {

/// A small piece of what supervision does by itself, for a transaction of its own. It looks once more whether it is to
/// be done.
using Duty = std::function<void(sql::Tx&, identity::Caller const&)>;

/// The units that were red at the end of `last` and of the cycles before it, as many as the plan's rules say; as known
/// on the last day of each. None for a cycle outside the plan.
std::vector<RedRun> red_runs(sql::Session& session, Plan const& plan, Cycle last);

/// What time brings about: reports are called in, slips go up a level, the ministry is told of a task that turned red,
/// one that stays red brings a slip. The job
/// programme.supervise does it each hour; what was missed while no server ran is done when one runs again, with
/// deadlines counted from the day it is really done. Safe for all threads and with several processes.
class Supervision {
  public:
    Supervision(base::IdGenerator& ids, inbox::Inbox const& inbox, SlipService const& slips,
                inbox::Notifier const* notifier = nullptr)
        : calls_(ids, inbox), slips_(slips), red_tasks_(notifier) {}
    Supervision(Supervision const&) = delete;
    Supervision& operator=(Supervision const&) = delete;

    /// The clock, and this, must outlive the runner.
    void add_jobs(jobs::Runner& runner, base::Clock const& clock) const;
    /// What is to be done now, in its order.
    std::vector<Duty> duties(sql::Session& session, base::Day today) const;

  private:
    base::Result<jobs::Outcome> run(jobs::JobRun& run, base::Clock const& clock) const;
    void add_escalations(sql::Session& session, base::Day today, std::vector<Duty>& out) const;
    void add_calls(sql::Session& session, Plan const& plan, base::Day today, std::vector<Duty>& out) const;
    void add_red_tasks(sql::Session& session, Plan const& plan, base::Day today, std::vector<Duty>& out) const;
    void add_slips(sql::Session& session, Plan const& plan, base::Day today, std::vector<Duty>& out) const;

    ReportCalls calls_;
    SlipService const& slips_;
    RedTasks red_tasks_;
};

}  // namespace kunyu::programme
