#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "sensorthings/expression.hpp"
#include "sensorthings/filter_parser.hpp"
#include "sensorthings/model.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kunyu::sensorthings {

/// Names and values of a query, decoded, in order.
using Parameters = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::int64_t usual_page = 100;
inline constexpr std::int64_t largest_page = 1'000;  ///< a greater $top is cut to it (18-088, 9.3.3.2)
inline constexpr int deepest_expand = 8;
inline constexpr std::size_t most_expands = 64;

struct Expand;

/// The query options of a request, or of one $expand (18-088, 9.3). Evaluated as the standard orders: $filter, $count,
/// $orderby, $skip, $top, then $select and $expand.
struct Options {
    /// Each a property, with members below it ({"properties", "a"}), "id", "@iot.selfLink", or a
    /// navigation; all when empty.
    std::vector<std::vector<std::string>> select;
    std::vector<Expand> expand;  ///< each navigation once
    std::optional<Expression> filter;
    std::vector<OrderKey> order;
    std::optional<std::int64_t> top;  ///< as asked for
    std::int64_t skip = 0;
    bool count = false;
    // Of the request only, not within $expand:
    bool data_array = false;
    std::optional<base::Instant> as_of;     ///< as known at this moment
    std::optional<std::string> skip_token;  ///< of a link of ours: where the page before ended

    std::int64_t page() const;
    bool selects(std::string_view name) const;
};

struct Expand {
    Navigation const* navigation;
    Options options;
};

/// Reads the options for entities of this type. Refuses an option with a dollar that is not known with 501
/// (sensorthings.unknown_option), another fault with 400 and its place. What has no dollar and is no option of ours is
/// left alone, but for the name of an option that lost its dollar.
base::Result<Options> parse_options(Parameters const& query, Kind kind);

}  // namespace kunyu::sensorthings
