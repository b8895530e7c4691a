#pragma once
#include "observations/faults.hpp"
#include "observations/station.hpp"

#include <vector>

namespace kunyu::observations {

inline constexpr std::int64_t longest_cadence_seconds = 366 * 86'400;

/// What each must be by itself and beside `others`, all of the same owner (itself passed over by its id): it ends after
/// it begins, and does not overlap another of the same property (observations.programmes_overlap {from}), of the same
/// stream (observations.calibrations_overlap), of the same piece (observations.deployed_elsewhere {from, thing}).
void check(Programme const& programme, std::vector<Programme> const& others, Faults& faults);
void check(Calibration const& calibration, std::vector<Calibration> const& others, Faults& faults);
void check(Deployment const& deployment, std::vector<Deployment> const& others, Faults& faults);

/// Each ends after it begins.
void check(std::vector<ResponsiblePerson> const& people, Faults& faults);
/// As above, and no station is a member twice at one time (observations.member_twice).
void check(std::vector<Network::Member> const& members, Faults& faults);

}  // namespace kunyu::observations
