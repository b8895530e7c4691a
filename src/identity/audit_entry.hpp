#pragma once
#include "audit/audit.hpp"
#include "identity/caller.hpp"
#include "identity/permissions.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kunyu::identity {

/// What an audit entry is about.
struct AuditSubject {
    std::string kind;
    std::int64_t id = 0;
    std::string label;
    std::int64_t organisation = 0;
};

/// An audit entry with everything that is known of the caller: actor, the delegator he acts for on this target,
/// request, moment. The service adds before, after and reason.
audit::Entry audit_entry(sql::Session& session, Caller const& caller, std::string_view action, AuditSubject subject,
                         Target const& target);

}  // namespace kunyu::identity
