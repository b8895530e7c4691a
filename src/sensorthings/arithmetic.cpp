#include "sensorthings/arithmetic.hpp"

#include <cmath>

namespace kunyu::sensorthings {
namespace {

/// What is beyond 4e17 microseconds (12,000 years) is out of reach: then sums of two cannot overflow.
constexpr std::int64_t reach = 400'000'000'000'000'000;

bool in_reach(std::int64_t microseconds) {
    return microseconds > -reach && microseconds < reach;
}

Value number(double value) {
    return std::isfinite(value) ? Value(value) : Value();
}

Value of_numbers(Function function, double a, double b) {
    switch (function) {
        case Function::add:
            return number(a + b);
        case Function::sub:
            return number(a - b);
        case Function::mul:
            return number(a * b);
        case Function::div:
            return number(a / b);
        case Function::mod:
            return number(std::fmod(a, b));
        default:
            return {};
    }
}

Value duration(double microseconds) {
    if (!std::isfinite(microseconds) || std::abs(microseconds) >= static_cast<double>(reach)) return {};
    return Duration{static_cast<std::int64_t>(std::round(microseconds))};
}

/// Of a duration and a number.
Value scaled(Function function, Duration const& length, double factor) {
    auto const microseconds = static_cast<double>(length.microseconds);
    if (function == Function::mul) return duration(microseconds * factor);
    return function == Function::div ? duration(microseconds / factor) : Value();
}

/// The microseconds of the second duration, turned round for sub; nothing for another operation.
std::optional<std::int64_t> shift_of(Function function, Value const& b) {
    auto const* length = b.get<Duration>();
    if (!length || !in_reach(length->microseconds)) return std::nullopt;
    if (function == Function::add) return length->microseconds;
    return function == Function::sub ? std::optional(-length->microseconds) : std::nullopt;
}

Value shifted(Value const& a, std::int64_t shift) {
    if (auto const* length = a.get<Duration>())
        return in_reach(length->microseconds) ? Value(Duration{length->microseconds + shift}) : Value();
    if (auto const* moment = a.get<Moment>())
        return in_reach(moment->at.microseconds) ? Value(Moment{{moment->at.microseconds + shift}, moment->offset})
                                                 : Value();
    auto const* span = a.get<TimeSpan>();
    if (!span || !in_reach(span->from.microseconds) || !in_reach(span->to.microseconds)) return {};
    return TimeSpan{{span->from.microseconds + shift}, {span->to.microseconds + shift}};
}

}  // namespace

Value calculate(Function function, Value const& a, Value const& b) {
    auto const *x = a.get<double>(), *y = b.get<double>();
    if (x && y) return of_numbers(function, *x, *y);
    if (auto const shift = shift_of(function, b)) return shifted(a, *shift);
    if (auto const* length = a.get<Duration>(); length && y) return scaled(function, *length, *y);
    if (auto const* length = b.get<Duration>(); length && x && function == Function::mul)
        return scaled(function, *length, *x);
    auto const *from = b.get<Moment>(), *to = a.get<Moment>();
    bool const between =
        from && to && function == Function::sub && in_reach(from->at.microseconds) && in_reach(to->at.microseconds);
    return between ? Value(Duration{to->at.microseconds - from->at.microseconds}) : Value();
}

Value round_number(Function function, Value const& of) {
    auto const* held = of.get<double>();
    if (!held) return {};
    if (function == Function::floor) return std::floor(*held);
    return function == Function::ceiling ? std::ceil(*held) : std::round(*held);
}

}  // namespace kunyu::sensorthings
