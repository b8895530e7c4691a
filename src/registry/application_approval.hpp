#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "registry/application.hpp"
#include "registry/platform_service.hpp"
#include "sql/database.hpp"

#include <vector>

namespace kunyu::registry {

/// Carries an approval out: a new platform with its events apply, argue and build, or the event of an existing one.
/// `steps` are those taken so far. Answers the platform. Refuses what the registry refuses: no free place, an illegal
/// step, missing conditions.
base::Result<PlatformId> carry_out_approval(sql::Tx& tx, identity::Caller const& caller,
                                            PlatformService const& platforms, Application const& application,
                                            std::vector<ApplicationEntry> const& steps,
                                            ApplicationStepInput const& input);

}  // namespace kunyu::registry
