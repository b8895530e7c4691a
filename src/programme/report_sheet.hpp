#pragma once
#include "base/result.hpp"
#include "documents/sheet.hpp"
#include "documents/table.hpp"
#include "identity/caller.hpp"
#include "programme/progress_service.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <vector>

namespace kunyu::programme {

/// The reports that the caller's units owe on the day, as a sheet to be filled in offline: one row a task, unit and
/// cycle, with what is planned and what was reported last, and with the version of the report as it was when the sheet
/// was made.
base::Result<documents::Table> report_sheet(sql::Session& session, identity::Caller const& caller,
                                            ProgressService const& reports, Plan const& plan, base::Day day);

struct SheetTaken {
    std::int64_t rows = 0;
    std::int64_t changed = 0;    ///< drafts made or changed
    std::int64_t unchanged = 0;  ///< rows that say what the record says, or nothing
    std::int64_t submitted = 0;
};

/// Takes a filled sheet: all rows or none. Each row makes or changes the draft of its report; with `submit` it is
/// handed in too. Refuses supervision.sheet_refused with every fault at "row=5;column=percent": what the services
/// refuse, and supervision.row_moved where the record has changed since the sheet was made.
base::Result<SheetTaken> take_sheet(sql::Tx& tx, identity::Caller const& caller, ProgressService const& reports,
                                    Plan const& plan, std::vector<documents::Sheet> sheets, bool submit);

}  // namespace kunyu::programme
