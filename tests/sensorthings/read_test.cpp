#include "sensorthings/model.hpp"
#include "sensorthings/service.hpp"

#include <gtest/gtest.h>

#include <set>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
namespace obs = observations;
using test::Reply;

/// Two stations at places, with a stream each that observes the same property by sensors of their own; a
/// MultiDatastream at the first. The first stream has five observations, a minute apart.
class SensorThingsRead : public kunyu::test::OnEachEngine {
  protected:
    SensorThingsRead() : service(db()) {
        auto& world = service.world;
        property = world.create(world.manager, world.property()).value();
        first = stream_at(110.5, "毛村");
        second = stream_at(111.5, "丫吉");
        auto multi_stream = world.stream_of(first.thing, first.sensor, property.id);
        multi_stream.multi = true;
        multi_stream.name = "风";
        multi_stream.observation_type = obs::complex_observation;
        multi_stream.units = {{"metre per second", "m/s", {}}, {"degree", "deg", {}}};
        multi_stream.multi_observation_types = {first.observation_type, first.observation_type};
        multi_stream.observed_properties = {property.id, property.id};
        auto const made = world.create(world.manager, multi_stream);
        EXPECT_EQ(obs::test::refused(made), "");
        multi = made.value();
        service.append_minutes(first, "2026-01-01T00:00:00Z", 5);
    }

    obs::Stream stream_at(double longitude, std::string const& name) {
        auto& world = service.world;
        auto thing = world.thing(name);
        thing.locations = {world.create(world.manager, world.location(longitude)).value().id};
        auto const station = world.create(world.manager, thing).value();
        auto const sensor = world.create(world.manager, world.sensor()).value();
        auto made = world.create(world.manager, world.stream_of(station.id, sensor.id, property.id)).value();
        feature = world
                      .write([&](sql::Tx& tx) {
                          return world.entities.feature_for_location(tx, world.as(world.manager), made.id, 0);
                      })
                      .value();
        return made;
    }

    /// Answers the document, or fails.
    json::object document(std::string const& target) {
        auto const reply = service.get(target);
        EXPECT_EQ(reply.status, 200) << target << " " << reply.text;
        return reply.json.is_object() ? reply.json.get_object() : json::object{};
    }
    /// One property of each member, as JSON with commas.
    std::string column(std::string const& target, std::string const& property_name) {
        std::string out;
        auto const all = document(target);
        if (!all.contains("value")) return "none";
        for (auto const& one : all.at("value").as_array())
            out += (out.empty() ? "" : ",") + json::serialize(one.at(property_name));
        return out;
    }
    std::string of_first(std::string const& rest) const {
        return "/Datastreams(" + std::to_string(first.id.value) + ")" + rest;
    }

    test::Service service;
    obs::ObservedProperty property;
    obs::Stream first, second, multi;
    obs::FeatureId feature;
};
KUNYU_ON_EACH_ENGINE(SensorThingsRead);

TEST_P(SensorThingsRead, LandingPageNamesTheSetsAndWhatWorks) {
    for (auto const* target : {"", "/"}) {
        auto const page = document(target);
        EXPECT_EQ(page.at("value").as_array().size(), 9U);
        EXPECT_EQ(page.at("value").at(0).at("url"), "https://example.org/sta/v1.1/Things");
        auto const& conformance = page.at("serverSettings").at("conformance").as_array();
        EXPECT_NE(std::find(conformance.begin(), conformance.end(),
                            json::value("http://www.opengis.net/spec/iot_sensing/1.1/req/request-data")),
                  conformance.end());
    }
}

TEST_P(SensorThingsRead, EveryTypeHasItsPropertiesAndLinks) {
    for (auto const& type : entity_types()) {
        auto const set = document("/" + std::string(type.set));
        if (type.kind == Kind::historical_location) continue;
        ASSERT_FALSE(set.at("value").as_array().empty()) << type.set;
        auto const& one = set.at("value").at(0).as_object();
        auto const link = fmt::format("https://example.org/sta/v1.1/{}({})", type.set, one.at("@iot.id").as_int64());
        EXPECT_EQ(one.at("@iot.selfLink"), json::value(link));
        for (auto const& member : type.properties)
            EXPECT_TRUE(!member.required || one.contains(member.name)) << type.name << " " << member.name;
        for (auto const& navigation : type.navigations) {
            bool const other = type.kind == Kind::observation && navigation.target == Kind::multi_datastream;
            auto const* found = one.if_contains(std::string(navigation.name) + "@iot.navigationLink");
            EXPECT_EQ(found != nullptr, !other) << type.name << " " << navigation.name;
            EXPECT_TRUE(!found || service.get(std::string(found->as_string()).substr(28)).status == 200)
                << navigation.name;
        }
        EXPECT_EQ(document("/" + std::string(type.set) + "(" + std::to_string(one.at("@iot.id").as_int64()) + ")"),
                  one);
    }
}

TEST_P(SensorThingsRead, PathsLeadToEntitiesPropertiesAndValues) {
    auto const observation = "/Observations(" + std::to_string(obs::ObservationId{first.id, 2}.value()) + ")";
    EXPECT_EQ(document(observation + "/result"), (json::object{{"result", 2}}));
    EXPECT_EQ(service.get(observation + "/result/$value").text, "2");
    EXPECT_EQ(service.get(observation + "/FeatureOfInterest/feature/coordinates/$value").text, "[110.5,25.18]");
    EXPECT_EQ(service.get(observation + "/phenomenonTime/$value").text, "2026-01-01T00:02:00Z");
    EXPECT_EQ(service.get(observation + "/resultTime").status, 204);
    EXPECT_EQ(service.get(observation + "/resultTime/$value").status, 204);
    EXPECT_EQ(document(observation + "/Datastream/Thing/properties/elevation"), (json::object{{"elevation", 150}}));
    EXPECT_EQ(document(observation + "/Datastream/Thing/name"), (json::object{{"name", "毛村"}}));
    EXPECT_EQ(service.get(of_first("/Thing/name/$value")).text, "毛村");
    EXPECT_EQ(document(of_first("/unitOfMeasurement/symbol")), (json::object{{"symbol", "m"}}));
    EXPECT_EQ(document(of_first(observation)), document(observation));
    EXPECT_EQ(document(of_first("/phenomenonTime")),
              (json::object{{"phenomenonTime", "2026-01-01T00:00:00Z/2026-01-01T00:04:00Z"}}));
    EXPECT_EQ(document(of_first("/id")), (json::object{{"@iot.id", first.id.value}}));
    EXPECT_EQ(column(of_first("/Observations/$ref?$top=1"), "@iot.selfLink"),
              "\"https://example.org/sta/v1.1/Observations(" + std::to_string(obs::ObservationId{first.id, 0}.value()) +
                  ")\"");
    EXPECT_EQ(document(observation + "/FeatureOfInterest").at("feature").at("coordinates").at(0), 110.5);
    EXPECT_EQ(document(of_first("/observedArea")).at("observedArea").at("type"), "Point");
}

TEST_P(SensorThingsRead, WhatIsNotThereAnswers404) {
    auto const other = std::to_string(obs::ObservationId{second.id, 0}.value());
    for (auto const& target :
         {std::string("/Things(9223372036854775807)"), std::string("/Things(1)"), std::string("/Nothing"),
          std::string("/Observations(5)"), of_first("/Observations(" + other + ")"), of_first("/nothing"),
          of_first("/Thing/properties/nothing"), "/Datastreams(" + std::to_string(multi.id.value) + ")",
          of_first("/Observations(1)"),
          "/Observations(" + std::to_string(obs::ObservationId{first.id, 0}.value()) + ")/MultiDatastream"})
        EXPECT_EQ(service.get(target).status, 404) << target;
    EXPECT_EQ(service.get("/Things(a)").status, 400);
    EXPECT_EQ(service.get("/Things/$value").status, 400);
    EXPECT_EQ(service.get("/Things?$apply=x").status, 501);
    EXPECT_EQ(service.get(of_first("?$top=1")).status, 400);
}

TEST_P(SensorThingsRead, SelectsWhatIsAskedFor) {
    EXPECT_EQ(json::serialize(document(of_first("?$select=name"))), R"({"name":"水位"})");
    EXPECT_EQ(document(of_first("?$select=id,Sensor,@iot.selfLink")).size(), 3U);
    EXPECT_EQ(json::serialize(document(of_first("/Thing?$select=properties/elevation,properties/none"))),
              R"({"properties":{"elevation":150}})");
    EXPECT_EQ(json::serialize(document(of_first("?$select=name&$expand=Thing($select=name)"))),
              R"({"name":"水位","Thing":{"name":"毛村"}})");
}

TEST_P(SensorThingsRead, ExpandsToAnyDepth) {
    auto const thing =
        document(
            "/Things?$filter=name eq '毛村'&$expand=Datastreams/Observations($top=2;$count=true;$orderby=id desc)"
            ",Locations")
            .at("value")
            .at(0);
    auto const& stream = thing.at("Datastreams").at(0);
    EXPECT_EQ(stream.at("Observations@iot.count"), 5);
    EXPECT_EQ(stream.at("Observations").as_array().size(), 2U);
    EXPECT_EQ(stream.at("Observations").at(0).at("result"), 4);
    EXPECT_EQ(thing.at("Locations").at(0).at("location").at("coordinates").at(0), 110.5);
    // The link within goes on where the expanded page ended.
    auto const next = std::string(stream.at("Observations@iot.nextLink").as_string()).substr(28);
    EXPECT_EQ(column(next, "result"), "2,1");
}

TEST_P(SensorThingsRead, FiltersObservationsByTimeResultAndWhereTheyComeFrom) {
    service.append_minutes(second, "2026-02-01T00:00:00Z", 3);
    EXPECT_EQ(column("/Observations?$filter=result gt 1", "result"), "2,3,4,2");
    EXPECT_EQ(column("/Observations?$filter=result gt '2'", "result"), "3,4");
    EXPECT_EQ(column(of_first("/Observations?$filter=phenomenonTime ge 2026-01-01T00:01:00Z and phenomenonTime lt"
                              " 2026-01-01T00:03:00Z"),
                     "result"),
              "1,2");
    EXPECT_EQ(column("/Observations?$filter=Datastream/Thing/name eq '丫吉'", "result"), "0,1,2");
    EXPECT_EQ(
        column("/Observations?$filter=geo.distance(FeatureOfInterest/feature,geography'POINT (111.5 25.18)') lt 0.1",
               "result"),
        "0,1,2");
    EXPECT_EQ(column("/Observations?$filter=Datastream/id eq " + std::to_string(second.id.value) + " and result lt 2",
                     "result"),
              "0,1");
    auto const third = std::to_string(obs::ObservationId{first.id, 2}.value());
    EXPECT_EQ(column("/Observations?$count=true&$filter=id eq " + third, "result"), "2");
    EXPECT_EQ(column("/Observations?$filter=result lt 2 and id eq " + third, "result"), "");
    EXPECT_EQ(column("/Observations?$filter=phenomenonTime lt 2026-01-01T00:02:00Z and id eq " + third, "result"), "");
    EXPECT_EQ(column("/Observations?$filter=id in (" + third + ")", "result"), "2");
    EXPECT_EQ(column("/Observations?$filter=id gt " + third + " and Datastream/id eq " + std::to_string(first.id.value),
                     "result"),
              "3,4");
    EXPECT_EQ(
        column("/Datastreams(" + std::to_string(second.id.value) + ")/Observations?$filter=id eq " + third, "result"),
        "");
    EXPECT_EQ(column("/Things?$filter=Datastreams/Observations/result ge 4", "name"), "\"毛村\"");
    EXPECT_EQ(column("/Things?$filter=Datastreams/any(d: d/Observations/any(o: o/result ge 4))", "name"), "\"毛村\"");
    EXPECT_EQ(
        column(
            "/Things?$filter=st_within(Locations/location,geography'POLYGON ((111 25,112 25,112 26,111 26,111 25))')",
            "name"),
        "\"丫吉\"");
}

TEST_P(SensorThingsRead, CountsWithoutThePage) {
    EXPECT_EQ(document(of_first("/Observations?$count=true&$top=2&$skip=1")).at("@iot.count"), 5);
    EXPECT_EQ(document(of_first("/Observations?$count=true&$filter=result gt 2")).at("@iot.count"), 2);
    EXPECT_EQ(
        document(of_first("/Observations?$count=true&$filter=phenomenonTime ge 2026-01-01T00:03:00Z")).at("@iot.count"),
        2);
    EXPECT_EQ(document(of_first("/Observations?$count=true&$orderby=result&$filter=result gt 2")).at("@iot.count"), 2);
    EXPECT_EQ(document("/Things?$count=true&$top=1").at("@iot.count"), 2);
    EXPECT_FALSE(document("/Things?$count=false").contains("@iot.count"));
    // Streams are asked once; what is left of the filter is counted without a look at each row.
    for (auto const& filter :
         {"Datastream/id eq " + std::to_string(first.id.value), std::string("Datastream/Thing/name eq '毛村'"),
          std::string("Datastream/Thing/Locations/any(l: l/name eq '出口')"),
          std::string("not (MultiDatastream/id gt 0) and Datastream/name eq '水位'")}) {
        auto const target = "/Observations?$count=true&$filter=" + filter;
        EXPECT_EQ(document(target).at("@iot.count"), 5) << filter;
        EXPECT_EQ(column(target + " and phenomenonTime gt 2026-01-01T00:02:00Z and result lt 4", "result"), "3")
            << filter;
    }
    // The example by which the standard's own suite tries the order of evaluation.
    auto const page = document(
        of_first("/Observations?$count=true&$top=1&$skip=1&$orderby=phenomenonTime asc&$filter=result gt '1'"));
    EXPECT_EQ(page.at("@iot.count"), 3);
    EXPECT_EQ(page.at("value").at(0).at("result"), 3);
}

/// Goes from link to link; each member exactly once, in the order of one large page.
TEST_P(SensorThingsRead, LinksLeadThroughEveryMemberOnce) {
    service.append_minutes(second, "2025-12-31T23:58:30Z", 7);
    service.append_minutes(first, "2025-12-31T23:59:00Z", 3);  // late
    for (std::string const& target :
         {std::string("/Observations"), std::string("/Observations?$orderby=phenomenonTime"),
          std::string("/Observations?$orderby=phenomenonTime desc"),
          std::string("/Observations?$orderby=result desc,phenomenonTime"), std::string("/Observations?$orderby=id"),
          std::string("/Observations?$filter=result ne 2"), of_first("/Observations"),
          of_first("/Observations?$orderby=phenomenonTime desc&$filter=result lt 3"),
          std::string("/Observations?$orderby=Datastream/Thing/name desc,resultTime,result"), std::string("/Things"),
          std::string("/Things?$orderby=name desc"), std::string("/Sensors?$orderby=description,name")}) {
        auto const separator = target.find('?') == std::string::npos ? "?" : "&";
        auto const whole = column(target + separator + "$top=1000", "@iot.id");
        for (auto const* top : {"1", "2", "3"}) {
            std::string all;
            auto next = target + separator + "$top=" + top;
            for (int pages = 0; !next.empty(); ++pages) {
                ASSERT_LT(pages, 40) << target;
                auto const page = document(next);
                for (auto const& one : page.at("value").as_array())
                    all += (all.empty() ? "" : ",") + json::serialize(one.at("@iot.id"));
                auto const* link = page.if_contains("@iot.nextLink");
                next = link ? std::string(link->as_string()).substr(28) : "";
                EXPECT_EQ(next.find("$skip="), std::string::npos);
            }
            EXPECT_EQ(all, whole) << target << " by " << top;
        }
    }
}

TEST_P(SensorThingsRead, LeadsToElementsOfLists) {
    auto thing = service.world.thing("表");
    thing.properties = {{"list", {1, {7, 8}}}};
    auto const path = "/Things(" + std::to_string(service.world.create(service.world.manager, thing).value().id.value) +
                      ")/properties/list";
    EXPECT_EQ(document(path + "[0]"), (json::object{{"list[0]", 1}}));
    EXPECT_EQ(document(path + "/1/0"), (json::object{{"0", 7}}));
    EXPECT_EQ(service.get(path + "[1][1]/$value").text, "8");
    EXPECT_EQ(service.get(path + "[2]").status, 404);
    EXPECT_EQ(column("/Things?$filter=7 in properties/list[1]", "name"), "\"表\"");
}

TEST_P(SensorThingsRead, WhatIsExpandedHasItsLinkToo) {
    auto const whole = document("/Things?$expand=Datastreams").at("value").at(0).as_object();
    EXPECT_TRUE(whole.contains("Datastreams@iot.navigationLink"));
    EXPECT_TRUE(whole.at("Datastreams").at(0).as_object().contains("Thing@iot.navigationLink"));
    auto const chosen = document("/Things?$expand=Datastreams($select=name)&$select=name").at("value").at(0);
    EXPECT_EQ(chosen.as_object().size(), 2U);
}

TEST_P(SensorThingsRead, OrdersByDocumentsAsTheyAreWritten) {
    service.world.create(service.world.manager, service.world.location(99.5)).value();
    auto const places = [&](std::string const& order) {
        std::string all;
        for (auto next = "/Locations?$top=1&$orderby=" + order; !next.empty();) {
            auto const page = document(next);
            for (auto const& one : page.at("value").as_array())
                all += json::serialize(one.at("location").at("coordinates").at(0)) + " ";
            auto const* link = page.if_contains("@iot.nextLink");
            next = link ? std::string(link->as_string()).substr(28) : "";
        }
        return all;
    };
    EXPECT_EQ(places("location"), "1.105E2 1.115E2 9.95E1 ");
    EXPECT_EQ(places("location desc"), "9.95E1 1.115E2 1.105E2 ");
}

TEST_P(SensorThingsRead, OrdersByTimeOverAllStreams) {
    service.append_minutes(second, "2025-12-31T23:59:30Z", 3);
    EXPECT_EQ(column("/Observations?$orderby=phenomenonTime&$select=result", "result"), "0,0,1,1,2,2,3,4");
    EXPECT_EQ(column("/Observations?$orderby=phenomenonTime desc&$top=4", "result"), "4,3,2,2");
    EXPECT_EQ(column("/Observations?$orderby=result desc&$skip=1&$top=2", "result"), "3,2");
}

TEST_P(SensorThingsRead, AnswersDataArrays) {
    auto const page = document("/Observations?$resultFormat=dataArray&$top=2&$count=true");
    EXPECT_EQ(page.at("@iot.count"), 5);
    EXPECT_TRUE(page.contains("@iot.nextLink"));
    auto const& group = page.at("value").at(0);
    EXPECT_EQ(json::serialize(group.at("components")), R"(["id","phenomenonTime","resultTime","result"])");
    EXPECT_EQ(group.at("Datastream@iot.navigationLink"),
              json::value("https://example.org/sta/v1.1/Datastreams(" + std::to_string(first.id.value) + ")"));
    EXPECT_EQ(json::serialize(group.at("dataArray").at(1)),
              fmt::format(R"([{},"2026-01-01T00:01:00Z",null,1])", obs::ObservationId{first.id, 1}.value()));
    auto const selected = document("/Observations?$resultFormat=dataArray&$select=result,id&$top=1");
    EXPECT_EQ(json::serialize(selected.at("value").at(0).at("components")), R"(["result","id"])");
}

TEST_P(SensorThingsRead, WhatLastsSomeTimeIsAnInterval) {
    obs::NewObservation one;
    one.phenomenon_time = *base::parse_instant("2026-03-01T00:00:00Z");
    one.phenomenon_end = *base::parse_instant("2026-03-02T00:00:00Z");
    one.result = json::array{1.5, 270};
    one.rarities.parameters = json::object{{"depth", 3}};
    service.append(multi, {one});
    auto const target = "/MultiDatastreams(" + std::to_string(multi.id.value) + ")/Observations";
    auto const found = document(target).at("value").at(0).as_object();
    EXPECT_EQ(found.at("phenomenonTime"), "2026-03-01T00:00:00Z/2026-03-02T00:00:00Z");
    EXPECT_EQ(found.at("parameters"), (json::object{{"depth", 3}}));
    EXPECT_TRUE(found.contains("MultiDatastream@iot.navigationLink"));
    EXPECT_FALSE(found.contains("Datastream@iot.navigationLink"));
    EXPECT_EQ(column(target + "?$filter=result[1] gt 180", "result"), "[1.5E0,270]");
    EXPECT_EQ(column(target + "?$filter=parameters/depth eq 3", "result"), "[1.5E0,270]");
    // It ends after the bound, so it is not before it, and not counted.
    auto const before = document(target + "?$count=true&$filter=phenomenonTime lt 2026-03-01T12:00:00Z");
    EXPECT_EQ(before.at("@iot.count"), 0);
    EXPECT_TRUE(before.at("value").as_array().empty());
}

TEST_P(SensorThingsRead, AnEmbargoHidesWhatIsRecentEverywhere) {
    auto stream = first;
    stream.openness = obs::Openness::embargo;
    auto& world = service.world;
    auto const now = *base::parse_instant("2026-01-01T00:02:30Z");
    stream.embargo_days = 10;
    world.replace(world.manager, stream).value();
    world.clock.set(now.plus_seconds(stream.embargo_days * 86'400));
    EXPECT_EQ(column(of_first("/Observations?$count=true"), "result"), "0,1,2");
    EXPECT_EQ(document(of_first("/Observations?$count=true")).at("@iot.count"), 3);
    EXPECT_EQ(document(of_first("?$expand=Observations($count=true)")).at("Observations@iot.count"), 3);
    EXPECT_EQ(document(of_first("/phenomenonTime")).at("phenomenonTime"), "2026-01-01T00:00:00Z/2026-01-01T00:02:00Z");
    EXPECT_EQ(service.get("/Observations(" + std::to_string(obs::ObservationId{first.id, 3}.value()) + ")").status,
              404);
    EXPECT_EQ(column("/Things?$filter=Datastreams/Observations/result ge 3", "name"), "");
    EXPECT_EQ(column("/Observations?$orderby=result desc", "result"), "2,1,0");
}

TEST_P(SensorThingsRead, InternalStreamsAreNotThereForOthers) {
    auto stream = first;
    stream.openness = obs::Openness::internal;
    service.world.replace(service.world.manager, stream).value();
    EXPECT_EQ(service.get(of_first("")).status, 404);
    EXPECT_EQ(service.get(of_first("/Observations")).status, 404);
    EXPECT_EQ(column("/Observations", "result"), "");
    EXPECT_EQ(document("/Datastreams?$count=true").at("@iot.count"), 1);
    EXPECT_EQ(document("/Things?$filter=name eq '毛村'&$expand=Datastreams($count=true)")
                  .at("value")
                  .at(0)
                  .at("Datastreams@iot.count"),
              0);
    EXPECT_EQ(service.get("/Observations(" + std::to_string(obs::ObservationId{first.id, 0}.value()) + ")").status,
              404);
}

/// To and fro between a thing and its streams: 2^40 ways.
TEST_P(SensorThingsRead, WhatWouldNeverEndIsRefused) {
    std::string path = "Datastreams";
    for (int i = 0; i < 20; ++i) path += "/Thing/Datastreams";
    auto& world = service.world;
    auto other = first;
    other.name = "流量";
    world.create(world.manager, other).value();
    auto const wanted = [&](std::string const& target) {
        auto const reply = service.get(target);
        return std::to_string(reply.status) + " " +
               (reply.json.is_object() ? json::serialize(reply.json.at("code")) : "");
    };
    EXPECT_EQ(wanted("/Things?$filter=" + path + "/name eq 'x'"), "400 \"sensorthings.too_many_steps\"");
    std::string lambda = "false";
    for (int i = 0; i < 25; ++i) lambda = fmt::format("d{}/Thing/Datastreams/any(d{}: {})", 24 - i, 25 - i, lambda);
    EXPECT_EQ(wanted("/Things?$filter=Datastreams/any(d0: " + lambda + ")"), "400 \"sensorthings.too_many_steps\"");
    // Few steps, but a long way at each.
    lambda = "false";
    for (int i = 0; i < 40; ++i)
        lambda += " or geo.distance(geography'POINT(1 2)',geography'POINT(1 2)') lt 0 or d14/id eq 0";
    for (int i = 13; i >= 0; --i) lambda = fmt::format("d{}/Thing/Datastreams/any(d{}: {})", i, i + 1, lambda);
    EXPECT_EQ(wanted("/Things?$filter=Datastreams/any(d0: " + lambda + ")"), "400 \"sensorthings.too_much_effort\"");
    EXPECT_EQ(wanted("/Things?$orderby=Datastreams/any(d0: " + lambda + ")"), "400 \"sensorthings.too_much_effort\"");
    EXPECT_EQ(service.get("/Things?$filter=Datastreams/Thing/Datastreams/name eq '流量'").status, 200);
    EXPECT_EQ(service.get("/Observations?$resultFormat=dataArray&$expand=Datastream").status, 400);
}

/// Few rows hold, and to see that takes many comparisons at each.
TEST_P(SensorThingsRead, AFilterThatTakesMuchIsAnsweredInPart) {
    service.append_minutes(second, "2026-02-01T00:00:00Z", 3000);
    std::string filter = "false";
    for (int i = 1; i <= 800; ++i) filter += fmt::format(" or result eq {}", -i);
    auto const path = "/Datastreams(" + std::to_string(second.id.value) + ")/Observations";
    auto target = path + "?$filter=" + filter + " or result ge 2998";
    std::string found;
    int pages = 0;
    for (; !target.empty() && pages < 100; ++pages) {
        auto const page = document(target);
        for (auto const& one : page.at("value").as_array()) found += json::serialize(one.at("result")) + ",";
        auto const* next = page.if_contains("@iot.nextLink");
        target = next ? std::string(next->as_string()).substr(28) : "";
    }
    EXPECT_EQ(found, "2998,2999,");
    EXPECT_GT(pages, 1);
    EXPECT_LT(pages, 10);
    EXPECT_EQ(json::serialize(service.get(path + "?$orderby=result mod 7&$filter=" + filter).json.at("code")),
              "\"sensorthings.too_much_effort\"");
}

TEST_P(SensorThingsRead, TheOldServicePathHasTheSameEntities) {
    auto const landing = service.get("", "/sta/v1.0").json;
    EXPECT_EQ(landing.at("value").at(0).at("url"), "https://example.org/sta/v1.0/Things");
    EXPECT_FALSE(landing.as_object().contains("serverSettings"));
    auto const things = service.get("/Things?$top=1", "/sta/v1.0").json;
    auto const link = std::string(things.at("value").at(0).at("@iot.selfLink").as_string());
    EXPECT_TRUE(link.starts_with("https://example.org/sta/v1.0/Things(")) << link;
    EXPECT_TRUE(things.at("@iot.nextLink").as_string().starts_with("https://example.org/sta/v1.0/Things?"));
}

}  // namespace
}  // namespace kunyu::sensorthings
