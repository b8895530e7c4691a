#include "sensorthings/filter_plan.hpp"

#include "sensorthings/entity_source.hpp"

#include <algorithm>
#include <span>

namespace kunyu::sensorthings {
namespace {

namespace obs = observations;

/// A filter so long takes about as long to evaluate as an observation to read.
constexpr std::size_t bytes_of_one_look = 256;

std::vector<Expression const*> parts_of(Expression const& filter) {
    std::vector<Expression const*> parts;
    auto const* call = filter.get<Call>();
    if (!call || call->function != Function::logical_and) return {&filter};
    for (auto const& argument : call->arguments) parts.push_back(&argument);
    return parts;
}

/// What a variable stands for has been reached through its collection.
bool begins_at_stream(PropertyPath const& path) {
    if (!path.variable.empty()) return true;
    return path.segments.front() == "Datastream" || path.segments.front() == "MultiDatastream";
}

bool speaks_of_streams_alone(Expression const& expression) {
    auto const all = [](std::span<Expression const> expressions) {
        return std::all_of(expressions.begin(), expressions.end(), speaks_of_streams_alone);
    };
    if (auto const* path = expression.get<PropertyPath>()) return begins_at_stream(*path);
    if (auto const* call = expression.get<Call>()) return all(call->arguments);
    if (auto const* lambda = expression.get<Lambda>()) return begins_at_stream(lambda->collection) && all(lambda->body);
    return true;
}

bool all_match(Reading const& reading, std::vector<Expression const*> const& parts, obs::Observation const& row) {
    EntitySource const source(reading, EntityRef{&row});
    return std::all_of(parts.begin(), parts.end(),
                       [&](Expression const* part) { return matches(*part, source, reading.now); });
}

/// By the bounds on ids and the stream named.
bool is_outside(FilterRange const& range, obs::StreamId stream) {
    if (range.stream && *range.stream != stream.value) return true;
    if (range.id_from && (*range.id_from >> obs::ordinal_bits) > stream.value) return true;
    return range.id_to && *range.id_to <= (stream.value << obs::ordinal_bits);
}

}  // namespace

std::size_t FilterPlan::cost() const {
    std::size_t bytes = 0;
    for (auto const* part : of_rows) bytes += to_string(*part).size();
    return 1 + bytes / bytes_of_one_look;
}

FilterPlan plan_of(Expression const* filter, base::Instant now) {
    FilterPlan plan;
    if (!filter) return plan;
    plan.range = range_of(*filter, now);
    for (auto const* part : parts_of(*filter)) {
        if (speaks_of_streams_alone(*part))
            plan.of_streams.push_back(part);
        else if (range_of(*part, now).exact)
            plan.of_spans.push_back(part);
        else
            plan.of_rows.push_back(part);
    }
    plan.range.exact = plan.of_rows.empty();
    return plan;
}

ObservationSet within(Reading const& reading, ObservationSet set, FilterPlan const& plan) {
    std::erase_if(set.streams, [&](obs::Stream const* stream) {
        if (is_outside(plan.range, stream->id)) return true;
        obs::Observation any;
        any.id.stream = stream->id;
        return !all_match(reading, plan.of_streams, any);
    });
    return set;
}

bool takes(Reading const& reading, FilterPlan const& plan, obs::Observation const& row) {
    if (row.phenomenon_end && !all_match(reading, plan.of_spans, row)) return false;
    return plan.of_rows.empty() || all_match(reading, plan.of_rows, row);
}

}  // namespace kunyu::sensorthings
