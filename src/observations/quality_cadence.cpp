#include "observations/quality_cadence.hpp"

#include "observations/epochs.hpp"
#include "observations/station_store.hpp"

namespace kunyu::observations {
quality::Cadence cadence_for(std::vector<Programme> const& programmes, Stream const& stream) {
    std::vector<quality::CadenceEpoch> epochs;
    for (auto const& [from, to, seconds] : cadence_epochs(programmes, stream))
        epochs.push_back({from, to, seconds * 1'000'000});
    return quality::Cadence::of(std::move(epochs)).value();
}

quality::Cadence cadence_for(sql::Session& session, Stream const& stream) {
    return cadence_for(load_programmes(session, stream.thing), stream);
}

quality::Calibration calibration_for(std::vector<Calibration> const& calibrations) {
    std::vector<quality::CalibrationEpoch> epochs;
    for (auto const& one : calibrations) epochs.push_back({one.from, one.to, {one.added, one.factor, 0, 0}});
    return quality::Calibration::of(std::move(epochs)).value();
}

}  // namespace kunyu::observations
