#pragma once
#include "sensorthings/options.hpp"

#include <string>

namespace kunyu::sensorthings {

/// The options as the query of a link, in which $skiptoken stands for $skip: "$filter=result%20gt%203&$top=5&…".
std::string next_query(Options const& options, std::string const& skip_token);

}  // namespace kunyu::sensorthings
