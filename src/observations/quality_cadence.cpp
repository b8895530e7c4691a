#include "observations/quality_cadence.hpp"

#include "observations/station_store.hpp"

namespace kunyu::observations {
namespace {

std::optional<base::Instant> end_of(std::optional<base::Day> day) {
    return day ? std::optional(base::start_of(*day)) : std::nullopt;
}

std::vector<quality::CadenceEpoch> epochs_for(std::vector<Programme> const& programmes, ThingId thing,
                                              ObservedPropertyId property) {
    std::vector<quality::CadenceEpoch> epochs;
    for (auto const& programme : programmes)
        if (programme.thing == thing && programme.observed_property == property)
            epochs.push_back(
                {base::start_of(programme.from), end_of(programme.to), programme.cadence_seconds * 1'000'000});
    return epochs;
}

}  // namespace

quality::Cadence cadence_for(std::vector<Programme> const& programmes, Stream const& stream) {
    for (auto const property : stream.observed_properties) {
        auto epochs = epochs_for(programmes, stream.thing, property);
        if (!epochs.empty()) return quality::Cadence::of(std::move(epochs)).value();
    }
    return {};
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
