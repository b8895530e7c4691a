#pragma once
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "inbox/subject.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::inbox {

/// One line of a calendar: a day, several days, or a time.
struct CalendarEntry {
    /// The same as long as it is the same thing, whatever of it changes: "todo-1432219852890005".
    std::string uid;
    base::Day first_day;
    std::optional<base::Day> last_day = {};  ///< of several days
    /// In place of the days: a time, and its end if it is known.
    std::optional<base::Instant> begins_at = {};
    std::optional<base::Instant> ends_at = {};
    Title title;
    Title description;
    std::string link;  ///< path in the workbench
    base::Instant changed_at;
};

/// What a module puts into people's calendars; app/ hands the sources to the Calendar. Safe for all threads.
class CalendarSource {
  public:
    virtual ~CalendarSource() = default;
    /// What concerns the account on the days from `from` to before `to`. The caller holds its grants of today.
    virtual std::vector<CalendarEntry> entries(sql::Session& session, identity::Caller const& caller, base::Day from,
                                               base::Day to) const = 0;
};

}  // namespace kunyu::inbox
