#pragma once
#include "base/time.hpp"
#include "observations/station.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::observations {

/// A time with one cadence, half-open; without an end it goes on.
struct CadenceEpoch {
    base::Instant from;
    std::optional<base::Instant> to;
    std::int64_t seconds = 0;
    friend bool operator==(CadenceEpoch const&, CadenceEpoch const&) = default;
};

/// Whether a half-open time holds a moment or day.
template <typename Epoch, typename Time>
bool holds_at(Epoch const& epoch, Time at) {
    return epoch.from <= at && (!epoch.to || at < *epoch.to);
}

/// Whether two half-open times have a moment in common.
template <typename Epoch>
bool overlap(Epoch const& a, Epoch const& b) {
    return (!a.to || b.from < *a.to) && (!b.to || a.from < *b.to);
}

/// What the station was to observe of the property on the day; nothing when it had no programme of it.
Programme const* programme_of(std::vector<Programme> const& programmes, ObservedPropertyId property, base::Day day);

/// The programme's cadences of a stream, ascending: those of the first of its observed properties that has a programme,
/// since what a MultiDatastream observes it observes together. Days begin at midnight of Asia/Shanghai.
std::vector<CadenceEpoch> cadence_epochs(std::vector<Programme> const& programmes, Stream const& stream);

/// The calibration that holds at the moment; nothing before the first and in between.
Calibration const* calibration_at(std::vector<Calibration> const& calibrations, base::Instant at);
/// The value as the calibration says; as it is without one.
inline double calibrated(Calibration const* calibration, double value) {
    return calibration ? value * calibration->factor + calibration->added : value;
}

}  // namespace kunyu::observations
