#pragma once
#include "inbox/calendar_source.hpp"

namespace kunyu::programme {

/// The deadlines of milestones that are not verified: to who reviews, those of every plan; to who reports, those of the
/// tasks for which his units answer. Holds no state; safe for all threads.
class MilestoneCalendar final : public inbox::CalendarSource {
  public:
    std::vector<inbox::CalendarEntry> entries(sql::Session& session, identity::Caller const& caller, base::Day from,
                                              base::Day to) const override;
};

}  // namespace kunyu::programme
