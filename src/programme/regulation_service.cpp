#include "programme/regulation_service.hpp"

#include "programme/plan_store.hpp"
#include "programme/register_access.hpp"
#include "programme/regulation_json.hpp"
#include "registry/application_attachments.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* recording = "regulation.record";
constexpr char const* not_found = "registers.regulation_not_found";

void record(sql::Tx& tx, identity::Caller const& caller, Regulation const& regulation, boost::json::value before,
            std::string reason = {}) {
    RegisterChange change;
    change.action = recording;
    change.subject = {"regulation", regulation.id.value, regulation.title.zh, 0};
    change.before = std::move(before);
    change.after = regulation_record(regulation);
    change.reason = std::move(reason);
    record_change(tx, caller, std::move(change));
}

RegulationEvent event_of(identity::Caller const& caller, RegulationState state, base::Day on) {
    RegulationEvent event;
    event.state = state;
    event.on = on;
    event.at = caller.now;
    event.by = caller.account;
    event.by_name = caller.name;
    return event;
}

/// The one that takes the place of another has been issued itself, and does not come back to it.
base::Result<void> check_successor(sql::Session& session, RegulationId id, std::optional<std::int64_t> successor) {
    if (!successor) return {};
    auto const other = load_regulation(session, {*successor});
    if (!other) return base::refuse_field("/successor", "registers.unknown_regulation");
    if (!is_public(other->state())) return base::refuse_field("/successor", "registers.successor_not_issued");
    if (leads_to(session, other->id, id)) return base::refuse_field("/successor", "registers.successor_of_itself");
    return {};
}

}  // namespace

bool sees_drafts(sql::Session& session, identity::Caller const& caller) {
    return identity::may(session, caller, recording, {});
}

base::Result<void> RegulationService::apply(sql::Tx& tx, identity::Caller const& caller, RegulationChange const& change,
                                            Regulation& regulation) const {
    if (change.kind) regulation.kind = *change.kind;
    if (change.title) regulation.title = *change.title;
    if (change.source) regulation.source = *change.source;
    if (change.note) regulation.note = *change.note;
    if (change.files) regulation.files = *change.files;
    if (change.tasks) {
        KUNYU_TRY(regulation.tasks, tasks_of(tx, regulation.entry.plan, *change.tasks));
    }
    return registry::attach_files(tx, caller, "regulation", regulation.id.value, regulation.files);
}

base::Result<Regulation> RegulationService::create(sql::Tx& tx, identity::Caller const& caller,
                                                   RegulationStart const& start, RegulationChange const& change) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, recording, {}));
    KUNYU_TRY_VOID(check_not_ahead(caller, start.on, "/on"));
    Regulation regulation;
    regulation.id = ids_.next_as<RegulationTag>();
    regulation.slug = start.slug;
    regulation.entry = new_entry(caller, start.plan, start.sample);
    regulation.basis = start.basis;
    regulation.history = {event_of(caller, start.state, start.on)};
    KUNYU_TRY_VOID(apply(tx, caller, change, regulation));
    insert_regulation(tx, regulation);
    record(tx, caller, regulation, nullptr);
    return *load_regulation(tx, regulation.id);
}

base::Result<Regulation> RegulationService::current(sql::Session& session, identity::Caller const& caller,
                                                    RegulationId id, std::optional<std::int64_t> version) const {
    KUNYU_TRY(auto regulation, find(session, caller, id, base::day_of(caller.now)));
    KUNYU_TRY_VOID(identity::authorise(session, caller, recording, {}));
    if (version && regulation.entry.version != *version) return base::refuse("identity.version_conflict");
    return regulation;
}

base::Result<Regulation> RegulationService::edit(sql::Tx& tx, identity::Caller const& caller, RegulationId id,
                                                 std::int64_t version, RegulationChange const& change) const {
    KUNYU_TRY(auto regulation, current(tx, caller, id, version));
    auto before = regulation_record(regulation);
    KUNYU_TRY_VOID(apply(tx, caller, change, regulation));
    touch(regulation.entry, caller);
    update_regulation(tx, regulation);
    record(tx, caller, regulation, std::move(before));
    return *load_regulation(tx, id);
}

base::Result<Regulation> RegulationService::take_step(sql::Tx& tx, identity::Caller const& caller, RegulationId id,
                                                      std::optional<std::int64_t> version,
                                                      RegulationStepInput const& input) const {
    KUNYU_TRY(auto regulation, current(tx, caller, id, version));
    KUNYU_TRY_VOID(check_not_ahead(caller, input.on, "/on"));
    KUNYU_TRY_VOID(check_step(regulation.state(), regulation.history.back().on, input));
    KUNYU_TRY_VOID(check_successor(tx, id, input.successor));
    auto before = regulation_record(regulation);
    auto event = event_of(caller, state_after(input.step), input.on);
    event.document_number = input.document_number;
    event.reason = input.reason;
    if (input.step == RegulationStep::issue) {
        regulation.document_number = input.document_number;
        regulation.valid_from = input.valid_from.value_or(input.on);
        regulation.valid_to = input.valid_to;
    }
    if (input.successor) regulation.successor = RegulationId{*input.successor};
    touch(regulation.entry, caller);
    update_regulation(tx, regulation);
    append_event(tx, id, event);
    auto changed = *load_regulation(tx, id);
    record(tx, caller, changed, std::move(before), input.reason);
    return changed;
}

base::Result<Regulation> RegulationService::find(sql::Session& session, identity::Caller const& caller, RegulationId id,
                                                 base::Day day) const {
    auto regulation = load_regulation(session, id);
    auto const state = regulation ? regulation->state_on(day) : std::nullopt;
    if (!state || (!is_public(*state) && !sees_drafts(session, caller))) return base::refuse(not_found);
    return std::move(*regulation);
}

base::Result<RegisterPage<Regulation>> RegulationService::list(sql::Session& session, identity::Caller const& caller,
                                                               RegulationQuery query) const {
    query.public_only = !sees_drafts(session, caller);
    return list_regulations(session, query);
}

base::Result<std::int64_t> RegulationService::import_pack(sql::Tx& tx, identity::Caller const& caller,
                                                          packs::Pack const& pack) const {
    std::int64_t entered = 0;
    auto const plan = pack.plan ? find_plan(tx, pack.plan->id) : std::nullopt;
    if (!plan) return entered;
    for (auto const& source : pack.regulations) {
        if (has_regulation(tx, source.id)) continue;
        RegulationChange change;
        change.kind = parse_regulation_kind(source.kind);
        change.title = Name{source.title.zh, source.title.en};
        change.tasks = source.tasks;
        change.source = std::optional<std::string>(source.origin.source);
        change.note = source.note;
        RegulationStart const start{*plan,     RegulationState::asked_for, pack.plan->issued,
                                    source.id, source.origin.basis,        false};
        KUNYU_TRY_VOID(create(tx, caller, start, change));
        ++entered;
    }
    return entered;
}

}  // namespace kunyu::programme
