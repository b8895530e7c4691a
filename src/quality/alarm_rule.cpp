#include "quality/alarm_rule.hpp"

namespace kunyu::quality {

bool is_quiet(QuietHours const& hours, Severity severity, base::Instant moment) {
    if (severity >= hours.except_from) return false;
    auto const into_day = moment.microseconds - base::start_of(base::day_of(moment)).microseconds;
    auto const minute = into_day / 60'000'000;
    if (hours.from < hours.to) return minute >= hours.from && minute < hours.to;
    return minute >= hours.from || minute < hours.to;
}

}  // namespace kunyu::quality
