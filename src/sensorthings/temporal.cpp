#include "sensorthings/temporal.hpp"

#include "sensorthings/times.hpp"

namespace kunyu::sensorthings {
namespace {

constexpr std::int64_t microseconds_per_day = 86'400'000'000;

When moment(base::Instant at) {
    return {at, at};
}

/// a is over when b begins. Two moments at once are not.
bool ends_before(When const& a, When const& b) {
    return a.is_moment() ? a.from < b.from : a.to <= b.from;
}

bool not_after(When const& a, When const& b) {
    if (a.is_moment() || b.is_moment()) return a.to <= b.from;
    return a.from <= b.from && a.to <= b.to;
}

bool meet(When const& a, When const& b) {
    if (a.is_moment() || b.is_moment()) return a.from == b.from || a.to == b.to || a.to == b.from || a.from == b.to;
    return a.to == b.from || a.from == b.to;
}

bool is_during(When const& a, When const& b) {
    if (b.is_moment()) return false;
    return b.from <= a.from && (a.is_moment() ? a.from < b.to : a.to <= b.to);
}

bool overlap(When const& a, When const& b) {
    if (a.is_moment() && b.is_moment()) return a.from == b.from;
    if (a.is_moment()) return is_during(a, b);
    if (b.is_moment()) return is_during(b, a);
    return a.from < b.to && b.from < a.to;
}

}  // namespace

std::optional<When> when_of(Value const& value) {
    if (auto const* at = value.get<Moment>()) return moment(at->at);
    if (auto const* span = value.get<TimeSpan>()) return When{span->from, span->to};
    if (auto const* date = value.get<Date>()) return moment({date->days * microseconds_per_day});
    auto const* text = value.get<std::string>();
    if (!text) return std::nullopt;
    if (auto const at = parse_moment(*text)) return moment(at->at);
    if (auto const span = parse_span(*text)) return When{span->from, span->to};
    if (auto const date = parse_date(*text)) return moment({date->days * microseconds_per_day});
    return std::nullopt;
}

bool compare_times(Function comparison, When const& a, When const& b) {
    switch (comparison) {
        case Function::eq:
            return a.from == b.from && a.to == b.to;
        case Function::ne:
            return a.from != b.from || a.to != b.to;
        case Function::lt:
            return ends_before(a, b);
        case Function::gt:
            return ends_before(b, a);
        case Function::le:
            return not_after(a, b);
        case Function::ge:
            return not_after(b, a);
        default:
            return false;
    }
}

bool relate_times(Function relation, When const& a, When const& b) {
    switch (relation) {
        case Function::before:
            return ends_before(a, b);
        case Function::after:
            return ends_before(b, a);
        case Function::meets:
            return meet(a, b);
        case Function::during:
            return is_during(a, b);
        case Function::overlaps:
            return overlap(a, b);
        case Function::starts:
            return a.from == b.from;
        case Function::finishes:
            return a.to == b.to;
        default:
            return false;
    }
}

}  // namespace kunyu::sensorthings
