#include "observations/entity_rules.hpp"

#include "observations/geojson.hpp"
#include "observations/station_world.hpp"

#include <gtest/gtest.h>

namespace kunyu::observations::test {
namespace {

namespace json = boost::json;

template <typename T>
std::string faults_of(T const& entity) {
    Faults faults;
    check(entity, faults);
    return refused(faults.result());
}

TEST(GeoJson, IsLookedAtToTheLastPosition) {
    struct Case {
        char const* text;
        char const* fault;  // path and code
    };
    for (
        auto const& one : std::vector<Case>{
            {R"({"type":"Point","coordinates":[110.5,25.1]})", ""},
            {R"({"type":"Point","coordinates":[110.5,25.1,150.25]})", ""},
            {R"({"type":"Point","coordinates":[25.1,110.5]})", "/x/coordinates observations.position_out_of_bounds"},
            {R"({"type":"Point","coordinates":[181,0]})", "/x/coordinates observations.position_out_of_bounds"},
            {R"({"type":"Point","coordinates":[110.5]})", "/x/coordinates observations.geojson_coordinates"},
            {R"({"type":"Point","coordinates":["110",25]})", "/x/coordinates observations.geojson_coordinates"},
            {R"({"type":"Point"})", "/x/coordinates observations.geojson_coordinates"},
            {R"({"type":"point","coordinates":[0,0]})", "/x/type observations.geojson_type"},
            {R"({"coordinates":[0,0]})", "/x/type observations.not_geojson"},
            {R"([0,0])", "/x observations.not_geojson"},
            {R"({"type":"MultiPoint","coordinates":[[0,0],[1,1]]})", ""},
            {R"({"type":"LineString","coordinates":[[0,0],[1,1]]})", ""},
            {R"({"type":"LineString","coordinates":[[0,0]]})", "/x/coordinates observations.geojson_coordinates"},
            {R"({"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[[2,2],[3]]]})",
             "/x/coordinates/1/1 observations.geojson_coordinates"},
            {R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]})", ""},
            {R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]})",
             "/x/coordinates/0 observations.ring_not_closed"},
            {R"({"type":"Polygon","coordinates":[]})", "/x/coordinates observations.geojson_coordinates"},
            {R"({"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]})", ""},
            {R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[0,91]}]})",
             "/x/geometries/0/coordinates observations.position_out_of_bounds"},
            {R"({"type":"Feature","geometry":{"type":"Point","coordinates":[10,10]}})", ""},
            {R"({"type":"Feature","geometry":null,"properties":{}})", ""},
            {R"({"type":"Feature"})", "/x/geometry observations.not_geojson"},
            {R"({"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}}]})",
             ""}}) {
        auto const fault = fault_in_geojson(json::parse(one.text), "/x");
        EXPECT_EQ(fault ? fault->path + " " + fault->code : "", one.fault) << one.text;
    }
}

TEST(GeoJson, NestedWithoutEndIsRefused) {
    std::string text = R"({"type":"Point","coordinates":[0,0]})";
    for (int i = 0; i < 10; ++i) text = R"({"type":"GeometryCollection","geometries":[)" + text + "]}";
    EXPECT_EQ(fault_in_geojson(json::parse(text), "")->code, "observations.geojson_too_deep");
}

TEST(EntityRules, NameEachFaultAsSensorThingsDoes) {
    EXPECT_EQ(faults_of(StationWorld::location()), "");
    EXPECT_EQ(faults_of(StationWorld::sensor()), "");
    EXPECT_EQ(faults_of(StationWorld::property()), "");
    EXPECT_EQ(faults_of(StationWorld::feature()), "");
    EXPECT_EQ(faults_of(Thing{}), "/name");
    EXPECT_EQ(faults_of(Location{}), "/name /encodingType /location");
    EXPECT_EQ(faults_of(Sensor{}), "/name /encodingType /metadata");
    EXPECT_EQ(faults_of(ObservedProperty{}), "/name /definition");
    EXPECT_EQ(faults_of(Feature{}), "/name /encodingType /feature");
    EXPECT_EQ(faults_of(HistoricalLocation{}), "/Locations");
    auto swapped = StationWorld::location();
    swapped.location = json::object{{"type", "Point"}, {"coordinates", {25, 110}}};
    EXPECT_EQ(faults_of(swapped), "/location/coordinates");
    swapped.encoding_type = "text/plain";
    EXPECT_EQ(faults_of(swapped), "") << "another encoding is not looked into";
    auto broken = StationWorld::sensor();
    broken.name = "\xff";
    EXPECT_EQ(faults_of(broken), "/name");
    broken.name = std::string(501, 'x');
    EXPECT_EQ(faults_of(broken), "/name");
    Thing twice;
    twice.name = "x";
    twice.locations = {{1}, {1}};
    EXPECT_EQ(faults_of(twice), "/Locations");
}

TEST(EntityRules, OfAStream) {
    auto const good = StationWorld::stream_of({1}, {1}, {1});
    EXPECT_EQ(faults_of(good), "");
    auto stream = good;
    stream.observation_type = "http://www.opengis.net/def/observationType/OGCOM/2.0/OM_Measurement";
    EXPECT_EQ(faults_of(stream), "");
    stream.observation_type = " ";
    EXPECT_EQ(faults_of(stream), "/observationType");
    stream = good;
    stream.units.clear();
    stream.observed_properties.push_back({2});
    EXPECT_EQ(faults_of(stream), "/unitOfMeasurement /ObservedProperty");
    stream = good;
    stream.multi = true;
    EXPECT_EQ(faults_of(stream), "/multiObservationDataTypes /observationType");
    stream = good;
    stream.openness = Openness::embargo;
    EXPECT_EQ(faults_of(stream), "/embargoDays");
    stream.embargo_days = 1;
    EXPECT_EQ(faults_of(stream), "");
    stream.openness = Openness::open;
    EXPECT_EQ(faults_of(stream), "/embargoDays");
}

}  // namespace
}  // namespace kunyu::observations::test
