#pragma once
#include "registry/approval.hpp"
#include "registry/category.hpp"
#include "registry/lifecycle.hpp"
#include "registry/platform.hpp"
#include "sql/database.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// The rule sets stored; kept in the process by their digests, which never change their meaning.
std::shared_ptr<RuleBook const> load_rules(sql::Session& session);
void store_rules(sql::Tx& tx, Catalogue const& catalogue);

std::optional<PlatformId> find_platform(sql::Session& session, std::string_view code);
std::optional<Platform> load_platform(sql::Session& session, PlatformId id);
/// In the order of entry, annulled ones included.
std::vector<Event> load_events(sql::Session& session, PlatformId id);
std::optional<Event> load_event(sql::Session& session, EventId id);
/// Events of other platforms that name this one as their partner and are in force.
std::vector<Event> load_events_with_partner(sql::Session& session, PlatformId partner);

void insert_platform(sql::Tx& tx, Platform const& platform, base::Instant now);
/// Stores the profile, and raises the version by one.
void update_platform(sql::Tx& tx, Platform const& platform, base::Instant now);
/// Raises the version by one.
void touch_platform(sql::Tx& tx, PlatformId id, base::Instant now);
void insert_event(sql::Tx& tx, Event const& event);
void mark_annulled(sql::Tx& tx, EventId event, EventId by);
/// The next free code: P001, P002 … P1000.
std::string next_code(sql::Session& session, bool sample);
/// Removes the platform and all that was derived from it; for sample data only.
void remove_platform(sql::Tx& tx, PlatformId id);

/// The tallies of all rows from the day on, as approval needs them; samples count like the others.
Occupation load_occupation(sql::Session& session, base::Day from);

}  // namespace kunyu::registry
