#include "programme/inspection_service.hpp"

#include "programme/inspection_json.hpp"
#include "programme/register_access.hpp"
#include "registry/application_attachments.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* reading = "inspection.read";
constexpr char const* recording = "inspection.record";

identity::Target target_of(Inspection const& inspection) {
    return {inspection.units, std::nullopt};
}

base::Result<Inspection> visible(sql::Session& session, identity::Caller const& caller, InspectionId id) {
    auto inspection = load_inspection(session, id);
    if (!inspection || !identity::may(session, caller, reading, target_of(*inspection)))
        return base::refuse("registers.inspection_not_found");
    return std::move(*inspection);
}

void record(sql::Tx& tx, identity::Caller const& caller, std::string_view action, Inspection const& inspection,
            boost::json::value before, std::string reason = {}) {
    RegisterChange change;
    change.action = action;
    change.subject = {"inspection", inspection.id.value, base::to_string(inspection.on), 0};
    change.target = target_of(inspection);
    change.before = std::move(before);
    change.after = inspection_record(inspection);
    change.reason = std::move(reason);
    record_change(tx, caller, std::move(change));
}

/// Something is demanded of units that were inspected, nobody else.
base::Result<void> check_demands(std::vector<AssignmentDraft> const& demands, Inspection const& inspection) {
    base::Refusal refusal{"base.invalid_input", {}, {}};
    for (std::size_t i = 0; i < demands.size(); ++i)
        if (std::find(inspection.units.begin(), inspection.units.end(), demands[i].unit) == inspection.units.end())
            refusal.fields.push_back({"/demands/" + std::to_string(i) + "/unit", "registers.unit_not_inspected", {}});
    if (!refusal.fields.empty()) return refusal;
    return {};
}

}  // namespace

base::Result<void> InspectionService::apply(sql::Tx& tx, identity::Caller const& caller, InspectionChange const& change,
                                            Inspection& inspection) const {
    if (change.on) inspection.on = *change.on;
    KUNYU_TRY_VOID(check_not_ahead(caller, inspection.on, "/inspected_on"));
    if (change.inspectors) inspection.inspectors = *change.inspectors;
    if (change.findings) inspection.findings = *change.findings;
    if (change.units) inspection.units = *change.units;
    if (change.tasks) {
        KUNYU_TRY(inspection.tasks, tasks_of(tx, inspection.entry.plan, *change.tasks));
    }
    if (change.files) inspection.files = *change.files;
    KUNYU_TRY_VOID(check_demands(change.demands.value_or(drafts_of(inspection.demands)), inspection));
    return registry::attach_files(tx, caller, "inspection", inspection.id.value, inspection.files);
}

base::Result<Inspection> InspectionService::create(sql::Tx& tx, identity::Caller const& caller, PlanId plan,
                                                   InspectionChange const& change, bool sample) const {
    Inspection inspection;
    inspection.id = ids_.next_as<InspectionTag>();
    inspection.entry = new_entry(caller, plan, sample);
    KUNYU_TRY_VOID(apply(tx, caller, change, inspection));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, recording, target_of(inspection)));
    insert_inspection(tx, inspection);
    KUNYU_TRY_VOID(desk_.replace(tx, caller, inspection.id.value, inspection.on,
                                 change.demands.value_or(std::vector<AssignmentDraft>{})));
    auto made = *load_inspection(tx, inspection.id);
    record(tx, caller, recording, made, nullptr);
    return made;
}

base::Result<Inspection> InspectionService::edit(sql::Tx& tx, identity::Caller const& caller, InspectionId id,
                                                 std::int64_t version, InspectionChange const& change) const {
    KUNYU_TRY(auto inspection, visible(tx, caller, id));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, recording, target_of(inspection)));
    if (inspection.entry.version != version) return base::refuse("identity.version_conflict");
    auto before = inspection_record(inspection);
    auto demands = change.demands.value_or(drafts_of(inspection.demands));
    KUNYU_TRY_VOID(apply(tx, caller, change, inspection));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, recording, target_of(inspection)));
    touch(inspection.entry, caller);
    update_inspection(tx, inspection);
    KUNYU_TRY_VOID(desk_.replace(tx, caller, id.value, inspection.on, std::move(demands)));
    auto changed = *load_inspection(tx, id);
    record(tx, caller, recording, changed, std::move(before));
    return changed;
}

base::Result<Inspection> InspectionService::take_step(sql::Tx& tx, identity::Caller const& caller, InspectionId id,
                                                      std::optional<std::int64_t> version, AssignmentId demand,
                                                      AssignmentStepInput const& input) const {
    KUNYU_TRY(auto inspection, visible(tx, caller, id));
    if (version && inspection.entry.version != *version) return base::refuse("identity.version_conflict");
    auto before = inspection_record(inspection);
    KUNYU_TRY(auto const action, desk_.take_step(tx, caller, id.value, demand, input));
    touch(inspection.entry, caller);
    update_inspection(tx, inspection);
    auto changed = *load_inspection(tx, id);
    record(tx, caller, action, changed, std::move(before), input.statement);
    return changed;
}

base::Result<Inspection> InspectionService::find(sql::Session& session, identity::Caller const& caller,
                                                 InspectionId id) const {
    return visible(session, caller, id);
}

base::Result<RegisterPage<Inspection>> InspectionService::list(sql::Session& session, identity::Caller const& caller,
                                                               InspectionQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    return list_inspections(session, query, identity::scope_of(session, caller, reading));
}

void InspectionService::remove(sql::Tx& tx, InspectionId id) const {
    desk_.remove(tx, id.value);
    remove_inspection(tx, id);
}

}  // namespace kunyu::programme
