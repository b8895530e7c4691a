#pragma once
#include "base/result.hpp"
#include "observations/access.hpp"
#include "observations/catalogue.hpp"
#include "observations/observation_reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace kunyu::sensorthings {

/// Observations that one request may look at; one that needs more is answered in part, with a link to the rest, or
/// refused where there is no part (sorting, counting).
inline constexpr std::size_t most_rows = 1'000'000;
/// Entities that one answer may hold, those expanded included; then collections within it are cut short, and at twice
/// as many it is refused.
inline constexpr std::size_t most_entities = 25'000;
/// Steps from entity to entity that one request may take. A filter can go to and fro between Things and Datastreams so
/// often that it would never end.
inline constexpr std::size_t most_steps = 500'000;
/// Comparisons that the filters and orders of one request may take, or what takes as long: some seconds. Steps alone do
/// not bound a long filter within any().
inline constexpr std::size_t most_effort = 20'000'000;
/// The same for one who has not logged in: half a second.
inline constexpr std::size_t most_effort_of_guests = 5'000'000;

/// What one request has done so far. A refusal in the midst of an evaluation (a damaged chunk, too many rows) is noted
/// here, since a filter's property answers a value; who asked for the evaluation looks before he answers.
struct Work {
    std::size_t rows = 0;
    std::size_t entities = 0;
    std::size_t steps = 0;
    std::size_t effort = 0;
    std::size_t effort_limit = most_effort;
    std::optional<base::Refusal> refusal;

    template <typename T>
    std::optional<T> taken(base::Result<T> result) {
        if (result.has_value()) return std::move(*result);
        if (!refusal) refusal = std::move(result).error();
        return std::nullopt;
    }
    /// Refuses when a count is beyond its limit; whether it is within.
    bool check(std::size_t count, std::size_t limit, char const* code) {
        if (count > limit) refuse(base::refuse(code, {{"limit", std::to_string(limit)}}));
        return count <= limit;
    }
    /// Refuses when the filters of the request have taken too much; false from then on.
    bool affords(std::size_t more) {
        effort += more;
        return check(effort, effort_limit, "sensorthings.too_much_effort");
    }
    /// Whether half of what was left at `begun` is used up: time to answer in part.
    bool is_half_way(std::size_t begun) const { return effort - begun > (effort_limit - begun) / 2; }
    void refuse(base::Refusal refused) {
        if (!refusal) refusal = std::move(refused);
    }
};

/// What one request reads with. One thread only.
struct Reading {
    observations::View view;
    observations::ReadScope scope;
    observations::ObservationReader const& archive;
    base::Instant now;
    std::string root;  ///< "https://example.org/sta/v1.1"
    std::optional<base::Instant> as_of = {};
    mutable Work work = {};
};

}  // namespace kunyu::sensorthings
