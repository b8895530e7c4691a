#include "archive/batch.hpp"

#include "archive/bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace kunyu::archive {
namespace {

constexpr std::uint8_t version = 1;

/// Which of the rare columns a stream's observations have.
constexpr std::uint8_t has_quality = 1;
constexpr std::uint8_t has_durations = 2;
constexpr std::uint8_t has_result_delays = 4;

constexpr std::uint8_t not_evaluated = 2;

base::Refusal damaged() {
    return base::refuse("archive.damaged");
}

void write_differences(ByteWriter& out, std::vector<std::int64_t> const& column) {
    std::uint64_t last = 0;
    for (auto const value : column) {
        out.signed_varint(static_cast<std::int64_t>(static_cast<std::uint64_t>(value) - last));
        last = static_cast<std::uint64_t>(value);
    }
}

void read_differences(ByteReader& in, std::size_t count, std::vector<std::int64_t>& column) {
    std::uint64_t last = 0;
    column.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        last += static_cast<std::uint64_t>(in.signed_varint());
        column.push_back(static_cast<std::int64_t>(last));
    }
}

void write_points(ByteWriter& out, StreamPoints const& one) {
    auto const& points = one.points;
    bool const quality = std::any_of(points.quality.begin(), points.quality.end(),
                                     [](std::uint8_t flag) { return flag != not_evaluated; });
    out.varint(static_cast<std::uint64_t>(one.stream));
    out.byte(static_cast<std::uint8_t>(points.kind));
    out.varint(points.size());
    out.byte(static_cast<std::uint8_t>((quality ? has_quality : 0) | (points.durations.empty() ? 0 : has_durations) |
                                       (points.result_delays.empty() ? 0 : has_result_delays)));
    write_differences(out, points.times);
    if (is_text(points.kind))
        for (auto const& text : points.texts) out.block(text);
    else
        for (auto const number : points.numbers) out.fixed64(std::bit_cast<std::uint64_t>(number));
    if (quality)
        for (auto const flag : points.quality) out.byte(flag);
    if (!points.durations.empty()) write_differences(out, points.durations);
    if (!points.result_delays.empty()) write_differences(out, points.result_delays);
    out.varint(points.extras.size());
    for (auto const& extra : points.extras) {
        out.varint(extra.place);
        out.block(extra.bytes);
    }
}

base::Result<StreamPoints> read_points(ByteReader& in) {
    StreamPoints out;
    auto& points = out.points;
    out.stream = static_cast<std::int64_t>(in.varint());
    auto const kind = in.byte();
    auto const count = in.varint();
    auto const has = in.byte();
    // Every observation takes two bytes at least.
    if (!in.ok() || kind > static_cast<std::uint8_t>(ResultKind::json) || count > in.left() / 2) return damaged();
    points.kind = static_cast<ResultKind>(kind);
    read_differences(in, count, points.times);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        if (is_text(points.kind))
            points.texts.emplace_back(in.block());
        else
            points.numbers.push_back(std::bit_cast<double>(in.fixed64()));
    }
    points.quality.assign(count, not_evaluated);
    if ((has & has_quality) != 0)
        for (auto& flag : points.quality) flag = in.byte();
    if ((has & has_durations) != 0) read_differences(in, count, points.durations);
    if ((has & has_result_delays) != 0) read_differences(in, count, points.result_delays);
    auto const extras = in.varint();
    for (std::uint64_t i = 0; i < extras && in.ok(); ++i) {
        auto const place = in.varint();
        if (place >= count || (!points.extras.empty() && place <= points.extras.back().place)) return damaged();
        points.extras.push_back({place, std::string(in.block())});
    }
    if (!in.ok()) return damaged();
    return out;
}

void write_flags(ByteWriter& out, ArrivalFlags const& flags) {
    out.varint(static_cast<std::uint64_t>(flags.stream));
    out.varint(flags.runs.size());
    for (auto const& run : flags.runs) {
        out.varint(static_cast<std::uint64_t>(run.where.first));
        out.varint(static_cast<std::uint64_t>(run.where.count));
        out.byte(run.flag);
    }
}

ArrivalFlags read_flags(ByteReader& in) {
    ArrivalFlags flags;
    flags.stream = static_cast<std::int64_t>(in.varint());
    auto const runs = in.varint();
    for (std::uint64_t i = 0; i < runs && in.ok(); ++i) {
        auto const first = static_cast<std::int64_t>(in.varint());
        auto const count = static_cast<std::int64_t>(in.varint());
        flags.runs.push_back({{first, count}, in.byte()});
    }
    return flags;
}

}  // namespace

std::string encode_batch(Batch const& batch) {
    ByteWriter out;
    out.byte(version);
    out.varint(batch.points.size());
    for (auto const& points : batch.points) write_points(out, points);
    out.varint(batch.flags.size());
    for (auto const& flags : batch.flags) write_flags(out, flags);
    return out.take();
}

base::Result<Batch> decode_batch(std::string_view bytes) {
    ByteReader in(bytes);
    if (in.byte() != version) return damaged();
    Batch batch;
    auto const streams = in.varint();
    for (std::uint64_t i = 0; i < streams && in.ok(); ++i) {
        KUNYU_TRY(auto points, read_points(in));
        batch.points.push_back(std::move(points));
    }
    auto const flags = in.varint();
    for (std::uint64_t i = 0; i < flags && in.ok(); ++i) batch.flags.push_back(read_flags(in));
    if (!in.ok() || !in.at_end()) return damaged();
    return batch;
}

}  // namespace kunyu::archive
