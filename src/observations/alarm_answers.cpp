#include "observations/alarm_answers.hpp"

#include "base/words.hpp"
#include "inbox/subject.hpp"
#include "quality/alarm_json.hpp"

namespace kunyu::observations {
namespace {

namespace json = boost::json;

json::value reason_json(base::Refusal const& reason) {
    if (reason.code.empty()) return nullptr;
    auto const text = inbox::title_of(reason.code, reason.params, reason.params);
    return json::object{{"code", reason.code}, {"text", base::to_json_name(text.zh, text.en)}};
}

json::object state_json(quality::AlarmState const& state) {
    return {{"status", base::word_of(quality::alarm_statuses, state.status)},
            {"occurrence", state.occurrence},
            {"since", base::json_or_null(state.since)},
            {"raised_at", base::json_or_null(state.raised_at)},
            {"notified_at", base::json_or_null(state.notified_at)},
            {"escalations", state.escalations},
            {"reason", reason_json(state.reason)}};
}

/// What stands behind a value or a bound: the unit's symbol, else its name. Streams that are watched have one unit.
json::value unit_of(Stream const& stream) {
    if (stream.units.empty()) return nullptr;
    auto const& unit = stream.units.front();
    return base::json_or_null(unit.symbol ? unit.symbol : unit.name);
}

json::array steps_for(quality::AlarmState const& state, bool editable) {
    json::array steps;
    if (!editable) return steps;
    steps.push_back("edit");
    bool const open = state.status == quality::AlarmStatus::raised || state.status == quality::AlarmStatus::cleared;
    steps.push_back(open ? "acknowledge" : "remove");
    return steps;
}

}  // namespace

json::object to_json(AlarmStanding const& standing, AlarmPlace const& place) {
    auto const& alarm = standing.alarm;
    return {{"id", alarm.id.value},
            {"version", alarm.version},
            {"station", {{"id", place.thing.id.value}, {"name", place.thing.name}}},
            {"stream", {{"id", place.stream.id.value}, {"name", place.stream.name}, {"unit", unit_of(place.stream)}}},
            {"name", alarm.name},
            {"watched", alarm.watched},
            {"rule", quality::alarm_rule_json(alarm.rule)},
            {"state", state_json(standing.state)},
            {"created_by", alarm.created_by_name},
            {"created_at", base::to_string(alarm.created_at)},
            {"steps", steps_for(standing.state, place.editable)}};
}

json::object to_json(AlarmEntry const& entry) {
    auto const& transition = entry.transition;
    return {{"id", entry.id},
            {"change", base::word_of(quality::alarm_changes, transition.change)},
            {"at", base::to_string(transition.at)},
            {"occurrence", transition.occurrence},
            {"escalation", transition.escalation},
            {"status", base::word_of(quality::alarm_statuses, transition.status)},
            {"reason", reason_json(transition.reason)}};
}

json::object to_json(Maintenance const& maintenance) {
    return {{"id", maintenance.id.value},
            {"station", maintenance.thing.value},
            {"stream", base::json_or_null(maintenance.stream)},
            {"from", base::to_string(maintenance.window.from)},
            {"to", base::to_string(maintenance.window.to)},
            {"ended_at", base::json_or_null(maintenance.ended_at)},
            {"reason", maintenance.reason},
            {"created_by", maintenance.created_by_name},
            {"created_at", base::to_string(maintenance.created_at)}};
}

AlarmSettings read_alarm_settings(base::Reader& reader, bool whole) {
    AlarmSettings settings;
    if (whole || reader.has("name")) settings.name = reader.text("name");
    settings.watched = reader.optional_boolean("watched");
    if (whole || reader.has("rule"))
        reader.object("rule", [&](base::Reader& rule) { settings.rule = quality::read_alarm_rule(rule); });
    return settings;
}

}  // namespace kunyu::observations
