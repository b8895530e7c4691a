#include "registry/readiness_json.hpp"

#include "registry/application_attachments.hpp"
#include "registry/application_json.hpp"
#include "registry/call_json.hpp"
#include "registry/platform_store.hpp"

namespace kunyu::registry {

namespace {

boost::json::array conditions_json(std::vector<ReadinessCondition> const& conditions) {
    boost::json::array out;
    for (auto const& condition : conditions)
        out.push_back({{"id", condition.id},
                       {"name", base::to_json_name(condition.name.zh, condition.name.en)},
                       {"met", base::json_or_null(condition.met)},
                       {"note", base::json_or_null(condition.note)},
                       {"basis", condition.basis}});
    return out;
}

boost::json::object since_json(sql::Session& session, std::optional<EventId> id) {
    if (auto const event = id ? load_event(session, *id) : std::nullopt) return bounded_day(*event);
    return {{"day", nullptr}, {"earliest", nullptr}, {"latest", nullptr}, {"precision", "unknown"}, {"text", nullptr}};
}

}  // namespace

boost::json::object readiness_json(sql::Session& session, ReadinessView const& view) {
    auto const& report = view.report;
    return {{"platform", platform_json(session, view.platform)},
            {"ready", report.ready},
            {"expected_on", base::json_or_null(report.expected_on)},
            {"building_since", since_json(session, view.building_since)},
            {"due_on", base::json_or_null(view.due_on)},
            {"overdue", view.overdue},
            {"conditions", conditions_json(report.conditions)},
            {"note", base::json_or_null(report.note)},
            {"updated_at", base::json_or_null(report.updated_at)},
            {"updated_by", account_json(session, report.updated_by, report.updated_by_name)},
            {"version", report.version}};
}

boost::json::object readiness_record(ReadinessReport const& report) {
    return {{"ready", report.ready},
            {"expected_on", base::json_or_null(report.expected_on)},
            {"conditions", conditions_json(report.conditions)},
            {"note", base::json_or_null(report.note)}};
}

ReadinessInput read_readiness(base::Reader& reader) {
    ReadinessInput input;
    input.ready = reader.boolean("ready");
    input.expected_on = reader.optional_day("expected_on");
    input.note = reader.optional_text("note", {1, 2000, true});
    if (reader.has("conditions")) {
        std::vector<ConditionInput> conditions;
        reader.each("conditions", 50, [&](base::Reader& item) {
            ConditionInput condition;
            condition.id = item.text("id", {1, 64});
            if (item.has("name")) condition.name = read_name(item, "name", 200, 300);
            if (!item.has("met")) item.fault("met", "base.required");
            condition.met = item.optional_boolean("met");
            condition.note = item.optional_text("note", {1, 1000, true});
            conditions.push_back(std::move(condition));
        });
        input.conditions = std::move(conditions);
    }
    return input;
}

}  // namespace kunyu::registry
