#include "archive/points.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace kunyu::archive {
namespace {

template <typename T>
void extend(std::vector<T>& column, std::vector<T>&& more) {
    if (column.empty())
        column = std::move(more);
    else
        column.insert(column.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// As extend(), where an empty column stands for `size` times `absent`.
void extend_sparse(std::vector<std::int64_t>& column, std::size_t size, std::vector<std::int64_t>&& more,
                   std::size_t more_size, std::int64_t absent) {
    if (column.empty() && more.empty()) return;
    column.resize(size, absent);
    more.resize(more_size, absent);
    extend(column, std::move(more));
}

template <typename T>
std::vector<T> part(std::vector<T> const& column, std::size_t from, std::size_t to) {
    if (column.empty()) return {};
    return {column.begin() + static_cast<std::ptrdiff_t>(from), column.begin() + static_cast<std::ptrdiff_t>(to)};
}

template <typename T>
std::vector<T> picked(std::vector<T> const& column, std::vector<std::size_t> const& places) {
    std::vector<T> out;
    if (column.empty()) return out;
    out.reserve(places.size());
    for (auto const place : places) out.push_back(column[place]);
    return out;
}

std::string json_of(double number, ResultKind kind) {
    if (!std::isfinite(number)) return "null";
    if (kind == ResultKind::truth) return number != 0 ? "true" : "false";
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

}  // namespace

ResultKind common_kind(ResultKind one, ResultKind other) {
    return one == other ? one : ResultKind::json;
}

void convert(Points& points, ResultKind kind) {
    if (points.kind == kind) return;
    if (points.kind == ResultKind::text) {
        for (auto& text : points.texts) text = boost::json::serialize(boost::json::string_view(text));
    } else {
        points.texts.reserve(points.numbers.size());
        for (auto const number : points.numbers) points.texts.push_back(json_of(number, points.kind));
        points.numbers.clear();
    }
    points.kind = kind;
}

void append(Points& points, Points more) {
    if (more.empty()) return;
    if (points.empty()) {
        points = std::move(more);
        return;
    }
    auto const kind = common_kind(points.kind, more.kind);
    convert(points, kind);
    convert(more, kind);
    auto const size = points.size();
    auto const more_size = more.size();
    for (auto& extra : more.extras) extra.place += size;
    extend_sparse(points.durations, size, std::move(more.durations), more_size, 0);
    extend_sparse(points.result_delays, size, std::move(more.result_delays), more_size, no_result_time);
    extend(points.times, std::move(more.times));
    extend(points.ordinals, std::move(more.ordinals));
    extend(points.arrivals, std::move(more.arrivals));
    extend(points.numbers, std::move(more.numbers));
    extend(points.texts, std::move(more.texts));
    extend(points.quality, std::move(more.quality));
    extend(points.extras, std::move(more.extras));
}

Points slice(Points const& points, std::size_t from, std::size_t to) {
    Points out;
    out.kind = points.kind;
    out.times = part(points.times, from, to);
    out.ordinals = part(points.ordinals, from, to);
    out.arrivals = part(points.arrivals, from, to);
    out.numbers = part(points.numbers, from, to);
    out.texts = part(points.texts, from, to);
    out.quality = part(points.quality, from, to);
    out.durations = part(points.durations, from, to);
    out.result_delays = part(points.result_delays, from, to);
    for (auto const& extra : points.extras)
        if (extra.place >= from && extra.place < to) out.extras.push_back({extra.place - from, extra.bytes});
    return out;
}

Points pick(Points const& points, std::vector<std::size_t> const& places) {
    Points out;
    out.kind = points.kind;
    out.times = picked(points.times, places);
    out.ordinals = picked(points.ordinals, places);
    out.arrivals = picked(points.arrivals, places);
    out.numbers = picked(points.numbers, places);
    out.texts = picked(points.texts, places);
    out.quality = picked(points.quality, places);
    out.durations = picked(points.durations, places);
    out.result_delays = picked(points.result_delays, places);
    if (points.extras.empty()) return out;
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto const found = std::lower_bound(points.extras.begin(), points.extras.end(), places[i],
                                            [](Extra const& one, std::size_t place) { return one.place < place; });
        if (found != points.extras.end() && found->place == places[i]) out.extras.push_back({i, found->bytes});
    }
    return out;
}

bool is_sorted(Points const& points) {
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (points.times[i] < points.times[i - 1]) return false;
        if (points.times[i] == points.times[i - 1] && points.ordinals[i] < points.ordinals[i - 1]) return false;
    }
    return true;
}

void widen(std::optional<Extent>& extent, Extent const& by) {
    extent = extent ? Extent{std::min(extent->first, by.first), std::max(extent->last, by.last)} : by;
}

std::optional<Extent> result_times(Points const& points) {
    std::optional<Extent> extent;
    for (std::size_t i = 0; i < points.result_delays.size(); ++i) {
        if (points.result_delays[i] == no_result_time) continue;
        auto const at = points.times[i] + points.result_delays[i];
        widen(extent, {at, at});
    }
    return extent;
}

std::vector<std::size_t> sorted_places(Points const& points) {
    std::vector<std::size_t> places(points.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(), [&points](std::size_t one, std::size_t other) {
        return std::pair(points.times[one], points.ordinals[one]) <
               std::pair(points.times[other], points.ordinals[other]);
    });
    return places;
}

}  // namespace kunyu::archive
