#include "registry/exit_plan_json.hpp"

#include "registry/application_attachments.hpp"
#include "registry/application_json.hpp"
#include "registry/reference_input.hpp"

namespace kunyu::registry {

namespace {

boost::json::object leave_json(sql::Session& session, PlannedLeave const& leave, std::optional<base::Day> done_on) {
    return {{"platform", platform_json(session, leave.platform)},
            {"on", base::to_string(leave.on)},
            {"way", to_string(leave.way)},
            {"into", platform_json(session, leave.into)},
            {"done_on", base::json_or_null(done_on)}};
}

}  // namespace

boost::json::object exit_plan_json(sql::Session& session, ExitPlan const& plan, base::Day today) {
    boost::json::array exits;
    for (std::size_t i = 0; i < plan.leaves.size(); ++i)
        exits.push_back(leave_json(session, plan.leaves[i], plan.done_on.at(i)));
    return {{"id", plan.id.value},
            {"category", plan.category},
            {"reason", plan.reason},
            {"document_number", base::json_or_null(plan.document_number)},
            {"exits", std::move(exits)},
            {"restores_on", base::to_string(restored_on(plan.leaves))},
            {"state", to_string(standing_of(plan.leaves, plan.done_on, today))},
            {"events", boost::json::array(plan.events.begin(), plan.events.end())},
            {"attachments", files_json(session, plan.files)},
            {"created_by", account_json(session, plan.created_by, plan.created_by_name)},
            {"created_at", base::to_string(plan.created_at)},
            {"version", plan.version}};
}

boost::json::object exit_plan_record(ExitPlan const& plan) {
    boost::json::array exits;
    for (auto const& leave : plan.leaves) {
        boost::json::object entry{
            {"platform", leave.platform.value}, {"on", base::to_string(leave.on)}, {"way", to_string(leave.way)}};
        if (leave.into) entry["into"] = leave.into->value;
        exits.push_back(std::move(entry));
    }
    return {{"category", plan.category},
            {"reason", plan.reason},
            {"document_number", base::json_or_null(plan.document_number)},
            {"exits", std::move(exits)}};
}

NewExitPlan read_exit_plan(sql::Session& session, base::Reader& reader) {
    NewExitPlan plan;
    plan.category = reader.text("category", {1, 64});
    plan.reason = reader.text("reason", {1, 2000, true});
    plan.document_number = reader.optional_text("document_number", {1, 100});
    if (!reader.has("exits")) reader.fault("exits", "base.required");
    reader.each("exits", 200, [&](base::Reader& item) {
        PlannedLeave leave;
        leave.platform = read_platform(session, item, "platform", true).value_or(PlatformId{});
        leave.on = item.day("on");
        leave.way =
            parse_exit_way(item.choice("way", {"exit", "merge", "join", "convert", "promote"})).value_or(ExitWay::exit);
        leave.into = read_platform(session, item, "into");
        plan.leaves.push_back(leave);
    });
    plan.files = reader.integers("attachments", 50, 1, (1LL << 53) - 1);
    return plan;
}

}  // namespace kunyu::registry
