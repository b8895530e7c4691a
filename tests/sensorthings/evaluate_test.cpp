#include "sensorthings/evaluate.hpp"

#include "sensorthings/compare.hpp"
#include "sensorthings/filter_parser.hpp"
#include "sensorthings/times.hpp"

#include <gtest/gtest.h>

#include <map>

namespace kunyu::sensorthings {
namespace {

/// Properties by their path: "Datastream/name".
class Entity final : public PropertySource {
  public:
    std::map<std::string, Value> properties;
    std::map<std::string, std::vector<Entity>> collections;

    Value property(std::vector<std::string> const& segments) const override {
        auto const found = properties.find(joined(segments));
        return found == properties.end() ? Value() : found->second;
    }
    void each(std::vector<std::string> const& collection,
              std::function<bool(PropertySource const&)> const& visit) const override {
        auto const found = collections.find(joined(collection));
        if (found == collections.end()) return;
        for (auto const& one : found->second)
            if (!visit(one)) return;
    }

  private:
    static std::string joined(std::vector<std::string> const& segments) {
        std::string out;
        for (auto const& segment : segments) out += (out.empty() ? "" : "/") + segment;
        return out;
    }
};

base::Instant instant(char const* text) {
    return *base::parse_instant(text);
}

base::Instant const now = instant("2018-06-30T00:00:00Z");

boost::json::value const numbers = boost::json::parse("[1, 2, 3]");
boost::json::value const point = boost::json::parse(R"({"type":"Point","coordinates":[30,10]})");

Entity observation() {
    Entity entity;
    entity.properties = {
        {"result", Value(5.0)},
        {"id", Value(7.0)},
        {"parameters/text", Value(std::string("Sensor Things"))},
        {"parameters/zh", Value(std::string("岩溶泉"))},
        {"parameters/number", Value(std::string("12.5"))},
        {"parameters/list", Value(&numbers)},
        {"parameters/yes", Value(true)},
        {"parameters/at", Value(std::string("2017-05-01T00:00:00Z"))},
        {"phenomenonTime", Value(Moment{instant("2017-03-04T05:06:07.25Z")})},
        {"validTime", Value(TimeSpan{instant("2017-01-01T00:00:00Z"), instant("2018-01-01T00:00:00Z")})},
        {"FeatureOfInterest/feature", Value(&point)}};
    return entity;
}

std::string answer(std::string const& filter) {
    auto const expression = parse_filter(filter, Kind::observation);
    if (expression.has_error()) return expression.error().code;
    auto const value = evaluate(*expression, observation(), now);
    if (value.is_null()) return "null";
    auto const* held = value.get<bool>();
    return held ? (*held ? "true" : "false") : "value";
}

void expect_all(char const* expected, std::initializer_list<char const*> filters) {
    for (auto const* filter : filters) EXPECT_EQ(answer(filter), expected) << filter;
}

TEST(Evaluate, NumbersAndTextsCompareAsClientsExpect) {
    expect_all("true", {"result eq 5",
                        "result ne 4",
                        "result gt 4.5",
                        "result ge 5",
                        "result lt 6",
                        "result le 5",
                        "result gt '3'",
                        "'3' lt result",
                        "result gt '10'",
                        "'10' le result",
                        "result eq '5'",
                        "result ne '5.0'",
                        "2 in parameters/list",
                        "result in ('4', '5')",
                        "not (9 in parameters/list)",
                        "not ('2' in parameters/list)",
                        "parameters/number lt '2'",
                        "parameters/number eq '12.5'",
                        "parameters/text eq 'Sensor Things'",
                        "parameters/text gt 'Sensor'",
                        "parameters/yes",
                        "parameters/yes eq true",
                        "parameters/yes eq 'true'",
                        "result ne 'abc'",
                        "result in (1, 5)",
                        "result in ('5')",
                        "FeatureOfInterest/feature ne null",
                        "result add 1 eq 6",
                        "result sub 7 eq -2",
                        "result mul 2 eq 10",
                        "result div 2 eq 2.5",
                        "result mod 2 eq 1",
                        "(result sub 5) eq 0"});
    expect_all("false", {"result eq 4", "result gt 5", "result eq 'abc'", "result gt 'abc'", "result in (1, 2)",
                         "FeatureOfInterest/feature eq 'x'", "parameters/yes eq 1", "parameters/number eq 12.5",
                         "parameters/number lt 13", "result lt 10 eq false"});
}

TEST(Evaluate, NullIsNeitherLessNorMore) {
    expect_all("true", {"resultTime eq null", "null eq resultTime", "result ne null", "resultTime ne 3"});
    expect_all("false", {"resultTime gt null", "resultTime le 3", "result eq null", "resultTime ne null",
                         "result gt (result div 0)"});
    expect_all("null", {"resultTime eq 2017-01-01T00:00:00Z", "resultTime ne 2017-01-01T00:00:00Z",
                        "2017-01-01T00:00:00Z ne resultTime", "not resultTime lt 2017-01-01T00:00:00Z",
                        "resultTime add 1", "not resultTime", "resultTime and true", "resultTime or false",
                        "length(resultTime)", "result add 'a'", "result div 0", "not 5"});
    expect_all("true", {"resultTime or true", "not (resultTime and false)"});
    expect_all("false", {"resultTime and false"});
}

TEST(Evaluate, TextFunctionsCountCharacters) {
    expect_all("true", {"substringof('Thing', parameters/text)", "endswith(parameters/text,'Things')",
                        "startswith(parameters/text,'Sensor')", "length(parameters/text) eq 13",
                        "length(parameters/zh) eq 3", "indexof(parameters/text,'Things') eq 7",
                        "indexof(parameters/zh,'泉') eq 2", "indexof(parameters/zh,'x') eq -1",
                        "substring(parameters/text,1) eq 'ensor Things'", "substring(parameters/text,2,4) eq 'nsor'",
                        "substring(parameters/zh,1,1) eq '溶'", "substring(parameters/zh,9) eq ''",
                        "tolower(parameters/text) eq 'sensor things'", "toupper(parameters/text) eq 'SENSOR THINGS'",
                        "trim(' a ') eq 'a'", "concat(concat(parameters/zh,', '), 'a') eq '岩溶泉, a'"});
    expect_all("null", {"substring(parameters/text,-1)", "substring(parameters/text,'x')", "startswith(result,'5')"});
}

TEST(Evaluate, TimeFunctionsReadTheWrittenOffset) {
    expect_all("true", {"year(phenomenonTime) eq 2017",
                        "month(phenomenonTime) eq 3",
                        "day(phenomenonTime) eq 4",
                        "hour(phenomenonTime) eq 5",
                        "minute(phenomenonTime) eq 6",
                        "second(phenomenonTime) eq 7",
                        "fractionalseconds(phenomenonTime) eq 0.25",
                        "date(phenomenonTime) eq 2017-03-04",
                        "time(phenomenonTime) eq 05:06:07.25",
                        "totaloffsetminutes(phenomenonTime) eq 0",
                        "hour(2017-01-01T08:00:00+08:00) eq 8",
                        "totaloffsetminutes(2017-01-01T08:00:00-03:30) eq -210",
                        "year(validTime) eq 2017",
                        "now() eq 2018-06-30T00:00:00Z",
                        "mindatetime() lt phenomenonTime",
                        "year(maxdatetime()) eq 9999",
                        "year(mindatetime()) eq 1",
                        "date(phenomenonTime) ne date(now())",
                        "parameters/at gt 2017-04-30T00:00:00Z",
                        "year(parameters/at) eq 2017",
                        "phenomenonTime gt now() sub duration'P500D'",
                        "now() sub phenomenonTime gt duration'P1D'",
                        "phenomenonTime add duration'PT1H' eq 2017-03-04T06:06:07.25Z",
                        "validTime add duration'P365D' gt validTime",
                        "duration'PT1H' mul 2 eq duration'PT2H'",
                        "phenomenonTime gt '2017-03-04'",
                        "phenomenonTime gt 2017-03-04T05:06Z",
                        "phenomenonTime lt 2017-03-04T13:07+08:00",
                        "validTime eq 2017-01-01T00:00Z/2018-01-01T00:00:00Z"});
    expect_all("null", {"year(result)", "hour(2017-01-01)", "year(08:00)", "totaloffsetminutes(2017-01-01)"});
}

TEST(Evaluate, MathRoundsHalvesAway) {
    expect_all("true", {"round(2.5) eq 3", "round(-2.5) eq -3", "floor(-2.5) eq -3", "ceiling(2.1) eq 3"});
}

TEST(Evaluate, GeometriesRelateAsInSimpleFeatures) {
    expect_all(
        "true",
        {"geo.distance(FeatureOfInterest/feature, geography'POINT (30 13)') eq 3",
         "geo.length(geography'LINESTRING (0 0, 3 4, 3 5)') eq 6",
         "geo.length(geography'POLYGON ((0 0,2 0,2 2,0 2,0 0))') eq 0", "geo.length(FeatureOfInterest/feature) eq 0",
         "geo.intersects(FeatureOfInterest/feature, geography'POLYGON ((30 10, 10 20, 20 40, 40 40, 30 10))')",
         "st_equals(FeatureOfInterest/feature, geography'SRID=4326;POINT (30 10)')",
         "st_disjoint(FeatureOfInterest/feature, geography'POINT (31 10)')",
         "st_touches(FeatureOfInterest/feature, geography'LINESTRING (30 10, 10 30)')",
         "st_within(FeatureOfInterest/feature, geometry'POLYGON ((29 9, 31 9, 31 11, 29 11, 29 9))')",
         "st_contains(geometry'POLYGON ((29 9, 31 9, 31 11, 29 11, 29 9))', FeatureOfInterest/feature)",
         "st_overlaps(geography'POLYGON ((0 0,2 0,2 2,0 2,0 0))', geography'POLYGON ((1 1,3 1,3 3,1 3,1 1))')",
         "st_crosses(geography'LINESTRING (0 0, 2 2)', geography'LINESTRING (0 2, 2 0)')",
         "st_intersects(FeatureOfInterest/feature, geography'LINESTRING (30 10, 10 30)')",
         "st_relate(FeatureOfInterest/feature, geography'POINT (30 10)', 'T********')"});
    expect_all("null", {"st_relate(FeatureOfInterest/feature, geography'POINT (30 10)', 'T')",
                        "geo.distance(result, geography'POINT (30 10)')",
                        "geo.distance(geography'POINT EMPTY', geography'POINT (30 10)')"});
}

TEST(Evaluate, OneOfSeveralIsEnough) {
    Entity thing;
    thing.properties = {{"Datastreams/name", Value(Several{{Value(std::string("level")), Value(std::string("rain"))}})},
                        {"Locations/name", Value(Several{})}};
    auto const takes = [&](char const* filter) { return matches(*parse_filter(filter, Kind::thing), thing, now); };
    EXPECT_TRUE(takes("Datastreams/name eq 'rain'"));
    EXPECT_TRUE(takes("Datastreams/name eq 'rain' and Datastreams/name eq 'level'"));
    EXPECT_TRUE(takes("startswith(Datastreams/name,'ra')"));
    EXPECT_FALSE(takes("Datastreams/name eq 'snow'"));
    EXPECT_FALSE(takes("not (Datastreams/name eq 'rain')"));
    EXPECT_FALSE(takes("Locations/name eq 'x'"));
    EXPECT_FALSE(takes("Locations/name ne 'x'"));
    EXPECT_FALSE(takes("not (Locations/name eq 'x')"));
    EXPECT_TRUE(takes("Locations/name eq null"));
    EXPECT_FALSE(takes("Locations/name ne null"));
    EXPECT_FALSE(takes("Datastreams/name eq null"));
    EXPECT_TRUE(takes("Datastreams/name ne null"));
}

TEST(Evaluate, AnyAndAllNameEachOfTheCollection) {
    Entity first, second, thing;
    first.properties = {{"name", Value(std::string("level"))}, {"description", Value(std::string("a"))}};
    second.properties = {{"name", Value(std::string("rain"))}, {"description", Value(std::string("a"))}};
    thing.properties = {{"name", Value(std::string("rain"))}};
    thing.collections = {{"Datastreams", {first, second}}};
    auto const takes = [&](char const* filter) { return matches(*parse_filter(filter, Kind::thing), thing, now); };
    EXPECT_TRUE(takes("Datastreams/any(d: d/name eq 'rain' and d/description eq 'a')"));
    EXPECT_TRUE(takes("Datastreams/any(d: d/name eq name)"));
    EXPECT_FALSE(takes("Datastreams/any(d: d/name eq 'rain' and d/description eq 'b')"));
    EXPECT_TRUE(takes("Datastreams/all(d: d/description eq 'a')"));
    EXPECT_FALSE(takes("Datastreams/all(d: d/name eq 'rain')"));
    EXPECT_FALSE(takes("Locations/any(l: true)"));
    EXPECT_TRUE(takes("Locations/all(l: false)"));
}

/// How moments and intervals compare; the answers are those other servers of the standard give.
TEST(Temporal, MomentsAndIntervalsCompare) {
    struct Case {
        char const* a;
        char const* b;
        char const* holds;  ///< all of the comparisons and relations that do
    };
    for (auto const& [a, b, holds] : {
             Case{"06", "07", "ne lt le before"},
             Case{"07", "07", "eq ge le meets overlaps starts finishes"},
             Case{"08", "07", "ne gt ge after"},
             Case{"06/07", "07", "ne lt le before meets finishes"},
             Case{"06/08", "07", "ne overlaps"},
             Case{"07/08", "07", "ne ge meets overlaps starts"},
             Case{"08/09", "07", "ne gt ge after"},
             Case{"06", "07/08", "ne lt le before"},
             Case{"07", "07/08", "ne le meets during overlaps starts"},
             Case{"08", "07/08", "ne gt ge after meets finishes"},
             Case{"05/06", "07/08", "ne lt le before"},
             Case{"06/07", "07/09", "ne lt le before meets"},
             Case{"06/08", "07/09", "ne le overlaps"},
             Case{"07/08", "07/09", "ne le during overlaps starts"},
             Case{"08/09", "07/09", "ne ge during overlaps finishes"},
             Case{"07/09", "07/09", "eq ge le during overlaps starts finishes"},
             Case{"06/10", "07/09", "ne overlaps"},
             Case{"08/10", "07/09", "ne ge overlaps"},
             Case{"09/10", "07/09", "ne gt ge after meets"},
         }) {
        auto const time = [](std::string const& text) {
            auto const at = [](std::string const& hour) { return instant(("2016-01-01T" + hour + ":00:00Z").c_str()); };
            return text.size() == 2 ? Value(Moment{at(text)})
                                    : Value(TimeSpan{at(text.substr(0, 2)), at(text.substr(3))});
        };
        Entity entity;
        entity.properties = {{"phenomenonTime", time(a)}, {"validTime", time(b)}};
        std::string found;
        for (auto const* word : {"eq", "ne", "gt", "ge", "lt", "le", "before", "after", "meets", "during", "overlaps",
                                 "starts", "finishes"}) {
            auto const filter = function_named(word) ? fmt::format("{}(phenomenonTime,validTime)", word)
                                                     : fmt::format("phenomenonTime {} validTime", word);
            if (matches(*parse_filter(filter, Kind::observation), entity, now))
                found += (found.empty() ? "" : " ") + std::string(word);
        }
        EXPECT_EQ(found, holds) << a << " and " << b;
    }
}

TEST(Order, NullComesFirstAndKindsKeepApart) {
    std::vector<Value> values{Value(std::string("b")), Value(2.0), Value(), Value(1.0),
                              Value(std::string("a")), Value(true)};
    std::stable_sort(values.begin(), values.end(), [](auto const& a, auto const& b) { return order(a, b) < 0; });
    EXPECT_EQ(values, (std::vector<Value>{Value(), Value(true), Value(1.0), Value(2.0), Value(std::string("a")),
                                          Value(std::string("b"))}));
}

}  // namespace
}  // namespace kunyu::sensorthings
