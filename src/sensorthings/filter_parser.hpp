#pragma once
#include "base/result.hpp"
#include "sensorthings/expression.hpp"
#include "sensorthings/model.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace kunyu::sensorthings {

inline constexpr std::size_t longest_filter = 16 * 1024;  ///< bytes
inline constexpr int deepest_filter = 64;                 ///< levels of a tree, and of brackets

/// Reads the text of $filter for entities of this type; every property in it is one of the model's. Refuses with 400
/// and the place: sensorthings.bad_expression, bad_literal, unknown_function, wrong_arguments, unknown_property,
/// needs_interval, expression_too_long, expression_too_deep.
base::Result<Expression> parse_filter(std::string_view text, Kind kind);

/// One key of $orderby.
struct OrderKey {
    Expression by;
    bool descending = false;
};
/// "phenomenonTime desc, Datastream/id": keys are expressions; refuses as above.
base::Result<std::vector<OrderKey>> parse_order(std::string_view text, Kind kind);

}  // namespace kunyu::sensorthings
