#include "sensorthings/compare.hpp"

#include "sensorthings/temporal.hpp"

namespace kunyu::sensorthings {
namespace {

bool holds(Function comparison, std::partial_ordering order) {
    switch (comparison) {
        case Function::eq:
            return order == 0;
        case Function::ne:
            return order != 0;
        case Function::gt:
            return order > 0;
        case Function::ge:
            return order >= 0;
        case Function::lt:
            return order < 0;
        case Function::le:
            return order <= 0;
        default:
            return false;
    }
}

std::optional<bool> bool_of(Value const& value) {
    if (auto const* held = value.get<bool>()) return *held;
    auto const* text = value.get<std::string>();
    if (text && (*text == "true" || *text == "false")) return *text == "true";
    return std::nullopt;
}

template <typename T>
std::partial_ordering compare_same(Value const& a, Value const& b) {
    auto const *x = a.get<T>(), *y = b.get<T>();
    return x && y ? std::partial_ordering(*x <=> *y) : std::partial_ordering::unordered;
}

template <>
std::partial_ordering compare_same<std::string>(Value const& a, Value const& b) {
    auto const *x = a.get<std::string>(), *y = b.get<std::string>();
    return x && y ? std::partial_ordering(x->compare(*y) <=> 0) : std::partial_ordering::unordered;
}

template <typename T>
std::partial_ordering compare_read(std::optional<T> const& a, std::optional<T> const& b) {
    return a && b ? std::partial_ordering(*a <=> *b) : std::partial_ordering::unordered;
}

template <typename T>
bool either(Value const& a, Value const& b) {
    return a.get<T>() || b.get<T>();
}

/// All times are of one kind.
std::size_t kind_of(Value const& value) {
    return is_time(value) ? Value(Moment{}).held.index() : value.held.index();
}

/// Of two values that are not null and no times.
std::partial_ordering compare_others(Value const& a, Value const& b) {
    if (either<double>(a, b)) return compare_same<double>(a, b);
    if (either<bool>(a, b)) return compare_read(bool_of(a), bool_of(b));
    if (either<Duration>(a, b)) return compare_same<Duration>(a, b);
    if (either<TimeOfDay>(a, b)) return compare_same<TimeOfDay>(a, b);
    if (either<Geometry>(a, b)) return std::partial_ordering::unordered;
    if (either<boost::json::value const*>(a, b)) return std::partial_ordering::unordered;
    return compare_same<std::string>(a, b);
}

bool compare_as_times(Function comparison, Value const& a, Value const& b) {
    auto const x = when_of(a), y = when_of(b);
    if (!x || !y) return comparison == Function::ne;
    return compare_times(comparison, *x, *y);
}

bool compare_null(Function comparison, Value const& a, Value const& b) {
    if (comparison == Function::eq) return a.is_null() && b.is_null();
    return comparison == Function::ne && a.is_null() != b.is_null();
}

std::weak_ordering order_times(When const& a, When const& b) {
    if (auto const from = a.from <=> b.from; from != 0) return from;
    return a.to <=> b.to;
}

}  // namespace

bool is_time(Value const& value) {
    return value.get<Moment>() || value.get<TimeSpan>() || value.get<Date>();
}

bool compare(Function comparison, Value const& a, Value const& b) {
    if (a.is_null() || b.is_null()) return compare_null(comparison, a, b);
    if (is_time(a) || is_time(b)) return compare_as_times(comparison, a, b);
    return holds(comparison, compare_others(a, b));
}

std::weak_ordering order(Value const& a, Value const& b) {
    if (a.is_null() || b.is_null()) return b.is_null() <=> a.is_null();
    if (is_time(a) && is_time(b)) return order_times(*when_of(a), *when_of(b));
    // A key may hold numbers, texts and others side by side: each kind by itself, or the order would contradict itself.
    if (auto const kinds = kind_of(a) <=> kind_of(b); kinds != 0) return kinds;
    auto const found = compare_others(a, b);
    if (found < 0) return std::weak_ordering::less;
    return found > 0 ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

}  // namespace kunyu::sensorthings
