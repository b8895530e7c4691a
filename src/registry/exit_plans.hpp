#pragma once
#include "base/time.hpp"
#include "registry/lifecycle.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// One exit that a recorded plan (腾退计划) foresees. It frees a place only while it has not happened yet; once it has,
/// the counts themselves are lower.
struct PlannedExit {
    ExitPlanId plan;
    PlatformId platform;
    base::Day by;  ///< the platform has left by this day
};

/// Through this approval learns of recorded plans of exits. The calls and applications part of the module keeps them.
class ExitPlans {
  public:
    virtual ~ExitPlans() = default;
    /// The exits of one recorded plan that is in force (neither withdrawn nor replaced); nothing when there is no such
    /// plan.
    virtual std::optional<std::vector<PlannedExit>> exits_of(sql::Session& session, ExitPlanId plan) const = 0;
    /// A plan was used for an approval; so it cannot be withdrawn afterwards.
    virtual void used_by(sql::Tx& tx, ExitPlanId plan, EventId event) const = 0;
};

/// Whether a platform stands in the readiness queue as ready for acceptance (成熟一个验收一个).
class ReadinessQueue {
  public:
    virtual ~ReadinessQueue() = default;
    virtual bool is_ready(sql::Session& session, PlatformId platform) const = 0;
    /// An event of the platform was recorded; what waited for its acceptance may be over.
    virtual void recorded(sql::Tx&, identity::Caller const&, PlatformId, EventType) const {}
};

}  // namespace kunyu::registry
