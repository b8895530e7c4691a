#pragma once
#include "base/time.hpp"
#include "observations/observation.hpp"
#include "sensorthings/geometry.hpp"

#include <boost/json.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kunyu::sensorthings {

using observations::TimeSpan;

/// A moment and the offset from UTC it was written with, in minutes: hour() and its like ask for it. What the archive
/// keeps is in UTC.
struct Moment {
    base::Instant at;
    int offset = 0;
    friend bool operator==(Moment const&, Moment const&) = default;
};

/// A length of time, in microseconds.
struct Duration {
    std::int64_t microseconds = 0;
    auto operator<=>(Duration const&) const = default;
};

/// A day of the calendar without a zone, as days since 1970-01-01.
struct Date {
    std::int32_t days = 0;
    auto operator<=>(Date const&) const = default;
};

/// Microseconds since midnight.
struct TimeOfDay {
    std::int64_t microseconds = 0;
    auto operator<=>(TimeOfDay const&) const = default;
};

struct Value;
/// What a path through a navigation to many leads to. A comparison holds when it holds for one of them.
struct Several {
    std::vector<Value> values;
};

/// A literal of a filter, the value of a property, or what comes of them. All numbers are doubles, so that ids are
/// exact and integers beyond 2^53 are compared by their first 53 bits. Objects and arrays are pointed to: they live as
/// long as the entity they are of.
struct Value {
    using Held = std::variant<std::nullptr_t, bool, double, std::string, Moment, TimeSpan, Duration, Date, TimeOfDay,
                              Geometry, boost::json::value const*, Several>;

    Value() = default;
    template <typename T>
    requires(!std::same_as<std::remove_cvref_t<T>, Value> && std::constructible_from<Held, std::in_place_type_t<T>, T>)
        Value(T held_value)
        : held(std::in_place_type<T>, std::move(held_value)) {}  // NOLINT: a value is made of what it holds
    /// Null when there is nothing.
    template <typename T>
    static Value of(std::optional<T> maybe) {
        return maybe ? Value(std::move(*maybe)) : Value();
    }
    /// Scalars by value, objects and arrays by address.
    static Value of(boost::json::value const& json);

    bool is_null() const { return std::holds_alternative<std::nullptr_t>(held); }
    template <typename T>
    T const* get() const {
        return std::get_if<T>(&held);
    }

    Held held = nullptr;
};
bool operator==(Value const& a, Value const& b);

}  // namespace kunyu::sensorthings
