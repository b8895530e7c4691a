#pragma once
#include "base/result.hpp"
#include "identity/organisation.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace kunyu::identity {

/// The beginning lies before the end: a field error on valid_to otherwise.
base::Result<void> check_period(std::optional<base::Day> from, std::optional<base::Day> to);

/// Whether two of the half-open intervals have a day in common.
bool any_overlap(std::vector<base::Interval> const& intervals);

/// The official name in force on a day; nothing when none was.
OrganisationName const* name_on(std::vector<OrganisationName> const& names, base::Day day);

/// The official name that ends on `from` because a new one begins then. Refuses a day that is missing while there is a
/// name already, in the future, or not after the beginning of the last name (identity.name_not_later): history is not
/// rewritten by appending.
base::Result<OrganisationName const*> name_to_end(std::vector<OrganisationName> const& names,
                                                  std::optional<base::Day> from, base::Day today);

using SuccessionEdge = std::pair<OrganisationId, OrganisationId>;  ///< predecessor, successor
/// Whether the chain of successors leads from `from` to `to`.
bool leads_to(std::vector<SuccessionEdge> const& edges, OrganisationId from, OrganisationId to);

/// Whether the predecessor ceases to be with a succession of this kind; a transfer of tasks leaves it.
bool ends_predecessor(std::string_view kind);

}  // namespace kunyu::identity
