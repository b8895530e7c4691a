#pragma once
#include "base/messages.hpp"
#include "documents/printed.hpp"
#include "documents/table.hpp"
#include "identity/caller.hpp"
#include "programme/overview.hpp"
#include "sql/database.hpp"

namespace kunyu::programme {

/// The tasks of a plan with their lights and the figures behind them, as a list for spreadsheets.
documents::Table task_table(Overview const& overview, base::Language language);

/// The quarterly supervision report (督查季报): the plan as it stood on the day. Lights in all and by goal, every task
/// with its light and its sentence, milestones that are overdue and that fall due in the three months ahead, open
/// slips, units whose report is missing.
documents::PrintedDocument supervision_report(sql::Session& session, Overview const& overview, base::Language language);

/// The dossier of a task (任务档案) as of the day: who answers, targets, milestones with the history of their
/// deadlines, how it and each of its units stands, and of the work under it what the caller may read.
documents::PrintedDocument task_dossier(sql::Session& session, identity::Caller const& caller, Overview const& overview,
                                        std::size_t place, base::Language language);

}  // namespace kunyu::programme
