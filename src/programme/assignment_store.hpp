#pragma once
#include "programme/assignment_rules.hpp"
#include "programme/register_entry.hpp"
#include "sql/database.hpp"
#include "sql/filter.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

struct AssignmentEvent {
    AssignmentStep step = AssignmentStep::report;
    base::Instant at;
    identity::AccountId by;
    std::string by_name;
    std::string statement;
};

/// A matter that a unit was charged with.
struct Assignment {
    AssignmentId id;
    OrganisationId unit;
    std::string wording;
    base::Day due;
    std::vector<AssignmentEvent> history;
    std::vector<std::int64_t> files;  ///< of the latest report that brought any

    AssignmentState state() const;
    /// From what had been done by the end of the day.
    AssignmentState state_on(base::Day day) const;
};

/// Where it was charged: an inspection or a meeting.
struct AssignmentSource {
    std::string_view kind;
    std::int64_t id = 0;
};

std::vector<Assignment> load_assignments(sql::Session& session, AssignmentSource const& source);
AssignmentFacts facts_of(Assignment const& assignment);
/// What stands, as drafts: for a change that leaves the matters alone.
std::vector<AssignmentDraft> drafts_of(std::vector<Assignment> const& assignments);
/// Removes those that `drafts` do not name, then stores the drafts in their order; each has an id.
void write_assignments(sql::Tx& tx, AssignmentSource const& source, std::vector<AssignmentDraft> const& drafts);
void append_step(sql::Tx& tx, AssignmentId id, AssignmentEvent const& event, std::vector<std::int64_t> const& files);
void remove_assignments(sql::Tx& tx, AssignmentSource const& source);

/// Entries `e` of the kind that stand so on the day, by standing_of(): for filters of lists.
void add_occasion_filter(sql::Where& where, std::string_view kind, OccasionStanding standing, base::Day day);
/// The entry in which the matter stands.
void add_assignment_filter(sql::Where& where, std::string_view kind, std::optional<std::int64_t> const& assignment);

}  // namespace kunyu::programme
