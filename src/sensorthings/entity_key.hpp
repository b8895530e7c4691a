#pragma once
#include "sensorthings/model.hpp"

#include <cstdint>
#include <string>

namespace kunyu::sensorthings {

/// An entity by its type and number; 0 is one that is still to be made.
struct EntityKey {
    Kind kind;
    std::int64_t id = 0;
    friend bool operator==(EntityKey const&, EntityKey const&) = default;
};

/// Its path below the service root: "Things(5)".
inline std::string path_of(EntityKey const& ref) {
    return std::string(type_of(ref.kind).set) + '(' + std::to_string(ref.id) + ')';
}

}  // namespace kunyu::sensorthings
