#pragma once
#include "base/result.hpp"
#include "sensorthings/options.hpp"
#include "sensorthings/path.hpp"
#include "sensorthings/reading.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <variant>

namespace kunyu::sensorthings {

/// What a GET answers: a JSON document, a bare value as text ($value), or nothing (204, a property that is null).
struct Answer {
    std::variant<std::monostate, boost::json::value, std::string> body;
};

/// Answers a resource path with query options in the form of 1.1. Refuses what is not there, or not for the caller,
/// with 404 (sensorthings.nothing_at_path), options that the path has no use for with 400
/// (sensorthings.option_out_of_place), and what options and archive refuse.
base::Result<Answer> read(Reading const& reading, ResourcePath const& path, Options const& options);

}  // namespace kunyu::sensorthings
