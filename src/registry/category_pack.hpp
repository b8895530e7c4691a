#pragma once
#include "packs/pack.hpp"
#include "registry/category.hpp"

namespace kunyu::registry {

/// The rules that a pack holds for the registry. The pack was checked whole when it was read, so every word in it is
/// known.
Catalogue catalogue_of(packs::Pack const& pack);

}  // namespace kunyu::registry
