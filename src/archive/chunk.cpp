#include "archive/chunk.hpp"

#include "archive/bytes.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace kunyu::archive {
namespace {

constexpr std::string_view head_mark = "KYH";
constexpr std::string_view body_mark = "KYB";
constexpr std::uint8_t version = 1;

enum class PyramidForm : std::uint8_t { none = 0, decimals = 1, doubles = 2 };

base::Refusal damaged() {
    return base::refuse("archive.damaged");
}

std::uint32_t sum_of(std::string_view bytes) {
    return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<Bytef const*>(bytes.data()), bytes.size()));
}

/// The bytes with their CRC-32 (that of zlib) at the end.
std::string with_sum(std::string bytes) {
    ByteWriter sum;
    sum.fixed32(sum_of(bytes));
    return bytes + sum.take();
}

/// What stands between mark and sum; nothing when either is wrong.
std::optional<std::string_view> checked(std::string_view bytes, std::string_view mark) {
    if (bytes.size() < mark.size() + 5 || bytes.substr(0, mark.size()) != mark) return std::nullopt;
    auto const content = bytes.substr(0, bytes.size() - 4);
    ByteReader sum(bytes.substr(content.size()));
    if (sum.fixed32() != sum_of(content)) return std::nullopt;
    // A reader for every version so far; there is one.
    if (static_cast<std::uint8_t>(content[mark.size()]) != version) return std::nullopt;
    return content.substr(mark.size() + 1);
}

std::vector<Summary> pyramid_of(std::span<double const> numbers) {
    std::vector<Summary> pyramid((numbers.size() + pyramid_step - 1) / pyramid_step);
    for (std::size_t i = 0; i < numbers.size(); ++i) pyramid[i / pyramid_step].add(numbers[i]);
    return pyramid;
}

void write_summary(ByteWriter& out, Summary const& summary) {
    out.varint(summary.numbers);
    for (auto const value : {summary.min, summary.max, summary.sum}) out.fixed64(std::bit_cast<std::uint64_t>(value));
}

Summary read_summary(ByteReader& in) {
    Summary summary;
    summary.numbers = in.varint();
    for (auto* value : {&summary.min, &summary.max, &summary.sum}) *value = std::bit_cast<double>(in.fixed64());
    return summary;
}

/// The three members of a step as whole numbers of one scale; nothing when they are none.
struct PyramidColumns {
    std::vector<std::int64_t> counts;
    std::vector<std::int64_t> lows;
    std::vector<std::int64_t> spreads;
    std::vector<std::int64_t> sums;
};

/// The sum in a decimal scale is exact while it is below 2^53; the nearest double of it is what add() gave within an
/// ulp or two, so the exact one is stored.
std::optional<PyramidColumns> decimal_columns(std::span<double const> numbers, std::vector<Summary> const& pyramid,
                                              int scale) {
    PyramidColumns columns;
    for (std::size_t step = 0; step < pyramid.size(); ++step) {
        auto const first = step * pyramid_step;
        auto const part = numbers.subspan(first, std::min(pyramid_step, numbers.size() - first));
        std::int64_t low = std::numeric_limits<std::int64_t>::max();
        std::int64_t high = std::numeric_limits<std::int64_t>::min();
        std::int64_t sum = 0;
        std::int64_t count = 0;
        for (auto const value : part) {
            if (!std::isfinite(value)) continue;
            auto const whole = decimal(value, scale);
            if (!whole) return std::nullopt;
            low = std::min(low, *whole);
            high = std::max(high, *whole);
            if (__builtin_add_overflow(sum, *whole, &sum)) return std::nullopt;
            ++count;
        }
        if (count == 0) low = high = columns.lows.empty() ? 0 : columns.lows.back();
        columns.counts.push_back(count);
        columns.lows.push_back(low);
        columns.spreads.push_back(high - low);
        columns.sums.push_back(sum - low * count);
    }
    return columns;
}

void write_pyramid(ByteWriter& out, std::span<double const> numbers, std::optional<int> scale) {
    auto const pyramid = pyramid_of(numbers);
    auto const columns = scale ? decimal_columns(numbers, pyramid, *scale) : std::nullopt;
    if (columns) {
        out.byte(static_cast<std::uint8_t>(PyramidForm::decimals));
        out.byte(static_cast<std::uint8_t>(*scale));
        for (auto const* column : {&columns->counts, &columns->lows, &columns->spreads, &columns->sums})
            out.block(encode_integers(*column));
        return;
    }
    out.byte(static_cast<std::uint8_t>(PyramidForm::doubles));
    for (auto const& step : pyramid) write_summary(out, step);
}

base::Result<std::vector<Summary>> read_decimal_pyramid(ByteReader& in, std::size_t steps) {
    auto const scale = static_cast<int>(in.byte());
    if (scale > 15) return damaged();
    std::vector<std::vector<std::int64_t>> columns;
    for (int i = 0; i < 4; ++i) {
        KUNYU_TRY(auto const column, IntegerColumn::open(in.block(), steps));
        KUNYU_TRY(auto values, column.read_all());
        columns.push_back(std::move(values));
    }
    std::vector<Summary> pyramid(steps);
    for (std::size_t i = 0; i < steps; ++i) {
        auto const count = columns[0][i];
        if (count < 0 || count > static_cast<std::int64_t>(pyramid_step)) return damaged();
        if (count == 0) continue;
        auto const low = static_cast<std::uint64_t>(columns[1][i]);
        auto const high = low + static_cast<std::uint64_t>(columns[2][i]);
        auto const sum = static_cast<std::uint64_t>(columns[3][i]) + low * static_cast<std::uint64_t>(count);
        pyramid[i] = {static_cast<std::uint64_t>(count), from_decimal(columns[1][i], scale),
                      from_decimal(static_cast<std::int64_t>(high), scale),
                      from_decimal(static_cast<std::int64_t>(sum), scale)};
    }
    return pyramid;
}

base::Result<std::vector<Summary>> read_pyramid(ByteReader& in, std::size_t count) {
    auto const steps = (count + pyramid_step - 1) / pyramid_step;
    auto const form = in.byte();
    if (form == static_cast<std::uint8_t>(PyramidForm::none)) return std::vector<Summary>{};
    if (form == static_cast<std::uint8_t>(PyramidForm::decimals)) return read_decimal_pyramid(in, steps);
    if (form != static_cast<std::uint8_t>(PyramidForm::doubles) || steps > in.left() / 25) return damaged();
    std::vector<Summary> pyramid(steps);
    for (auto& step : pyramid) step = read_summary(in);
    return pyramid;
}

std::string encode_quality(std::vector<std::uint8_t> const& quality) {
    ByteWriter out;
    for (std::size_t first = 0; first < quality.size();) {
        auto end = first + 1;
        while (end < quality.size() && quality[end] == quality[first]) ++end;
        out.byte(quality[first]);
        out.varint(end - first);
        first = end;
    }
    return out.take();
}

std::string deflated(std::string_view bytes) {
    auto size = compressBound(static_cast<uLong>(bytes.size()));
    std::string out(size, '\0');
    compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<Bytef const*>(bytes.data()),
              static_cast<uLong>(bytes.size()), 6);
    out.resize(size);
    return out;
}

std::optional<std::string> inflated(std::string_view bytes, std::uint64_t size) {
    if (size / 1032 > bytes.size() + 64) return std::nullopt;
    std::string out(size, '\0');
    auto length = static_cast<uLong>(size);
    auto const status = uncompress(reinterpret_cast<Bytef*>(out.data()), &length,
                                   reinterpret_cast<Bytef const*>(bytes.data()), static_cast<uLong>(bytes.size()));
    if (status != Z_OK || length != size) return std::nullopt;
    return out;
}

void write_texts(ByteWriter& out, std::vector<std::string> const& texts) {
    std::vector<std::int64_t> lengths;
    std::string all;
    for (auto const& text : texts) {
        lengths.push_back(static_cast<std::int64_t>(text.size()));
        all += text;
    }
    out.block(encode_integers(lengths));
    out.varint(all.size());
    out.block(deflated(all));
}

}  // namespace

void Summary::add(double value) {
    if (!std::isfinite(value)) return;
    min = numbers == 0 ? value : std::min(min, value);
    max = numbers == 0 ? value : std::max(max, value);
    sum += value;
    ++numbers;
}

void Summary::add(Summary const& other) {
    if (other.numbers == 0) return;
    min = numbers == 0 ? other.min : std::min(min, other.min);
    max = numbers == 0 ? other.max : std::max(max, other.max);
    sum += other.sum;
    numbers += other.numbers;
}

SealedChunk seal(Points const& points) {
    ByteWriter body;
    body.raw(body_mark);
    body.byte(version);
    body.block(encode_times(points.times));
    body.block(encode_times(points.ordinals));
    body.block(encode_quality(points.quality));
    body.varint(points.extras.size());
    std::size_t last = 0;
    for (auto const& extra : points.extras) {
        body.varint(extra.place - last);
        body.block(extra.bytes);
        last = extra.place;
    }
    std::optional<int> scale;
    if (is_text(points.kind)) {
        write_texts(body, points.texts);
    } else {
        auto const numbers = encode_numbers(points.numbers);
        scale = NumberColumn::open(numbers, points.size())->scale();
        body.raw(numbers);
    }

    auto const [least, greatest] = std::minmax_element(points.ordinals.begin(), points.ordinals.end());
    ByteWriter head;
    head.raw(head_mark);
    head.byte(version);
    head.byte(static_cast<std::uint8_t>(points.kind));
    head.varint(points.size());
    head.signed_varint(points.times.front());
    head.varint(static_cast<std::uint64_t>(points.times.back()) - static_cast<std::uint64_t>(points.times.front()));
    head.signed_varint(*least);
    head.varint(static_cast<std::uint64_t>(*greatest) - static_cast<std::uint64_t>(*least));
    if (is_text(points.kind))
        head.byte(static_cast<std::uint8_t>(PyramidForm::none));
    else
        write_pyramid(head, points.numbers, scale);
    return {with_sum(head.take()), with_sum(body.take())};
}

base::Result<ChunkHead> ChunkHead::open(std::string_view bytes) {
    auto const content = checked(bytes, head_mark);
    if (!content) return damaged();
    ByteReader in(*content);
    ChunkHead head;
    auto const kind = in.byte();
    if (kind > static_cast<std::uint8_t>(ResultKind::json)) return damaged();
    head.kind = static_cast<ResultKind>(kind);
    head.count = in.varint();
    head.first_time = in.signed_varint();
    head.last_time = static_cast<std::int64_t>(static_cast<std::uint64_t>(head.first_time) + in.varint());
    head.first_ordinal = in.signed_varint();
    head.last_ordinal = static_cast<std::int64_t>(static_cast<std::uint64_t>(head.first_ordinal) + in.varint());
    if (!in.ok() || head.count == 0 || head.count > std::size_t{1} << 32U) return damaged();
    KUNYU_TRY(head.pyramid, read_pyramid(in, head.count));
    if (!in.ok()) return damaged();
    for (auto const& step : head.pyramid) head.summary.add(step);
    return head;
}

base::Result<ChunkBody> ChunkBody::open(ChunkHead const& head, std::string_view bytes) {
    auto const content = checked(bytes, body_mark);
    if (!content) return damaged();
    ByteReader in(*content);
    ChunkBody body;
    body.count_ = head.count;
    body.kind_ = head.kind;
    KUNYU_TRY(body.times_, TimeColumn::open(in.block(), head.count));
    KUNYU_TRY(body.ordinals_, TimeColumn::open(in.block(), head.count));
    ByteReader quality(in.block());
    for (std::size_t place = 0; place < head.count;) {
        auto const flag = quality.byte();
        auto const length = quality.varint();
        if (!quality.ok() || length == 0 || length > head.count - place) return damaged();
        body.quality_.emplace_back(place, flag);
        place += length;
    }
    auto const extras = in.varint();
    if (!in.ok() || extras > in.left() / 2) return damaged();
    std::size_t place = 0;
    for (std::uint64_t i = 0; i < extras; ++i) {
        auto const skipped = in.varint();
        if (skipped >= head.count - place) return damaged();
        place += skipped;
        body.extras_.push_back({place, std::string(in.block())});
    }
    if (is_text(head.kind)) {
        KUNYU_TRY(auto const lengths, IntegerColumn::open(in.block(), head.count));
        KUNYU_TRY(body.text_lengths_, lengths.read_all());
        auto const size = in.varint();
        auto texts = inflated(in.block(), size);
        if (!in.ok() || !texts) return damaged();
        std::uint64_t needed = 0;
        for (auto const length : body.text_lengths_) {
            if (length < 0 || static_cast<std::uint64_t>(length) > size - needed) return damaged();
            needed += static_cast<std::uint64_t>(length);
        }
        body.texts_ = std::move(*texts);
    } else {
        KUNYU_TRY(body.numbers_, NumberColumn::open(in.raw(in.left()), head.count));
    }
    if (!in.ok()) return damaged();
    return body;
}

base::Result<void> ChunkBody::read_numbers(std::size_t from, std::size_t to, double* out) const {
    return numbers_->read(from, to, out);
}

base::Result<std::vector<std::string>> ChunkBody::read_texts(std::size_t from, std::size_t to) const {
    std::vector<std::string> texts;
    std::size_t at = 0;
    for (std::size_t i = 0; i < to; ++i) {
        auto const length = static_cast<std::size_t>(text_lengths_[i]);
        if (i >= from) texts.push_back(texts_.substr(at, length));
        at += length;
    }
    return texts;
}

base::Result<Points> ChunkBody::read(std::size_t from, std::size_t to) const {
    Points points;
    points.kind = kind_;
    points.times.resize(to - from);
    points.ordinals.resize(to - from);
    KUNYU_TRY_VOID(times_.read(from, to, points.times.data()));
    KUNYU_TRY_VOID(ordinals_.read(from, to, points.ordinals.data()));
    if (is_text(kind_)) {
        KUNYU_TRY(points.texts, read_texts(from, to));
    } else {
        points.numbers.resize(to - from);
        KUNYU_TRY_VOID(read_numbers(from, to, points.numbers.data()));
    }
    auto run = std::prev(std::upper_bound(quality_.begin(), quality_.end(), from,
                                          [](std::size_t value, auto const& one) { return value < one.first; }));
    for (auto place = from; place < to; ++place) {
        if (std::next(run) != quality_.end() && std::next(run)->first == place) ++run;
        points.quality.push_back(run->second);
    }
    for (auto const& extra : extras_)
        if (extra.place >= from && extra.place < to) points.extras.push_back({extra.place - from, extra.bytes});
    return points;
}

base::Result<Summary> ChunkBody::summarise(ChunkHead const& head, std::size_t from, std::size_t to) const {
    Summary summary;
    if (head.pyramid.empty()) return summary;
    std::array<double, pyramid_step> values{};
    while (from < to) {
        auto const step = from / pyramid_step;
        auto const end = std::min(head.count, (step + 1) * pyramid_step);
        if (from == step * pyramid_step && end <= to) {
            summary.add(head.pyramid[step]);
        } else {
            auto const part = std::min(end, to);
            KUNYU_TRY_VOID(read_numbers(from, part, values.data()));
            for (std::size_t i = 0; i < part - from; ++i) summary.add(values[i]);
        }
        from = std::min(end, to);
    }
    return summary;
}

}  // namespace kunyu::archive
