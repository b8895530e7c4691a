#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "observations/network_service.hpp"
#include "observations/quality_alarm_service.hpp"
#include "observations/quality_rules_service.hpp"
#include "observations/station_part_service.hpp"
#include "sql/database.hpp"

#include <cstdint>

namespace kunyu::observations {

/// What makes sample stations, by the same rules as for real ones.
struct StationSampleServices {
    EntityService const& entities;
    StationPartService const& parts;
    NetworkService const& networks;
    QualityRulesService const& quality;
    AlarmService const& alarms;
};

/// Sample stations, marked as such, at sample field bases: groundwater, a landslide with GNSS and rain, a karst spring;
/// each with sensors, programmes and quality rules, one with an alarm, all in one network. Their values are simulated
/// and come later (StationSampleJob). The same each time. Makes nothing when there are samples already, or no sample
/// base; answers how many stations were made.
base::Result<std::int64_t> load_station_sample(sql::Tx& tx, identity::Caller const& caller,
                                               StationSampleServices const& services);

/// Removes all of it, networks of sample stations alone too, and what was made for it unless a real station uses it;
/// answers how many stations. Refuses observations.sample_in_use {name} when a real station belongs to a sample
/// platform.
base::Result<std::int64_t> remove_station_sample(sql::Tx& tx, identity::Caller const& caller,
                                                 StationSampleServices const& services);

}  // namespace kunyu::observations
