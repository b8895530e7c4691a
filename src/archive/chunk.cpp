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
std::string with_sum(std::string const& bytes) {
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
            // Minus zero, which no whole number is, counts as zero here.
            auto const whole = decimal(value + 0.0, scale);
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

/// Where what was received in one step of time begins, by ordinal less the least one.
std::vector<RunOf<std::int64_t>> arrival_runs(Points const& points, std::int64_t least) {
    std::vector<std::pair<std::int64_t, std::int64_t>> by_ordinal;
    by_ordinal.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto const arrival = points.arrivals[i];
        by_ordinal.emplace_back(points.ordinals[i] - least,
                                arrival / arrival_step + (arrival % arrival_step > 0 ? 1 : 0));
    }
    if (!std::is_sorted(by_ordinal.begin(), by_ordinal.end())) std::sort(by_ordinal.begin(), by_ordinal.end());
    std::vector<RunOf<std::int64_t>> runs;
    for (auto const& [ordinal, step] : by_ordinal)
        if (runs.empty() || runs.back().value != step) runs.push_back({static_cast<std::size_t>(ordinal), step});
    return runs;
}

void write_arrivals(ByteWriter& out, std::vector<RunOf<std::int64_t>> const& runs) {
    std::vector<std::int64_t> firsts;
    std::vector<std::int64_t> steps;
    for (auto const& run : runs) {
        firsts.push_back(static_cast<std::int64_t>(run.first));
        steps.push_back(run.value);
    }
    out.varint(runs.size());
    out.block(encode_integers(firsts));
    out.block(encode_integers(steps));
}

/// A delay as it is written: 0 for none, one more for those that are not negative.
std::int64_t written_delay(std::int64_t delay) {
    if (delay == no_result_time) return 0;
    return delay < 0 ? delay : delay + 1;
}
std::int64_t read_delay(std::int64_t written) {
    if (written == 0) return no_result_time;
    return written < 0 ? written : written - 1;
}

std::string encode_delays(std::vector<std::int64_t> const& delays) {
    std::vector<std::int64_t> written;
    written.reserve(delays.size());
    std::transform(delays.begin(), delays.end(), std::back_inserter(written), written_delay);
    return encode_integers(written);
}

/// Nothing at all when every value is `absent`, which the column left out means.
void write_sparse(ByteWriter& out, std::vector<std::int64_t> const& column, std::int64_t absent,
                  std::string (*encode)(std::vector<std::int64_t> const&)) {
    bool const bare = std::all_of(column.begin(), column.end(), [&](std::int64_t value) { return value == absent; });
    out.block(bare ? std::string() : encode(column));
}

void write_extras(ByteWriter& out, std::vector<Extra> const& extras) {
    ByteWriter bytes;
    std::size_t last = 0;
    for (auto const& extra : extras) {
        bytes.varint(extra.place - last);
        bytes.block(extra.bytes);
        last = extra.place;
    }
    auto const plain = bytes.take();
    out.varint(plain.size());
    out.block(plain.empty() ? std::string() : deflated(plain));
}

std::string head_of(Points const& points, std::optional<int> scale) {
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
    head.block(encode_times(points.times));
    head.block(encode_times(points.ordinals));
    write_arrivals(head, arrival_runs(points, *least));
    head.block(encode_quality(points.quality));
    if (is_text(points.kind))
        head.byte(static_cast<std::uint8_t>(PyramidForm::none));
    else
        write_pyramid(head, points.numbers, scale);
    return with_sum(head.take());
}

/// The run in which `place` lies; runs begin at 0.
template <typename T>
auto run_at(std::vector<RunOf<T>> const& runs, std::size_t place) {
    return std::prev(std::upper_bound(runs.begin(), runs.end(), place,
                                      [](std::size_t value, RunOf<T> const& run) { return value < run.first; }));
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
    write_sparse(body, points.durations, 0,
                 [](std::vector<std::int64_t> const& column) { return encode_integers(column); });
    write_sparse(body, points.result_delays, no_result_time, encode_delays);
    write_extras(body, points.extras);
    std::optional<int> scale;
    if (is_text(points.kind)) {
        write_texts(body, points.texts);
    } else {
        auto const numbers = encode_numbers(points.numbers);
        scale = NumberColumn::open(numbers, points.size())->scale();
        body.raw(numbers);
    }
    return {head_of(points, scale), with_sum(body.take())};
}

base::Result<ChunkHead> ChunkHead::open(std::string bytes) {
    ChunkHead head;
    head.bytes_ = std::make_unique<std::string const>(std::move(bytes));
    auto const content = checked(*head.bytes_, head_mark);
    if (!content) return damaged();
    KUNYU_TRY_VOID(head.read(*content));
    return head;
}

base::Result<void> ChunkHead::read(std::string_view content) {
    ByteReader in(content);
    auto const kind_byte = in.byte();
    if (kind_byte > static_cast<std::uint8_t>(ResultKind::json)) return damaged();
    kind = static_cast<ResultKind>(kind_byte);
    count = in.varint();
    first_time = in.signed_varint();
    last_time = static_cast<std::int64_t>(static_cast<std::uint64_t>(first_time) + in.varint());
    first_ordinal = in.signed_varint();
    last_ordinal = static_cast<std::int64_t>(static_cast<std::uint64_t>(first_ordinal) + in.varint());
    if (!in.ok() || count == 0 || count > std::size_t{1} << 32U) return damaged();
    KUNYU_TRY(times, TimeColumn::open(in.block(), count));
    KUNYU_TRY(ordinals, TimeColumn::open(in.block(), count));
    auto const runs = in.varint();
    auto const firsts = in.block();
    KUNYU_TRY_VOID(read_arrivals(firsts, in.block(), runs));
    KUNYU_TRY_VOID(read_quality(in.block()));
    KUNYU_TRY(pyramid, read_pyramid(in, count));
    if (!in.ok()) return damaged();
    for (auto const& step : pyramid) summary.add(step);
    return {};
}

base::Result<void> ChunkHead::read_quality(std::string_view bytes) {
    ByteReader in(bytes);
    for (std::size_t place = 0; place < count;) {
        auto const flag = in.byte();
        auto const length = in.varint();
        if (!in.ok() || length == 0 || length > count - place) return damaged();
        quality.push_back({place, flag});
        place += length;
    }
    return {};
}

base::Result<void> ChunkHead::read_arrivals(std::string_view first_bytes, std::string_view steps, std::size_t runs) {
    if (runs == 0 || runs > count) return damaged();
    KUNYU_TRY(auto const first_column, IntegerColumn::open(first_bytes, runs));
    KUNYU_TRY(auto const firsts, first_column.read_all());
    KUNYU_TRY(auto const step_column, IntegerColumn::open(steps, runs));
    KUNYU_TRY(auto const values, step_column.read_all());
    if (firsts.front() != 0) return damaged();
    for (std::size_t i = 0; i < runs; ++i) {
        if (i > 0 && firsts[i] <= firsts[i - 1]) return damaged();
        arrivals_.push_back({static_cast<std::size_t>(firsts[i]), values[i]});
    }
    return {};
}

std::uint8_t ChunkHead::quality_at(std::size_t place) const {
    return run_at(quality, place)->value;
}

base::Result<std::vector<std::int64_t>> ChunkHead::arrivals(std::size_t from, std::size_t to) const {
    std::vector<std::int64_t> out(to - from);
    KUNYU_TRY_VOID(ordinals.read(from, to, out.data()));
    auto run = arrivals_.begin();
    for (auto& value : out) {
        auto const place = static_cast<std::size_t>(std::max<std::int64_t>(value - first_ordinal, 0));
        bool const stays = place >= run->first && (std::next(run) == arrivals_.end() || place < std::next(run)->first);
        if (!stays) run = run_at(arrivals_, place);
        value = static_cast<std::int64_t>(static_cast<std::uint64_t>(run->value) *
                                          static_cast<std::uint64_t>(arrival_step));
    }
    return out;
}

std::int64_t ChunkHead::last_arrival() const {
    auto const last = std::max_element(arrivals_.begin(), arrivals_.end(),
                                       [](auto const& one, auto const& other) { return one.value < other.value; });
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(last->value) *
                                     static_cast<std::uint64_t>(arrival_step));
}

std::size_t ChunkHead::footprint() const {
    return sizeof *this + bytes_->size() + pyramid.size() * sizeof(Summary) +
           quality.size() * sizeof(RunOf<std::uint8_t>) + arrivals_.size() * sizeof(RunOf<std::int64_t>) +
           count / 256 * 48;
}

base::Result<ChunkBody> ChunkBody::open(ChunkHead const& head, std::string bytes) {
    ChunkBody body;
    body.bytes_ = std::make_unique<std::string const>(std::move(bytes));
    auto const content = checked(*body.bytes_, body_mark);
    if (!content) return damaged();
    KUNYU_TRY_VOID(body.read(head, *content));
    return body;
}

base::Result<void> ChunkBody::read(ChunkHead const& head, std::string_view content) {
    ByteReader in(content);
    for (auto* column : {&durations_, &result_delays_}) {
        auto const bytes = in.block();
        if (bytes.empty()) continue;
        KUNYU_TRY(*column, IntegerColumn::open(bytes, head.count));
    }
    auto const size = in.varint();
    auto const extras = in.block();
    if (!in.ok()) return damaged();
    if (size > 0) {
        auto const plain = inflated(extras, size);
        if (!plain) return damaged();
        KUNYU_TRY_VOID(read_extras(*plain, head.count));
    }
    if (is_text(head.kind)) {
        auto const lengths = in.block();
        auto const length = in.varint();
        KUNYU_TRY(auto const column, IntegerColumn::open(lengths, head.count));
        KUNYU_TRY_VOID(open_texts(column, length, in.block()));
    } else {
        KUNYU_TRY(numbers_, NumberColumn::open(in.raw(in.left()), head.count));
    }
    if (!in.ok()) return damaged();
    return {};
}

base::Result<void> ChunkBody::read_extras(std::string_view bytes, std::size_t count) {
    ByteReader in(bytes);
    std::size_t place = 0;
    while (!in.at_end()) {
        auto const skipped = in.varint();
        if (!in.ok() || skipped >= count - place) return damaged();
        place += skipped;
        extras_.push_back({place, std::string(in.block())});
        if (!in.ok()) return damaged();
    }
    return {};
}

base::Result<void> ChunkBody::open_texts(IntegerColumn const& lengths, std::uint64_t size,
                                         std::string_view deflated_texts) {
    KUNYU_TRY(auto const all, lengths.read_all());
    auto texts = inflated(deflated_texts, size);
    if (!texts) return damaged();
    text_begins_.push_back(0);
    for (auto const length : all) {
        if (length < 0 || static_cast<std::uint64_t>(length) > size - text_begins_.back()) return damaged();
        text_begins_.push_back(text_begins_.back() + static_cast<std::size_t>(length));
    }
    texts_ = std::move(*texts);
    return {};
}

std::vector<std::string> ChunkBody::texts(std::size_t from, std::size_t to) const {
    std::vector<std::string> out;
    out.reserve(to - from);
    for (auto i = from; i < to; ++i)
        out.push_back(texts_.substr(text_begins_[i], text_begins_[i + 1] - text_begins_[i]));
    return out;
}

base::Result<void> ChunkBody::read_numbers(std::size_t from, std::size_t to, double* out) const {
    return numbers_->read(from, to, out);
}

base::Result<Points> ChunkBody::read(ChunkHead const& head, std::size_t from, std::size_t to) const {
    Points points;
    points.kind = head.kind;
    points.times.resize(to - from);
    points.ordinals.resize(to - from);
    KUNYU_TRY_VOID(head.times.read(from, to, points.times.data()));
    KUNYU_TRY_VOID(head.ordinals.read(from, to, points.ordinals.data()));
    KUNYU_TRY(points.arrivals, head.arrivals(from, to));
    if (is_text(head.kind)) {
        points.texts = texts(from, to);
    } else {
        points.numbers.resize(to - from);
        KUNYU_TRY_VOID(read_numbers(from, to, points.numbers.data()));
    }
    auto run = run_at(head.quality, from);
    for (auto place = from; place < to; ++place) {
        if (std::next(run) != head.quality.end() && std::next(run)->first == place) ++run;
        points.quality.push_back(run->value);
    }
    if (durations_) {
        points.durations.resize(to - from);
        KUNYU_TRY_VOID(durations_->read(from, to, points.durations.data()));
    }
    if (result_delays_) {
        points.result_delays.resize(to - from);
        KUNYU_TRY_VOID(result_delays_->read(from, to, points.result_delays.data()));
        for (auto& delay : points.result_delays) delay = read_delay(delay);
    }
    auto const first = std::lower_bound(extras_.begin(), extras_.end(), from,
                                        [](Extra const& one, std::size_t place) { return one.place < place; });
    for (auto extra = first; extra != extras_.end() && extra->place < to; ++extra)
        points.extras.push_back({extra->place - from, extra->bytes});
    return points;
}

std::size_t ChunkBody::footprint() const {
    auto size = sizeof *this + bytes_->size() + texts_.size() + text_begins_.size() * sizeof(std::size_t);
    for (auto const& extra : extras_) size += sizeof extra + extra.bytes.size();
    return size;
}

base::Result<Summary> ChunkBody::summarise(ChunkHead const& head, std::size_t from, std::size_t to,
                                           PyramidStep& scratch) const {
    Summary summary;
    if (head.pyramid.empty()) return summary;
    while (from < to) {
        auto const step = from / pyramid_step;
        auto const first = step * pyramid_step;
        auto const end = std::min(head.count, first + pyramid_step);
        if (from == first && end <= to) {
            summary.add(head.pyramid[step]);
        } else {
            // Where one stretch ends the next begins: the step is read once for both.
            if (scratch.first != first || scratch.body != this) {
                KUNYU_TRY_VOID(read_numbers(first, end, scratch.values.data()));
                scratch.first = first;
                scratch.body = this;
            }
            for (auto i = from; i < std::min(end, to); ++i) summary.add(scratch.values[i - first]);
        }
        from = std::min(end, to);
    }
    return summary;
}

base::Result<Summary> ChunkBody::summarise(ChunkHead const& head, std::size_t from, std::size_t to) const {
    PyramidStep scratch;
    return summarise(head, from, to, scratch);
}

}  // namespace kunyu::archive
