#include "portal/stream_record.hpp"

#include <algorithm>
#include <string>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

constexpr std::int64_t part_length = std::int64_t{86'400} * 1'000'000 / parts_a_day;

std::optional<double> number_of(json::value const& value) {
    return value.is_number() ? std::optional(value.to_number<double>()) : std::nullopt;
}

RecordPart bucket_of(json::value const& bucket) {
    return {bucket.at("count").to_number<std::int64_t>(), number_of(bucket.at("min")), number_of(bucket.at("max")),
            number_of(bucket.at("mean"))};
}

RecordPart point_of(json::value const& point) {
    auto const value = number_of(point.at("result"));
    return {1, value, value, value};
}

/// The part in which the moment lies; nothing outside the stretch.
RecordPart* part_at(StreamRecord& record, json::value const& moment) {
    auto const instant = base::parse_instant(std::string(moment.as_string()));
    if (!instant) return nullptr;
    auto const since = instant->microseconds - base::start_of(record.first).microseconds;
    if (since < 0) return nullptr;
    auto const index = static_cast<std::size_t>(since / part_length);
    return index < record.parts.size() ? &record.parts[index] : nullptr;
}

template <typename Choose>
std::optional<double> both(std::optional<double> a, std::optional<double> b, Choose const& choose) {
    if (!a || !b) return a ? a : b;
    return choose(*a, *b);
}

}  // namespace

void RecordPart::add(RecordPart const& other) {
    auto const own = static_cast<double>(count);
    auto const more = static_cast<double>(other.count);
    min = both(min, other.min, [](double a, double b) { return std::min(a, b); });
    max = both(max, other.max, [](double a, double b) { return std::max(a, b); });
    mean = both(mean, other.mean, [&](double a, double b) { return (a * own + b * more) / (own + more); });
    count += other.count;
}

RecordPart StreamRecord::whole() const {
    RecordPart all;
    for (auto const& part : parts) all.add(part);
    return all;
}

RecordPart StreamRecord::on(base::Day day) const {
    RecordPart all;
    auto const begin = static_cast<std::size_t>(day.number - first.number) * parts_a_day;
    for (auto i = begin; i < std::min(begin + parts_a_day, parts.size()); ++i) all.add(parts[i]);
    return all;
}

StreamRecord read_record(json::value const& series, base::Day first, base::Day after) {
    StreamRecord record{first, after, {}};
    record.parts.resize(static_cast<std::size_t>(after.number - first.number) * parts_a_day);
    if (auto const* buckets = series.at("buckets").if_array())
        for (auto const& bucket : *buckets)
            if (auto* part = part_at(record, bucket.at("from"))) part->add(bucket_of(bucket));
    if (auto const* points = series.at("points").if_array())
        for (auto const& point : *points)
            if (auto* part = part_at(record, point.at("time"))) part->add(point_of(point));
    return record;
}

}  // namespace kunyu::portal
