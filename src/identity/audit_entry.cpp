#include "identity/audit_entry.hpp"

#include <utility>

namespace kunyu::identity {

audit::Entry audit_entry(sql::Session& session, Caller const& caller, std::string_view action, AuditSubject subject,
                         Target const& target) {
    audit::Entry entry;
    entry.actor = caller.account.value;
    entry.actor_name = caller.name;
    entry.on_behalf_of = on_behalf_of(session, caller, action, target);
    entry.action = action;
    entry.subject_kind = std::move(subject.kind);
    entry.subject = subject.id;
    entry.subject_label = std::move(subject.label);
    entry.organisation = subject.organisation;
    entry.request_id = caller.request_id;
    entry.address = caller.address;
    entry.at = caller.now;
    return entry;
}

}  // namespace kunyu::identity
