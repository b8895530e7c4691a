#include "live/changes.hpp"

#include <limits>
#include <utility>

namespace kunyu::live {
namespace {

using Places = std::vector<ChangedPlace>;

struct FlaggedRun {
    archive::OrdinalRun where;
    std::uint8_t flag = 0;
};

ChangedPlace place_at(archive::Points const& points, std::size_t i, std::uint8_t flag) {
    return {points.ordinals[i], points.times[i], points.times[i] + points.duration(i), flag};
}

std::vector<FlaggedRun> runs_of(archive::Revision const& revision) {
    std::vector<FlaggedRun> runs;
    for (auto const& run : revision.flags) runs.push_back({run.where, 0});
    for (auto const& run : revision.deletions) runs.push_back({run, 0});
    for (auto const& run : revision.restorations) runs.push_back({run, 0});
    for (auto const ordinal : revision.replacements.ordinals) runs.push_back({{ordinal, 1}, 0});
    return runs;
}

std::optional<ChangedPlace> among(std::vector<LiveArrival> const& arrivals, std::int64_t ordinal, std::uint8_t flag) {
    for (auto const& arrival : arrivals) {
        auto const& ordinals = arrival.points.ordinals;
        if (ordinals.empty() || ordinal < ordinals.front() || ordinal > ordinals.back()) continue;
        return place_at(arrival.points, static_cast<std::size_t>(ordinal - ordinals.front()), flag);
    }
    return std::nullopt;
}

/// As it stands, or, when it was taken away, as it stood before.
base::Result<std::optional<archive::Points>> find_any(archive::Store& store, std::int64_t stream, std::int64_t ordinal,
                                                      std::int64_t before) {
    KUNYU_TRY(auto found, store.find(stream, ordinal));
    if (found) return found;
    archive::ReadOptions earlier;
    earlier.as_of = before;
    return store.find(stream, ordinal, earlier);
}

/// Nothing, too, when one is not found: where it was cannot be said then.
base::Result<std::optional<Places>> look_up(archive::Store& store, std::int64_t stream,
                                            std::vector<FlaggedRun> const& runs,
                                            std::vector<LiveArrival> const& arrivals, std::int64_t before) {
    std::int64_t count = 0;
    for (auto const& run : runs) count += run.where.count;
    if (count > LiveLog::most_places) return std::optional<Places>{};
    Places places;
    for (auto const& [where, flag] : runs) {
        for (auto ordinal = where.first; ordinal < where.first + where.count; ++ordinal) {
            if (auto const place = among(arrivals, ordinal, flag)) {
                places.push_back(*place);
                continue;
            }
            KUNYU_TRY(auto const found, find_any(store, stream, ordinal, before));
            if (!found) return std::optional<Places>{};
            places.push_back(place_at(*found, 0, flag));
        }
    }
    return std::optional(std::move(places));
}

}  // namespace

base::Result<std::optional<Places>> places_of(archive::Store& store, archive::Revision const& revision) {
    KUNYU_TRY(auto places, look_up(store, revision.stream, runs_of(revision), {}, revision.at - 1));
    if (!places) return places;
    for (std::size_t i = 0; i < revision.replacements.size(); ++i)
        places->push_back(place_at(revision.replacements, i, 0));
    return places;
}

base::Result<std::optional<Places>> places_of(archive::Store& store, archive::ArrivalFlags const& flags,
                                              std::vector<LiveArrival> const& arrivals) {
    std::vector<FlaggedRun> runs;
    for (auto const& run : flags.runs) runs.push_back({run.where, run.flag});
    return look_up(store, flags.stream, runs, arrivals, std::numeric_limits<std::int64_t>::max());
}

}  // namespace kunyu::live
