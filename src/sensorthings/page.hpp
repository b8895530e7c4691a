#pragma once
#include "base/result.hpp"
#include "sensorthings/entity_ref.hpp"
#include "sensorthings/observation_set.hpp"
#include "sensorthings/options.hpp"
#include "sensorthings/reading.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

/// What $filter, $count, $orderby, $skip and $top leave of a collection (in this order). The next page begins after the
/// last member of this one, whatever came or went meanwhile: no link of ours counts rows.
template <typename T>
struct Page {
    std::vector<T> members;
    std::optional<std::int64_t> count;
    std::optional<std::string> next;  ///< the $skiptoken of the page after this one
};

/// Of entities of the catalogue. Refused: sensorthings.bad_option for a $skiptoken that is none, and what reading the
/// archive refuses.
base::Result<Page<EntityRef>> page_of(Reading const& reading, std::vector<EntityRef> all, Options const& options);

/// Of observations. Without $orderby: by phenomenon time, over several streams stream by stream. By phenomenonTime
/// nothing is sorted; by other keys at most most_rows are looked at (sensorthings.too_many_to_sort beyond). A filter
/// that finds little in much answers a page that is not full, with a link to the rest.
base::Result<Page<observations::Observation>> page_of(Reading const& reading, ObservationSet const& set,
                                                      Options const& options);

}  // namespace kunyu::sensorthings
