#pragma once
#include "base/ids.hpp"
#include "base/json.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/assignment_store.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <string_view>
#include <vector>

namespace kunyu::programme {

/// Who charges units with what, and under which actions.
struct AssignmentOffice {
    std::string_view source_kind;    ///< "inspection"; files of reports are attached to it
    std::string_view subject_kind;   ///< of to-dos, with the id of the assignment: "inspection_demand"
    std::string_view unit_action;    ///< to report: "inspection.mend"
    std::string_view office_action;  ///< to confirm and to return: "inspection.record"
    std::string_view todo_unit;      ///< the title of the unit's to-do, a message with {wording}
    std::string_view todo_office;
    std::string_view path;  ///< of the drafts in a body: "/demands"
    std::string_view page;  ///< of the workbench, where to-dos lead: "/inspections/"; the id of the occasion follows
    std::string_view news = {};  ///< the kind of notification that tells the unit; "a new to-do" without one
};
AssignmentOffice const& inspection_office();
AssignmentOffice const& meeting_office();

/// Carries matters from the charge to the confirmation, with the to-dos of the unit and of the office. The services of
/// inspections and meetings authorise the change of the entry itself; the desk authorises the steps. Holds no state;
/// safe for all threads.
class AssignmentDesk {
  public:
    AssignmentDesk(base::IdGenerator& ids, inbox::Inbox const& inbox, AssignmentOffice const& office)
        : ids_(ids), inbox_(inbox), office_(office) {}

    /// The drafts in place of what the occasion had; refuses what check_drafts() finds.
    base::Result<void> replace(sql::Tx& tx, identity::Caller const& caller, std::int64_t source, base::Day occasion,
                               std::vector<AssignmentDraft> drafts) const;
    /// Answers the action that the step was authorised by; registers.assignment_not_found.
    base::Result<std::string_view> take_step(sql::Tx& tx, identity::Caller const& caller, std::int64_t source,
                                             AssignmentId id, AssignmentStepInput const& input) const;
    /// The steps that the caller may take now.
    std::vector<AssignmentStep> offered(sql::Session& session, identity::Caller const& caller,
                                        Assignment const& assignment) const;
    /// With the to-dos; for sample data.
    void remove(sql::Tx& tx, std::int64_t source) const;

    AssignmentOffice const& office() const { return office_; }

  private:
    std::string_view action_of(AssignmentStep step) const;
    inbox::Subject subject_of(AssignmentId id, std::string const& wording) const;
    void open_todo(sql::Tx& tx, identity::Caller const& caller, std::int64_t source, AssignmentDraft const& draft,
                   bool for_unit) const;
    void renew_todos(sql::Tx& tx, identity::Caller const& caller, std::int64_t source,
                     std::vector<AssignmentDraft> const& drafts, std::vector<Assignment> const& before) const;

    base::IdGenerator& ids_;
    inbox::Inbox const& inbox_;
    AssignmentOffice const& office_;
};

/// As the contract shows it, on the day.
boost::json::object assignment_json(sql::Session& session, Assignment const& assignment,
                                    std::vector<AssignmentStep> const& offered, base::Day day);
/// For the audit record.
boost::json::array assignments_record(std::vector<Assignment> const& assignments);
OccasionStanding standing_on(std::vector<Assignment> const& assignments, base::Day day);

/// {id?, unit, wording, due_on}
AssignmentDraft read_assignment_draft(sql::Session& session, base::Reader& reader);
/// {step, statement?, attachments?}
AssignmentStepInput read_assignment_step(base::Reader& reader);

}  // namespace kunyu::programme
