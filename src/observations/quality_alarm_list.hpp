#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "observations/quality_alarm.hpp"
#include "observations/station.hpp"
#include "sql/database.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kunyu::observations {

/// Which alarms a list holds.
struct AlarmFilter {
    /// Any of them; without one those that are open: raised, acknowledged or still to be acknowledged.
    std::vector<quality::AlarmStatus> statuses = {};
    std::optional<ThingId> station = {};
    std::optional<NetworkId> network = {};  ///< of stations that are its members on the day
    std::optional<std::string> cursor = {};
    std::size_t limit = 50;
};

struct AlarmPage {
    std::vector<AlarmStanding> items;
    std::optional<std::string> next;
};

/// Alarms on the streams of stations of those platforms (of all stations without), the gravest first, then what was
/// raised last, then the newest rule. base.bad_cursor.
base::Result<AlarmPage> list_alarms(sql::Session& session, AlarmFilter const& filter,
                                    std::optional<std::set<std::int64_t>> const& platforms, base::Day today);

}  // namespace kunyu::observations
