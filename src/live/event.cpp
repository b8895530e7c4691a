#include "live/event.hpp"

#include "observations/access.hpp"
#include "observations/observation_record.hpp"
#include "observations/series_json.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace kunyu::live {
namespace {

namespace json = boost::json;

/// A stretch of phenomenon times, as it grows.
struct Stretch {
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    void add(std::int64_t time) {
        first = std::min(first, time);
        last = std::max(last, time);
    }
    bool empty() const { return last < first; }
};

json::value moment(std::int64_t microseconds) {
    return json::string(base::to_string(base::Instant{microseconds}));
}

/// The places of what ended before `end`.
std::vector<std::size_t> readable(archive::Points const& points, base::Instant end) {
    std::vector<std::size_t> places;
    places.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points.times[i] + points.duration(i) < end.microseconds) places.push_back(i);
    return places;
}

base::Result<void> add_observations(observations::Stream const& stream, archive::Points const& points,
                                    json::array& out) {
    KUNYU_TRY(auto const observations, observations_of(stream, points));
    for (auto const& observation : observations) {
        auto one = observation_json(observation);
        one["id"] = observation.id.value();
        out.push_back(std::move(one));
    }
    return {};
}

bool is_news(LiveChange const& change, LiveCursor const& after) {
    return change.revision != 0 ? change.revision > after.revision : change.sequence > after.flags;
}

json::object flag_json(observations::Stream const& stream, ChangedPlace const& place) {
    return {{"id", observations::ObservationId{stream.id, place.ordinal}.value()}, {"quality", place.flag}};
}

}  // namespace

base::Result<std::optional<std::string>> arrivals_json(observations::Stream const& stream, LiveStream const& news,
                                                       LiveCursor const& after, base::Instant end) {
    Stretch stretch;
    std::size_t count = 0;
    json::array observations;
    for (auto const& arrival : news.arrivals) {
        if (arrival.sequence <= after.observations) continue;
        auto const places = readable(arrival.points, end);
        for (auto const place : places) stretch.add(arrival.points.times[place]);
        count += places.size();
        if (places.empty() || count > most_told) continue;
        KUNYU_TRY_VOID(add_observations(stream, archive::pick(arrival.points, places), observations));
    }
    if (count == 0) return std::optional<std::string>{};
    if (count > most_told) observations.clear();
    return std::optional(json::serialize(json::object{{"stream", stream.id.value},
                                                      {"count", count},
                                                      {"first", moment(stretch.first)},
                                                      {"last", moment(stretch.last)},
                                                      {"observations", std::move(observations)}}));
}

std::optional<std::string> changes_json(observations::Stream const& stream, LiveStream const& news,
                                        LiveCursor const& after, base::Instant end) {
    Stretch stretch;
    bool anywhere = false;
    bool reread = false;
    json::array flags;
    for (auto const& change : news.changes) {
        if (!is_news(change, after)) continue;
        if (!change.places) {
            anywhere = anywhere || end == observations::ReadScope::every_observation;
            continue;
        }
        for (auto const& place : *change.places) {
            if (place.end >= end.microseconds) continue;
            stretch.add(place.time);
            reread = reread || place.flag == 0;
            if (place.flag != 0) flags.push_back(flag_json(stream, place));
        }
    }
    if (!anywhere && stretch.empty()) return std::nullopt;
    if (anywhere || flags.size() > most_told) {
        reread = true;
        flags.clear();
    }
    return json::serialize(json::object{{"stream", stream.id.value},
                                        {"first", anywhere ? json::value(nullptr) : moment(stretch.first)},
                                        {"last", anywhere ? json::value(nullptr) : moment(stretch.last)},
                                        {"flags", std::move(flags)},
                                        {"reread", reread}});
}

std::string list_json(std::vector<std::string const*> const& items) {
    if (items.empty()) return {};
    std::string out = "{\"streams\":[";
    for (auto const* item : items) {
        if (item != items.front()) out += ',';
        out += *item;
    }
    return out + "]}";
}

}  // namespace kunyu::live
