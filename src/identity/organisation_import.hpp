#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "packs/pack.hpp"
#include "sql/database.hpp"

namespace kunyu::identity {

struct ImportedOrganisations {
    int added = 0;
    int changed = 0;
};

/// Brings the pack's organisations in, parents first, each found again by its slug. One that stands in the pack as it
/// did at the last import is left as it is, whatever has been edited since; so a second import changes nothing.
/// Successions are added, never changed: a recorded one is better than a supposed one. The pack has been checked.
base::Result<ImportedOrganisations> import_pack(sql::Tx& tx, Caller const& caller, base::IdGenerator& ids,
                                                packs::Pack const& pack);

}  // namespace kunyu::identity
