#include "sensorthings/functions.hpp"

#include "sensorthings/arithmetic.hpp"
#include "sensorthings/compare.hpp"
#include "sensorthings/geo_functions.hpp"
#include "sensorthings/temporal.hpp"
#include "sensorthings/text_functions.hpp"
#include "sensorthings/time_functions.hpp"

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

bool is_between(Function function, Function first, Function last) {
    return function >= first && function <= last;
}

/// Or, where the one is a list itself, one of its elements.
bool is_equal(Value const& sought, Value const& one) {
    auto const* document = one.get<boost::json::value const*>();
    auto const* list = document ? (*document)->if_array() : nullptr;
    if (!list) return compare(Function::eq, sought, one);
    return std::any_of(list->begin(), list->end(),
                       [&](auto const& element) { return compare(Function::eq, sought, Value::of(element)); });
}

Value is_in(std::span<Value const> arguments) {
    auto const list = arguments.subspan(1);
    return std::any_of(list.begin(), list.end(), [&](auto const& one) { return is_equal(arguments.front(), one); });
}

Value relate(Function function, Value const& a, Value const& b) {
    auto const x = when_of(a), y = when_of(b);
    return x && y ? Value(relate_times(function, *x, *y)) : Value();
}

}  // namespace

// The enumerators stand in the order of the standard's tables, each group together.
Value apply(Function function, std::span<Value const> arguments, base::Instant at) {
    using enum Function;
    if (is_between(function, eq, le)) return compare(function, arguments[0], arguments[1]);
    if (function == in) return is_in(arguments);
    if (is_between(function, add, mod)) return calculate(function, arguments[0], arguments[1]);
    if (is_between(function, substringof, concat)) return apply_to_texts(function, arguments);
    if (is_between(function, year, totaloffsetminutes)) return time_part(function, arguments[0]);
    if (is_between(function, now, maxdatetime)) return fixed_time(function, at);
    if (is_between(function, round, ceiling)) return round_number(function, arguments[0]);
    if (is_between(function, geo_distance, st_relate)) return apply_to_geometries(function, arguments);
    return relate(function, arguments[0], arguments[1]);
}

}  // namespace kunyu::sensorthings
