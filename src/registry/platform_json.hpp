#pragma once
#include "base/messages.hpp"
#include "registry/category.hpp"
#include "registry/lifecycle.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// A platform as other things refer to it: {id, code, name}; its name of today.
struct PlatformReference {
    PlatformId id;
    std::string code;
    Name name;
};
std::map<PlatformId, PlatformReference> platform_refs(sql::Session& session, std::vector<PlatformId> const& ids);
boost::json::object to_json(PlatformReference const& platform);

boost::json::object name_json(Name const& name);
/// {id, name} of a word of the catalogue; the id itself where the catalogue does not know it.
boost::json::object term_name(std::vector<Term> const& terms, std::string_view id);
/// {day, earliest, latest, precision, text}: what is known of the day of an event.
boost::json::object bounded_day(Event const& event);

/// What the events of a platform refer to, loaded at once.
struct EventContext {
    RuleBook const& rules;
    PlatformReference platform;
    std::map<PlatformId, PlatformReference> platforms;
    std::map<OrganisationId, OrganisationReference> organisations;
    std::map<std::int64_t, boost::json::object> files;
    std::map<std::int64_t, boost::json::object> accounts;  ///< empty for the public: who entered what is not theirs
    std::map<EventId, Transition> transitions;
};
EventContext load_event_context(sql::Session& session, RuleBook const& rules, Platform const& platform,
                                History const& history, std::vector<Event> const& events, bool with_accounts);
boost::json::object event_json(EventContext const& context, Event const& event);

}  // namespace kunyu::registry
