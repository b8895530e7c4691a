#include "sensorthings/range.hpp"

#include "sensorthings/evaluate.hpp"
#include "sensorthings/temporal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace kunyu::sensorthings {
namespace {

base::Instant next(base::Instant at) {
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    return {at.microseconds == last ? last : at.microseconds + 1};
}

template <typename T>
void raise(std::optional<T>& bound, T value) {
    bound = bound ? std::max(*bound, value) : value;
}

template <typename T>
void lower(std::optional<T>& bound, T value) {
    bound = bound ? std::min(*bound, value) : value;
}

/// `5 lt x` is `x gt 5`; the temporal relations turn likewise. Nothing for what says no more when turned.
std::optional<Function> turned(Function function) {
    using enum Function;
    constexpr std::array<std::pair<Function, Function>, 11> pairs{{{eq, eq},
                                                                   {gt, lt},
                                                                   {lt, gt},
                                                                   {ge, le},
                                                                   {le, ge},
                                                                   {before, after},
                                                                   {after, before},
                                                                   {overlaps, overlaps},
                                                                   {starts, starts},
                                                                   {finishes, finishes},
                                                                   {meets, meets}}};
    auto const* const found =
        std::find_if(pairs.begin(), pairs.end(), [&](auto const& one) { return one.first == function; });
    return found == pairs.end() ? std::nullopt : std::optional(found->second);
}

/// "Datastream/id" for a path of the entity itself; empty for anything else.
std::string path_text(Expression const& expression) {
    auto const* path = expression.get<PropertyPath>();
    return path && path->variable.empty() ? to_string(expression) : std::string();
}

class Bounds {
  public:
    explicit Bounds(base::Instant now) : now_(now) {}

    void take(Expression const& part) {
        auto const* call = part.get<Call>();
        bool used = false;
        if (call && call->function == Function::logical_and) {
            for (auto const& argument : call->arguments) take(argument);
            used = true;
        } else if (call && call->arguments.size() == 2) {
            used = take_pair(call->function, call->arguments[0], call->arguments[1]);
        }
        range.exact = range.exact && used;
    }

    FilterRange range;

  private:
    /// Whether the bounds now say all that the pair says.
    bool take_pair(Function function, Expression const& a, Expression const& b) {
        if (auto const path = path_text(a); !path.empty()) return take_bound(function, path, constant_value(b, now_));
        auto const other = turned(function);
        if (auto const path = path_text(b); !path.empty() && other)
            return take_bound(*other, path, constant_value(a, now_));
        return false;
    }

    bool take_bound(Function function, std::string_view path, std::optional<Value> const& value) {
        if (!value) return false;
        if (path == "phenomenonTime") {
            auto const when = when_of(*value);
            return when && (when->is_moment() ? take_moment(function, when->from) : take_span(function, *when));
        }
        auto const* number = value->get<double>();
        if (!number || std::abs(*number) >= 9e15) return false;
        if (path == "id") return take_id(function, *number);
        bool const is_stream = path == "Datastream/id" || path == "MultiDatastream/id";
        return is_stream && function == Function::eq && take_stream(*number);
    }

    bool take_moment(Function function, base::Instant at) {
        switch (function) {
            case Function::ge:
                raise(range.from, at);
                return true;
            case Function::gt:
            case Function::after:
                raise(range.from, next(at));
                return true;
            case Function::lt:
            case Function::before:
                lower(range.to, at);
                return true;
            case Function::le:
                lower(range.to, next(at));
                return true;
            case Function::eq:
            case Function::starts:
                raise(range.from, at);
                lower(range.to, next(at));
                return true;
            // A span that begins earlier may overlap, end with or meet the moment.
            case Function::overlaps:
            case Function::finishes:
            case Function::meets:
                lower(range.to, next(at));
                return false;
            default:
                return false;
        }
    }

    bool take_span(Function function, When const& span) {
        switch (function) {
            case Function::gt:
            case Function::after:
                raise(range.from, span.to);
                return true;
            case Function::lt:
            case Function::before:
                lower(range.to, span.from);
                return true;
            case Function::ge:
                raise(range.from, span.from);
                return false;
            case Function::le:
                lower(range.to, next(span.from));
                return false;
            case Function::during:
                raise(range.from, span.from);
                lower(range.to, span.to);
                return true;
            case Function::eq:
            case Function::starts:
                raise(range.from, span.from);
                lower(range.to, next(span.from));
                return false;
            case Function::overlaps:
                lower(range.to, span.to);
                return false;
            case Function::finishes:
            case Function::meets:
                lower(range.to, next(span.to));
                return false;
            default:
                return false;
        }
    }

    bool take_id(Function function, double number) {
        auto const up = static_cast<std::int64_t>(std::ceil(number));
        auto const beyond = static_cast<std::int64_t>(std::floor(number)) + 1;
        switch (function) {
            case Function::eq:
                raise(range.id_from, up);
                lower(range.id_to, beyond);
                return true;
            case Function::ge:
                raise(range.id_from, up);
                return true;
            case Function::gt:
                raise(range.id_from, beyond);
                return true;
            case Function::le:
                lower(range.id_to, beyond);
                return true;
            case Function::lt:
                lower(range.id_to, up);
                return true;
            default:
                return false;
        }
    }

    /// Never all that is said: a stream of that number may be of the other type.
    bool take_stream(double number) {
        if (number == std::floor(number) && !range.stream) range.stream = static_cast<std::int64_t>(number);
        return false;
    }

    base::Instant now_;
};

}  // namespace

FilterRange range_of(Expression const& filter, base::Instant now) {
    Bounds bounds(now);
    bounds.take(filter);
    return bounds.range;
}

}  // namespace kunyu::sensorthings
