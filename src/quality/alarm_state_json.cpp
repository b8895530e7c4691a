#include "base/words.hpp"
#include "quality/alarm_json.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace kunyu::quality {
namespace {

namespace json = boost::json;
using base::Instant;
using base::Reader;

constexpr std::int64_t any_low = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t any_high = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t most_points = 10'000'000;

void put(json::object& out, char const* key, std::optional<Instant> const& moment) {
    if (moment) out[key] = moment->microseconds;
}

std::optional<Instant> read_moment(Reader& reader, char const* key) {
    auto const number = reader.optional_integer(key, any_low, any_high);
    return number ? std::optional(Instant{*number}) : std::nullopt;
}

json::object params_json(base::Params const& params) {
    json::object out;
    for (auto const& [name, value] : params) out[name] = value;
    return out;
}

base::Refusal read_reason(Reader& reader) {
    base::Params params;
    if (auto const* given = reader.raw("params"); given && given->is_object())
        for (auto const& member : given->get_object())
            if (member.value().is_string())
                params.emplace(std::string(member.key()), std::string(member.value().get_string()));
    return base::refuse(reader.text("code", {.min = 0, .max = 100}), std::move(params));
}

/// As text, shortest and exact: the parser of JSON numbers is not exact to the last bit.
json::object point_json(AlarmMemory::Point const& point) {
    return {{"time", point.time}, {"value", fmt::format("{}", point.value)}};
}

AlarmMemory::Point read_point(Reader& reader) {
    AlarmMemory::Point point{reader.integer("time", any_low, any_high), 0};
    auto const text = reader.text("value");
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), point.value);
    if (error != std::errc{} || end != text.data() + text.size())
        reader.fault("value", "base.wrong_type", {{"expected", "number"}});
    return point;
}

json::object tally_json(AlarmMemory::Tally const& tally) {
    return {{"number", tally.number}, {"judged", tally.judged}, {"poor", tally.poor}};
}

AlarmMemory::Tally read_tally(Reader& reader) {
    auto const number = reader.integer("number", any_low, any_high);
    auto const judged = reader.integer("judged", 0, any_high);
    return {number, judged, reader.integer("poor", 0, judged)};
}

json::object window_json(MaintenanceWindow const& window) {
    return {{"from", window.from.microseconds}, {"to", window.to.microseconds}};
}

MaintenanceWindow read_window(Reader& reader) {
    Instant const from{reader.integer("from", any_low, any_high)};
    return {from, {reader.integer("to", any_low, any_high)}};
}

template <typename T, typename F>
json::array list_json(std::vector<T> const& items, F to_json) {
    json::array out;
    for (auto const& item : items) out.push_back(to_json(item));
    return out;
}

template <typename F>
auto read_list(Reader& reader, char const* key, F read_one) {
    std::vector<decltype(read_one(reader))> out;
    reader.each(key, most_points, [&](Reader& item) { out.push_back(read_one(item)); });
    return out;
}

json::object memory_json(AlarmMemory const& memory) {
    json::object out;
    if (memory.newest) out["newest"] = *memory.newest;
    if (!memory.least.empty()) out["least"] = list_json(memory.least, point_json);
    if (!memory.greatest.empty()) out["greatest"] = list_json(memory.greatest, point_json);
    if (!memory.tallies.empty()) out["tallies"] = list_json(memory.tallies, tally_json);
    return out;
}

AlarmMemory read_memory(Reader& reader) {
    AlarmMemory memory;
    memory.newest = reader.optional_integer("newest", any_low, any_high);
    memory.least = read_list(reader, "least", read_point);
    memory.greatest = read_list(reader, "greatest", read_point);
    memory.tallies = read_list(reader, "tallies", read_tally);
    return memory;
}

}  // namespace

json::object alarm_state_json(AlarmState const& state) {
    json::object out{
        {"status", base::word_of(alarm_statuses, state.status)},
        {"occurrence", state.occurrence},
        {"escalations", state.escalations},
        {"now", state.now.microseconds},
        {"reason", json::object{{"code", state.reason.code}, {"params", params_json(state.reason.params)}}},
        {"maintenance", list_json(state.maintenance, window_json)},
        {"memory", memory_json(state.memory)}};
    put(out, "since", state.since);
    put(out, "raised_at", state.raised_at);
    put(out, "notified_at", state.notified_at);
    put(out, "silent_since", state.silent_since);
    if (state.sequence) out["sequence"] = *state.sequence;
    return out;
}

base::Result<AlarmState> alarm_state_of(json::value const& value) {
    Reader reader(value);
    AlarmState state;
    auto const status = reader.choice("status", base::choices(alarm_statuses));
    state.status = base::enumerator_of<AlarmStatus>(alarm_statuses, status).value_or(AlarmStatus::quiet);
    state.occurrence = reader.integer("occurrence", 0, any_high);
    state.escalations = reader.integer("escalations", 0, any_high);
    state.now = {reader.integer("now", any_low, any_high)};
    reader.object("reason", [&](Reader& inner) { state.reason = read_reason(inner); });
    state.maintenance = read_list(reader, "maintenance", read_window);
    reader.object("memory", [&](Reader& inner) { state.memory = read_memory(inner); });
    state.since = read_moment(reader, "since");
    state.raised_at = read_moment(reader, "raised_at");
    state.notified_at = read_moment(reader, "notified_at");
    state.silent_since = read_moment(reader, "silent_since");
    state.sequence = reader.optional_integer("sequence", any_low, any_high);
    KUNYU_TRY_VOID(reader.finish());
    return state;
}

}  // namespace kunyu::quality
