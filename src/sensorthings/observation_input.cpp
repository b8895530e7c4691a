#include "sensorthings/observation_input.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "sensorthings/times.hpp"

#include <utility>

namespace kunyu::sensorthings {

namespace json = boost::json;
using observations::NewObservation;
using observations::TimeSpan;

namespace {

/// A moment or a span; notes what is neither, and what lies out of bounds.
std::optional<TimeSpan> phenomenon_time(Members& members, TimeBounds const& bounds) {
    auto const text = members.optional_text("phenomenonTime");
    if (!text) return std::nullopt;
    auto span = parse_iso_span(*text);
    if (!span)
        if (auto const at = parse_iso_instant(*text)) span = TimeSpan{*at, *at};
    if (!span)
        members.fault("phenomenonTime", "sensorthings.not_a_time", {{"value", base::clip(*text, 60)}});
    else if (!bounds.contains(span->from) || !bounds.contains(span->to))
        members.fault("phenomenonTime", "sensorthings.absurd_time", {{"value", base::clip(*text, 60)}});
    return span;
}

std::optional<base::Instant> result_time(Members& members, TimeBounds const& bounds) {
    if (!members.find("resultTime")) return std::nullopt;
    auto const at = members.instant("resultTime");
    if (!bounds.contains(at)) members.fault("resultTime", "sensorthings.absurd_time", {{"value", base::to_string(at)}});
    return at;
}

std::optional<TimeSpan> valid_time(Members& members) {
    auto const text = members.optional_text("validTime");
    if (!text) return std::nullopt;
    auto const span = parse_iso_span(*text);
    if (!span) members.fault("validTime", "sensorthings.not_a_span", {{"value", base::clip(*text, 80)}});
    return span;
}

json::value parameters(Members& members) {
    if (!members.find("parameters")) return nullptr;
    return members.optional_object("parameters");
}

json::value text_of(std::optional<TimeSpan> const& span) {
    return span ? json::value(iso_text(*span)) : json::value(nullptr);
}

json::object link_to(std::int64_t id) {
    return {{"@iot.id", id}};
}

}  // namespace

std::optional<TimeSpan> parse_iso_span(std::string_view text) {
    auto const slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    auto const from = parse_iso_instant(text.substr(0, slash)), to = parse_iso_instant(text.substr(slash + 1));
    if (!from || !to || *to < *from) return std::nullopt;
    return TimeSpan{*from, *to};
}

NewObservation read_observation(Members& members, base::Instant now) {
    auto const bounds = TimeBounds::at(now);
    NewObservation out;
    auto const time = phenomenon_time(members, bounds).value_or(TimeSpan{now, now});
    out.phenomenon_time = time.from;
    if (time.to != time.from) out.phenomenon_end = time.to;
    out.result_time = result_time(members, bounds);
    auto const* result = members.find("result");
    if (!members.has("result")) members.fault("result", "base.required");
    if (result) out.result = *result;
    if (auto const* quality = members.find("resultQuality")) out.rarities.result_quality = *quality;
    out.rarities.parameters = parameters(members);
    out.rarities.valid_time = valid_time(members);
    return out;
}

bool fit_multi_result(json::value& result, std::size_t properties) {
    if (!result.is_array() && properties == 1) result = json::array{result};
    return result.is_array() && result.get_array().size() == properties;
}

json::object document_of(observations::Observation const& observation, observations::Stream const& stream) {
    auto const from = observation.phenomenon_time;
    auto const end = observation.phenomenon_end;
    json::object out;
    out["phenomenonTime"] = end ? text_of(TimeSpan{from, *end}) : json::value(iso_text(from));
    out["resultTime"] = observation.result_time ? json::value(iso_text(*observation.result_time)) : nullptr;
    out["result"] = observation.result;
    out["resultQuality"] = observation.result_quality;
    out["parameters"] = observation.parameters;
    out["validTime"] = text_of(observation.valid_time);
    out[stream.multi ? "MultiDatastream" : "Datastream"] = link_to(stream.id.value);
    if (observation.feature) out["FeatureOfInterest"] = link_to(observation.feature.value);
    return out;
}

}  // namespace kunyu::sensorthings
