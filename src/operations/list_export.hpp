#pragma once
#include "base/time.hpp"
#include "http/router.hpp"
#include "operations/list_table.hpp"

#include <cstddef>
#include <vector>

namespace kunyu::operations {

/// More rows than this are refused with operations.too_many_rows; never cut.
inline constexpr std::size_t most_exported = 100'000;

/// The lists of the interface that go out by add_list_export().
std::vector<ExportedList> const& exported_lists();
/// Those of the work under plans.
std::vector<ExportedList> const& work_lists();
/// Those of the observation network.
std::vector<ExportedList> const& observation_lists();

/// Serves GET `<list>/export?format=csv|xlsx|json` with the list's own filters and under its action. The export runs
/// the list's route within the process, as the same caller, page by page to the end: so it holds what the list shows
/// and nothing else, and a refusal is the list's own. JSON is the list's answer with all items. Each page is read by
/// itself: what is written meanwhile may be in or not. Throws std::logic_error when the router does not serve the list
/// yet. The clock gives the day in the file's name where the answer has no as_of. Router, clock and list must live on.
void add_list_export(http::Router& router, base::Clock const& clock, ExportedList const& list);

}  // namespace kunyu::operations
