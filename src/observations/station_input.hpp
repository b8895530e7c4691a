#pragma once
#include "base/json.hpp"
#include "observations/device_service.hpp"
#include "observations/station.hpp"
#include "observations/station_service.hpp"
#include "sql/database.hpp"

#include <optional>
#include <vector>

namespace kunyu::observations {

/// Bodies of our own forms. `whole`: a new one, so what is needed must be there; otherwise what is absent stays as the
/// value given has it.
StationInput read_station(sql::Session& session, base::Reader& reader, bool whole);
void read_programme(base::Reader& reader, bool whole, Programme& programme);
void read_calibration(base::Reader& reader, bool whole, Calibration& calibration);
void read_deployment(base::Reader& reader, bool whole, Deployment& deployment);
DeviceChange read_device(base::Reader& reader, bool whole);
void read_network(base::Reader& reader, bool whole, Network& network);
/// The member "attachments", where it is given.
std::optional<std::vector<std::int64_t>> read_attachments(base::Reader& reader);

}  // namespace kunyu::observations
