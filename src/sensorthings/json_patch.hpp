#pragma once
#include "base/result.hpp"

#include <boost/json.hpp>

#include <cstddef>

namespace kunyu::sensorthings {

inline constexpr std::size_t most_patch_operations = 1000;
/// Values of the document after any operation; copies could double it each time.
inline constexpr std::size_t most_patched_values = 100'000;

/// Applies a JSON Patch (RFC 6902: add, remove, replace, move, copy, test) to the document; all of it or, when refused,
/// nothing. sensorthings.bad_patch (400) for what is no patch, sensorthings.patch_path (400) for a place that is not
/// there, sensorthings.patch_test (409) for a test that fails, sensorthings.patch_too_large (400).
base::Result<boost::json::value> apply_json_patch(boost::json::value document, boost::json::value const& patch);

}  // namespace kunyu::sensorthings
