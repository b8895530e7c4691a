#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/feature_observations.hpp"
#include "observations/observation.hpp"
#include "observations/observation_record.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kunyu::observations {

/// Later versions of observations: corrections, quality flags, deletions. What was received stays as it is; each
/// version has its author and its reason, and stands in the audit record. Action observation.revise over the station; a
/// stream that is not the caller's to see is not found. Safe for all threads.
class RevisionService {
  public:
    explicit RevisionService(archive::Store& store) : store_(store) {}

    /// Puts `after` in the place of an observation; flags stay.
    base::Result<void> correct(sql::Tx& tx, identity::Caller const& caller, Observation const& before,
                               NewObservation after, std::string const& reason) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, StreamId stream,
                              std::vector<archive::OrdinalRun> const& which, std::string const& reason) const;
    base::Result<void> restore(sql::Tx& tx, identity::Caller const& caller, StreamId stream,
                               std::vector<archive::OrdinalRun> const& which, std::string const& reason) const;
    /// What goes with a feature (18-088, delete-entity, table 25), as it stands in the view: the same reason for each
    /// stream, all in the caller's transaction.
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, FeatureObservations const& which,
                              std::string const& reason) const;
    base::Result<FeatureObservations> of_feature(View const& view, FeatureId feature) const;
    /// What came of it since then.
    base::Result<FeatureObservations> since(FeatureObservations const& before) const;
    /// Flags of QARTOD: observations.unknown_flag for another.
    base::Result<void> flag(sql::Tx& tx, identity::Caller const& caller, StreamId stream,
                            std::vector<archive::FlagRun> const& flags, std::string const& reason) const;

  private:
    base::Result<void> store(sql::Tx& tx, identity::Caller const& caller, archive::Revision revision) const;

    archive::Store& store_;
};

}  // namespace kunyu::observations
