#pragma once
#include "base/ids.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/slip_store.hpp"
#include "programme/work_access.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct NewSlip {
    TaskId task;
    OrganisationId unit;
    std::string demand;
    std::optional<base::Day> reply_due;  ///< by the plan's rules when absent
    std::vector<std::int64_t> files;
    bool sample = false;
};

/// A unit that was red at the end of so many cycles in a row.
struct RedRun {
    TaskId task;
    OrganisationId unit;
    Cycle last;
    int cycles = 0;
};

struct SlipStepInput {
    WorkStep step = WorkStep::reply;
    std::string statement;  ///< the reply, or the reason
    std::optional<base::Day> reply_due;
    std::vector<std::int64_t> files;
};

/// Use cases of slips. Holds no state; safe for all threads.
class SlipService {
  public:
    SlipService(base::IdGenerator& ids, inbox::Inbox const& inbox, inbox::Notifier const* notifier = nullptr)
        : ids_(ids), inbox_(inbox), notifier_(notifier) {}

    /// Action slip.issue; to a unit that answers for the task. supervision.due_not_ahead for a deadline of today or
    /// before.
    base::Result<Slip> issue(sql::Tx& tx, identity::Caller const& caller, NewSlip const& wanted) const;
    /// A reply needs its text (/statement), a return its reason and a new deadline, a closing its reason.
    base::Result<Slip> take_step(sql::Tx& tx, identity::Caller const& caller, SlipId id,
                                 std::optional<std::int64_t> version, SlipStepInput const& input) const;

    // What the rules do by themselves. Each looks once more whether it is to be done, so that doing it twice, or in two
    // processes, does it once. Answers whether it did.

    /// One level up, the new deadline counted from today.
    bool escalate(sql::Tx& tx, identity::Caller const& caller, SlipId id) const;
    /// Not while a slip on the task is open for the unit, and not for cycles that an earlier automatic slip counted.
    bool issue_by_rule(sql::Tx& tx, identity::Caller const& caller, Plan const& plan, RedRun const& run) const;

    /// Action slip.read over the unit; supervision.slip_not_found otherwise.
    base::Result<Slip> find(sql::Session& session, identity::Caller const& caller, SlipId id) const;
    base::Result<SlipPage> list(sql::Session& session, identity::Caller const& caller, SlipQuery const& query) const;
    std::vector<WorkStep> offered(sql::Session& session, identity::Caller const& caller, Slip const& slip) const;

  private:
    void enter(sql::Tx& tx, identity::Caller const& caller, Slip& slip, std::string_view action,
               std::vector<std::int64_t> const& files) const;
    void ask_for_reply(sql::Tx& tx, identity::Caller const& caller, Slip const& slip,
                       std::optional<WorkNews> news = std::nullopt) const;

    base::IdGenerator& ids_;
    inbox::Inbox const& inbox_;
    inbox::Notifier const* notifier_;
};

}  // namespace kunyu::programme
