#include "registry/call_service.hpp"

#include "audit/audit.hpp"
#include "identity/audit_entry.hpp"
#include "identity/permissions.hpp"
#include "registry/application_attachments.hpp"
#include "registry/call_json.hpp"
#include "registry/category.hpp"
#include "registry/platform_store.hpp"

#include <utility>

namespace kunyu::registry {

namespace {

// A call belongs to nobody's subtree: whoever acts on it acts for the whole network.
identity::Target const everything{};

template <typename T>
void take(std::optional<T> const& from, T& into) {
    if (from) into = *from;
}

void apply(CallChange const& change, Call& call) {
    take(change.title, call.title);
    take(change.category, call.terms.category);
    take(change.fields, call.terms.fields);
    take(change.opens, call.terms.opens);
    take(change.closes, call.terms.closes);
    take(change.limit_per_host, call.terms.limit_per_host);
    take(change.limit_per_supervisor, call.terms.limit_per_supervisor);
    take(change.limit_total, call.terms.limit_total);
    take(change.document_number, call.document_number);
    take(change.files, call.files);
    if (change.text) {
        call.text_zh = change.text->zh;
        call.text_en = change.text->en;
    }
}

base::Result<void> check(sql::Session& session, Call const& call) {
    auto const rules = load_rules(session);
    auto const& catalogue = rules->latest();
    auto const& terms = call.terms;
    base::Refusal refusal{"base.invalid_input", {}, {}};
    if (!catalogue.category(terms.category))
        refusal.fields.push_back({"/category", "workflow.unknown_category", {{"value", terms.category}}});
    for (std::size_t i = 0; i < terms.fields.size(); ++i)
        if (!catalogue.field(terms.category, terms.fields[i]))
            refusal.fields.push_back(
                {"/fields/" + std::to_string(i), "workflow.unknown_field", {{"value", terms.fields[i]}}});
    if (terms.closes < terms.opens) refusal.fields.push_back({"/closes_on", "workflow.window_reversed", {}});
    if (!refusal.fields.empty()) return refusal;
    return {};
}

void record(sql::Tx& tx, identity::Caller const& caller, std::string_view action, Call const& call,
            boost::json::value before, std::string const& reason) {
    auto entry = identity::audit_entry(tx, caller, action, {"call", call.id.value, call.title.zh, 0}, everything);
    entry.before = std::move(before);
    entry.after = call_record(call);
    entry.reason = reason;
    audit::append(tx, entry);
}

base::Result<Call> stored(sql::Session& session, CallId id) {
    auto call = load_call(session, id);
    if (!call) return base::refuse("workflow.call_not_found");
    return std::move(*call);
}

}  // namespace

base::Result<Call> CallService::create(sql::Tx& tx, identity::Caller const& caller, CallChange const& change,
                                       bool sample) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "call.edit", everything));
    Call call;
    call.id = ids_.next_as<CallTag>();
    call.version = 1;
    call.sample = sample;
    call.created_by = caller.account;
    call.created_by_name = caller.name;
    call.created_at = call.updated_at = caller.now;
    apply(change, call);
    KUNYU_TRY_VOID(check(tx, call));
    KUNYU_TRY_VOID(attach_files(tx, caller, "call", call.id.value, call.files));
    insert_call(tx, call);
    record(tx, caller, "call.edit", call, nullptr, {});
    return call;
}

base::Result<Call> CallService::edit(sql::Tx& tx, identity::Caller const& caller, CallId id, std::int64_t version,
                                     CallChange const& change) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "call.edit", everything));
    KUNYU_TRY(auto call, stored(tx, id));
    if (call.version != version) return base::refuse("identity.version_conflict");
    if (call.terms.state != CallState::draft) return base::refuse("workflow.call_not_editable");
    auto before = call_record(call);
    apply(change, call);
    KUNYU_TRY_VOID(check(tx, call));
    KUNYU_TRY_VOID(attach_files(tx, caller, "call", call.id.value, call.files));
    ++call.version;
    call.updated_at = caller.now;
    update_call(tx, call);
    record(tx, caller, "call.edit", call, std::move(before), {});
    return call;
}

base::Result<Call> CallService::take_step(sql::Tx& tx, identity::Caller const& caller, CallId id,
                                          std::optional<std::int64_t> version, CallStepRequest const& request) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, "call.publish", everything));
    KUNYU_TRY(auto call, stored(tx, id));
    if (version && call.version != *version) return base::refuse("identity.version_conflict");
    auto before = call_record(call);
    KUNYU_TRY(call.terms,
              after_step(call.terms, request.input, base::day_of(caller.now), count_submitted(tx, call.id)));
    if (request.input.step == CallStep::accept_late)
        accept_late(tx, caller, call.id, *request.host, *request.input.closes, request.input.reason);
    ++call.version;
    call.updated_at = caller.now;
    update_call(tx, call);
    record(tx, caller, "call.publish", call, std::move(before), request.input.reason);
    return call;
}

base::Result<Call> CallService::find(sql::Session& session, identity::Caller const& caller, CallId id) const {
    KUNYU_TRY(auto call, stored(session, id));
    if (call.terms.state == CallState::draft && !identity::may(session, caller, "call.edit", everything))
        return base::refuse("workflow.call_not_found");
    return call;
}

base::Result<CallPage> CallService::list(sql::Session& session, identity::Caller const& caller, CallQuery query) const {
    query.drafts = identity::may(session, caller, "call.edit", everything);
    query.today = base::day_of(caller.now);
    return list_calls(session, query);
}

}  // namespace kunyu::registry
