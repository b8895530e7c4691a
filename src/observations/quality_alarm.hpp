#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"
#include "observations/entity.hpp"
#include "quality/alarms.hpp"

#include <cstdint>
#include <string>

namespace kunyu::observations {

struct AlarmTag;
using AlarmId = base::Id<AlarmTag>;

/// A rule on one stream. One that is not watched raises nothing.
struct Alarm {
    AlarmId id;
    std::int64_t version = 1;
    StreamId stream;
    std::string name;  ///< as people call it: 地下河水位超警戒
    bool watched = true;
    quality::AlarmRule rule;
    std::string created_by_name;
    base::Instant created_at;
};

/// An alarm and where it stands.
struct AlarmStanding {
    Alarm alarm;
    quality::AlarmState state;
};

/// Something that happened to an alarm.
struct AlarmEntry {
    std::int64_t id = 0;  ///< rises with time
    AlarmId alarm;
    quality::AlarmTransition transition;
};

}  // namespace kunyu::observations
