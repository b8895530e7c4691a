#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "registry/platform_service.hpp"
#include "sql/database.hpp"

#include <cstdint>

namespace kunyu::registry {

/// Sample platforms, marked as such in code (S001 …), name (示例…（样例）) and everywhere they are shown. They fill the
/// network up to the plan's baseline (60 laboratories, 84 bases, 9 incubated) and live on to the end of 2020: bases
/// join laboratories or exit, laboratories are built, rectified, merged, converted, technology platforms are built.
/// The same platforms each time. Loads nothing when there are samples already; answers how many were made.
base::Result<std::int64_t> load_sample(sql::Tx& tx, identity::Caller const& caller, PlatformService const& service);

/// Removes every sample platform; answers how many. Refuses registry.sample_in_use {code} when a real platform leans on
/// one.
base::Result<std::int64_t> remove_sample(sql::Tx& tx, identity::Caller const& caller, PlatformService const& service);

}  // namespace kunyu::registry
