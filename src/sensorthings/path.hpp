#pragma once
#include "base/result.hpp"
#include "sensorthings/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::sensorthings {

/// One step of a resource path: an entity set or a navigation from the entity before it.
struct Step {
    Kind kind;
    /// Nothing at the first step, which is an entity set of the service.
    Navigation const* navigation = nullptr;
    /// The entity meant; nothing for a whole collection or the one entity of a navigation to one.
    std::optional<std::int64_t> id = {};
    bool many = true;  ///< a collection: an entity set or a navigation to many, without an id
};

/// What the path asks of its end.
enum class PathEnd {
    itself,
    value,  ///< "$value": the bare value of a property
    ref     ///< "$ref": the links alone
};

/// A resource path (18-088, 9.2): `Things(1)/Datastreams(2)/Observations` or `Things(1)/properties/a/$value`.
/// Invariant: only the last step may be a collection, and then `property` is empty; `end` is value only with a property
/// and ref only without.
struct ResourcePath {
    std::vector<Step> steps;  ///< at least one
    /// The property and the members below it: {"properties", "a", "b"}; "id" for the id. Empty when entities are meant.
    std::vector<std::string> property;
    std::string written;  ///< the last segment but $value and $ref: "list[0]"
    PathEnd end = PathEnd::itself;

    Kind kind() const { return steps.back().kind; }
    bool is_collection() const { return steps.back().many; }
};

inline constexpr std::size_t most_path_segments = 32;

/// Reads what follows the service root, percent-decoded, with or without a slash before it. Refuses with 404
/// (sensorthings.nothing_at_path) what the model does not have and ids that nothing can have, with 400
/// (sensorthings.bad_path) what is no path.
base::Result<ResourcePath> parse_path(std::string_view path);

}  // namespace kunyu::sensorthings
