#include "archive/numbers.hpp"

#include "archive/bytes.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace kunyu::archive {
namespace {

enum class Form : std::uint8_t { decimals = 0, planes = 1 };

constexpr int most_scale = 15;
constexpr std::array<double, most_scale + 1> powers{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
/// Up to here every whole number is a double of its own.
constexpr double most_whole = 9007199254740992.0;

base::Refusal damaged() {
    return base::refuse("archive.damaged");
}

/// The scale for the column: the smallest that fits all values; when some fit none, the smallest that fits the others.
int scale_of(std::span<double const> values) {
    int scale = 0;
    for (auto const value : values) {
        if (decimal(value, scale)) continue;
        for (auto finer = scale + 1; finer <= most_scale; ++finer) {
            if (!decimal(value, finer)) continue;
            scale = finer;
            break;
        }
    }
    return scale;
}

/// Nothing when too many values are no decimals of one scale.
std::optional<std::string> encode_decimals(std::span<double const> values) {
    auto const scale = scale_of(values);
    std::vector<std::int64_t> wholes;
    wholes.reserve(values.size());
    ByteWriter exceptions;
    std::size_t exception_count = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto const whole = decimal(values[i], scale);
        if (!whole) {
            exceptions.varint(i - last);
            exceptions.fixed64(std::bit_cast<std::uint64_t>(values[i]));
            last = i;
            if (++exception_count > values.size() / 16 + 1) return std::nullopt;
        }
        // In place of an exception stands what costs nothing: the value before.
        wholes.push_back(whole ? *whole : wholes.empty() ? 0 : wholes.back());
    }
    ByteWriter out;
    out.byte(static_cast<std::uint8_t>(scale));
    out.varint(exception_count);
    out.raw(exceptions.take());
    out.raw(encode_integers(wholes));
    return out.take();
}

/// All first bytes, then all second bytes ... of each value's bits XOR those of the value before.
std::string encode_planes(std::span<double const> values) {
    std::string planes(values.size() * 8, '\0');
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto const bits = std::bit_cast<std::uint64_t>(values[i]);
        auto const difference = bits ^ before;
        for (std::size_t plane = 0; plane < 8; ++plane)
            planes[plane * values.size() + i] = static_cast<char>(difference >> (56 - 8 * plane));
        before = bits;
    }
    auto size = compressBound(static_cast<uLong>(planes.size()));
    std::string out(size, '\0');
    compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<Bytef const*>(planes.data()),
              static_cast<uLong>(planes.size()), 4);
    out.resize(size);
    return out;
}

}  // namespace

std::optional<std::int64_t> decimal(double value, int scale) {
    auto const scaled = std::nearbyint(value * powers.at(static_cast<std::size_t>(scale)));
    if (!(std::abs(scaled) <= most_whole)) return std::nullopt;  // NaN and infinities too
    auto const whole = static_cast<std::int64_t>(scaled);
    if (std::bit_cast<std::uint64_t>(from_decimal(whole, scale)) != std::bit_cast<std::uint64_t>(value))
        return std::nullopt;
    return whole;
}

double from_decimal(std::int64_t whole, int scale) {
    return static_cast<double>(whole) / powers.at(static_cast<std::size_t>(scale));
}

std::string encode_numbers(std::span<double const> values) {
    ByteWriter out;
    if (auto const decimals = encode_decimals(values)) {
        out.byte(static_cast<std::uint8_t>(Form::decimals));
        out.raw(*decimals);
    } else {
        out.byte(static_cast<std::uint8_t>(Form::planes));
        out.raw(encode_planes(values));
    }
    return out.take();
}

base::Result<NumberColumn> NumberColumn::open(std::string_view bytes, std::size_t count) {
    ByteReader in(bytes);
    NumberColumn column;
    column.count_ = count;
    auto const form = in.byte();
    auto const rest = in.raw(in.left());
    if (form == static_cast<std::uint8_t>(Form::decimals))
        KUNYU_TRY_VOID(column.read_decimals(rest));
    else if (form == static_cast<std::uint8_t>(Form::planes))
        KUNYU_TRY_VOID(column.read_planes(rest));
    else
        return damaged();
    return column;
}

base::Result<void> NumberColumn::read_decimals(std::string_view bytes) {
    ByteReader in(bytes);
    scale_ = in.byte();
    auto const exception_count = in.varint();
    if (!in.ok() || scale_ > most_scale || exception_count > in.left() / 9) return damaged();
    std::size_t place = 0;
    for (std::uint64_t i = 0; i < exception_count; ++i) {
        auto const skipped = in.varint();
        if (skipped >= count_ - place) return damaged();
        place += skipped;
        exceptions_.push_back({place, std::bit_cast<double>(in.fixed64())});
    }
    if (!in.ok()) return damaged();
    KUNYU_TRY(integers_, IntegerColumn::open(in.raw(in.left()), count_));
    return {};
}

base::Result<void> NumberColumn::read_planes(std::string_view bytes) {
    // Deflate makes nothing smaller than by a factor of about a thousand.
    if (count_ / 1032 > bytes.size() + 64) return damaged();
    std::string planes(count_ * 8, '\0');
    auto size = static_cast<uLong>(planes.size());
    auto const status = uncompress(reinterpret_cast<Bytef*>(planes.data()), &size,
                                   reinterpret_cast<Bytef const*>(bytes.data()), static_cast<uLong>(bytes.size()));
    if (status != Z_OK || size != planes.size()) return damaged();
    doubles_.resize(count_);
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < count_; ++i) {
        std::uint64_t difference = 0;
        for (std::size_t plane = 0; plane < 8; ++plane)
            difference = (difference << 8U) | static_cast<std::uint8_t>(planes[plane * count_ + i]);
        before ^= difference;
        doubles_[i] = std::bit_cast<double>(before);
    }
    return {};
}

base::Result<void> NumberColumn::read(std::size_t from, std::size_t to, double* out) const {
    if (from >= to) return {};
    if (!integers_) {
        std::copy(doubles_.begin() + static_cast<std::ptrdiff_t>(from),
                  doubles_.begin() + static_cast<std::ptrdiff_t>(to), out);
        return {};
    }
    std::array<std::int64_t, 512> wholes{};
    auto const divisor = powers.at(static_cast<std::size_t>(scale_));
    auto* place = out;
    for (auto at = from; at < to;) {
        auto const end = std::min(to, (at / wholes.size() + 1) * wholes.size());
        KUNYU_TRY_VOID(integers_->read(at, end, wholes.data()));
        for (std::size_t i = 0; i < end - at; ++i) *place++ = static_cast<double>(wholes[i]) / divisor;
        at = end;
    }
    auto exception = std::lower_bound(exceptions_.begin(), exceptions_.end(), from,
                                      [](Exception const& one, std::size_t value) { return one.place < value; });
    for (; exception != exceptions_.end() && exception->place < to; ++exception)
        out[exception->place - from] = exception->value;
    return {};
}

base::Result<std::vector<double>> NumberColumn::read_all() const {
    std::vector<double> values(count_);
    KUNYU_TRY_VOID(read(0, count_, values.data()));
    return values;
}

}  // namespace kunyu::archive
