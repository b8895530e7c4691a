#pragma once
#include "identity/permissions.hpp"
#include "inbox/inbox.hpp"
#include "registry/application.hpp"
#include "sql/database.hpp"

#include <string_view>

namespace kunyu::registry {

/// What each action on an application is aimed at: drafting at the host, endorsing at the supervisor (at the host where
/// none is named), all else at everybody who takes part.
identity::Target target_of(Application const& application, std::string_view action);

/// Today's hosts and supervisors of a platform, and the platform itself.
identity::Target target_of_platform(sql::Session& session, PlatformId platform, base::Day today);

/// The drafter, who may draft for its host, and, once it was submitted, who may read it.
bool may_see(sql::Session& session, identity::Caller const& caller, Application const& application);

StepActor actor_of(sql::Session& session, identity::Caller const& caller, Application const& application,
                   std::string_view action);

/// What the inbox calls it.
inbox::Subject subject_of(Application const& application);
inbox::Title matter_title(Application const& application);
inbox::Title standing_title(ApplicationState state);
/// The to-do of the desk it lies on; nothing when it is over or with the drafter alone.
std::optional<inbox::NewTodo> next_todo(Application const& application);

}  // namespace kunyu::registry
