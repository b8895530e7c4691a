#include "sensorthings/write_service.hpp"

#include "observations/entity_store.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
using namespace observations;  // NOLINT: nearly every name here is an entity
using observations::test::refused;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto measurement =
    R"("observationType":"http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement")";
constexpr auto unit = R"("unitOfMeasurement":{"name":"Celsius","symbol":"degC","definition":"http://qudt.org/x"})";
constexpr auto sensor = R"({"name":"Barometer","description":"b","encodingType":"application/pdf","metadata":"m"})";
constexpr auto property = R"({"name":"Dew point","definition":"http://dbpedia.org/page/Dew_point","description":"d"})";
constexpr auto location = R"({"name":"bow river","description":"r","encodingType":"application/vnd.geo+json",
                              "location":{"type":"Point","coordinates":[-114.05,51.05]}})";
constexpr auto feature = R"({"name":"A weather station.","description":"s","encodingType":"application/geo+json",
                             "feature":{"type":"Point","coordinates":[10,10]}})";

/// A Datastream's body with these links behind its properties.
std::string datastream(std::string const& links) {
    return std::string(R"({"name":"t","description":"d",)") + measurement + "," + unit + (links.empty() ? "" : ",") +
           links + "}";
}

std::string link(char const* navigation, std::int64_t id) {
    return "\"" + std::string(navigation) + R"(":{"@iot.id":)" + std::to_string(id) + "}";
}

/// Writes as a data steward over everything; the archive is a map.
class Writes : public kunyu::test::OnEachEngine {
  protected:
    observations::test::StationWorld world{db()};
    std::map<std::int64_t, Observation> archive;
    WriteService writes{world.entities,
                        [this](Stream const& stream, std::int64_t ordinal) -> base::Result<std::optional<Observation>> {
                            auto const found = archive.find(ObservationId{stream.id, ordinal}.value());
                            if (found == archive.end()) return std::optional<Observation>();
                            return std::optional(found->second);
                        }};

    base::Result<Written> post(std::string const& path, std::string const& body) {
        return world.write([&](sql::Tx& tx) {
            return writes.create(tx, world.as(world.steward), parse_path(path).value(), json::parse(body));
        });
    }
    base::Result<Written> update(std::string const& path, EditForm form, std::string const& body,
                                 std::optional<std::int64_t> version = {}) {
        return world.write([&](sql::Tx& tx) {
            return writes.update(tx, world.as(world.steward), parse_path(path).value(), form, json::parse(body),
                                 version);
        });
    }
    base::Result<Written> patch(std::string const& path, std::string const& body) {
        return update(path, EditForm::merge, body);
    }
    base::Result<Written> put(std::string const& path, std::string const& body) {
        return update(path, EditForm::replace, body);
    }
    base::Result<Written> operations(std::string const& path, std::string const& body) {
        return update(path, EditForm::operations, body);
    }
    base::Result<Written> remove(std::string const& path) {
        return world.write(
            [&](sql::Tx& tx) { return writes.remove(tx, world.as(world.steward), parse_path(path).value()); });
    }
    std::int64_t id_of(base::Result<Written> const& written) { return written.value().entity.id; }
    template <typename Id>
    auto stored(Id id) {
        return *db().read([&](sql::Session& session) { return load(session, id); });
    }
    /// Things, Locations, HistoricalLocations, streams, Sensors, ObservedProperties, Features.
    std::vector<std::size_t> counts() {
        return db().read([](sql::Session& session) -> std::vector<std::size_t> {
            return {
                load_things(session).size(),  load_locations(session).size(), load_historical_locations(session).size(),
                load_streams(session).size(), load_sensors(session).size(),   load_observed_properties(session).size(),
                load_features(session).size()};
        });
    }
    std::string thing_body(std::string const& links = "") {
        return R"({"name":"Thing","description":"This is a Thing")" + (links.empty() ? "" : "," + links) + "}";
    }
    /// A Thing at a Location with a Datastream, a Sensor and an ObservedProperty.
    struct Station {
        std::int64_t thing, location, sensor, property, stream;
    };
    Station station() {
        Station out{};
        out.location = id_of(post("Locations", location));
        out.thing =
            id_of(post("Things", thing_body(R"("Locations":[{"@iot.id":)" + std::to_string(out.location) + "}]")));
        out.sensor = id_of(post("Sensors", sensor));
        out.property = id_of(post("ObservedProperties", property));
        out.stream = id_of(post("Datastreams", datastream(link("Thing", out.thing) + "," + link("Sensor", out.sensor) +
                                                          "," + link("ObservedProperty", out.property))));
        return out;
    }
    static std::string at(char const* set, std::int64_t id, char const* rest = "") {
        return std::string(set) + "(" + std::to_string(id) + ")" + rest;
    }
    /// Puts what was posted where an archive would have it.
    std::int64_t keep(PendingObservation const& pending, FeatureId observed) {
        Observation out;
        out.id = {pending.stream, static_cast<std::int64_t>(archive.size())};
        out.phenomenon_time = pending.observation.phenomenon_time;
        out.phenomenon_end = pending.observation.phenomenon_end;
        out.result_time = pending.observation.result_time;
        out.result = pending.observation.result;
        out.feature = pending.observation.rarities.feature.value_or(observed);
        archive[out.id.value()] = out;
        return out.id.value();
    }
};
KUNYU_ON_EACH_ENGINE(Writes);

TEST_P(Writes, MakeEachEntity) {
    auto const made = station();
    EXPECT_EQ(made.stream, 1);
    EXPECT_EQ(post("FeaturesOfInterest", feature).value().status, 201);
    auto const moved =
        post("HistoricalLocations", R"({"time":"2015-03-01T00:40:00.000Z",)" + link("Thing", made.thing) +
                                        R"(,"Locations":[{"@iot.id":)" + std::to_string(made.location) + "}]}");
    EXPECT_EQ(stored(HistoricalLocationId{id_of(moved)}).thing.value, made.thing);
    EXPECT_EQ(moved.value().location(), "HistoricalLocations(" + std::to_string(id_of(moved)) + ")");
    auto const multi = post("MultiDatastreams", R"({"name":"wind","description":"w",
        "unitOfMeasurements":[{"name":"m/s","symbol":"m/s","definition":null},{"name":null,"symbol":null,"definition":null}],
        "multiObservationDataTypes":["http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                                     "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"],
        "ObservedProperties":[{"@iot.id":)" + std::to_string(made.property) +
                                                    "}," + property + "]," + link("Thing", made.thing) + "," +
                                                    link("Sensor", made.sensor) + "}");
    auto const stream = stored(StreamId{id_of(multi)});
    EXPECT_TRUE(stream.multi);
    EXPECT_EQ(stream.observed_properties.size(), 2U);
    EXPECT_EQ(stream.observed_properties.front().value, made.property);
    EXPECT_EQ(stream.units[1].symbol, std::nullopt);
    EXPECT_EQ(counts(), (std::vector<std::size_t>{1, 1, 2, 2, 1, 2, 1}));
}

TEST_P(Writes, MakeEverythingInlineAtOnce) {
    auto const made = post("Things", thing_body(R"("@iot.id":77,"properties":{"a":1},"Locations":[)" +
                                                std::string(location) + R"(],"Datastreams":[)" +
                                                datastream(std::string(R"("Sensor":)") + sensor +
                                                           R"(,"ObservedProperty":)" + property + R"(,"Observations":[
          {"phenomenonTime":"2012-06-26T03:42:02-0600","result":70.4,"FeatureOfInterest":)" +
                                                           feature + R"(},
          {"result":71,"resultTime":"2020-01-01T00:00:00Z","parameters":{"depth":2}}])") +
                                                "]"));
    ASSERT_TRUE(made) << made.error();
    EXPECT_EQ(made->entity.kind, Kind::thing);
    EXPECT_NE(made->entity.id, 77);
    EXPECT_EQ(counts(), (std::vector<std::size_t>{1, 1, 1, 1, 1, 1, 2}));
    ASSERT_THAT(made->observations, SizeIs(2));
    auto const& first = made->observations[0];
    EXPECT_EQ(first.stream.value, 1);
    EXPECT_EQ(first.path, "/Datastreams/0/Observations/0");
    EXPECT_EQ(base::to_string(first.observation.phenomenon_time), "2012-06-26T09:42:02.000000Z");
    EXPECT_EQ(first.observation.result, json::value(70.4));
    EXPECT_TRUE(first.observation.rarities.feature);
    auto const& second = made->observations[1];
    EXPECT_EQ(second.observation.phenomenon_time, world.clock.now());
    EXPECT_FALSE(second.observation.rarities.feature);
    auto const stream = stored(StreamId{1});
    ASSERT_THAT(stream.features, SizeIs(1)) << "made of the Location";
    EXPECT_EQ(stored(stream.features[0].feature).made_from, stored(ThingId{made->entity.id}).locations.front());
}

TEST_P(Writes, FromTheOtherSidesMakeAlong) {
    auto const whole_thing = thing_body(R"("Locations":[)" + std::string(location) + "]");
    auto const from_sensor = post(
        "Sensors", R"({"name":"s","description":"d","encodingType":"application/pdf","metadata":"m","Datastreams":[)" +
                       datastream(R"("Thing":)" + whole_thing + R"(,"ObservedProperty":)" + property) + "]}");
    ASSERT_TRUE(from_sensor) << from_sensor.error();
    EXPECT_EQ(stored(StreamId{1}).sensor.value, from_sensor->entity.id);
    auto const from_location = post("Locations",
                                    R"({"name":"l","description":"d","encodingType":"text/plain","location":"x",
        "Things":[)" + thing_body() + "]}");
    ASSERT_TRUE(from_location) << from_location.error();
    auto const observation = post("Observations", R"({"result":1,"Datastream":)" +
                                                      datastream(R"("Thing":)" + whole_thing + R"(,"Sensor":)" +
                                                                 sensor + R"(,"ObservedProperty":)" + property) +
                                                      "}");
    ASSERT_TRUE(observation) << observation.error();
    EXPECT_EQ(observation->observations.front().stream.value, 2);
    auto const from_feature = post("FeaturesOfInterest", R"({"name":"f","description":"d","encodingType":"text/plain",
        "feature":"x","Observations":[{"result":2,"Datastream":{"@iot.id":2}}]})");
    ASSERT_TRUE(from_feature) << from_feature.error();
    EXPECT_EQ(from_feature->observations.front().observation.rarities.feature->value, from_feature->entity.id);
}

TEST_P(Writes, ThatMissSomethingMakeNothing) {
    auto const made = station();
    auto const nowhere = id_of(post("Things", thing_body()));
    auto const homeless =
        id_of(post("Datastreams", datastream(link("Thing", nowhere) + "," + link("Sensor", made.sensor) + "," +
                                             link("ObservedProperty", made.property))));
    auto const before = counts();
    std::string const s(sensor), p(property), l(location), f(feature);
    struct Case {
        std::string path, body, refusal;
    };
    Case const cases[]{
        {"Things", "[]", "sensorthings.invalid_entity"},
        {"Things", "{}", "/name /description"},
        {"Things", R"({"name":null,"description":5})", "/name /description"},
        {"Things", R"({"name":"a","description":"","colour":1,"x@iot.count":2})", "/colour"},
        {"Things", R"({"name":"a","description":"","properties":[]})", "/properties"},
        {"Things", R"({"name":" ","description":""})", "/name"},
        {"Things", thing_body(R"("Locations":[{"name":"x"}])"),
         "/Locations/0/description /Locations/0/encodingType /Locations/0/location"},
        {"Things", thing_body(R"("Locations":{"@iot.id":1})"), "/Locations"},
        {"Things", thing_body(R"("Locations":[{"@iot.id":999}])"), "/Locations/0"},
        {"Things", thing_body(R"("Locations":[{"@iot.id":"1"}])"), "/Locations/0/@iot.id"},
        {"Things",
         thing_body(R"("Locations":[)" + l + R"(],"Datastreams":[)" + datastream(R"("ObservedProperty":)" + p) + "]"),
         "/Datastreams/0/Sensor"},
        {"Things",
         thing_body(R"("Datastreams":[)" +
                    datastream(R"("Thing":{"@iot.id":1},"Sensor":)" + s + R"(,"ObservedProperty":)" + p) + "]"),
         "/Datastreams/0/Thing"},
        {"Things",
         thing_body(
             R"("Datastreams":[)" +
             datastream(R"("Sensor":)" + s + R"(,"ObservedProperty":)" + p + R"(,"Observations":[{"result":1}])") +
             "]"),
         "/Datastreams/0/Observations/0/FeatureOfInterest"},
        {"Datastreams", datastream(""), "/Thing /Sensor /ObservedProperty"},
        {"Datastreams", datastream(link("Thing", made.thing) + R"(,"ObservedProperty":)" + p), "/Sensor"},
        {"Datastreams",
         datastream(link("Thing", made.thing) + "," + link("Sensor", 12345) + R"(,"ObservedProperty":)" + p),
         "/Sensor"},
        {"Datastreams",
         R"({"name":"t","description":"d","observationType":"x","unitOfMeasurement":5,)" + link("Thing", made.thing) +
             R"(,"Sensor":)" + s + R"(,"ObservedProperty":)" + p + "}",
         "/unitOfMeasurement"},
        {"Datastreams",
         datastream(R"("openness":"shut",)" + link("Thing", made.thing) + "," + link("Sensor", made.sensor) + "," +
                    link("ObservedProperty", made.property)),
         "/openness"},
        {"HistoricalLocations", R"({"time":"never"})", "/time /Thing /Locations"},
        {"Observations", R"({"result":1})", "/Datastream"},
        {"Observations", R"({"Datastream":{"@iot.id":1}})", "/result"},
        {"Observations", R"({"result":1,"Datastream":{"@iot.id":9}})", "/Datastream"},
        {"Observations", R"({"result":1,"MultiDatastream":{"@iot.id":1}})", "/MultiDatastream"},
        {"Observations", R"({"result":1,"MultiDatastream":{"@iot.id":1},"Datastream":{"@iot.id":1}})",
         "/MultiDatastream"},
        {"Observations",
         R"({"result":1,"phenomenonTime":"2015-01-01T00:00:00Z","Datastream":{"@iot.id":)" + std::to_string(homeless) +
             "}}",
         "/FeatureOfInterest"},
        {"Observations", R"({"result":1,"Datastream":{"@iot.id":1},"FeatureOfInterest":{"name":"w","description":"w",
                             "feature":{"type":"Point","coordinates":[1,2]}}})",
         "/FeatureOfInterest/encodingType"},
        {"Observations", R"({"result":1,"Datastream":{"@iot.id":1},"phenomenonTime":"2015-01-01T00:00:00",
                             "resultTime":"1492-01-01T00:00:00Z","validTime":"2015-01-01T00:00:00Z","parameters":5})",
         "/phenomenonTime /resultTime /parameters /validTime"},
        {"Observations", R"({"result":1,"Datastream":{"@iot.id":1},
                             "phenomenonTime":"2015-01-02T00:00:00Z/2015-01-01T00:00:00Z"})",
         "/phenomenonTime"}};
    for (auto const& one : cases) {
        EXPECT_EQ(refused(post(one.path, one.body)), one.refusal) << one.body;
        EXPECT_EQ(post(one.path, one.body).error().code, "sensorthings.invalid_entity") << one.body;
    }
    EXPECT_EQ(counts(), before);
}

TEST_P(Writes, BelowAnEntityBelongToIt) {
    auto const made = station();
    auto const other = id_of(post("Things", thing_body()));
    auto const streams = at("Things", other, "/Datastreams");
    auto const links = link("Sensor", made.sensor) + "," + link("ObservedProperty", made.property);
    auto const second = id_of(post(streams, datastream(links)));
    EXPECT_EQ(stored(StreamId{second}).thing.value, other);
    EXPECT_EQ(refused(post(streams, datastream(links + "," + link("Thing", other)))), "") << "named once more";
    EXPECT_EQ(refused(post(streams, datastream(links + "," + link("Thing", made.thing)))), "/Thing");
    auto const third = id_of(post(at("Sensors", made.sensor, "/Datastreams"),
                                  datastream(link("Thing", other) + "," + link("ObservedProperty", made.property))));
    EXPECT_EQ(stored(StreamId{third}).sensor.value, made.sensor);
    auto const place = id_of(post(at("Things", other, "/Locations"), location));
    EXPECT_THAT(stored(ThingId{other}).locations, ElementsAre(LocationId{place}));
    auto const guest = id_of(post(at("Locations", place, "/Things"), thing_body()));
    EXPECT_THAT(stored(ThingId{guest}).locations, ElementsAre(LocationId{place}));
    auto const observation = post("Datastreams(1)/Observations", R"({"result":true})");
    EXPECT_EQ(observation.value().observations.front().stream.value, 1);
    EXPECT_EQ(refused(post(at("Things", made.thing, "/Datastreams(1)/Observations"), R"({"result":1})")), "");
    EXPECT_EQ(refused(post(at("Things", other, "/Datastreams(1)/Observations"), R"({"result":1})")),
              "sensorthings.nothing_at_path");
    EXPECT_EQ(refused(post("Datastreams(99)/Observations", R"({"result":1})")), "observations.stream_not_found");
    EXPECT_EQ(refused(post("MultiDatastreams(1)/Observations", R"({"result":1})")), "observations.stream_not_found");
    EXPECT_EQ(refused(post("Things(0)/Datastreams", datastream(links))), "observations.thing_not_found");
    EXPECT_EQ(refused(post(at("Things", other), thing_body())), "sensorthings.not_a_collection");
    EXPECT_EQ(refused(post(at("Things", other, "/name"), "{}")), "sensorthings.not_writable");
    auto const through = post(at("HistoricalLocations", 5, "/Thing/Datastreams"), datastream(links));
    EXPECT_EQ(refused(through), "observations.historical_location_not_found");
}

TEST_P(Writes, ChangeOnlyWhatIsGiven) {
    auto const made = station();
    patch(at("Things", made.thing), R"({"description":"patched","@iot.id":5,"Datastreams@iot.navigationLink":"x"})")
        .value();
    EXPECT_EQ(stored(ThingId{made.thing}).description, "patched");
    EXPECT_EQ(stored(ThingId{made.thing}).name, "Thing");
    EXPECT_THAT(stored(ThingId{made.thing}).locations, SizeIs(1));
    patch(at("Things", made.thing), R"({"properties":{"a":{"b":1}}})").value();
    patch(at("Things", made.thing), R"({"properties":{"c":2}})").value();
    EXPECT_EQ(json::serialize(stored(ThingId{made.thing}).properties), R"({"c":2})") << "as a whole";
    patch(at("Locations", made.location), R"({"location":{"type":"Point","coordinates":[114.05,-50]}})").value();
    EXPECT_EQ(stored(LocationId{made.location}).location.at("coordinates").at(1), json::value(-50));
    patch(at("Sensors", made.sensor), R"({"metadata":"PATCHED"})").value();
    patch("Datastreams(1)", R"({"unitOfMeasurement":{"name":"Entropy2","symbol":"S2","definition":"x"}})").value();
    EXPECT_EQ(stored(StreamId{1}).units.front().symbol, "S2");
    EXPECT_EQ(stored(StreamId{1}).thing.value, made.thing);
    auto const other = id_of(post("Things", thing_body()));
    patch(at("Things", made.thing, "/Datastreams(1)"), "{" + link("Thing", other) + "}").value();
    EXPECT_EQ(stored(StreamId{1}).thing.value, other);
    patch(at("Things", made.thing), R"({"Datastreams":[{"@iot.id":1}]})").value();
    EXPECT_EQ(stored(StreamId{1}).thing.value, made.thing) << "added from the other side";
    EXPECT_EQ(refused(update(at("Things", made.thing), EditForm::merge, "{}", 1)), "identity.version_conflict");
}

TEST_P(Writes, LinkWhatIsNamedByItsIdWhateverElseIsSentOfIt) {
    auto const made = station();
    auto const whole = [](std::int64_t id, std::string const& name) {
        return R"({"@iot.id":)" + std::to_string(id) + R"(,"name":")" + name + R"(","description":"other"})";
    };
    auto const place = id_of(post("Locations", R"({"name":"p","description":"","encodingType":"application/geo+json",)"
                                               R"("location":{"type":"Point","coordinates":[1,2]},"Things":[)" +
                                                   whole(made.thing, "sent whole") + "]}"));
    auto const thing = stored(ThingId{made.thing});
    EXPECT_EQ(thing.locations, (std::vector<observations::LocationId>{{place}}));
    EXPECT_NE(thing.name, "sent whole");
    EXPECT_EQ(refused(post("Locations", R"({"name":"p","description":"","encodingType":"application/geo+json",)"
                                        R"("location":{"type":"Point","coordinates":[1,2]},"Things":[)" +
                                            whole(77, "not there") + "]}")),
              "/Things/0");
}

TEST_P(Writes, ChangeNothingWhenTheyAreWrong) {
    auto const made = station();
    auto const thing = at("Things", made.thing);
    struct Case {
        std::string path, body, refusal;
    };
    Case const cases[]{{thing, R"({"name":null})", "/name"},
                       {thing, R"({"name":5,"colour":1})", "/name /colour"},
                       {thing, R"({"Locations":[)" + std::string(location) + "]}", "/Locations/0"},
                       {thing, R"({"Datastreams":[{"name":"x"}]})", "/Datastreams/0"},
                       {thing, R"({"Datastreams":[{"@iot.id":12}]})", "/Datastreams/0"},
                       {"Datastreams(1)", R"({"Thing":{"name":"test","description":"test"}})", "/Thing"},
                       {"Datastreams(1)", R"({"Sensor":)" + std::string(sensor) + "}", "/Sensor"},
                       {"Datastreams(1)", R"({"Observations":[{"result":1}]})", "/Observations/0"},
                       {"Datastreams(1)", R"({"Observations":[{"@iot.id":34359738368}]})", "/Observations/0"},
                       {"Datastreams(1)", R"({"Sensor":{"@iot.id":12}})", "/Sensor"},
                       {"Datastreams(1)", R"({"observationType":""})", "/observationType"},
                       {"Datastreams(1)", "[]", "sensorthings.invalid_entity"}};
    for (auto const& one : cases) {
        auto const result = patch(one.path, one.body);
        EXPECT_EQ(refused(result), one.refusal) << one.body;
        EXPECT_EQ(result.error().code, "sensorthings.invalid_entity") << one.body;
    }
    EXPECT_EQ(refused(patch("Things(12)", "{}")), "observations.thing_not_found");
    EXPECT_EQ(refused(patch("Things", "{}")), "sensorthings.not_an_entity");
    EXPECT_EQ(stored(ThingId{made.thing}).version, 1);
    EXPECT_EQ(stored(StreamId{1}).version, 1);
}

TEST_P(Writes, MoveAThingByItsLocations) {
    auto const made = station();
    auto const second = id_of(post("Locations", location));
    auto const address =
        id_of(post("Locations", R"({"name":"a","description":"","encodingType":"text/plain","location":"桂林"})"));
    auto const thing = at("Things", made.thing);
    auto const places = [](std::int64_t id) { return R"({"Locations":[{"@iot.id":)" + std::to_string(id) + "}]}"; };
    patch(thing, places(address)).value();
    EXPECT_THAT(stored(ThingId{made.thing}).locations, ElementsAre(LocationId{made.location}, LocationId{address}))
        << "another encoding of the place";
    patch(thing, places(second)).value();
    EXPECT_THAT(stored(ThingId{made.thing}).locations, ElementsAre(LocationId{address}, LocationId{second}));
    EXPECT_EQ(counts()[2], 3U) << "each change makes history";
    patch(at("Locations", made.location), R"({"Things":[{"@iot.id":)" + std::to_string(made.thing) + "}]}").value();
    EXPECT_THAT(stored(ThingId{made.thing}).locations, ElementsAre(LocationId{address}, LocationId{made.location}));
}

TEST_P(Writes, ReplaceAllPropertiesWithPut) {
    auto const made = station();
    patch(at("Things", made.thing), R"({"properties":{"a":1}})").value();
    put(at("Things", made.thing), R"({"name":"new","description":"put"})").value();
    auto const thing = stored(ThingId{made.thing});
    EXPECT_EQ(thing.name, "new");
    EXPECT_THAT(thing.properties, IsEmpty());
    EXPECT_THAT(thing.locations, SizeIs(1)) << "no property";
    EXPECT_EQ(refused(put(at("Things", made.thing), R"({"name":"new"})")), "/description");
    patch("Datastreams(1)", R"({"openness":"embargo","embargoDays":30,"licence":"CC-BY-4.0"})").value();
    put("Datastreams(1)", datastream("")).value();
    EXPECT_EQ(stored(StreamId{1}).openness, Openness::embargo) << "who does not know it does not lift it";
    EXPECT_EQ(stored(StreamId{1}).embargo_days, 30);
    EXPECT_EQ(stored(StreamId{1}).sensor.value, made.sensor);
    EXPECT_EQ(refused(put("Datastreams(1)", R"({"name":"a","description":"b"})")),
              "/observationType /unitOfMeasurement");
}

TEST_P(Writes, FollowAJsonPatch) {
    auto const made = station();
    auto const thing = at("Things", made.thing);
    operations(thing, R"([{"op":"add","path":"/properties","value":{"key1":1}}])").value();
    operations(thing, R"([{"op":"copy","from":"/properties/key1","path":"/properties/keyCopy1"},
                          {"op":"move","from":"/properties/key1","path":"/properties/key2"}])")
        .value();
    EXPECT_EQ(json::serialize(stored(ThingId{made.thing}).properties), R"({"keyCopy1":1,"key2":1})");
    EXPECT_EQ(refused(operations(thing, R"([{"op":"replace","path":"/name","value":"x"},
                                            {"op":"test","path":"/properties/key2","value":2}])")),
              "sensorthings.patch_test");
    EXPECT_EQ(stored(ThingId{made.thing}).name, "Thing");
    EXPECT_EQ(refused(operations(thing, R"([{"op":"remove","path":"/name"}])")), "/name");
    EXPECT_EQ(refused(operations(thing, R"([{"op":"replace","path":"","value":5}])")), "sensorthings.invalid_entity");
    auto const other = id_of(post("Sensors", sensor));
    operations("Datastreams(1)", R"([{"op":"replace","path":"/Sensor/@iot.id","value":)" + std::to_string(other) + "}]")
        .value();
    EXPECT_EQ(stored(StreamId{1}).sensor.value, other);
}

TEST_P(Writes, CorrectAnObservation) {
    auto const made = station();
    auto const other = id_of(post("FeaturesOfInterest", feature));
    FeatureId const of_place{id_of(post("FeaturesOfInterest", feature))};
    auto const posted = post("Datastreams(1)/Observations", R"({"phenomenonTime":"2015-03-01T00:40:00.000Z","result":8,
        "resultTime":"2015-03-01T01:00:00.000Z","resultQuality":["a"]})");
    auto const path = at("Observations", keep(posted.value().observations.front(), of_place));
    archive.begin()->second.quality = 3;
    auto const patched = patch(path, R"({"phenomenonTime":"2015-07-01T00:40:00.000Z/2015-07-01T00:41:00Z"})").value();
    ASSERT_TRUE(patched.correction);
    EXPECT_EQ(patched.correction->after.result, json::value(8));
    EXPECT_EQ(base::to_string(*patched.correction->after.phenomenon_end), "2015-07-01T00:41:00.000000Z");
    EXPECT_EQ(base::to_string(*patched.correction->after.result_time), "2015-03-01T01:00:00.000000Z");
    EXPECT_EQ(patched.correction->after.quality, 3) << "a flag is not the client's";
    EXPECT_EQ(patched.correction->after.rarities.feature, of_place);
    EXPECT_EQ(patch(path, R"({"resultTime":null})").value().correction->after.result_time, std::nullopt);
    EXPECT_EQ(patch(path, "{" + link("FeatureOfInterest", other) + "}").value().correction->after.rarities.feature,
              FeatureId{other});
    auto const replaced = put(path, R"({"result":9})").value();
    EXPECT_EQ(replaced.correction->after.phenomenon_time, replaced.correction->before.phenomenon_time);
    EXPECT_EQ(replaced.correction->after.result_time, std::nullopt);
    EXPECT_EQ(
        operations(path, R"([{"op":"replace","path":"/result","value":{"a":1}}])").value().correction->after.result,
        (json::value{{"a", 1}}));
    EXPECT_EQ(refused(patch(path, R"({"Datastream":{"@iot.id":1}})")), "");
    EXPECT_EQ(refused(patch(path, R"({"Datastream":{"@iot.id":2}})")), "/Datastream");
    EXPECT_EQ(refused(patch(path, R"({"MultiDatastream":{"@iot.id":1}})")), "/MultiDatastream");
    EXPECT_EQ(refused(patch(path, R"({"FeatureOfInterest":)" + std::string(feature) + "}")), "/FeatureOfInterest");
    EXPECT_EQ(refused(put(path, R"({"resultTime":null})")), "/result");
    EXPECT_EQ(refused(patch("Observations(5)", "{}")), "sensorthings.nothing_at_path");
    EXPECT_EQ(refused(patch(at("Things", made.thing, "/Datastreams(1)/Observations(34359738369)"), "{}")),
              "sensorthings.nothing_at_path");
    patch(path + "/Datastream/Sensor", R"({"name":"renamed"})").value();
    EXPECT_EQ(stored(SensorId{made.sensor}).name, "renamed");
    EXPECT_EQ(remove(path).value().removed_observation, ObservationId({{1}, 0}));
}

TEST_P(Writes, HandInObservationsOfOnesOwnStations) {
    auto const made = station();
    auto const before = counts();
    auto const as = [&](identity::Caller const& caller, std::string const& path, std::string const& body) {
        return world.write([&](sql::Tx& tx) {
            return writes.create(tx, world.as(caller), parse_path(path).value(), json::parse(body));
        });
    };
    auto const with_feature = R"({"result":1,"FeatureOfInterest":)" + std::string(feature) + "}";
    EXPECT_EQ(refused(as(world.stranger, "Datastreams(1)/Observations", with_feature)), "identity.not_permitted");
    EXPECT_EQ(refused(as(world.nobody, "Datastreams(1)/Observations", with_feature)), "identity.login_required");
    auto limited = world.steward;
    limited.token_actions = {{"station.edit"}};
    auto const whole = datastream(link("Thing", made.thing) + "," + link("Sensor", made.sensor) + "," +
                                  link("ObservedProperty", made.property) + R"(,"Observations":[{"result":1}])");
    EXPECT_EQ(refused(as(limited, "Datastreams", whole)), "identity.token_too_narrow");
    EXPECT_EQ(counts(), before) << "nothing made along";
    EXPECT_EQ(refused(as(world.steward, "Datastreams", whole)), "");
}

/// Before the observations are looked for that would go along.
TEST_P(Writes, SayAtOnceWhoMayNotRemoveAFeature) {
    auto const made = id_of(post("FeaturesOfInterest", feature));
    auto const removing = [&](identity::Caller const& caller) {
        return db().read(
            [&](sql::Session& session) { return world.entities.check_removal(session, caller, FeatureId{made}); });
    };
    EXPECT_EQ(refused(removing(world.as(world.manager))), "observations.used_by_others");
    EXPECT_EQ(refused(removing(world.as(world.nobody))), "identity.login_required");
    EXPECT_EQ(refused(removing(world.as(world.steward))), "");
}

TEST_P(Writes, OfAMultiDatastreamHaveOneValueForEachProperty) {
    auto const made = station();
    auto const types = R"(["http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                           "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"])";
    auto const body = R"({"name":"wind","description":"w","multiObservationDataTypes":)" + std::string(types) +
                      R"(,"unitOfMeasurements":[{},{}],"ObservedProperties":[{"@iot.id":)" +
                      std::to_string(made.property) + "},{\"@iot.id\":" + std::to_string(made.property) + "}]," +
                      link("Sensor", made.sensor) + "}";
    auto const stream = id_of(post(at("Things", made.thing, "/MultiDatastreams"), body));
    auto const observations = at("MultiDatastreams", stream, "/Observations");
    EXPECT_EQ(refused(post(observations, R"({"result":[5,20]})")), "");
    EXPECT_EQ(refused(post(observations, R"({"result":5})")), "/result");
    EXPECT_EQ(refused(post(observations, R"({"result":[5]})")), "/result");
    EXPECT_EQ(refused(post(at("Datastreams", stream, "/Observations"), R"({"result":5})")),
              "observations.stream_not_found");
    EXPECT_EQ(refused(post(at("MultiDatastreams", stream, "/ObservedProperties"), property)),
              "sensorthings.fixed_properties");
    EXPECT_EQ(refused(patch(at("ObservedProperties", made.property),
                            R"({"MultiDatastreams":[{"@iot.id":)" + std::to_string(stream) + "}]}")),
              "/MultiDatastreams/0");
    EXPECT_EQ(refused(patch(at("MultiDatastreams", stream), R"({"unitOfMeasurements":[{}]})")), "/unitOfMeasurements");
    EXPECT_EQ(refused(patch(at("MultiDatastreams", stream),
                            R"({"unitOfMeasurements":[{},{},{}],"ObservedProperties":[{"@iot.id":)" +
                                std::to_string(made.property) + "}]}")),
              "/multiObservationDataTypes");
}

TEST_P(Writes, RemoveWithWhatGoesAlong) {
    auto const made = station();
    EXPECT_EQ(remove(at("Things", made.thing, "/Datastreams(1)")).value().entity, (EntityKey{Kind::datastream, 1}));
    EXPECT_EQ(counts()[3], 0U);
    EXPECT_EQ(remove(at("Things", made.thing)).value().status, 200);
    EXPECT_EQ(counts(), (std::vector<std::size_t>{0, 1, 0, 0, 1, 1, 0}));
    EXPECT_EQ(refused(remove(at("Things", made.thing))), "observations.thing_not_found");
    EXPECT_EQ(refused(remove("Things")), "sensorthings.not_an_entity");
    EXPECT_EQ(refused(remove("Observations(5)")), "sensorthings.nothing_at_path");
    for (auto const* set : {"Things", "Locations", "HistoricalLocations", "Datastreams", "MultiDatastreams", "Sensors",
                            "ObservedProperties", "FeaturesOfInterest", "Observations"})
        EXPECT_TRUE(remove(std::string(set) + "(9223372036854775807)").has_error()) << set;
}

}  // namespace
}  // namespace kunyu::sensorthings
