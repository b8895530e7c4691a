#include "archive/integers.hpp"

#include "archive/bytes.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace kunyu::archive {
namespace {

constexpr std::size_t block_size = 64;
constexpr std::size_t entry_distance = 256;
constexpr unsigned orders = 3;

// The six bits at the head of a block: the parameter of its Rice codes, or one of these.
constexpr unsigned all_zero = 63;
constexpr unsigned fixed_width = 62;
constexpr unsigned most_parameter = 40;

/// A quotient of so many zeros is no quotient: six bits of width less one follow, then the number itself.
constexpr unsigned escape = 24;

/// What the value differs from its forecast, where overflow wraps and therefore loses nothing.
std::uint64_t residual(unsigned order, std::int64_t value, std::int64_t before, std::int64_t before_that) {
    auto const here = static_cast<std::uint64_t>(value);
    auto const one = static_cast<std::uint64_t>(before);
    auto const two = static_cast<std::uint64_t>(before_that);
    auto const difference = order == 0 ? here : order == 1 ? here - one : here - 2 * one + two;
    return zigzag(static_cast<std::int64_t>(difference));
}

unsigned width_of(std::uint64_t value) {
    return static_cast<unsigned>(std::bit_width(value));
}

struct Coding {
    unsigned head = all_zero;
    unsigned width = 0;
    std::uint64_t cost = 6;  ///< bits, the head included
};

std::uint64_t rice_cost(std::span<std::uint64_t const> block, unsigned parameter) {
    std::uint64_t cost = 6;
    for (auto const value : block) {
        auto const quotient = value >> parameter;
        cost += quotient < escape ? quotient + 1 + parameter : escape + 6 + std::max(1U, width_of(value));
    }
    return cost;
}

/// The cheapest coding of a block. The best parameter lies near the binary logarithm of the mean.
Coding coding_of(std::span<std::uint64_t const> block) {
    std::uint64_t all = 0;
    std::uint64_t sum = 0;
    for (auto const value : block) {
        all |= value;
        sum += value >> 6U;
    }
    if (all == 0) return {};
    auto const width = width_of(all);
    Coding best{fixed_width, width, 6 + 6 + block.size() * width};
    // The mean without overflow; for small numbers their plain sum.
    auto mean = sum * 64 / block.size();
    if (width <= 32) {
        sum = 0;
        for (auto const value : block) sum += value;
        mean = sum / block.size();
    }
    auto const guess = width_of(mean);
    for (unsigned parameter = guess > 1 ? guess - 2 : 0; parameter <= std::min(guess + 1, most_parameter);
         ++parameter) {
        auto const cost = rice_cost(block, parameter);
        if (cost < best.cost) best = {parameter, 0, cost};
    }
    return best;
}

void write_block(BitWriter& out, std::span<std::uint64_t const> block, Coding const& coding) {
    out.bits(coding.head, 6);
    if (coding.head == all_zero) return;
    if (coding.head == fixed_width) {
        out.bits(coding.width - 1, 6);
        for (auto const value : block) out.bits(value, coding.width);
        return;
    }
    for (auto const value : block) {
        auto const quotient = value >> coding.head;
        if (quotient < escape) {
            out.zeros(static_cast<unsigned>(quotient));
            out.bits(1, 1);
            out.bits(value, coding.head);
        } else {
            auto const width = std::max(1U, width_of(value));
            out.zeros(escape);
            out.bits(width - 1, 6);
            out.bits(value, width);
        }
    }
}

/// False where the head means nothing.
bool read_block(BitReader& in, std::span<std::uint64_t> block) {
    auto const head = static_cast<unsigned>(in.bits(6));
    if (head == all_zero) {
        std::fill(block.begin(), block.end(), 0);
        return true;
    }
    if (head == fixed_width) {
        auto const width = static_cast<unsigned>(in.bits(6)) + 1;
        for (auto& value : block) value = in.bits(width);
        return in.ok();
    }
    if (head > most_parameter) return false;
    for (auto& value : block) {
        auto const [quotient, low] = in.rice(escape, head);
        if (quotient < escape)
            value = (std::uint64_t{quotient} << head) | low;
        else
            value = in.bits(static_cast<unsigned>(in.bits(6)) + 1);
    }
    return in.ok();
}

std::vector<std::uint64_t> residuals(std::span<std::int64_t const> values, unsigned order) {
    std::vector<std::uint64_t> out(values.size());
    std::int64_t before = 0;
    std::int64_t before_that = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        out[i] = residual(order, values[i], before, before_that);
        before_that = before;
        before = values[i];
    }
    return out;
}

/// Every block of a column with its coding, and what they cost together.
struct Plan {
    std::vector<std::uint64_t> residuals;
    std::vector<Coding> codings;
    std::uint64_t cost = 0;
};

Plan plan_of(std::span<std::int64_t const> values, unsigned order) {
    Plan plan{residuals(values, order), {}, 0};
    std::span<std::uint64_t const> const all(plan.residuals);
    for (std::size_t at = 0; at < all.size(); at += block_size) {
        plan.codings.push_back(coding_of(all.subspan(at, std::min(block_size, all.size() - at))));
        plan.cost += plan.codings.back().cost;
    }
    return plan;
}

base::Refusal damaged() {
    return base::refuse("archive.damaged");
}

}  // namespace

std::string encode_integers(std::span<std::int64_t const> values) {
    unsigned order = 0;
    auto plan = plan_of(values, 0);
    for (unsigned other = 1; other < orders && values.size() > other; ++other) {
        auto candidate = plan_of(values, other);
        if (candidate.cost >= plan.cost) continue;
        plan = std::move(candidate);
        order = other;
    }
    BitWriter body;
    std::vector<std::int64_t> bits;
    std::vector<std::int64_t> before;
    std::vector<std::int64_t> before_that;
    std::span<std::uint64_t const> const all(plan.residuals);
    for (std::size_t at = 0, block = 0; at < all.size(); at += block_size, ++block) {
        if (at > 0 && at % entry_distance == 0) {
            bits.push_back(static_cast<std::int64_t>(body.bit_count()));
            before.push_back(values[at - 1]);
            before_that.push_back(values[at - 2]);
        }
        write_block(body, all.subspan(at, std::min(block_size, all.size() - at)), plan.codings[block]);
    }
    ByteWriter out;
    out.byte(static_cast<std::uint8_t>(order));
    if (!bits.empty()) {
        out.block(encode_integers(bits));
        if (order > 0) out.block(encode_integers(before));
        if (order > 1) out.block(encode_integers(before_that));
    }
    out.raw(body.take());
    return out.take();
}

base::Result<IntegerColumn> IntegerColumn::open(std::string_view bytes, std::size_t count) {
    // A block of 64 takes six bits at least.
    if (count / block_size > bytes.size() * 8 / 6 + 1) return damaged();
    IntegerColumn column;
    column.count_ = count;
    KUNYU_TRY_VOID(column.read_entries(bytes));
    return column;
}

base::Result<void> IntegerColumn::read_entries(std::string_view bytes) {
    ByteReader in(bytes);
    order_ = in.byte();
    if (!in.ok() || order_ >= orders) return damaged();
    entries_.resize(count_ == 0 ? 1 : (count_ - 1) / entry_distance + 1);
    auto const more = entries_.size() - 1;
    auto const column = [&](auto const& assign) -> base::Result<void> {
        KUNYU_TRY(auto const inner, open(in.block(), more));
        KUNYU_TRY(auto const numbers, inner.read_all());
        for (std::size_t i = 0; i < more; ++i) assign(entries_[i + 1], numbers[i]);
        return {};
    };
    if (more > 0) {
        KUNYU_TRY_VOID(column([](Entry& entry, std::int64_t bit) { entry.bit = static_cast<std::uint64_t>(bit); }));
        if (order_ > 0) KUNYU_TRY_VOID(column([](Entry& entry, std::int64_t value) { entry.before = value; }));
        if (order_ > 1) KUNYU_TRY_VOID(column([](Entry& entry, std::int64_t value) { entry.before_that = value; }));
    }
    if (!in.ok()) return damaged();
    body_ = in.raw(in.left());
    for (auto const& entry : entries_)
        if (entry.bit > body_.size() * 8) return damaged();
    return {};
}

base::Result<void> IntegerColumn::read(std::size_t from, std::size_t to, std::int64_t* out) const {
    if (from >= to) return {};
    auto const& entry = entries_[from / entry_distance];
    BitReader in(body_, entry.bit);
    auto before = static_cast<std::uint64_t>(entry.before);
    auto before_that = static_cast<std::uint64_t>(entry.before_that);
    std::array<std::uint64_t, block_size> block{};
    for (auto at = from / entry_distance * entry_distance; at < to; at += block_size) {
        auto const length = std::min(block_size, count_ - at);
        if (!read_block(in, std::span(block).first(length))) return damaged();
        for (std::size_t i = 0; i < length && at + i < to; ++i) {
            auto value = static_cast<std::uint64_t>(unzigzag(block[i]));
            if (order_ == 1) value += before;
            if (order_ == 2) value += 2 * before - before_that;
            before_that = before;
            before = value;
            if (at + i >= from) *out++ = static_cast<std::int64_t>(value);
        }
    }
    return {};
}

base::Result<std::vector<std::int64_t>> IntegerColumn::read_all() const {
    std::vector<std::int64_t> values(count_);
    KUNYU_TRY_VOID(read(0, count_, values.data()));
    return values;
}

}  // namespace kunyu::archive
