#include "observations/series_json.hpp"

#include "base/json.hpp"
#include "observations/observation_record.hpp"
#include "observations/station_json.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

json::value extent_json(std::optional<TimeSpan> const& extent) {
    if (!extent) return nullptr;
    return json::object{{"from", base::to_string(extent->from)}, {"to", base::to_string(extent->to)}};
}

/// A number as JSON; null for what is none.
struct Number {
    std::optional<double> value;
};

void append(fmt::memory_buffer& out, Number number) {
    if (number.value && std::isfinite(*number.value))
        fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), *number.value);
    else
        out.append(std::string_view("null"));
}

void append(fmt::memory_buffer& out, SeriesBucket const& bucket) {
    fmt::format_to(std::back_inserter(out), FMT_COMPILE(R"({{"from":"{}","count":{},"min":)"),
                   base::to_string(bucket.from), bucket.count);
    append(out, Number{bucket.min});
    out.append(std::string_view(R"(,"max":)"));
    append(out, Number{bucket.max});
    out.append(std::string_view(R"(,"mean":)"));
    append(out, Number{bucket.mean});
    fmt::format_to(std::back_inserter(out), FMT_COMPILE(R"(,"bad":{}}})"), bucket.bad);
}

void append(fmt::memory_buffer& out, Observation const& point) {
    fmt::format_to(std::back_inserter(out), FMT_COMPILE(R"({{"id":{},"time":"{}","result":{},"quality":{}}})"),
                   point.id.value(), base::to_string(point.phenomenon_time), json::serialize(point.result),
                   static_cast<unsigned>(point.quality));
}

template <typename Item>
std::string list_text(std::vector<Item> const& items) {
    fmt::memory_buffer out;
    out.push_back('[');
    for (auto const& item : items) {
        if (out.size() > 1) out.push_back(',');
        append(out, item);
    }
    out.push_back(']');
    return fmt::to_string(out);
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

std::string series_text(StreamReach const& reach, Series const& series) {
    bool const raw = series.step == 0;
    json::object out{{"stream", reach.stream->id.value}};
    out["from"] = series.range ? json::value(base::to_string(series.range->from)) : json::value(nullptr);
    out["to"] = series.range ? json::value(base::to_string(series.range->to)) : json::value(nullptr);
    out["readable_until"] = base::json_or_null(reach.readable_until());
    out["count"] = series.count;
    out["step_us"] = raw ? json::value(nullptr) : json::value(series.step);
    auto text = json::serialize(out);
    text.pop_back();
    text += R"(,"buckets":)" + (raw ? "null" : list_text(series.buckets));
    text += R"(,"points":)" + (raw ? list_text(series.points) : "null");
    return text + '}';
}

}  // namespace kunyu::observations
