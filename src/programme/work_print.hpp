#pragma once
#include "base/messages.hpp"
#include "documents/table.hpp"
#include "identity/caller.hpp"
#include "programme/overview.hpp"
#include "sql/database.hpp"

#include <vector>

namespace kunyu::programme {

/// The work under a task that the caller may read, handed in by the end of the overview's day: its reports, evidence,
/// requests for more time, slips; a table each, the latest first.
std::vector<documents::Table> work_tables(sql::Session& session, identity::Caller const& caller,
                                          Overview const& overview, Task const& task, base::Language language);

}  // namespace kunyu::programme
