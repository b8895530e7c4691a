#include "registry/readiness_service.hpp"

#include "audit/audit.hpp"
#include "identity/audit_entry.hpp"
#include "registry/application_access.hpp"
#include "registry/category.hpp"
#include "registry/platform_store.hpp"
#include "registry/readiness_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kunyu::registry {

namespace {

std::optional<std::int64_t> build_months(Catalogue const& catalogue, std::string const& category_id) {
    auto const* category = catalogue.category(category_id);
    if (!category) return std::nullopt;
    for (auto const& period : category->periods)
        if (period.id == "build_months" && period.value) return base::parse_id(*period.value);
    return std::nullopt;
}

/// The stored conditions with what was reported now; own ones are added by name.
base::Result<std::vector<ReadinessCondition>> merged(std::vector<ReadinessCondition> conditions,
                                                     std::vector<ConditionInput> const& inputs) {
    base::Refusal refusal{"base.invalid_input", {}, {}};
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        auto const& input = inputs[i];
        auto found = std::find_if(conditions.begin(), conditions.end(),
                                  [&](ReadinessCondition const& condition) { return condition.id == input.id; });
        if (found == conditions.end()) {
            if (!input.name) {
                refusal.fields.push_back(
                    {"/conditions/" + std::to_string(i) + "/id", "workflow.unknown_condition", {{"value", input.id}}});
                continue;
            }
            conditions.push_back({input.id, *input.name, std::nullopt, std::nullopt, "local"});
            found = std::prev(conditions.end());
        }
        found->met = input.met;
        found->note = input.note;
        if (input.name && found->basis == "local") found->name = *input.name;
    }
    if (!refusal.fields.empty()) return refusal;
    return conditions;
}

base::Result<void> check(ReadinessReport const& report) {
    if (!report.ready || report.note) return {};
    auto const open = open_conditions(report);
    if (open.empty()) return {};
    std::string names;
    for (auto const& name : open) names += (names.empty() ? "" : "、") + name;
    return base::refuse_field("/ready", "workflow.conditions_open", {{"conditions", names}});
}

}  // namespace

base::Result<ReadinessView> ReadinessService::view(sql::Session& session, PlatformId platform, base::Day as_of,
                                                   base::Day today) const {
    KUNYU_TRY(auto const snapshot, platforms_.snapshot(session, platform, as_of));
    auto const row = session.first(
        "SELECT since_event FROM platform_interval WHERE platform = ? AND state = 'building' AND valid_from <= ? AND"
        " valid_to > ?",
        platform, as_of, as_of);
    auto const rules = load_rules(session);
    ReadinessView view;
    view.platform = platform;
    view.report = load_readiness(session, platform);
    if (!row) return view;
    view.building_since = row->id<EventTag>(0);
    view.due_on = build_due(snapshot.since, snapshot.until, build_months(rules->for_reading(as_of), snapshot.category));
    view.overdue = view.due_on && *view.due_on < std::min(as_of, today);
    return view;
}

void ReadinessService::tell_ministry(sql::Tx& tx, identity::Caller const& caller, ReadinessView const& before,
                                     bool ready) const {
    if (before.report.ready == ready) return;
    auto const references = platform_refs(tx, {before.platform});
    auto const& name = references.at(before.platform).name;
    inbox::Subject const subject{"readiness", before.platform.value, name.zh, name.en};
    inbox_.close(tx, caller, subject, "report", {});
    if (!ready) return;
    inbox::NewTodo todo;
    todo.kind = "readiness.accept";
    todo.subject = subject;
    todo.title = inbox::title_of("workflow.todo_accept", {{"name", name.zh}}, {{"name", name.en.value_or(name.zh)}});
    todo.action = "platform.event";
    todo.target = target_of_platform(tx, before.platform, base::day_of(caller.now));
    todo.link = fmt::format("/platforms/{}", subject.id);
    inbox_.open(tx, caller, todo);
}

base::Result<ReadinessView> ReadinessService::report(sql::Tx& tx, identity::Caller const& caller, PlatformId platform,
                                                     std::int64_t version, ReadinessInput const& input) const {
    auto const today = base::day_of(caller.now);
    auto const target = target_of_platform(tx, platform, today);
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "readiness.report", target));
    KUNYU_TRY(auto const before, view(tx, platform, today, today));
    if (!before.building_since) return base::refuse("workflow.not_building");
    if (before.report.version != version) return base::refuse("identity.version_conflict");
    auto report = before.report;
    report.ready = input.ready;
    report.expected_on = input.expected_on;
    report.note = input.note;
    if (input.conditions) {
        KUNYU_TRY(report.conditions, merged(report.conditions, *input.conditions));
    }
    KUNYU_TRY_VOID(check(report));
    ++report.version;
    report.updated_at = caller.now;
    report.updated_by = caller.account;
    report.updated_by_name = caller.name;
    save_readiness(tx, platform, report);
    tell_ministry(tx, caller, before, report.ready);
    auto const references = platform_refs(tx, {platform});
    auto const& reference = references.at(platform);
    auto entry = identity::audit_entry(tx, caller, "readiness.report",
                                       {"platform", platform.value, reference.code + " " + reference.name.zh,
                                        target.organisations.empty() ? 0 : target.organisations.front().value},
                                       target);
    entry.before = readiness_record(before.report);
    entry.after = readiness_record(report);
    entry.reason = report.note.value_or("");
    audit::append(tx, entry);
    return view(tx, platform, today, today);
}

base::Result<ReadinessView> ReadinessService::find(sql::Session& session, identity::Caller const& caller,
                                                   PlatformId platform, base::Day as_of) const {
    auto const today = base::day_of(caller.now);
    KUNYU_TRY_VOID(
        identity::authorise(session, caller, "readiness.read", target_of_platform(session, platform, today)));
    return view(session, platform, as_of, today);
}

base::Result<ReadinessService::Page> ReadinessService::list(sql::Session& session, identity::Caller const& caller,
                                                            ReadinessQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, "readiness.read"));
    KUNYU_TRY(auto const found, list_readiness(session, query, identity::scope_of(session, caller, "readiness.read")));
    Page page;
    for (auto const platform : found.items) {
        KUNYU_TRY(auto one, view(session, platform, query.as_of, base::day_of(caller.now)));
        page.items.push_back(std::move(one));
    }
    page.next = found.next;
    return page;
}

}  // namespace kunyu::registry
