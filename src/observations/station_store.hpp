#pragma once
#include "observations/entity_store.hpp"
#include "observations/station.hpp"
#include "sql/database.hpp"

#include <optional>
#include <vector>

namespace kunyu::observations {

std::vector<ResponsiblePerson> load_people(sql::Session& session, ThingId thing);
/// In place of those that stood there.
void write_people(sql::Tx& tx, ThingId thing, std::vector<ResponsiblePerson> const& people);

/// By what they begin with. Changes note the station (ChangeKind::programme) or stream (ChangeKind::calibration).
std::vector<Programme> load_programmes(sql::Session& session, std::optional<ThingId> thing = {});
std::vector<Calibration> load_calibrations(sql::Session& session, std::optional<StreamId> stream = {});
std::vector<Deployment> load_deployments(sql::Session& session, ThingId thing);
/// Those of one piece of a kind of sensor, wherever it stood.
std::vector<Deployment> load_deployments(sql::Session& session, SensorId sensor, std::string const& serial);
std::optional<Programme> load(sql::Session& session, ProgrammeId id);
std::optional<Calibration> load(sql::Session& session, CalibrationId id);
std::optional<Deployment> load(sql::Session& session, DeploymentId id);

void insert(sql::Tx& tx, Programme const& programme);
void insert(sql::Tx& tx, Calibration const& calibration);
void insert(sql::Tx& tx, Deployment const& deployment);
void update(sql::Tx& tx, Programme const& programme);
void update(sql::Tx& tx, Calibration const& calibration);
void update(sql::Tx& tx, Deployment const& deployment);
void remove(sql::Tx& tx, Programme const& programme);
void remove(sql::Tx& tx, Calibration const& calibration);
void remove(sql::Tx& tx, Deployment const& deployment);

/// What goes with the entity they hang on, their files released.
void remove_station(sql::Tx& tx, ThingId thing);
void remove_calibrations_of(sql::Tx& tx, StreamId stream);
void remove_deployments_of(sql::Tx& tx, SensorId sensor);
void remove_programmes_of(sql::Tx& tx, ObservedPropertyId property);

}  // namespace kunyu::observations
