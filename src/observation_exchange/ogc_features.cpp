#include "observation_exchange/ogc_features.hpp"

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "observations/openness.hpp"
#include "observations/station_json.hpp"
#include "observations/station_position.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace kunyu::observation_exchange {
namespace {

namespace json = boost::json;

std::optional<double> parse_degrees(std::string_view text) {
    text = base::trim(text);
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// A day takes in all of itself; `last` says which end of it is meant, behind it.
std::optional<base::Instant> parse_bound(std::string_view text, bool last) {
    if (auto const day = base::parse_day(text)) return base::start_of(last ? day->plus_days(1) : *day);
    auto moment = base::parse_instant(text);
    if (moment && last) moment->microseconds += 1;
    return moment;
}

bool is_open(std::string_view text) {
    return text.empty() || text == "..";
}

json::value geometry_json(std::optional<observations::Position> const& position) {
    if (!position) return nullptr;
    json::array coordinates{position->longitude, position->latitude};
    if (position->elevation) coordinates.emplace_back(*position->elevation);
    return json::object{{"type", "Point"}, {"coordinates", std::move(coordinates)}};
}

json::array streams_json(observations::View const& view, observations::ReadScope const& scope,
                         observations::Thing const& thing) {
    json::array streams;
    for (auto const id : view.streams_of(thing.id)) {
        auto const& stream = *view.find(id);
        if (!scope.sees(view, stream)) continue;
        json::array properties;
        for (auto const property : stream.observed_properties)
            if (auto const* found = view.find(property)) properties.emplace_back(found->name);
        json::value unit = nullptr;
        if (!stream.units.empty()) unit = base::json_or_null(stream.units.front().symbol);
        streams.push_back(json::object{{"id", id.value},
                                       {"name", stream.name},
                                       {"observed_properties", std::move(properties)},
                                       {"unit", std::move(unit)},
                                       {"openness", to_string(stream.openness)}});
    }
    return streams;
}

bool lies_in(observations::View const& view, observations::Thing const& thing, BoundingBox const& box) {
    auto const position = position_of(view, thing);
    return position && box.holds(position->longitude, position->latitude);
}

void read_limit(identity::QueryReader& reader, FeatureQuery& query) {
    auto const text = reader.text("limit", 20);
    if (!text) return;
    auto const number = base::parse_id(*text);
    if (!number)
        reader.fault("limit", "base.out_of_range", {{"min", "1"}, {"max", std::to_string(most_features)}});
    else  // A greater one is no error (clause 7.15.2, permission 7).
        query.limit = std::min(static_cast<std::size_t>(*number), most_features);
}

}  // namespace

bool BoundingBox::holds(double longitude, double latitude) const {
    if (latitude < south || latitude > north) return false;
    return west <= east ? west <= longitude && longitude <= east : longitude >= west || longitude <= east;
}

std::optional<BoundingBox> parse_bounding_box(std::string_view text) {
    std::vector<double> numbers;
    for (auto const& part : base::split(text, ',')) {
        auto const number = parse_degrees(part);
        if (!number) return std::nullopt;
        numbers.push_back(*number);
    }
    if (numbers.size() == 6) numbers = {numbers[0], numbers[1], numbers[3], numbers[4]};
    if (numbers.size() != 4 || numbers[1] > numbers[3]) return std::nullopt;
    return BoundingBox{numbers[0], numbers[1], numbers[2], numbers[3]};
}

std::optional<FeatureTime> parse_feature_time(std::string_view text) {
    auto const slash = text.find('/');
    if (slash == std::string_view::npos) {
        FeatureTime const time{parse_bound(text, false), parse_bound(text, true)};
        return time.from ? std::optional(time) : std::nullopt;
    }
    auto const first = text.substr(0, slash);
    auto const last = text.substr(slash + 1);
    FeatureTime const time{parse_bound(first, false), parse_bound(last, true)};
    bool const read = (time.from || is_open(first)) && (time.to || is_open(last)) && (time.from || time.to);
    if (!read || (time.from && time.to && *time.to <= *time.from)) return std::nullopt;
    return time;
}

base::Result<FeatureQuery> read_feature_query(http::Request const& request) {
    identity::QueryReader reader(request);
    FeatureQuery query;
    if (auto const text = reader.text("bbox", 200)) {
        query.box = parse_bounding_box(*text);
        if (!query.box) reader.fault("bbox", "observations.bad_bounding_box", {{"value", base::clip(*text, 60)}});
    }
    if (auto const text = reader.text("datetime", 100)) {
        query.time = parse_feature_time(*text);
        if (!query.time) reader.fault("datetime", "observations.bad_datetime", {{"value", base::clip(*text, 60)}});
    }
    if (auto const text = reader.text("after", 20)) {
        query.after = base::parse_id_as<observations::ThingTag>(*text);
        if (!query.after) reader.fault("after", "observations.not_a_number");
    }
    read_limit(reader, query);
    auto const read = reader.finish();
    if (read.has_error()) return base::Refusal("observations.bad_feature_query", {}, read.error().fields);
    return query;
}

base::Result<FeaturePage> list_features(observations::View const& view, observations::ReadScope const& scope,
                                        FeatureQuery const& query, ObservedIn const& observed_in) {
    FeaturePage page;
    for (auto const& [id, thing] : view.things()) {
        if ((query.after && id <= *query.after) || !scope.sees(view, *thing)) continue;
        if (query.box && !lies_in(view, *thing, *query.box)) continue;
        if (query.time) {
            KUNYU_TRY(auto const observed, observed_in(*thing, *query.time));
            if (!observed) continue;
        }
        if (page.items.size() == query.limit) {
            page.next = page.items.back()->id;
            break;
        }
        page.items.push_back(thing.get());
    }
    return page;
}

json::object feature_json(observations::View const& view, observations::ReadScope const& scope,
                          observations::Thing const& thing) {
    return {{"type", "Feature"},
            {"id", thing.id.value},
            {"geometry", geometry_json(position_of(view, thing))},
            {"properties", json::object{{"name", thing.name},
                                        {"description", thing.description},
                                        {"sample", thing.sample},
                                        {"streams", streams_json(view, scope, thing)}}}};
}

std::optional<std::array<double, 4>> extent_of(observations::View const& view, observations::ReadScope const& scope) {
    std::optional<std::array<double, 4>> extent;
    for (auto const& [id, thing] : view.things()) {
        if (!scope.sees(view, *thing)) continue;
        auto const at = position_of(view, *thing);
        if (!at) continue;
        if (!extent) extent = {at->longitude, at->latitude, at->longitude, at->latitude};
        auto& [west, south, east, north] = *extent;
        west = std::min(west, at->longitude);
        south = std::min(south, at->latitude);
        east = std::max(east, at->longitude);
        north = std::max(north, at->latitude);
    }
    return extent;
}

}  // namespace kunyu::observation_exchange
