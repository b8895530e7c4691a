#include "observations/series_json.hpp"

#include "base/json.hpp"
#include "observations/observation_record.hpp"
#include "observations/station_json.hpp"

#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

json::value number_or_null(std::optional<double> number) {
    return number ? json_number(*number) : json::value(nullptr);
}

json::value extent_json(std::optional<TimeSpan> const& extent) {
    if (!extent) return nullptr;
    return json::object{{"from", base::to_string(extent->from)}, {"to", base::to_string(extent->to)}};
}

json::array buckets_json(std::vector<SeriesBucket> const& buckets) {
    json::array out;
    out.reserve(buckets.size());
    for (auto const& bucket : buckets)
        out.push_back(json::object{{"from", base::to_string(bucket.from)},
                                   {"count", bucket.count},
                                   {"min", number_or_null(bucket.min)},
                                   {"max", number_or_null(bucket.max)},
                                   {"mean", number_or_null(bucket.mean)},
                                   {"bad", bucket.bad}});
    return out;
}

json::array points_json(std::vector<Observation> const& points) {
    json::array out;
    out.reserve(points.size());
    for (auto const& point : points) {
        auto one = observation_json(point);
        one["id"] = point.id.value();
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace

json::object observation_json(Observation const& observation) {
    return {{"time", base::to_string(observation.phenomenon_time)},
            {"result", observation.result},
            {"quality", observation.quality}};
}

json::object stream_json(StreamReach const& reach, StreamFigures const& figures, base::Day day) {
    auto const& stream = *reach.stream;
    auto out = stream_summary_json(*reach.view, stream, day);
    out["station"] = entity_ref_json(*reach.view, stream.thing);
    out["properties"] = stream.properties;
    out["readable_until"] = base::json_or_null(reach.readable_until());
    out["extent"] = extent_json(figures.extent);
    out["latest"] = figures.latest ? json::value(observation_json(*figures.latest)) : json::value(nullptr);
    out["count"] = figures.count;
    return out;
}

json::object series_json(StreamReach const& reach, Series const& series) {
    bool const raw = series.step == 0;
    json::object out{{"stream", reach.stream->id.value}};
    out["from"] = series.range ? json::value(base::to_string(series.range->from)) : json::value(nullptr);
    out["to"] = series.range ? json::value(base::to_string(series.range->to)) : json::value(nullptr);
    out["readable_until"] = base::json_or_null(reach.readable_until());
    out["count"] = series.count;
    out["step_us"] = raw ? json::value(nullptr) : json::value(series.step);
    out["buckets"] = raw ? json::value(nullptr) : json::value(buckets_json(series.buckets));
    out["points"] = raw ? json::value(points_json(series.points)) : json::value(nullptr);
    return out;
}

}  // namespace kunyu::observations
