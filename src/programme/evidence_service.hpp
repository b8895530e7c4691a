#pragma once
#include "base/ids.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/evidence_store.hpp"
#include "programme/work_access.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct NewEvidence {
    MilestoneId milestone;
    std::optional<OrganisationId> unit;
    std::string statement;
    std::vector<std::int64_t> files;
    bool sample = false;
};

/// Use cases of evidence: a milestone is verified by somebody else than who handed its evidence in, also where one of
/// them acts by delegation. Holds no state; safe for all threads.
class EvidenceService {
  public:
    EvidenceService(base::IdGenerator& ids, inbox::Inbox const& inbox, inbox::Notifier const* notifier = nullptr)
        : ids_(ids), inbox_(inbox), notifier_(notifier) {}

    /// Action evidence.hand_in over the unit, which must answer for the task. programme.milestone_not_found,
    /// supervision.milestone_verified, supervision.evidence_waiting.
    base::Result<Evidence> hand_in(sql::Tx& tx, identity::Caller const& caller, NewEvidence const& wanted) const;
    /// supervision.own_evidence; supervision.milestone_verified for a second verification.
    base::Result<Evidence> take_step(sql::Tx& tx, identity::Caller const& caller, EvidenceId id,
                                     std::optional<std::int64_t> version, WorkStepInput const& input) const;

    /// Action progress.read over the unit; supervision.evidence_not_found otherwise.
    base::Result<Evidence> find(sql::Session& session, identity::Caller const& caller, EvidenceId id) const;
    base::Result<EvidencePage> list(sql::Session& session, identity::Caller const& caller, TaskId task,
                                    std::optional<std::string> const& cursor, int limit) const;
    std::vector<WorkStep> offered(sql::Session& session, identity::Caller const& caller,
                                  Evidence const& evidence) const;

  private:
    void hand_on(sql::Tx& tx, identity::Caller const& caller, Evidence const& evidence,
                 WorkTransition const& row) const;

    base::IdGenerator& ids_;
    inbox::Inbox const& inbox_;
    inbox::Notifier const* notifier_;
};

}  // namespace kunyu::programme
