#pragma once
#include "sensorthings/entity_ref.hpp"
#include "sensorthings/filter_parser.hpp"
#include "sensorthings/reading.hpp"
#include "sensorthings/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::sensorthings {

/// What an entity is sorted by: the values of the keys of $orderby, then its id. Of what a key leads to several times
/// the first counts; objects and arrays count as null.
struct SortKeys {
    std::vector<Value> values;
    std::int64_t id = 0;
};
SortKeys sort_keys(Reading const& reading, EntityRef const& entity, std::vector<OrderKey> const& order);

/// Whether `a` stands before `b`.
bool comes_before(SortKeys const& a, SortKeys const& b, std::vector<OrderKey> const& order);

/// The keys as a $skiptoken, and back; nothing for a text that is none with so many keys.
std::string to_token(SortKeys const& keys);
std::optional<SortKeys> parse_token(std::string_view token, std::size_t keys);

}  // namespace kunyu::sensorthings
