#include "programme/commitment_service.hpp"

#include "base/text.hpp"
#include "programme/commitment_json.hpp"
#include "programme/register_access.hpp"
#include "registry/application_access.hpp"
#include "registry/application_attachments.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* reading = "commitment.read";
constexpr char const* recording = "commitment.record";
constexpr char const* delivering = "commitment.deliver";

/// Whose promise it is.
identity::Target target_of(Commitment const& commitment) {
    return {{commitment.promised_by}, std::nullopt};
}

/// Whom it concerns.
identity::Target readers_of(sql::Session& session, identity::Caller const& caller, Commitment const& commitment) {
    auto target = target_of(commitment);
    if (!commitment.platform) return target;
    auto const platform = registry::target_of_platform(session, *commitment.platform, base::day_of(caller.now));
    target.organisations.insert(target.organisations.end(), platform.organisations.begin(),
                                platform.organisations.end());
    target.platform = platform.platform;
    return target;
}

base::Result<Commitment> visible(sql::Session& session, identity::Caller const& caller, CommitmentId id) {
    auto commitment = load_commitment(session, id);
    if (!commitment || !identity::may(session, caller, reading, readers_of(session, caller, *commitment)))
        return base::refuse("registers.commitment_not_found");
    return std::move(*commitment);
}

/// As visible(), when nobody changed it since.
base::Result<Commitment> current(sql::Session& session, identity::Caller const& caller, CommitmentId id,
                                 std::optional<std::int64_t> version) {
    KUNYU_TRY(auto commitment, visible(session, caller, id));
    if (version && commitment.entry.version != *version) return base::refuse("identity.version_conflict");
    return commitment;
}

void record(sql::Tx& tx, identity::Caller const& caller, std::string_view action, Commitment const& commitment,
            boost::json::value before, boost::json::value after, std::string reason = {}) {
    RegisterChange change;
    change.action = action;
    change.subject = {"commitment", commitment.id.value, base::clip(commitment.what, 60), 0};
    change.target = target_of(commitment);
    change.before = std::move(before);
    change.after = std::move(after);
    change.reason = std::move(reason);
    record_change(tx, caller, std::move(change));
}

/// Stores the new version and writes the record.
Commitment changed(sql::Tx& tx, identity::Caller const& caller, std::string_view action, Commitment commitment,
                   boost::json::value before, std::string reason = {}) {
    touch(commitment.entry, caller);
    update_commitment(tx, commitment);
    auto now = *load_commitment(tx, commitment.id);
    record(tx, caller, action, now, std::move(before), commitment_record(now), std::move(reason));
    return now;
}

bool records_for_everybody(sql::Session& session, identity::Caller const& caller) {
    return identity::scope_of(session, caller, recording).everything;
}

/// Once its day has passed only the ministry changes a promise.
bool is_past(Commitment const& commitment, identity::Caller const& caller) {
    return commitment.due && *commitment.due < base::day_of(caller.now);
}

base::Result<void> check_deliveries(Commitment const& commitment) {
    for (auto const& delivery : commitment.deliveries)
        if (check_delivery(commitment.amount, delivery.known).has_error())
            return base::refuse_field("/amount", "registers.deliveries_do_not_fit");
    return {};
}

}  // namespace

base::Result<void> CommitmentService::apply(sql::Tx& tx, identity::Caller const& caller, CommitmentChange const& change,
                                            Commitment& commitment) const {
    if (change.kind) commitment.kind = *change.kind;
    if (change.task) {
        KUNYU_TRY(commitment.task, task_of(tx, commitment.entry.plan, *change.task));
    }
    if (change.platform) commitment.platform = *change.platform;
    if (change.what) commitment.what = *change.what;
    if (change.amount) commitment.amount = *change.amount;
    if (change.promised_on) commitment.promised_on = *change.promised_on;
    if (change.due) commitment.due = *change.due;
    if (change.document_number) commitment.document_number = *change.document_number;
    if (change.files) commitment.files = *change.files;
    KUNYU_TRY_VOID(check_not_ahead(caller, commitment.promised_on, "/promised_on"));
    KUNYU_TRY_VOID(check_promise(commitment.task || commitment.platform, commitment.promised_on, commitment.due));
    KUNYU_TRY_VOID(check_deliveries(commitment));
    return registry::attach_files(tx, caller, "commitment", commitment.id.value, commitment.files);
}

base::Result<Commitment> CommitmentService::create(sql::Tx& tx, identity::Caller const& caller, PlanId plan,
                                                   OrganisationId promised_by, CommitmentChange const& change,
                                                   bool sample) const {
    Commitment commitment;
    commitment.id = ids_.next_as<CommitmentTag>();
    commitment.entry = new_entry(caller, plan, sample);
    commitment.promised_by = promised_by;
    commitment.promised_on = base::day_of(caller.now);
    KUNYU_TRY_VOID(identity::authorise(tx, caller, recording, target_of(commitment)));
    KUNYU_TRY_VOID(apply(tx, caller, change, commitment));
    insert_commitment(tx, commitment);
    auto made = *load_commitment(tx, commitment.id);
    record(tx, caller, recording, made, nullptr, commitment_record(made));
    return made;
}

base::Result<Commitment> CommitmentService::edit(sql::Tx& tx, identity::Caller const& caller, CommitmentId id,
                                                 std::int64_t version, CommitmentChange const& change) const {
    KUNYU_TRY(auto commitment, visible(tx, caller, id));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, recording, target_of(commitment)));
    if (commitment.entry.version != version) return base::refuse("identity.version_conflict");
    if (is_past(commitment, caller) && !records_for_everybody(tx, caller))
        return base::refuse("registers.commitment_is_due", {{"due", base::to_string(*commitment.due)}});
    auto before = commitment_record(commitment);
    KUNYU_TRY_VOID(apply(tx, caller, change, commitment));
    return changed(tx, caller, recording, std::move(commitment), std::move(before));
}

base::Result<Commitment> CommitmentService::deliver(sql::Tx& tx, identity::Caller const& caller, CommitmentId id,
                                                    std::optional<std::int64_t> version,
                                                    NewDelivery const& delivery) const {
    KUNYU_TRY(auto commitment, current(tx, caller, id, version));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, delivering, target_of(commitment)));
    KUNYU_TRY_VOID(check_not_ahead(caller, delivery.known.on, "/delivered_on"));
    KUNYU_TRY_VOID(check_delivery(commitment.amount, delivery.known));
    KUNYU_TRY_VOID(registry::attach_files(tx, caller, "commitment", id.value, delivery.files));
    auto before = commitment_record(commitment);
    Delivery made;
    made.id = ids_.next_as<DeliveryTag>();
    made.known = delivery.known;
    made.note = delivery.note;
    made.files = delivery.files;
    made.at = caller.now;
    made.by = caller.account;
    made.by_name = caller.name;
    insert_delivery(tx, id, made);
    return changed(tx, caller, delivering, std::move(commitment), std::move(before));
}

base::Result<Commitment> CommitmentService::remove_delivery(sql::Tx& tx, identity::Caller const& caller,
                                                            CommitmentId id, std::int64_t version, DeliveryId delivery,
                                                            std::string const& reason) const {
    KUNYU_TRY(auto commitment, current(tx, caller, id, version));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, delivering, target_of(commitment)));
    auto const& all = commitment.deliveries;
    if (std::none_of(all.begin(), all.end(), [delivery](auto const& one) { return one.id == delivery; }))
        return base::refuse("registers.delivery_not_found");
    auto before = commitment_record(commitment);
    programme::remove_delivery(tx, delivery);
    return changed(tx, caller, delivering, std::move(commitment), std::move(before), reason);
}

base::Result<void> CommitmentService::remove(sql::Tx& tx, identity::Caller const& caller, CommitmentId id,
                                             std::int64_t version, std::string const& reason) const {
    KUNYU_TRY(auto const commitment, current(tx, caller, id, version));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, recording, {}));
    remove_commitment(tx, id);
    record(tx, caller, recording, commitment, commitment_record(commitment), nullptr, reason);
    return {};
}

base::Result<Commitment> CommitmentService::find(sql::Session& session, identity::Caller const& caller,
                                                 CommitmentId id) const {
    return visible(session, caller, id);
}

std::vector<std::string> CommitmentService::steps(sql::Session& session, identity::Caller const& caller,
                                                  Commitment const& commitment) const {
    auto const target = target_of(commitment);
    bool const everybody = records_for_everybody(session, caller);
    std::vector<std::string> steps;
    if (everybody || (!is_past(commitment, caller) && identity::may(session, caller, recording, target)))
        steps.emplace_back("edit");
    if (identity::may(session, caller, delivering, target)) steps.emplace_back("deliver");
    if (everybody) steps.emplace_back("remove");
    return steps;
}

base::Result<RegisterPage<Commitment>> CommitmentService::list(sql::Session& session, identity::Caller const& caller,
                                                               CommitmentQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    return list_commitments(session, query, identity::scope_of(session, caller, reading));
}

base::Result<std::vector<CommitmentTotal>> CommitmentService::totals(sql::Session& session,
                                                                     identity::Caller const& caller, TotalsBy by,
                                                                     CommitmentFilter const& filter) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    return add_up(session, by, filter, identity::scope_of(session, caller, reading));
}

}  // namespace kunyu::programme
