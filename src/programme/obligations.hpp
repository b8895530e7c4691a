#pragma once
#include "base/messages.hpp"
#include "documents/table.hpp"
#include "identity/caller.hpp"
#include "programme/overview.hpp"
#include "sql/database.hpp"

#include <vector>

namespace kunyu::programme {

/// All that a unit owes under a plan at the end of the overview's day, a table each: the tasks for which it answers and
/// their milestones, reports owed, open slips, action items of meetings and demands of inspections not yet confirmed,
/// commitments promised by then. A table of what the caller may not read about the unit is left out.
std::vector<documents::Table> obligations_of(sql::Session& session, identity::Caller const& caller,
                                             Overview const& overview, OrganisationId unit, base::Language language);

}  // namespace kunyu::programme
