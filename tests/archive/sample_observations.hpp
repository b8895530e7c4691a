#pragma once
#include "archive/store.hpp"

#include <cstdint>

/// What the tests of the store put in. Instants and lengths of time in microseconds.
namespace kunyu::archive {

inline constexpr std::int64_t second = 1'000'000;
inline constexpr std::int64_t minute = 60 * second;
inline constexpr std::int64_t day = 1440 * minute;
inline constexpr std::int64_t begin = 1'700'000'000 * second;

/// One observation known by its number: so many minutes after `begin`, with the number as its result.
inline Batch numbered(std::int64_t stream, std::int64_t number) {
    Points points;
    points.times = {begin + number * minute};
    points.numbers = {static_cast<double>(number)};
    Batch batch;
    batch.points.push_back({stream, points});
    return batch;
}

}  // namespace kunyu::archive
