#pragma once
#include "base/ids.hpp"
#include "identity/permissions.hpp"
#include "programme/assignment_store.hpp"
#include "programme/register_entry.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct MeetingTag;
using MeetingId = base::Id<MeetingTag>;

/// A meeting of the co-ordination group (协调小组会议), held or to come.
struct Meeting {
    MeetingId id;
    RegisterEntry entry;
    base::Day on;
    std::string title;
    std::optional<std::string> place;
    std::optional<std::string> chair;
    std::optional<std::string> minutes;
    std::vector<OrganisationId> units;  ///< that attend
    std::vector<std::string> agenda;
    std::vector<std::string> decisions;
    std::vector<std::int64_t> files;
    std::vector<Assignment> actions;
};

struct MeetingQuery {
    std::optional<PlanId> plan;
    std::optional<OrganisationId> unit;  ///< that attended or was charged
    std::optional<std::int64_t> action;
    std::optional<OccasionStanding> standing;
    base::Day day;           ///< as action items stood on it
    bool held_only = false;  ///< held on the day or before
    std::optional<std::string> cursor;
    int limit = 50;
};

std::optional<Meeting> load_meeting(sql::Session& session, MeetingId id);
/// Of units within the scope, the latest first.
base::Result<RegisterPage<Meeting>> list_meetings(sql::Session& session, MeetingQuery const& query,
                                                  identity::Scope const& scope);
/// Action items are the desk's.
void insert_meeting(sql::Tx& tx, Meeting const& meeting);
void update_meeting(sql::Tx& tx, Meeting const& meeting);
/// For sample data only; its action items must be gone.
void remove_meeting(sql::Tx& tx, MeetingId id);

}  // namespace kunyu::programme
