#pragma once
#include "sensorthings/value.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kunyu::sensorthings {

/// The operators and functions of $filter and $orderby: tables 22 and 23 of 18-088; the temporal relations, any() and
/// all() that other servers of this standard have; `in` of OData 4.01.
enum class Function {
    logical_or,
    logical_and,
    logical_not,
    eq,
    ne,
    gt,
    ge,
    lt,
    le,
    in,
    add,
    sub,
    mul,
    div,
    mod,
    substringof,
    endswith,
    startswith,
    length,
    indexof,
    substring,
    tolower,
    toupper,
    trim,
    concat,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fractionalseconds,
    date,
    time,
    totaloffsetminutes,
    now,
    mindatetime,
    maxdatetime,
    round,
    floor,
    ceiling,
    geo_distance,
    geo_length,
    geo_intersects,
    st_equals,
    st_disjoint,
    st_touches,
    st_within,
    st_overlaps,
    st_crosses,
    st_intersects,
    st_contains,
    st_relate,
    before,
    after,
    meets,
    during,
    overlaps,
    starts,
    finishes
};

/// How a function is written: name(a, b).
struct FunctionForm {
    Function function;
    std::string_view name;
    std::size_t least;  ///< arguments
    std::size_t most;
};
/// nullptr for a name that is none.
FunctionForm const* function_named(std::string_view name);

/// How an operator of two operands is written, and how strongly it binds: or 1, and 2, eq ne 3, gt ge lt le in 4, add
/// sub 5, mul div mod 6; not is read as its grammar has it: with the comparison behind it.
struct OperatorForm {
    Function function;
    std::string_view word;
    int strength;
};
OperatorForm const* operator_named(std::string_view word);
OperatorForm const* operator_form(Function function);
inline constexpr int weakest = 1;

/// A property of the entity that is asked about, or of one that its navigations lead to: {"Datastream", "Thing",
/// "properties", "x"}. The id is called "id" however it was written.
struct PropertyPath {
    std::string variable = {};  ///< of the any() or all() around it; empty: the entity itself
    std::vector<std::string> segments;
    friend bool operator==(PropertyPath const&, PropertyPath const&) = default;
};

struct Expression;

/// A function or operator with its operands. `or` and `and` have two or more, none of them the same again; `in` has
/// what is sought and then the list, or a property that is one.
struct Call {
    Function function;
    std::vector<Expression> arguments;
};

/// Datastreams/any(d: d/name eq 'x')
struct Lambda {
    bool all = false;
    PropertyPath collection;
    std::string variable;
    std::vector<Expression> body;  ///< one
};

struct Expression {
    std::variant<Value, PropertyPath, Call, Lambda> node;
    int depth = 1;  ///< of the tree, from the node

    static Expression of(Value literal);
    static Expression of(PropertyPath path);
    static Expression of(Function function, std::vector<Expression> arguments);
    static Expression of(Lambda lambda);

    template <typename T>
    T const* get() const {
        return std::get_if<T>(&node);
    }
};
bool operator==(Expression const& a, Expression const& b);

/// As it could have been written; parsing it answers the same tree.
std::string to_string(Expression const& expression);

}  // namespace kunyu::sensorthings
