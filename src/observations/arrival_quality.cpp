#include "observations/arrival_quality.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

namespace kunyu::observations {
namespace {

/// What came in for times further apart is tested apart, so that the years between are not read.
constexpr std::int64_t apart = 3600LL * 1'000'000;
/// Rows tested at once, roughly.
constexpr std::size_t piece_rows = 50'000;

struct Stretch {
    std::int64_t from = 0;
    std::int64_t to = 0;  ///< included
};

std::vector<Stretch> stretches_of(std::vector<std::int64_t> const& times) {
    std::vector<Stretch> out;
    for (auto const time : times) {
        if (out.empty() || time - out.back().to > apart)
            out.push_back({time, time});
        else
            out.back().to = time;
    }
    return out;
}

/// The end of the next piece of the stretch.
base::Result<std::int64_t> piece_end(archive::Store& store, StreamTests const& tests, Stretch const& stretch) {
    archive::PageQuery query;
    query.range = {stretch.from, stretch.to + 1};
    KUNYU_TRY(auto const count, store.count(tests.stream.value, query.range));
    if (count <= static_cast<std::int64_t>(piece_rows)) return stretch.to;
    query.limit = piece_rows;
    KUNYU_TRY(auto const points, store.read(tests.stream.value, query));
    return points.empty() ? stretch.to : points.times.back();
}

bool same(double one, double other) {
    return one == other || (std::isnan(one) && std::isnan(other));
}

}  // namespace

base::Result<ArrivalFindings> test_arrivals(archive::Store& store, StreamTests const& tests,
                                            std::vector<std::int64_t> const& times) {
    ArrivalFindings out;
    for (auto stretch : stretches_of(times)) {
        while (stretch.from <= stretch.to) {
            KUNYU_TRY(auto const end, piece_end(store, tests, stretch));
            KUNYU_TRY(auto rows, test_rows(store, tests, stretch.from, end, true));
            auto const changed = changed_flags(rows);
            // Where pieces overlap the later one knows as much or more, and stands behind.
            out.flags.insert(out.flags.end(), changed.begin(), changed.end());
            out.stretches.push_back(std::move(rows));
            stretch.from = end + 1;
        }
    }
    return out;
}

quality::Flag ArrivalFindings::flag_of(std::int64_t time, double value, std::uint8_t own) const {
    for (auto stretch = stretches.rbegin(); stretch != stretches.rend(); ++stretch) {
        auto const& at = stretch->points.times;
        auto const [first, last] = std::equal_range(at.begin(), at.end(), time);
        for (auto found = last; found != first;) {
            auto const place = static_cast<std::size_t>(--found - at.begin());
            if (same(stretch->values[place], value)) return stretch->flags[place];
        }
    }
    return static_cast<quality::Flag>(own);
}

}  // namespace kunyu::observations
