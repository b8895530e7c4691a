#pragma once
#include "base/result.hpp"
#include "observations/entity_store.hpp"
#include "observations/station.hpp"
#include "sql/database.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kunyu::observations {

struct NetworkPage {
    std::vector<Network> items;
    std::optional<std::string> next;
};

std::optional<Network> load(sql::Session& session, NetworkId id);
/// By name; refuses a bad cursor (base.bad_cursor).
base::Result<NetworkPage> list_networks(sql::Session& session, std::optional<std::string> const& cursor, int limit);
/// Those of which the station is a member on the day.
std::vector<Network> networks_of(sql::Session& session, ThingId thing, base::Day day);

/// The stations of each network on the day.
std::map<NetworkId, std::set<ThingId>> members_of_networks(sql::Session& session, base::Day day);

/// Whether all its members are, or were, sample stations; then it is a sample itself.
bool is_sample(sql::Session& session, NetworkId id);
std::vector<NetworkId> sample_networks(sql::Session& session);

void insert(sql::Tx& tx, Network const& network, Stamp const& stamp, std::string const& by_name);
void update(sql::Tx& tx, Network const& network, Stamp const& stamp);
void remove(sql::Tx& tx, NetworkId id);

}  // namespace kunyu::observations
