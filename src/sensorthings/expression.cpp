#include "sensorthings/expression.hpp"

#include "sensorthings/times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kunyu::sensorthings {
namespace {

using enum Function;

constexpr FunctionForm functions[]{
    {substringof, "substringof", 2, 2},
    {endswith, "endswith", 2, 2},
    {startswith, "startswith", 2, 2},
    {length, "length", 1, 1},
    {indexof, "indexof", 2, 2},
    {substring, "substring", 2, 3},
    {tolower, "tolower", 1, 1},
    {toupper, "toupper", 1, 1},
    {trim, "trim", 1, 1},
    {concat, "concat", 2, 2},
    {year, "year", 1, 1},
    {month, "month", 1, 1},
    {day, "day", 1, 1},
    {hour, "hour", 1, 1},
    {minute, "minute", 1, 1},
    {second, "second", 1, 1},
    {fractionalseconds, "fractionalseconds", 1, 1},
    {date, "date", 1, 1},
    {time, "time", 1, 1},
    {totaloffsetminutes, "totaloffsetminutes", 1, 1},
    {now, "now", 0, 0},
    {mindatetime, "mindatetime", 0, 0},
    {maxdatetime, "maxdatetime", 0, 0},
    {round, "round", 1, 1},
    {floor, "floor", 1, 1},
    {ceiling, "ceiling", 1, 1},
    {geo_distance, "geo.distance", 2, 2},
    {geo_length, "geo.length", 1, 1},
    {geo_intersects, "geo.intersects", 2, 2},
    {st_equals, "st_equals", 2, 2},
    {st_disjoint, "st_disjoint", 2, 2},
    {st_touches, "st_touches", 2, 2},
    {st_within, "st_within", 2, 2},
    {st_overlaps, "st_overlaps", 2, 2},
    {st_crosses, "st_crosses", 2, 2},
    {st_intersects, "st_intersects", 2, 2},
    {st_contains, "st_contains", 2, 2},
    {st_relate, "st_relate", 3, 3},
    {before, "before", 2, 2},
    {after, "after", 2, 2},
    {meets, "meets", 2, 2},
    {during, "during", 2, 2},
    {overlaps, "overlaps", 2, 2},
    {starts, "starts", 2, 2},
    {finishes, "finishes", 2, 2},
};

constexpr OperatorForm operators[]{
    {logical_or, "or", 1}, {logical_and, "and", 2}, {eq, "eq", 3},   {ne, "ne", 3},   {gt, "gt", 4},
    {ge, "ge", 4},         {lt, "lt", 4},           {le, "le", 4},   {in, "in", 4},   {add, "add", 5},
    {sub, "sub", 5},       {mul, "mul", 6},         {div, "div", 6}, {mod, "mod", 6},
};
/// As eq: what compares is read whole behind it.
constexpr int strength_of_not = 3;

/// Writes a tree; brackets where an operand binds less strongly than its operator.
class Printer {
  public:
    std::string out;

    /// `strength`: what binds less strongly stands in brackets.
    void print(Expression const& expression, int strength) {
        std::visit([&](auto const& node) { print_node(node, strength); }, expression.node);
    }

  private:
    void print_node(Value const& value, int) {
        std::visit([&](auto const& held) { print_held(held); }, value.held);
    }

    void print_node(PropertyPath const& path, int) {
        out += path.variable;
        for (auto const& segment : path.segments) {
            if (!path.variable.empty() || &segment != &path.segments.front()) out += '/';
            out += segment;
        }
    }

    void print_node(Lambda const& lambda, int) {
        print_node(lambda.collection, 0);
        out += fmt::format("/{}({}: ", lambda.all ? "all" : "any", lambda.variable);
        print(lambda.body.front(), weakest);
        out += ')';
    }

    void print_node(Call const& call, int strength) {
        if (call.function == logical_not) return print_not(call, strength);
        auto const* form = operator_form(call.function);
        if (!form) return print_function(call);
        if (form->strength < strength) out += '(';
        if (call.function == in)
            print_in(call, *form);
        else
            print_operator(call, *form);
        if (form->strength < strength) out += ')';
    }

    /// In brackets as an operand of what compares; and, or and another not may follow.
    void print_not(Call const& call, int strength) {
        bool const bare = strength < strength_of_not;
        if (!bare) out += '(';
        out += "not ";
        print(call.arguments.front(), strength_of_not);
        if (!bare) out += ')';
    }

    void print_list(std::span<Expression const> expressions) {
        out += '(';
        for (auto const& one : expressions) {
            if (&one != &expressions.front()) out += ", ";
            print(one, weakest);
        }
        out += ')';
    }

    void print_function(Call const& call) {
        auto const form = std::find_if(std::begin(functions), std::end(functions),
                                       [&](auto const& one) { return one.function == call.function; });
        out += form->name;
        print_list(call.arguments);
    }

    void print_in(Call const& call, OperatorForm const& form) {
        print(call.arguments.front(), form.strength);
        out += " in ";
        print_list(std::span(call.arguments).subspan(1));
    }

    /// The operators lean to the left: an operand to the right of the same strength needs brackets.
    void print_operator(Call const& call, OperatorForm const& form) {
        for (auto const& argument : call.arguments) {
            bool const first = &argument == &call.arguments.front();
            if (!first) out += fmt::format(" {} ", form.word);
            print(argument, first ? form.strength : form.strength + 1);
        }
    }

    void print_held(std::nullptr_t) { out += "null"; }
    void print_held(bool value) { out += value ? "true" : "false"; }
    void print_held(double value) { out += fmt::format("{}", value); }
    void print_held(std::string const& text) {
        out += '\'';
        for (char const c : text) out.append(c == '\'' ? 2 : 1, c);
        out += '\'';
    }
    void print_held(Duration duration) { out += "duration'" + to_string(duration) + '\''; }
    void print_held(Geometry const& geometry) { out += "geography'" + geometry.text() + '\''; }
    void print_held(boost::json::value const* json) { out += boost::json::serialize(*json); }
    void print_held(Several const&) {}  // no literal
    template <typename T>
    void print_held(T const& moment) {
        out += to_string(moment);
    }
};

int deepest(std::vector<Expression> const& expressions) {
    int depth = 0;
    for (auto const& one : expressions) depth = std::max(depth, one.depth);
    return depth;
}

bool operator==(Call const& a, Call const& b) {
    return a.function == b.function && a.arguments == b.arguments;
}

bool operator==(Lambda const& a, Lambda const& b) {
    return a.all == b.all && a.collection == b.collection && a.variable == b.variable && a.body == b.body;
}

}  // namespace

FunctionForm const* function_named(std::string_view name) {
    auto const* const found =
        std::find_if(std::begin(functions), std::end(functions), [&](auto const& one) { return one.name == name; });
    return found == std::end(functions) ? nullptr : found;
}

OperatorForm const* operator_named(std::string_view word) {
    auto const* const found =
        std::find_if(std::begin(operators), std::end(operators), [&](auto const& one) { return one.word == word; });
    return found == std::end(operators) ? nullptr : found;
}

OperatorForm const* operator_form(Function function) {
    auto const* const found = std::find_if(std::begin(operators), std::end(operators),
                                           [&](auto const& one) { return one.function == function; });
    return found == std::end(operators) ? nullptr : found;
}

Expression Expression::of(Value literal) {
    return {std::move(literal), 1};
}

Expression Expression::of(PropertyPath path) {
    return {std::move(path), 1};
}

Expression Expression::of(Function function, std::vector<Expression> arguments) {
    int const depth = deepest(arguments) + 1;
    return {Call{function, std::move(arguments)}, depth};
}

Expression Expression::of(Lambda lambda) {
    int const depth = deepest(lambda.body) + 1;
    return {std::move(lambda), depth};
}

bool operator==(Expression const& a, Expression const& b) {
    if (a.node.index() != b.node.index()) return false;
    return std::visit([&](auto const& node) { return node == std::get<std::decay_t<decltype(node)>>(b.node); }, a.node);
}

std::string to_string(Expression const& expression) {
    Printer printer;
    printer.print(expression, weakest);
    return std::move(printer.out);
}

}  // namespace kunyu::sensorthings
