#pragma once
<<<<<<< HEAD
#include "observations/entity.hpp"
#include "observations/observation.hpp"
#include "sensorthings/model.hpp"

#include <cstdint>
#include <variant>

namespace kunyu::sensorthings {

/// An entity of any type. Owns nothing: it lives as long as the view, or for an observation as the page, it is of.
struct EntityRef {
    using Of =
        std::variant<observations::Thing const*, observations::Location const*, observations::HistoricalLocation const*,
                     observations::Stream const*, observations::Sensor const*, observations::ObservedProperty const*,
                     observations::Feature const*, observations::Observation const*>;
    Of of;

    Kind kind() const;
    std::int64_t id() const;
    /// nullptr when it is of another type.
    template <typename T>
    T const* get() const {
        auto const* const* held = std::get_if<T const*>(&of);
        return held ? *held : nullptr;
    }
};

=======
#include "sensorthings/model.hpp"

#include <cstdint>
#include <string>

namespace kunyu::sensorthings {

/// An entity by its type and number; 0 is one that is still to be made.
struct EntityRef {
    Kind kind;
    std::int64_t id = 0;
    friend bool operator==(EntityRef const&, EntityRef const&) = default;
};

/// Its path below the service root: "Things(5)".
inline std::string path_of(EntityRef const& ref) {
    return std::string(type_of(ref.kind).set) + '(' + std::to_string(ref.id) + ')';
}

>>>>>>> writes
}  // namespace kunyu::sensorthings
