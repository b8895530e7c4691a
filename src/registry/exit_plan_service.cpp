#include "registry/exit_plan_service.hpp"

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "identity/audit_entry.hpp"
#include "registry/application_access.hpp"
#include "registry/application_attachments.hpp"
#include "registry/approval.hpp"
#include "registry/category.hpp"
#include "registry/exit_plan_json.hpp"
#include "registry/platform_store.hpp"

#include <utility>

namespace kunyu::registry {

namespace {

identity::Target const everything{};

std::vector<LeaveFacts> facts_of(sql::Session& session, NewExitPlan const& plan) {
    std::vector<LeaveFacts> facts;
    for (auto const& leave : plan.leaves) {
        LeaveFacts fact;
        fact.takes_place = takes_place(session, leave.platform, plan.category, leave.on.plus_days(-1));
        fact.in_another_plan = stands_in_a_plan(session, leave.platform);
        fact.into_exists = leave.into && load_platform(session, *leave.into).has_value();
        facts.push_back(fact);
    }
    return facts;
}

base::Result<void> check(sql::Session& session, NewExitPlan const& plan) {
    auto const rules = load_rules(session);
    auto const& catalogue = rules->latest();
    if (!catalogue.category(plan.category))
        return base::refuse_field("/category", "workflow.unknown_category", {{"value", plan.category}});
    auto const* table = catalogue.table(plan.category);
    if (!table) return base::refuse_field("/category", "workflow.no_table");
    auto const tally = load_occupation(session, catalogue.target_by).table_at(plan.category, catalogue.target_by);
    TableFacts facts;
    facts.total = table->total;
    facts.taken = tally.counted + tally.reserved;
    facts.target_by = catalogue.target_by;
    return check_plan(plan.leaves, facts_of(session, plan), facts);
}

}  // namespace

base::Result<ExitPlan> ExitPlanService::record(sql::Tx& tx, identity::Caller const& caller,
                                               NewExitPlan const& given) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "exit_plan.record", everything));
    KUNYU_TRY_VOID(check(tx, given));
    ExitPlan plan;
    plan.id = ids_.next_as<ExitPlanTag>();
    plan.version = 1;
    plan.category = given.category;
    plan.reason = given.reason;
    plan.document_number = given.document_number;
    plan.leaves = given.leaves;
    plan.files = given.files;
    plan.sample = given.sample;
    plan.created_by = caller.account;
    plan.created_by_name = caller.name;
    plan.created_at = caller.now;
    KUNYU_TRY_VOID(attach_files(tx, caller, "exit_plan", plan.id.value, plan.files));
    insert_exit_plan(tx, plan);
    auto entry = identity::audit_entry(tx, caller, "exit_plan.record",
                                       {"exit_plan", plan.id.value, base::clip(plan.reason, 200), 0}, everything);
    entry.after = exit_plan_record(plan);
    entry.reason = plan.reason;
    audit::append(tx, entry);
    return *load_exit_plan(tx, plan.id);
}

base::Result<ExitPlan> ExitPlanService::find(sql::Session& session, identity::Caller const& caller,
                                             ExitPlanId id) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, "exit_plan.read"));
    auto plan = load_exit_plan(session, id);
    if (!plan) return base::refuse("workflow.exit_plan_not_found");
    if (identity::may(session, caller, "exit_plan.read", everything)) return std::move(*plan);
    for (auto const& leave : plan->leaves)
        if (identity::may(session, caller, "exit_plan.read",
                          target_of_platform(session, leave.platform, base::day_of(caller.now))))
            return std::move(*plan);
    return base::refuse("workflow.exit_plan_not_found");
}

base::Result<ExitPlanPage> ExitPlanService::list(sql::Session& session, identity::Caller const& caller,
                                                 ExitPlanQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, "exit_plan.read"));
    return list_exit_plans(session, query, identity::scope_of(session, caller, "exit_plan.read"));
}

}  // namespace kunyu::registry
