#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "packs/pack.hpp"
#include "registry/platform_service.hpp"
#include "sql/database.hpp"

#include <cstdint>

namespace kunyu::registry {

struct PackEntered {
    std::int64_t platforms = 0;  ///< made now
    std::int64_t known = 0;      ///< on record already, left as they are
};

/// Enters the rules and the platforms of a pack: each platform by a record (补录) and the dated events that its source
/// states. The organisations it names must be there already. Again, it only enters what is new.
base::Result<PackEntered> import_pack(sql::Tx& tx, identity::Caller const& caller, PlatformService const& service,
                                      packs::Pack const& pack);

}  // namespace kunyu::registry
