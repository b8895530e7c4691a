#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/assignment_desk.hpp"
#include "programme/meeting_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// What a new meeting says; or what is to be changed.
struct MeetingChange {
    std::optional<base::Day> on;
    std::optional<std::string> title;
    std::optional<std::optional<std::string>> place;
    std::optional<std::optional<std::string>> chair;
    std::optional<std::optional<std::string>> minutes;
    std::optional<std::vector<OrganisationId>> units;
    std::optional<std::vector<std::string>> agenda;
    std::optional<std::vector<std::string>> decisions;
    std::optional<std::vector<std::int64_t>> files;
    std::optional<std::vector<AssignmentDraft>> actions;
};

/// Use cases of meetings of the co-ordination group: authorise -> rule -> store -> to-dos -> audit. Holds no state;
/// safe for all threads.
class MeetingService {
  public:
    MeetingService(base::IdGenerator& ids, inbox::Inbox const& inbox)
        : ids_(ids), desk_(ids, inbox, meeting_office()) {}

    /// Action meeting.record. A meeting to come has neither decisions nor action items: registers.meeting_not_held.
    base::Result<Meeting> create(sql::Tx& tx, identity::Caller const& caller, PlanId plan, MeetingChange const& change,
                                 bool sample = false) const;
    base::Result<Meeting> edit(sql::Tx& tx, identity::Caller const& caller, MeetingId id, std::int64_t version,
                               MeetingChange const& change) const;
    /// The unit reports an action item done (meeting.act), the ministry confirms it or gives it back.
    base::Result<Meeting> take_step(sql::Tx& tx, identity::Caller const& caller, MeetingId id,
                                    std::optional<std::int64_t> version, AssignmentId action,
                                    AssignmentStepInput const& input) const;
    /// Action meeting.read over a unit that attended or was charged; registers.meeting_not_found otherwise.
    base::Result<Meeting> find(sql::Session& session, identity::Caller const& caller, MeetingId id) const;
    base::Result<RegisterPage<Meeting>> list(sql::Session& session, identity::Caller const& caller,
                                             MeetingQuery const& query) const;
    AssignmentDesk const& desk() const { return desk_; }
    /// For sample data.
    void remove(sql::Tx& tx, MeetingId id) const;

  private:
    base::Result<void> apply(sql::Tx& tx, identity::Caller const& caller, MeetingChange const& change,
                             Meeting& meeting) const;

    base::IdGenerator& ids_;
    AssignmentDesk desk_;
};

}  // namespace kunyu::programme
