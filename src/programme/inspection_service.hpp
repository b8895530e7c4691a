#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/assignment_desk.hpp"
#include "programme/inspection_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// What a new inspection says, all of it but the lists; or what is to be changed.
struct InspectionChange {
    std::optional<base::Day> on;
    std::optional<std::string> inspectors;
    std::optional<std::string> findings;
    std::optional<std::vector<std::int64_t>> tasks;  ///< their numbers
    std::optional<std::vector<OrganisationId>> units;
    std::optional<std::vector<std::int64_t>> files;
    std::optional<std::vector<AssignmentDraft>> demands;
};

/// Use cases of inspections: authorise -> rule -> store -> to-dos -> audit. Holds no state; safe for all threads.
class InspectionService {
  public:
    InspectionService(base::IdGenerator& ids, inbox::Inbox const& inbox)
        : ids_(ids), desk_(ids, inbox, inspection_office()) {}

    /// Action inspection.record over the units.
    base::Result<Inspection> create(sql::Tx& tx, identity::Caller const& caller, PlanId plan,
                                    InspectionChange const& change, bool sample = false) const;
    base::Result<Inspection> edit(sql::Tx& tx, identity::Caller const& caller, InspectionId id, std::int64_t version,
                                  InspectionChange const& change) const;
    /// The unit reports the mending, the ministry confirms it or gives it back.
    base::Result<Inspection> take_step(sql::Tx& tx, identity::Caller const& caller, InspectionId id,
                                       std::optional<std::int64_t> version, AssignmentId demand,
                                       AssignmentStepInput const& input) const;
    /// Action inspection.read over one of the units; registers.inspection_not_found otherwise.
    base::Result<Inspection> find(sql::Session& session, identity::Caller const& caller, InspectionId id) const;
    base::Result<RegisterPage<Inspection>> list(sql::Session& session, identity::Caller const& caller,
                                                InspectionQuery const& query) const;
    AssignmentDesk const& desk() const { return desk_; }
    /// For sample data.
    void remove(sql::Tx& tx, InspectionId id) const;

  private:
    base::Result<void> apply(sql::Tx& tx, identity::Caller const& caller, InspectionChange const& change,
                             Inspection& inspection) const;

    base::IdGenerator& ids_;
    AssignmentDesk desk_;
};

}  // namespace kunyu::programme
