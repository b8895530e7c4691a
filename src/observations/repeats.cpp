#include "observations/repeats.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>

namespace kunyu::observations {
namespace {

using archive::Points;

constexpr std::size_t most_at_once = 1000;

std::vector<std::size_t> places_by_time(Points const& points) {
    std::vector<std::size_t> places(points.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t one, std::size_t other) { return points.times[one] < points.times[other]; });
    return places;
}

/// One observation of some.
struct Spot {
    Points const& points;
    std::size_t place;
};

std::string_view extra_of(Spot const& spot) {
    auto const& extras = spot.points.extras;
    auto const found = std::lower_bound(extras.begin(), extras.end(), spot.place,
                                        [](archive::Extra const& one, std::size_t place) { return one.place < place; });
    return found == extras.end() || found->place != spot.place ? std::string_view() : found->bytes;
}

Points alone(Spot const& spot, archive::ResultKind kind) {
    auto points = archive::slice(spot.points, spot.place, spot.place + 1);
    archive::convert(points, kind);
    return points;
}

bool same_result(Spot const& one, Spot const& other) {
    auto const kind = one.points.kind;
    if (kind != other.points.kind) {
        // A stream with results of several kinds keeps all of them as JSON.
        auto const common = archive::common_kind(kind, other.points.kind);
        auto const first = alone(one, common);
        auto const second = alone(other, common);
        return same_result({first, 0}, {second, 0});
    }
    if (archive::is_text(kind)) return one.points.texts[one.place] == other.points.texts[other.place];
    auto const first = one.points.numbers[one.place];
    auto const second = other.points.numbers[other.place];
    return first == second || (std::isnan(first) && std::isnan(second));
}

bool same(Spot const& one, Spot const& other) {
    return one.points.times[one.place] == other.points.times[other.place] &&
           one.points.duration(one.place) == other.points.duration(other.place) &&
           one.points.result_delay(one.place) == other.points.result_delay(other.place) && same_result(one, other) &&
           extra_of(one) == extra_of(other);
}

/// Walks along a stream from one time to the next, in pages, so that neither a long stream nor many rows fill the
/// memory.
class Walk {
  public:
    Walk(archive::Store& store, std::int64_t stream, std::int64_t last, std::size_t rows)
        : store_(store), stream_(stream), end_(last + 1), rows_(std::min(rows + 1, most_at_once)) {}

    /// What the stream holds at this time is in page() from now on. Times must ascend.
    base::Result<void> go_to(std::int64_t time) {
        if (time < known_before_) return {};
        archive::PageQuery query;
        query.range = {time, end_};
        query.limit = rows_;
        for (;; query.limit *= 2) {
            KUNYU_TRY(page_, store_.read(stream_, query));
            known_before_ = page_.size() < query.limit ? end_ : page_.times.back();
            if (known_before_ > time) return {};
        }
    }
    /// The number of the observation that is the same; only of the time gone to.
    std::optional<std::int64_t> find(Spot const& wanted) const {
        auto const time = wanted.points.times[wanted.place];
        auto const begin = std::lower_bound(page_.times.begin(), page_.times.end(), time);
        for (auto at = begin; at != page_.times.end() && *at == time; ++at) {
            auto const place = static_cast<std::size_t>(at - page_.times.begin());
            if (same({page_, place}, wanted)) return page_.ordinals[place];
        }
        return std::nullopt;
    }

  private:
    archive::Store& store_;
    std::int64_t stream_;
    std::int64_t end_;
    std::size_t rows_;
    Points page_;
    std::int64_t known_before_ = std::numeric_limits<std::int64_t>::min();
};

Points without(Points const& points, std::vector<Repeat> const& repeats) {
    std::vector<std::size_t> places;
    auto next = repeats.begin();
    for (std::size_t place = 0; place < points.size(); ++place)
        if (next != repeats.end() && next->place == place)
            ++next;
        else
            places.push_back(place);
    return archive::pick(points, places);
}

}  // namespace

base::Result<std::vector<Repeat>> take_out_repeats(archive::Store& store, archive::StreamPoints& handed_in) {
    auto& points = handed_in.points;
    std::vector<Repeat> repeats;
    if (points.empty()) return repeats;
    auto const places = places_by_time(points);
    Walk walk(store, handed_in.stream, points.times[places.back()], points.size());
    for (auto const place : places) {
        KUNYU_TRY_VOID(walk.go_to(points.times[place]));
        if (auto const ordinal = walk.find({points, place})) repeats.push_back({place, *ordinal});
    }
    if (repeats.empty()) return repeats;
    std::sort(repeats.begin(), repeats.end(),
              [](Repeat const& one, Repeat const& other) { return one.place < other.place; });
    points = without(points, repeats);
    return repeats;
}

}  // namespace kunyu::observations
