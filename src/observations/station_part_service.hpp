#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "observations/station.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <vector>

namespace kunyu::observations {

/// Use cases of what a station keeps by epochs: programmes, calibrations of its streams, deployments of sensors.
/// Authorise -> rule -> store -> audit; action station.edit over the station; to be read by who sees the station or
/// stream. The owner (station, stream) of one never changes. Its file becomes part of it. Rules: station_rules.hpp;
/// observations.unknown_link for what is not there. Holds no state; safe for all threads.
class StationPartService {
  public:
    StationPartService(base::IdGenerator& ids, EntityService const& entities) : ids_(ids), entities_(entities) {}

    base::Result<Programme> create(sql::Tx& tx, identity::Caller const& caller, Programme part) const;
    base::Result<Calibration> create(sql::Tx& tx, identity::Caller const& caller, Calibration part) const;
    base::Result<Deployment> create(sql::Tx& tx, identity::Caller const& caller, Deployment part) const;

    base::Result<Programme> replace(sql::Tx& tx, identity::Caller const& caller, Programme part,
                                    std::int64_t version) const;
    base::Result<Calibration> replace(sql::Tx& tx, identity::Caller const& caller, Calibration part,
                                      std::int64_t version) const;
    base::Result<Deployment> replace(sql::Tx& tx, identity::Caller const& caller, Deployment part,
                                     std::int64_t version) const;

    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, ProgrammeId id, std::int64_t version) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, CalibrationId id,
                              std::int64_t version) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, DeploymentId id, std::int64_t version) const;

    base::Result<Programme> find(sql::Session& session, identity::Caller const& caller, ProgrammeId id) const;
    base::Result<Calibration> find(sql::Session& session, identity::Caller const& caller, CalibrationId id) const;
    base::Result<Deployment> find(sql::Session& session, identity::Caller const& caller, DeploymentId id) const;

    /// By what they begin with.
    base::Result<std::vector<Programme>> programmes(sql::Session& session, identity::Caller const& caller,
                                                    ThingId thing) const;
    base::Result<std::vector<Calibration>> calibrations(sql::Session& session, identity::Caller const& caller,
                                                        StreamId stream) const;
    base::Result<std::vector<Deployment>> deployments(sql::Session& session, identity::Caller const& caller,
                                                      ThingId thing) const;

  private:
    base::IdGenerator& ids_;
    EntityService const& entities_;
};

}  // namespace kunyu::observations
