#pragma once
#include "archive/store.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "jobs/runner.hpp"
#include "observations/catalogue.hpp"
#include "observations/revision_service.hpp"
#include "quality/qartod_rules.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>

namespace kunyu::observations {

inline constexpr char const* quality_run_job = "observations.quality_run";

/// What is to be tested again.
struct QualityRunWish {
    StreamId stream;
    base::Instant from;
    base::Instant to;                                ///< not included
    std::string reason;                              ///< empty for a preview, which changes nothing
    bool preview = false;                            ///< what the tests would say is counted and nothing is stored
    std::optional<quality::QartodRules> rules = {};  ///< of a preview: in place of those that are set
};

/// Tests a stream again on demand, by the rules of today: after a rule was set or changed, a calibration or a programme
/// mended. The job observations.quality_run {stream, from, to, reason} works in pieces; the differences of each become
/// one later version with who asked as its author, in one transaction with the checkpoint, so that nothing is versioned
/// twice and what was done before a cancel stays. Its result counts what was tested, what differs from the stored flags
/// and each flag. All references must outlive the runner.
class QualityRun {
  public:
    QualityRun(archive::Store& store, Catalogue& catalogue, RevisionService const& revisions, base::IdGenerator& ids,
               base::Clock const& clock)
        : store_(store), catalogue_(catalogue), revisions_(revisions), ids_(ids), clock_(clock) {}

    /// Action observation.revise over the station. quality.nothing_set without rules; field error quality.run_reversed.
    base::Result<jobs::Job> start(sql::Tx& tx, identity::Caller const& caller, QualityRunWish const& wish) const;
    void add_to(jobs::Runner& runner);

  private:
    base::Result<jobs::Outcome> run(jobs::JobRun& run);

    archive::Store& store_;
    Catalogue& catalogue_;
    RevisionService const& revisions_;
    base::IdGenerator& ids_;
    base::Clock const& clock_;
};

}  // namespace kunyu::observations
