#pragma once
#include "base/time.hpp"
#include "identity/permissions.hpp"
#include "observations/catalogue.hpp"
#include "observations/entity.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string_view>

namespace kunyu::observations {

/// What one caller may read of the network, found out once a request; pure and unchanging afterwards. "The station's
/// own people" are those who have the action station.read_internal over its platform: by a role over the platform
/// itself, or over an organisation that hosts or supervises it today, or over everything. What may not be seen is to
/// be answered as what is not there, in lists, counts and expansions too.
class ReadScope {
  public:
    static ReadScope everything();
    /// The public's, and that of everybody for stations that are not his own; under an embargo, features whose first
    /// observation ended before what is open at `now`.
    static ReadScope nothing_internal(base::Instant now = {}) { return over({}, now); }
    static ReadScope over(std::set<std::int64_t> platforms, base::Instant now = {});

    /// Whether the caller is one of the station's own people.
    bool owns(Thing const& thing) const;

    bool sees(View const& view, Thing const& thing) const;
    /// A stream of a station that he sees, but an internal one only of his own.
    bool sees(View const& view, Stream const& stream) const;
    bool sees(View const& view, HistoricalLocation const& entity) const;
    /// Places, sensors and features: those of what he sees, and those of nothing. A feature that observations name is
    /// one of what he sees when he may read one of them.
    bool sees(View const& view, Location const& entity) const;
    bool sees(View const& view, Sensor const& entity) const;
    bool sees(View const& view, Feature const& entity) const;
    /// Observed properties are a vocabulary that everybody sees.
    bool sees(View const& view, ObservedProperty const& entity) const;

    static constexpr base::Instant no_observation{std::numeric_limits<std::int64_t>::min()};
    static constexpr base::Instant every_observation{std::numeric_limits<std::int64_t>::max()};
    /// The observations he may read are those that ended (phenomenon time, or the end of its span) before this moment:
    /// every_observation, no_observation, or, under an embargo, `now` less its days of 24 hours.
    base::Instant observations_until(View const& view, Stream const& stream, base::Instant now) const;

  private:
    bool observes(View const& view, Stream const& stream, FeatureId feature) const;

    bool everything_ = false;
    std::set<std::int64_t> platforms_;  // own ones
    base::Instant now_;
};

ReadScope read_scope(sql::Session& session, identity::Caller const& caller);

/// The platforms over which the caller has the action today: by a role over the platform itself, or over an
/// organisation that hosts or supervises it; nothing for a role over everything.
std::optional<std::set<std::int64_t>> platforms_of(sql::Session& session, identity::Caller const& caller,
                                                   std::string_view action);

/// Action station.edit is aimed at the hosts and supervisors of the station's platform and the platform itself; without
/// a platform at nothing in particular, so that only roles over everything fit.
identity::Target target_of(sql::Session& session, Thing const& thing, base::Day today);

}  // namespace kunyu::observations
