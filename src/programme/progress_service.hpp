#pragma once
#include "base/ids.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/expected_reports.hpp"
#include "programme/progress_store.hpp"
#include "programme/report_calls.hpp"
#include "programme/work_access.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// What an autosave sets; what is absent stays.
struct ReportChange {
    std::optional<std::optional<std::int64_t>> percent;
    std::optional<std::optional<std::string>> progress;
    std::optional<std::optional<std::string>> problems;
    std::optional<std::optional<std::int64_t>> money_fen;
    std::optional<std::optional<std::string>> fall_reason;
    std::optional<std::vector<std::int64_t>> begun;
    std::optional<std::vector<std::int64_t>> files;
};

struct NewReport {
    TaskId task;
    std::optional<OrganisationId> unit;
    Cycle cycle;
    ReportChange change;
    bool submit = false;  ///< hand it in at once; otherwise it is a draft filled in from the report before it
    bool sample = false;
};

struct OwedOf {
    Plan plan;
    std::vector<Task> tasks;
    std::vector<OwedReport> reports;
};

/// Use cases of progress reports: authorise -> rule -> store -> what is known -> to-dos -> audit. Holds no state; safe
/// for all threads.
class ProgressService {
  public:
    ProgressService(base::IdGenerator& ids, inbox::Inbox const& inbox, inbox::Notifier const* notifier = nullptr)
        : ids_(ids), inbox_(inbox), notifier_(notifier), calls_(ids, inbox) {}

    /// Action progress.report over the unit. programme.task_not_found; the faults of report_window() and
    /// check_window(); supervision.report_exists {cycle}; submitted at once, those of check_content() too.
    base::Result<ProgressReport> create(sql::Tx& tx, identity::Caller const& caller, NewReport const& wanted) const;
    /// supervision.report_locked {state} once it is handed in.
    base::Result<ProgressReport> edit(sql::Tx& tx, identity::Caller const& caller, ProgressReportId id,
                                      std::int64_t version, ReportChange const& change) const;
    base::Result<ProgressReport> take_step(sql::Tx& tx, identity::Caller const& caller, ProgressReportId id,
                                           std::optional<std::int64_t> version, WorkStepInput const& input) const;

    /// Drafts are there for who writes for the unit, the rest for progress.read; supervision.report_not_found
    /// otherwise.
    base::Result<ProgressReport> find(sql::Session& session, identity::Caller const& caller, ProgressReportId id) const;
    base::Result<ProgressPage> list(sql::Session& session, identity::Caller const& caller,
                                    ProgressQuery const& query) const;
    /// What the units for which the caller reports owe at the end of the day, plan by plan.
    base::Result<std::vector<OwedOf>> owed(sql::Session& session, identity::Caller const& caller,
                                           std::optional<PlanId> plan, std::optional<OrganisationId> unit,
                                           base::Day day) const;
    std::vector<WorkStep> offered(sql::Session& session, identity::Caller const& caller,
                                  ProgressReport const& report) const;

  private:
    base::Result<void> store_change(sql::Tx& tx, identity::Caller const& caller, ProgressReport& report,
                                    ReportChange const& change) const;
    base::Result<void> submit(sql::Tx& tx, identity::Caller const& caller, ProgressReport& report,
                              TaskInPlan const& of) const;
    void enter(sql::Tx& tx, identity::Caller const& caller, ProgressReport& report, TaskInPlan const& of,
               WorkTransition const& row, std::string const& reason) const;

    base::IdGenerator& ids_;
    inbox::Inbox const& inbox_;
    inbox::Notifier const* notifier_;
    ReportCalls calls_;
};

}  // namespace kunyu::programme
