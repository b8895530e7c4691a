#include "observations/station_access.hpp"

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "observations/access.hpp"
#include "observations/entity_store.hpp"

#include <utility>

namespace kunyu::observations {
namespace {

constexpr std::size_t longest_label = 60;

}  // namespace

bool owns(sql::Session& session, identity::Caller const& caller, Thing const& thing) {
    auto const target = target_of(session, thing, base::day_of(caller.now));
    return identity::may(session, caller, station_reading, target) ||
           identity::may(session, caller, station_editing, target);
}

base::Result<Thing> visible_thing(sql::Session& session, identity::Caller const& caller, ThingId id) {
    auto thing = load(session, id);
    if (!thing || (!thing->is_public && !owns(session, caller, *thing)))
        return base::refuse("observations.thing_not_found");
    return std::move(*thing);
}

base::Result<void> authorise_station(sql::Session& session, identity::Caller const& caller, std::string_view action,
                                     Thing const& thing) {
    return identity::authorise(session, caller, action, target_of(session, thing, base::day_of(caller.now)));
}

base::Result<Thing> thing_for(sql::Session& session, identity::Caller const& caller, std::string_view action,
                              ThingId id) {
    KUNYU_TRY(auto thing, visible_thing(session, caller, id));
    KUNYU_TRY_VOID(authorise_station(session, caller, action, thing));
    return thing;
}

void record_change(sql::Tx& tx, identity::Caller const& caller, identity::Target const& target, RecordedChange change) {
    identity::AuditSubject subject{std::move(change.kind), change.id, base::clip(change.label, longest_label),
                                   target.organisations.empty() ? 0 : target.organisations.front().value};
    auto entry = identity::audit_entry(tx, caller, change.action, std::move(subject), target);
    entry.before = std::move(change.before);
    entry.after = std::move(change.after);
    entry.reason = std::move(change.reason);
    audit::append(tx, entry);
}

void record_change(sql::Tx& tx, identity::Caller const& caller, Thing const& thing, RecordedChange change) {
    record_change(tx, caller, target_of(tx, thing, base::day_of(caller.now)), std::move(change));
}

}  // namespace kunyu::observations
