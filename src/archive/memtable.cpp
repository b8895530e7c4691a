#include "archive/memtable.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace kunyu::archive {

std::size_t Memtable::footprint() const {
    auto size = points_.times.capacity() * 8 + points_.numbers.capacity() * 8 + points_.quality.capacity() +
                (points_.durations.capacity() + points_.result_delays.capacity()) * 8 +
                arrivals_.capacity() * sizeof(Arrival) + flags_.capacity() * sizeof(FlagRun);
    for (auto const& text : points_.texts) size += sizeof(std::string) + text.capacity();
    for (auto const& extra : points_.extras) size += sizeof(Extra) + extra.bytes.capacity();
    return size;
}

void Memtable::add(Points points, std::uint64_t sequence, std::int64_t arrival) {
    if (points.empty()) return;
    if (empty()) first_sequence_ = sequence;
    auto const first = points_.size();
    // Arrivals rise with the ordinals, whatever the clocks of several processes say.
    auto const at = arrivals_.empty() ? arrival : std::max(arrival, arrivals_.back().at);
    arrivals_.push_back({first, at, sequence});
    append(points_, std::move(points));
    for (auto place = first; place < points_.size(); ++place) note(place);
}

void Memtable::note(std::size_t place) {
    auto const time = points_.times[place];
    if (place == 0) {
        in_order_ = true;
        latest_ = 0;
        least_time_ = greatest_time_ = time;
        return;
    }
    if (time < points_.times[place - 1]) in_order_ = false;
    if (time >= greatest_time_) latest_ = place;
    least_time_ = std::min(least_time_, time);
    greatest_time_ = std::max(greatest_time_, time);
}

void Memtable::flag(std::vector<FlagRun> const& runs, std::uint64_t sequence) {
    if (empty() && !runs.empty()) first_sequence_ = sequence;
    for (auto const& run : runs) {
        bool const follows = !flags_.empty() && flags_.back().flag == run.flag &&
                             flags_.back().where.first + flags_.back().where.count == run.where.first;
        if (follows) {
            flags_.back().where.count += run.where.count;
            flag_sequences_.back() = sequence;
        } else {
            flags_.push_back(run);
            flag_sequences_.push_back(sequence);
        }
    }
}

std::int64_t Memtable::arrival(std::size_t place) const {
    return std::prev(std::upper_bound(arrivals_.begin(), arrivals_.end(), place,
                                      [](std::size_t value, Arrival const& one) { return value < one.first; }))
        ->at;
}

Points Memtable::at(std::vector<std::size_t> const& places) const {
    auto points = pick(points_, places);
    for (auto const place : places) {
        points.ordinals.push_back(base_ + static_cast<std::int64_t>(place));
        points.arrivals.push_back(arrival(place));
    }
    return points;
}

Points Memtable::at(std::size_t from, std::size_t to) const {
    auto points = slice(points_, from, to);
    points.ordinals.resize(to - from);
    std::iota(points.ordinals.begin(), points.ordinals.end(), base_ + static_cast<std::int64_t>(from));
    for (auto place = from; place < to; ++place) points.arrivals.push_back(arrival(place));
    return points;
}

Points Memtable::read(std::int64_t from, std::int64_t to) const {
    auto const& times = points_.times;
    if (in_order_) {
        auto const begin = std::lower_bound(times.begin(), times.end(), from);
        auto const end = std::lower_bound(begin, times.end(), to);
        return at(static_cast<std::size_t>(begin - times.begin()), static_cast<std::size_t>(end - times.begin()));
    }
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < times.size(); ++place)
        if (times[place] >= from && times[place] < to) places.push_back(place);
    std::stable_sort(places.begin(), places.end(),
                     [&times](std::size_t one, std::size_t other) { return times[one] < times[other]; });
    return at(places);
}

std::size_t Memtable::places_through(std::uint64_t through) const {
    auto const next = std::upper_bound(arrivals_.begin(), arrivals_.end(), through,
                                       [](std::uint64_t value, Arrival const& one) { return value < one.sequence; });
    return next == arrivals_.end() ? points_.size() : next->first;
}

Points Memtable::read_through(std::uint64_t through) const {
    auto points = at(0, places_through(through));
    return is_sorted(points) ? points : pick(points, sorted_places(points));
}

std::optional<Point> Memtable::find(std::int64_t ordinal) const {
    if (ordinal < base_ || ordinal >= next_ordinal()) return std::nullopt;
    auto const place = static_cast<std::size_t>(ordinal - base_);
    Point point{ordinal, points_.times[place], arrival(place), points_.quality[place], points_.kind, 0, {}};
    if (is_text(points_.kind))
        point.text = points_.texts[place];
    else
        point.number = points_.numbers[place];
    return point;
}

std::optional<Point> Memtable::latest() const {
    if (points_.empty()) return std::nullopt;
    return find(base_ + static_cast<std::int64_t>(latest_));
}

void Memtable::sealed(std::int64_t next_ordinal, std::uint64_t through) {
    Memtable rest(next_ordinal);
    auto const count = static_cast<std::size_t>(
        std::clamp<std::int64_t>(next_ordinal - base_, 0, static_cast<std::int64_t>(points_.size())));
    auto const next = std::partition_point(arrivals_.begin(), arrivals_.end(),
                                           [count](Arrival const& one) { return one.first < count; });
    for (auto arrival = next; arrival != arrivals_.end(); ++arrival) {
        auto const end = std::next(arrival) == arrivals_.end() ? points_.size() : std::next(arrival)->first;
        rest.add(slice(points_, arrival->first, end), arrival->sequence, arrival->at);
    }
    for (std::size_t i = 0; i < flags_.size(); ++i)
        if (flag_sequences_[i] > through) rest.flag({flags_[i]}, flag_sequences_[i]);
    if (!rest.empty()) rest.first_sequence_ = std::max(first_sequence_, through + 1);
    *this = std::move(rest);
}

}  // namespace kunyu::archive
