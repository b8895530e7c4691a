#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

/// The entities of OGC SensorThings 1.1 (18-088, clause 8) as they are kept. Each has a numeric id; those of streams
/// (Datastream and MultiDatastream share one series) are small numbers from 1, since an observation's id is
/// stream << 35 | ordinal (below 2^53). Observations themselves are in the archive.
struct ThingTag;
struct LocationTag;
struct HistoricalLocationTag;
struct StreamTag;
struct SensorTag;
struct ObservedPropertyTag;
struct FeatureTag;
using ThingId = base::Id<ThingTag>;
using LocationId = base::Id<LocationTag>;
using HistoricalLocationId = base::Id<HistoricalLocationTag>;
using StreamId = base::Id<StreamTag>;
using SensorId = base::Id<SensorTag>;
using ObservedPropertyId = base::Id<ObservedPropertyTag>;
using FeatureId = base::Id<FeatureTag>;

constexpr std::int64_t most_streams = (1LL << 18) - 1;

/// A station.
struct Thing {
    ThingId id;
    std::int64_t version = 1;
    std::string name;
    std::string description;
    boost::json::object properties;
    std::vector<LocationId> locations;     ///< where it is now
    std::optional<std::int64_t> platform;  ///< registry::PlatformId; nothing: made by an administrator or data steward
    bool is_public = true;
    bool sample = false;
};

struct Location {
    LocationId id;
    std::int64_t version = 1;
    std::string name;
    std::string description;
    std::string encoding_type;    ///< "application/geo+json" (or the older "application/vnd.geo+json")
    boost::json::value location;  ///< GeoJSON, or what the encoding says
    boost::json::object properties;
};

struct HistoricalLocation {
    HistoricalLocationId id;
    ThingId thing;
    base::Instant time;
    std::vector<LocationId> locations;
};

struct Sensor {
    SensorId id;
    std::int64_t version = 1;
    std::string name;
    std::string description;
    std::string encoding_type;
    boost::json::value metadata;
    boost::json::object properties;
};

struct ObservedProperty {
    ObservedPropertyId id;
    std::int64_t version = 1;
    std::string name;
    std::string definition;
    std::string description;
    boost::json::object properties;
};

/// Members may be null for what has no unit.
struct UnitOfMeasurement {
    std::optional<std::string> name;
    std::optional<std::string> symbol;
    std::optional<std::string> definition;
};

/// Who may read a stream's observations.
enum class Openness {
    open,      ///< everybody
    embargo,   ///< everybody once an observation is older than the embargo; until then the station's own people
    internal,  ///< the station's own people and those of its organisations
};

/// A Datastream, or a MultiDatastream when `multi`: then units, observation types and observed properties are equally
/// many, and a result is an array of so many.
struct Stream {
    StreamId id;
    std::int64_t version = 1;
    bool multi = false;
    std::string name;
    std::string description;
    std::string observation_type;                      ///< of the stream itself (a complex observation when multi)
    std::vector<std::string> multi_observation_types;  ///< empty unless multi
    std::vector<UnitOfMeasurement> units;              ///< one unless multi
    ThingId thing;
    SensorId sensor;
    std::vector<ObservedPropertyId> observed_properties;  ///< one unless multi
    boost::json::object properties;
    Openness openness = Openness::open;
    std::int64_t embargo_days = 0;
    std::string licence;  ///< SPDX identifier or address; empty: not stated
    /// What an observation without a FeatureOfInterest of its own observes: the features by the ordinal from which on
    /// each holds, ascending. Made from the Thing's Location when the first such observation comes.
    struct FeatureSince {
        std::int64_t first_ordinal = 0;
        FeatureId feature;
    };
    std::vector<FeatureSince> features;
    /// What observations name themselves, and when the first of them ended (phenomenon time, or the end of its span);
    /// ascending by feature.
    struct NamedFeature {
        FeatureId feature;
        base::Instant since;
        static constexpr base::Instant always{std::numeric_limits<std::int64_t>::min()};
    };
    std::vector<NamedFeature> named_features;
    /// Nothing when no observation names it.
    NamedFeature const* named(FeatureId wanted) const {
        auto const before = [](NamedFeature const& one, FeatureId other) { return one.feature < other; };
        auto const found = std::lower_bound(named_features.begin(), named_features.end(), wanted, before);
        return found != named_features.end() && found->feature == wanted ? &*found : nullptr;
    }
};

struct Feature {
    FeatureId id;
    std::int64_t version = 1;
    std::string name;
    std::string description;
    std::string encoding_type;
    boost::json::value feature;
    boost::json::object properties;
    std::optional<LocationId> made_from;  ///< the Location it was made from
};

}  // namespace kunyu::observations
