#pragma once
#include "base/messages.hpp"
#include "sensorthings/create_observations.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

/// Whether anything of the group goes to the archive: is neither refused nor there already.
bool has_new_rows(ObservationRows const& group);

/// The answer to CreateObservations (18-088, 13.2): one entry a row in the order of the request, the observation's
/// address, or why there is none. `first_ordinals`: what the archive gave the groups that have new rows, in their
/// order.
std::string answer_rows(std::vector<ObservationRows> const& groups, std::vector<std::int64_t> const& first_ordinals,
                        std::string const& root, base::Language language);

}  // namespace kunyu::sensorthings
