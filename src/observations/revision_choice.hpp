#pragma once
#include "archive/batch.hpp"
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observations/observation.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::observations {

/// Which observations of a stream an edit means: those of a stretch of time, or some by their ids.
struct ObservationChoice {
    std::optional<base::Instant> from = {};
    std::optional<base::Instant> to = {};  ///< not included
    std::vector<std::int64_t> ids = {};    ///< instead
};

/// What was chosen, as it is now.
struct ChosenObservations {
    std::vector<archive::OrdinalRun> runs;  ///< ascending
    std::int64_t count = 0;
    std::array<std::int64_t, 10> by_flag{};  ///< how many carry the flag that is the place
};

/// One edit may change so many observations; more are edited stretch by stretch.
inline constexpr std::size_t most_edited = 2'000'000;
inline constexpr std::size_t most_edited_ids = 10'000;

/// Refused: observations.unknown_link {id} at /ids, observations.nothing_in_range at /from,
/// observations.too_many_edited {max}, archive.damaged.
base::Result<ChosenObservations> choose(archive::Store& store, StreamId stream, ObservationChoice const& choice);

/// The observations that a later version took away, to be put back. Refused: observations.no_such_version {id} at
/// /undo for a version that deleted nothing.
base::Result<ChosenObservations> deleted_by(archive::Store& store, StreamId stream, std::int64_t version);

}  // namespace kunyu::observations
