#pragma once
#include "observations/entity.hpp"
#include "observations/station.hpp"
#include "quality/cadence.hpp"
#include "quality/calibration.hpp"
#include "sql/database.hpp"

#include <vector>

namespace kunyu::observations {

/// When observations of the stream are expected: cadence_epochs() of its station's programmes. Empty without one.
quality::Cadence cadence_for(std::vector<Programme> const& programmes, Stream const& stream);
quality::Cadence cadence_for(sql::Session& session, Stream const& stream);

/// The calibrations of one stream. What none covers stays raw.
quality::Calibration calibration_for(std::vector<Calibration> const& calibrations);

}  // namespace kunyu::observations
