#include "observations/observation_record.hpp"

#include "base/json.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

/// The result in the kind of column that fits it.
archive::Points column_of(json::value result) {
    archive::Points column;
    if (result.is_null()) {
        column.numbers.push_back(std::numeric_limits<double>::quiet_NaN());
    } else if (result.is_bool()) {
        column.kind = archive::ResultKind::truth;
        column.numbers.push_back(result.get_bool() ? 1 : 0);
    } else if (result.is_number()) {
        column.numbers.push_back(result.to_number<double>());
    } else if (result.is_string()) {
        column.kind = archive::ResultKind::text;
        column.texts.emplace_back(result.get_string());
    } else {
        column.kind = archive::ResultKind::json;
        column.texts.push_back(json::serialize(result));
    }
    return column;
}

base::Result<json::value> result_of(archive::ResultKind kind, double number, std::string const& text) {
    switch (kind) {
        case archive::ResultKind::number:
            return json_number(number);
        case archive::ResultKind::truth:
            if (!std::isfinite(number)) return json::value(nullptr);
            return json::value(number != 0);
        case archive::ResultKind::text:
            return json::value(text);
        case archive::ResultKind::json:
            break;
    }
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error) return base::refuse("archive.damaged");
    return value;
}

base::Result<json::value> result_of(archive::Points const& points, std::size_t place) {
    static std::string const none;
    return is_text(points.kind) ? result_of(points.kind, 0, points.texts[place])
                                : result_of(points.kind, points.numbers[place], none);
}

FeatureId feature_at(Stream const& stream, std::int64_t ordinal) {
    FeatureId feature;
    for (auto const& since : stream.features)
        if (since.first_ordinal <= ordinal) feature = since.feature;
    return feature;
}

base::Result<void> add_rarities(Observation& observation, std::string_view bytes) {
    KUNYU_TRY(auto rarities, decode_rarities(bytes));
    observation.result_quality = std::move(rarities.result_quality);
    observation.parameters = std::move(rarities.parameters);
    observation.valid_time = rarities.valid_time;
    if (rarities.feature) observation.feature = *rarities.feature;
    return {};
}

}  // namespace

std::string encode_rarities(Rarities const& rarities) {
    json::object object;
    if (!rarities.result_quality.is_null()) object["resultQuality"] = rarities.result_quality;
    if (!rarities.parameters.is_null()) object["parameters"] = rarities.parameters;
    if (rarities.valid_time)
        object["validTime"] = {rarities.valid_time->from.microseconds, rarities.valid_time->to.microseconds};
    if (rarities.feature) object["feature"] = rarities.feature->value;
    return json::serialize(object);
}

base::Result<Rarities> decode_rarities(std::string_view bytes) {
    auto const damaged = base::refuse("archive.damaged");
    boost::system::error_code error;
    auto const value = json::parse(json::string_view(bytes.data(), bytes.size()), error);
    if (error || !value.is_object()) return damaged;
    Rarities rarities;
    for (auto const& [key, member] : value.get_object()) {
        if (key == "resultQuality") rarities.result_quality = member;
        if (key == "parameters") rarities.parameters = member;
        if (key == "feature") {
            if (!member.is_int64()) return damaged;
            rarities.feature = FeatureId{member.get_int64()};
        }
        if (key == "validTime") {
            if (!member.is_array() || member.get_array().size() != 2) return damaged;
            auto const& ends = member.get_array();
            if (!ends[0].is_int64() || !ends[1].is_int64()) return damaged;
            rarities.valid_time = TimeSpan{{ends[0].get_int64()}, {ends[1].get_int64()}};
        }
    }
    return rarities;
}

void add_observation(archive::Points& points, NewObservation observation) {
    auto row = column_of(std::move(observation.result));
    // Nothing at all fits any column; NaN stands for it among numbers.
    auto const time = observation.phenomenon_time.microseconds;
    row.times.push_back(time);
    row.quality.push_back(observation.quality);
    if (observation.phenomenon_end) row.durations.push_back(observation.phenomenon_end->microseconds - time);
    if (observation.result_time) row.result_delays.push_back(observation.result_time->microseconds - time);
    if (!observation.rarities.empty()) row.extras.push_back({0, encode_rarities(observation.rarities)});
    append(points, std::move(row));
}

base::Result<Observation> observation_of(Stream const& stream, archive::Point const& point) {
    Observation observation;
    observation.id = {stream.id, point.ordinal};
    observation.phenomenon_time = {point.time};
    KUNYU_TRY(observation.result, result_of(point.kind, point.number, point.text));
    observation.quality = point.quality;
    observation.feature = feature_at(stream, point.ordinal);
    return observation;
}

base::Result<std::vector<Observation>> observations_of(Stream const& stream, archive::Points const& points) {
    std::vector<Observation> out;
    out.reserve(points.size());
    auto extra = points.extras.begin();
    for (std::size_t place = 0; place < points.size(); ++place) {
        Observation observation;
        observation.id = {stream.id, points.ordinals[place]};
        auto const time = points.times[place];
        observation.phenomenon_time = {time};
        if (auto const duration = points.duration(place); duration != 0)
            observation.phenomenon_end = base::Instant{time + duration};
        if (auto const delay = points.result_delay(place); delay != archive::no_result_time)
            observation.result_time = base::Instant{time + delay};
        KUNYU_TRY(observation.result, result_of(points, place));
        observation.quality = points.quality[place];
        observation.feature = feature_at(stream, points.ordinals[place]);
        if (extra != points.extras.end() && extra->place == place) {
            KUNYU_TRY_VOID(add_rarities(observation, extra->bytes));
            ++extra;
        }
        out.push_back(std::move(observation));
    }
    return out;
}

base::Result<std::vector<FeatureId>> features_of(Stream const& stream, archive::Points const& points) {
    std::vector<FeatureId> features;
    features.reserve(points.size());
    for (auto const ordinal : points.ordinals) features.push_back(feature_at(stream, ordinal));
    for (auto const& extra : points.extras) {
        KUNYU_TRY(auto const rarities, decode_rarities(extra.bytes));
        if (rarities.feature) features[extra.place] = *rarities.feature;
    }
    return features;
}

boost::json::value json_number(double number) {
    if (!std::isfinite(number)) return nullptr;
    constexpr double exact = 9'007'199'254'740'992;
    if (number == std::trunc(number) && std::abs(number) < exact && !(number == 0 && std::signbit(number)))
        return static_cast<std::int64_t>(number);
    return number;
}

}  // namespace kunyu::observations
