#include "base/ids.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace kunyu::base {
namespace {

constexpr std::int64_t epoch_2016_ms = 1'451'606'400'000;
constexpr std::int64_t largest = (1LL << 53) - 1;

}  // namespace

std::optional<std::int64_t> parse_id(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value <= 0 || value > largest) return std::nullopt;
    if (text[0] == '0' || text[0] == '-') return std::nullopt;
    return value;
}

IdGenerator::IdGenerator(Clock const& clock, int node) : clock_(clock), node_(node) {
    if (node < 0 || node > 15) throw std::invalid_argument("node number outside 0..15");
}

std::int64_t IdGenerator::next() {
    std::lock_guard const lock(mutex_);
    std::int64_t const milliseconds = std::max<std::int64_t>(clock_.now().microseconds / 1000 - epoch_2016_ms, 1);
    last_ = std::max(milliseconds << 8, last_ + 1);
    return (last_ >> 8) << 12 | node_ << 8 | (last_ & 0xff);
}

}  // namespace kunyu::base
