#pragma once
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

}  // namespace kunyu::sensorthings
