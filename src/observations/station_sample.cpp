#include "observations/station_sample.hpp"

#include "base/messages.hpp"
#include "observations/entity_store.hpp"
#include "observations/network_store.hpp"
#include "observations/sample_stations.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kunyu::observations {
namespace {

using identity::Caller;
namespace json = boost::json;

constexpr char const* measurement = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement";
constexpr char const* base_category = "ministry-field-base";
constexpr char const* mark = "sample";  ///< in the properties of what belongs to no station

std::string text(std::string const& key, base::Language language) {
    return base::Messages::instance().text("observations.sample." + key, language);
}

/// In both languages, since an entity has one name.
std::string both(std::string const& key) {
    return text(key, base::Language::zh) + " / " + text(key, base::Language::en);
}

std::string signal_of(SampleStream const& stream) {
    return std::string(observation_files::simulated_signals.at(static_cast<std::size_t>(stream.signal)));
}

json::object marked() {
    return {{mark, true}};
}

/// Sample field bases, as many as there are stations, or fewer.
std::vector<std::int64_t> sample_bases(sql::Session& session, std::size_t most) {
    std::vector<std::int64_t> platforms;
    for (auto const& row : session.query(
             "SELECT DISTINCT p.id FROM platform p JOIN platform_interval i ON i.platform = p.id WHERE p.sample = 1 AND"
             " i.category = ? ORDER BY p.id",
             base_category)) {
        if (platforms.size() == most) break;
        platforms.push_back(row.integer(0));
    }
    return platforms;
}

/// Makes the stations of one load.
class Maker {
  public:
    Maker(sql::Tx& tx, Caller const& caller, StationSampleServices const& services)
        : tx_(tx), caller_(caller), services_(services), today_(base::day_of(caller.now)) {}

    base::Result<std::int64_t> all(std::vector<std::int64_t> const& platforms) {
        auto const stations = sample_stations();
        for (std::size_t i = 0; i < stations.size(); ++i)
            KUNYU_TRY_VOID(station(stations[i], platforms[i % platforms.size()]));
        KUNYU_TRY_VOID(network());
        return static_cast<std::int64_t>(network_.members.size());
    }

  private:
    base::Result<void> station(SampleStation const& sample, std::int64_t platform) {
        Location place;
        place.name = both(sample.text);
        place.encoding_type = "application/geo+json";
        place.location = json::object{{"type", "Point"}, {"coordinates", {sample.longitude, sample.latitude}}};
        place.properties = marked();
        KUNYU_TRY(auto const at, services_.entities.create(tx_, caller_, place));
        Thing thing;
        thing.name = both(sample.text);
        thing.description = both("description");
        thing.platform = platform;
        thing.locations = {at.id};
        thing.sample = true;
        KUNYU_TRY(auto const made, services_.entities.create(tx_, caller_, thing));
        for (auto const& one : sample.streams) KUNYU_TRY_VOID(stream(made.id, one));
        network_.members.push_back({made.id, today_.plus_days(-1), std::nullopt});
        return {};
    }

    base::Result<void> stream(ThingId thing, SampleStream const& sample) {
        auto const history = sample_history(sample, ++seed_, today_);
        KUNYU_TRY(auto const sensor, services_.entities.create(tx_, caller_, sensor_of()));
        KUNYU_TRY(auto const property, services_.entities.create(tx_, caller_, property_of(sample)));
        Stream stream;
        stream.name = both(signal_of(sample));
        stream.description = both("description");
        stream.observation_type = measurement;
        std::string const unit(observation_files::simulated_units.at(static_cast<std::size_t>(sample.signal)));
        stream.units = {{unit, unit, "https://ucum.org/ucum#" + unit}};
        stream.thing = thing;
        stream.sensor = sensor.id;
        stream.observed_properties = {property.id};
        stream.properties = properties_of(history);
        KUNYU_TRY(auto const made, services_.entities.create(tx_, caller_, stream));
        KUNYU_TRY_VOID(programme(made, sample, history));
        KUNYU_TRY_VOID(deployment(made, history));
        KUNYU_TRY_VOID(services_.quality.replace(tx_, caller_, made.id, 0, sample.rules));
        if (sample.alarm)
            KUNYU_TRY_VOID(services_.alarms.create(tx_, caller_, made.id, {both("alarm"), true, sample.alarm}));
        return {};
    }

    static Sensor sensor_of() {
        Sensor sensor;
        sensor.name = both("sensor");
        sensor.encoding_type = "text/html";
        sensor.metadata = both("sensor");
        sensor.properties = marked();
        return sensor;
    }

    static ObservedProperty property_of(SampleStream const& sample) {
        ObservedProperty property;
        property.name = both(signal_of(sample));
        property.definition = "urn:kunyu:sample:" + signal_of(sample);
        property.properties = marked();
        return property;
    }

    base::Result<void> programme(Stream const& stream, SampleStream const& sample, SampleHistory const& history) {
        Programme programme;
        programme.thing = stream.thing;
        programme.observed_property = stream.observed_properties.front();
        programme.protocol = both("protocol");
        programme.protocol_version = "1";
        programme.cadence_seconds = sample.cadence_seconds;
        programme.from = base::day_of(history.settings.start);
        KUNYU_TRY_VOID(services_.parts.create(tx_, caller_, programme));
        return {};
    }

    base::Result<void> deployment(Stream const& stream, SampleHistory const& history) {
        Deployment deployment;
        deployment.thing = stream.thing;
        deployment.sensor = stream.sensor;
        deployment.serial = "S-" + std::to_string(seed_);
        deployment.from = history.settings.start;
        KUNYU_TRY_VOID(services_.parts.create(tx_, caller_, deployment));
        return {};
    }

    base::Result<void> network() {
        network_.name_zh = text("network", base::Language::zh);
        network_.name_en = text("network", base::Language::en);
        network_.description = both("description");
        KUNYU_TRY_VOID(services_.networks.create(tx_, caller_, network_, {}));
        return {};
    }

    sql::Tx& tx_;
    Caller const& caller_;
    StationSampleServices const& services_;
    base::Day today_;
    std::uint64_t seed_ = 0;
    Network network_;
};

/// Removes the stations, then what only they used.
class Remover {
  public:
    Remover(sql::Tx& tx, Caller const& caller, StationSampleServices const& services)
        : tx_(tx), caller_(caller), services_(services) {}

    base::Result<std::int64_t> all() {
        for (auto const id : sample_networks(tx_)) {
            auto const network = load(tx_, id).value();
            KUNYU_TRY_VOID(services_.networks.remove(tx_, caller_, network.id, network.version,
                                                     text("description", base::Language::zh)));
        }
        std::int64_t removed = 0;
        for (auto const& row : tx_.query("SELECT id FROM observation_thing WHERE sample = 1 ORDER BY id")) {
            KUNYU_TRY_VOID(station(row.id<ThingTag>(0)));
            ++removed;
        }
        for (auto const sensor : sensors_) KUNYU_TRY_VOID(unused<Sensor>(sensor));
        for (auto const property : properties_) KUNYU_TRY_VOID(unused<ObservedProperty>(property));
        for (auto const feature : features_) KUNYU_TRY_VOID(unused_feature(feature));
        for (auto const place : places_) KUNYU_TRY_VOID(unused<Location>(place));
        return removed;
    }

  private:
    base::Result<void> station(ThingId id) {
        auto const thing = load(tx_, id).value();
        for (auto const place : thing.locations) {
            places_.insert(place);
            if (auto const feature = feature_made_from(tx_, place)) features_.insert(*feature);
        }
        for (auto const stream : streams_of(tx_, id)) {
            auto const one = load(tx_, stream).value();
            sensors_.insert(one.sensor);
            properties_.insert(one.observed_properties.begin(), one.observed_properties.end());
        }
        return services_.entities.remove(tx_, caller_, id);
    }

    template <typename T>
    base::Result<void> unused(decltype(T::id) id) {
        auto const entity = load(tx_, id);
        if (!entity || !entity->properties.contains(mark) || !things_using(tx_, id).empty()) return {};
        return services_.entities.remove(tx_, caller_, id);
    }

    base::Result<void> unused_feature(FeatureId id) {
        if (!streams_of(tx_, id).empty()) return {};
        return services_.entities.remove(tx_, caller_, id);
    }

    sql::Tx& tx_;
    Caller const& caller_;
    StationSampleServices const& services_;
    std::set<SensorId> sensors_;
    std::set<ObservedPropertyId> properties_;
    std::set<LocationId> places_;
    std::set<FeatureId> features_;
};

}  // namespace

base::Result<std::int64_t> load_station_sample(sql::Tx& tx, Caller const& caller,
                                               StationSampleServices const& services) {
    if (tx.first("SELECT 1 FROM observation_thing WHERE sample = 1")) return 0;
    auto const platforms = sample_bases(tx, sample_stations().size());
    if (platforms.empty()) return 0;
    return Maker(tx, caller, services).all(platforms);
}

base::Result<std::int64_t> remove_station_sample(sql::Tx& tx, Caller const& caller,
                                                 StationSampleServices const& services) {
    auto const leaning = tx.first(
        "SELECT t.name FROM observation_thing t JOIN platform p ON p.id = t.platform WHERE t.sample = 0 AND p.sample = "
        "1 ORDER BY t.id");
    if (leaning) return base::refuse("observations.sample_in_use", {{"name", leaning->text(0)}});
    return Remover(tx, caller, services).all();
}

}  // namespace kunyu::observations
