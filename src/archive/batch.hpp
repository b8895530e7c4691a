#pragma once
#include "archive/points.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::archive {

/// Observations of one stream in the order in which they came, without ordinals and arrivals, which the archive gives.
struct StreamPoints {
    std::int64_t stream = 0;
    Points points;
    friend bool operator==(StreamPoints const&, StreamPoints const&) = default;
};

/// `count` observations from the ordinal on.
struct OrdinalRun {
    std::int64_t first = 0;
    std::int64_t count = 0;
    friend bool operator==(OrdinalRun const&, OrdinalRun const&) = default;
};

/// The quality flag of some neighbouring observations.
struct FlagRun {
    OrdinalRun where;
    std::uint8_t flag = 2;
    friend bool operator==(FlagRun const&, FlagRun const&) = default;
};

/// What the tests on arrival found of one stream.
struct ArrivalFlags {
    std::int64_t stream = 0;
    std::vector<FlagRun> runs;
    friend bool operator==(ArrivalFlags const&, ArrivalFlags const&) = default;
};

/// What one frame of the log holds: what came in together, or what was found of it.
struct Batch {
    std::vector<StreamPoints> points;
    std::vector<ArrivalFlags> flags;
    friend bool operator==(Batch const&, Batch const&) = default;
};

/// The body of a frame; its format stands in docs/archive-format.md.
std::string encode_batch(Batch const& batch);
/// Refused: archive.damaged.
base::Result<Batch> decode_batch(std::string_view bytes);

}  // namespace kunyu::archive
