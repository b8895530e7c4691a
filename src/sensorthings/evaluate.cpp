#include "sensorthings/evaluate.hpp"

#include "sensorthings/compare.hpp"
#include "sensorthings/functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

namespace kunyu::sensorthings {
namespace {

/// Combinations of what several paths to many lead to; beyond, the rest is left out. One such path has no bound.
constexpr std::size_t most_combinations = 10'000;

bool is_true(Value const& value) {
    if (auto const* held = value.get<bool>()) return *held;
    auto const* several = value.get<Several>();
    return several && std::any_of(several->values.begin(), several->values.end(), is_true);
}

/// true, false, or null for what is neither; one of several that is true is enough.
Value truth_of(Value const& value) {
    if (is_true(value)) return true;
    auto const* several = value.get<Several>();
    return value.get<bool>() || (several && !several->values.empty()) ? Value(false) : Value();
}

/// Bytes of all texts that functions make of several; beyond, they answer null.
constexpr std::size_t most_text = 16U << 20U;

/// A number as it is written, also within several; anything else as it is.
Value as_written(Value value) {
    if (auto const* number = value.get<double>()) return fmt::format("{}", *number);
    if (auto const* several = value.get<Several>()) {
        Several written;
        for (auto const& one : several->values) written.values.push_back(as_written(one));
        return written;
    }
    return value;
}

bool is_none(Value const& value) {
    auto const* several = value.get<Several>();
    return several && several->values.empty();
}

/// Where OGC's executable tests (ets-sta10, readEntitiesWithFilterQO) and FROST's are narrower than OData: a number
/// beside a text in quotes is compared as the text it is written as, and of a time that is not there nothing is known:
/// then false is answered, and the comparison is null. A path that leads to nothing is null.
bool prepare_comparison(Call const& call, std::vector<Value>& arguments) {
    if (call.function < Function::eq || call.function > Function::in) return true;
    for (std::size_t i = 0; i < 2; ++i) {
        auto const* literal = call.arguments[i].get<Value>();
        if (!literal) continue;
        auto& other = arguments[1 - i];
        if (literal->get<std::string>()) other = as_written(std::move(other));
        if (literal->is_null() && is_none(other)) other = {};
        if (call.function != Function::in && is_time(*literal) && other.is_null()) return false;
    }
    return true;
}

/// As many comparisons of numbers take as long, about.
std::size_t effort_of(Function function, std::span<Value const> arguments) {
    constexpr std::size_t of_geometry = 200;
    constexpr std::size_t bytes_of_one_look = 64;
    if (function >= Function::geo_distance && function <= Function::st_relate) return of_geometry;
    auto effort = arguments.size();
    for (auto const& argument : arguments)
        if (auto const* text = argument.get<std::string>()) effort += text->size() / bytes_of_one_look;
    return effort;
}

class Evaluation {
  public:
    Evaluation(PropertySource const& entity, base::Instant now) : now_(now) { entities_.push_back({{}, &entity}); }

    Value operator()(Expression const& expression) {
        return std::visit([&](auto const& node) { return value_of(node); }, expression.node);
    }

  private:
    /// An entity and the variable that stands for it; the one asked about has none.
    struct Named {
        std::string variable;
        PropertySource const* source;
    };

    static Value value_of(Value const& literal) { return literal; }

    PropertySource const& source_of(PropertyPath const& path) const {
        auto const found = std::find_if(entities_.begin(), entities_.end(),
                                        [&](Named const& one) { return one.variable == path.variable; });
        return *found->source;
    }

    Value value_of(PropertyPath const& path) { return affords(1) ? source_of(path).property(path.segments) : Value(); }

    Value value_of(Lambda const& lambda) {
        bool found = false;  // an entity that decides: one that fits for any, one that does not for all
        source_of(lambda.collection).each(lambda.collection.segments, [&](PropertySource const& one) {
            entities_.push_back({lambda.variable, &one});
            found = is_true((*this)(lambda.body.front())) != lambda.all;
            entities_.pop_back();
            return !found;
        });
        return found != lambda.all;
    }

    Value value_of(Call const& call) {
        switch (call.function) {
            case Function::logical_or:
                return decide(call, true);
            case Function::logical_and:
                return decide(call, false);
            case Function::logical_not:
                return negation(truth_of((*this)(call.arguments.front())));
            default:
                return applied(call);
        }
    }

    /// or is true when one operand is, and is false when one is; null when none decides and one is null.
    Value decide(Call const& call, bool deciding) {
        bool unknown = false;
        for (auto const& argument : call.arguments) {
            auto const truth = truth_of((*this)(argument));
            auto const* held = truth.get<bool>();
            if (held && *held == deciding) return deciding;
            unknown = unknown || !held;
        }
        return unknown ? Value() : Value(!deciding);
    }

    static Value negation(Value const& truth) {
        auto const* held = truth.get<bool>();
        return held ? Value(!*held) : Value();
    }

    bool affords(std::size_t effort) const { return entities_.front().source->affords(effort); }

    Value made(Function function, std::span<Value const> arguments) {
        return affords(effort_of(function, arguments)) ? apply(function, arguments, now_) : Value();
    }

    Value applied(Call const& call) {
        std::vector<Value> arguments;
        arguments.reserve(call.arguments.size());
        for (auto const& argument : call.arguments) arguments.push_back((*this)(argument));
        if (!prepare_comparison(call, arguments)) return {};
        auto const several = std::count_if(arguments.begin(), arguments.end(), [](auto const& argument) {
            return argument.template get<Several>() != nullptr;
        });
        if (several == 0) return made(call.function, arguments);
        Several out;
        auto const most = several == 1 ? std::numeric_limits<std::size_t>::max() : most_combinations;
        combine({call.function, most}, arguments, 0, out);
        return out;
    }

    struct Combined {
        Function function;
        std::size_t most;
    };

    /// Applies the function to every combination of the several arguments.
    void combine(Combined what, std::vector<Value>& arguments, std::size_t from, Several& out) {
        while (from < arguments.size() && !arguments[from].get<Several>()) ++from;
        if (out.values.size() >= what.most) return;
        if (from == arguments.size()) {
            out.values.push_back(within_bounds(made(what.function, arguments)));
            return;
        }
        auto const several = std::move(arguments[from]);
        for (auto const& one : several.get<Several>()->values) {
            arguments[from] = one;
            combine(what, arguments, from + 1, out);
        }
        arguments[from] = several;
    }

    Value within_bounds(Value const& made) {
        if (auto const* text = made.get<std::string>()) made_text_ += text->size();
        return made_text_ <= most_text ? made : Value();
    }

    base::Instant now_;
    std::vector<Named> entities_;
    std::size_t made_text_ = 0;
};

/// What has no properties.
class Nothing final : public PropertySource {
  public:
    Value property(std::vector<std::string> const&) const override { return {}; }
    void each(std::vector<std::string> const&, std::function<bool(PropertySource const&)> const&) const override {}
};

bool is_constant(Expression const& expression) {
    if (auto const* call = expression.get<Call>())
        return std::all_of(call->arguments.begin(), call->arguments.end(), is_constant);
    return expression.get<Value>() != nullptr;
}

}  // namespace

Value evaluate(Expression const& expression, PropertySource const& entity, base::Instant now) {
    return Evaluation(entity, now)(expression);
}

bool matches(Expression const& filter, PropertySource const& entity, base::Instant now) {
    return is_true(evaluate(filter, entity, now));
}

std::optional<Value> constant_value(Expression const& expression, base::Instant now) {
    if (!is_constant(expression)) return std::nullopt;
    return evaluate(expression, Nothing(), now);
}

}  // namespace kunyu::sensorthings
