#include "quality/window_moments.hpp"

#include <algorithm>
#include <cmath>

namespace kunyu::quality {
namespace {

constexpr std::int64_t blocks_in_window = 32;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

}  // namespace

void Moments::add(double value) {
    least = count == 0 ? value : std::min(least, value);
    greatest = count == 0 ? value : std::max(greatest, value);
    ++count;
    double const distance = value - mean;
    mean += distance / static_cast<double>(count);
    squares += distance * (value - mean);
}

void Moments::merge(Moments const& other) {
    if (other.count == 0) return;
    if (count == 0) {
        *this = other;
        return;
    }
    auto const mine = static_cast<double>(count), theirs = static_cast<double>(other.count);
    double const distance = other.mean - mean;
    squares += other.squares + distance * distance * mine * theirs / (mine + theirs);
    mean += distance * theirs / (mine + theirs);
    count += other.count;
    least = std::min(least, other.least);
    greatest = std::max(greatest, other.greatest);
}

double Moments::deviation() const {
    return count == 0 ? 0 : std::sqrt(squares / static_cast<double>(count));
}

WindowMoments::WindowMoments(std::span<std::int64_t const> times, std::span<double const> values, std::int64_t window)
    : times_(times), values_(values) {
    std::int64_t const length = std::max<std::int64_t>(1, window / blocks_in_window);
    block_of_.reserve(times.size());
    up_to_.reserve(times.size());
    std::int64_t current = 0;
    for (std::size_t row = 0; row < times.size(); ++row) {
        std::int64_t const number = floor_divide(times[row], length);
        if (blocks_.empty() || number != current) blocks_.push_back({row, row, {}});
        current = number;
        auto& block = blocks_.back();
        block.all.add(values[row]);
        block.end = row + 1;
        block_of_.push_back(blocks_.size() - 1);
        up_to_.push_back(block.all);
    }
}

Moments WindowMoments::over(std::int64_t after, std::size_t last) const {
    auto const end = times_.begin() + static_cast<std::ptrdiff_t>(last) + 1;
    auto const first = static_cast<std::size_t>(std::upper_bound(times_.begin(), end, after) - times_.begin());
    Moments sum;
    if (first > last) return sum;
    std::size_t const head = block_of_[first], tail = block_of_[last];
    for (std::size_t row = first; row < std::min(blocks_[head].end, last + 1); ++row) sum.add(values_[row]);
    if (head == tail) return sum;
    for (std::size_t block = head + 1; block < tail; ++block) sum.merge(blocks_[block].all);
    sum.merge(up_to_[last]);
    return sum;
}

}  // namespace kunyu::quality
