#pragma once
#include "inbox/calendar_source.hpp"

namespace kunyu::programme {

/// The days on which reports fall due: to who reviews, those of every plan; to who reports, those of the plans in which
/// his units answer for a task, until the units are called to report: from then on their to-do says it. Holds no state;
/// safe for all threads.
class ReportCalendar final : public inbox::CalendarSource {
  public:
    std::vector<inbox::CalendarEntry> entries(sql::Session& session, identity::Caller const& caller, base::Day from,
                                              base::Day to) const override;
};

}  // namespace kunyu::programme
