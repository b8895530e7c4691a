#include "observations/epochs.hpp"

namespace kunyu::observations {

Programme const* programme_of(std::vector<Programme> const& programmes, ObservedPropertyId property, base::Day day) {
    for (auto const& programme : programmes)
        if (programme.observed_property == property && holds_at(programme, day)) return &programme;
    return nullptr;
}

std::vector<CadenceEpoch> cadence_epochs(std::vector<Programme> const& programmes, Stream const& stream) {
    std::vector<CadenceEpoch> epochs;
    for (auto const property : stream.observed_properties) {
        for (auto const& programme : programmes) {
            if (programme.observed_property != property) continue;
            auto const to = programme.to ? std::optional(base::start_of(*programme.to)) : std::nullopt;
            epochs.push_back({base::start_of(programme.from), to, programme.cadence_seconds});
        }
        if (!epochs.empty()) break;
    }
    std::sort(epochs.begin(), epochs.end(),
              [](CadenceEpoch const& a, CadenceEpoch const& b) { return a.from < b.from; });
    return epochs;
}

Calibration const* calibration_at(std::vector<Calibration> const& calibrations, base::Instant at) {
    for (auto const& calibration : calibrations)
        if (holds_at(calibration, at)) return &calibration;
    return nullptr;
}

}  // namespace kunyu::observations
