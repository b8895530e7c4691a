#include "sensorthings/create_observations.hpp"

#include "observations/observation_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace kunyu::sensorthings {
namespace {

using archive::ResultKind;
using testing::ElementsAre;
using testing::IsEmpty;

std::int64_t at(char const* text) {
    return base::parse_instant(text)->microseconds;
}

/// Datastreams 1 to 9 and MultiDatastream 20 with two properties and 21 with one are there, and feature 7. Datastream 9
/// is at a station that is nowhere.
base::Result<std::vector<ObservationRows>> parse(std::string const& body) {
    RowContext context;
    context.now = *base::parse_instant("2026-11-26T00:00:00Z");
    context.find_stream = [](EntityKey const& ref) -> std::optional<RowStream> {
        if (ref.kind == Kind::datastream && ref.id < 10) return RowStream{1, ref.id != 9};
        if (ref.kind == Kind::multi_datastream && ref.id >= 20) return RowStream{ref.id == 20 ? 2U : 1U, true};
        return std::nullopt;
    };
    context.has_feature = [](observations::FeatureId id) { return id.value == 7; };
    return parse_create_observations(body, context);
}

/// The rows of one group with these components.
ObservationRows rows(std::string const& components, std::string const& rows_text,
                     std::string const& stream = R"("Datastream":{"@iot.id":1})") {
    return parse("[{" + stream + R"(,"components":[)" + components + R"(],"dataArray":[)" + rows_text + "]}]")
        .value()
        .front();
}
constexpr auto time_and_result = R"("phenomenonTime","result")";

/// "row path code" of each refused row.
std::vector<std::string> refused(ObservationRows const& group) {
    std::vector<std::string> out;
    for (auto const& one : group.refused)
        out.push_back(std::to_string(one.row) + " " + one.fault.path + " " + one.fault.code);
    return out;
}

/// The refusal of the whole body: its code, or the paths of its fields.
std::string whole(std::string const& body) {
    auto const result = parse(body);
    if (result.has_value()) return "";
    std::string out;
    for (auto const& field : result.error().fields) out += (out.empty() ? "" : " ") + field.path;
    return out.empty() ? result.error().code : out;
}

TEST(CreateObservations, ReadsTheExampleOfTheStandard) {
    auto const groups = parse(R"([
      {"Datastream": {"@iot.id": 1}, "components": ["phenomenonTime", "result", "FeatureOfInterest/id"],
       "dataArray@iot.count": 2,
       "dataArray": [["2010-12-23T10:20:00-0700", 20, 7], ["2010-12-23T10:21:00-0700", 30, 7]]},
      {"Datastream": {"@iot.id": 2}, "components": ["phenomenonTime", "result", "FeatureOfInterest/id"],
       "dataArray": [["2010-12-23T10:20:00-0700", 65, 7], ["2010-12-23T10:21:00-0700", 60, 8]]}])")
                            .value();
    ASSERT_EQ(groups.size(), 2U);
    auto const& points = groups[0].points.points;
    EXPECT_EQ(groups[0].points.stream, 1);
    EXPECT_THAT(points.times, ElementsAre(at("2010-12-23T17:20:00Z"), at("2010-12-23T17:21:00Z")));
    EXPECT_THAT(points.numbers, ElementsAre(20, 30));
    EXPECT_THAT(points.quality, ElementsAre(2, 2));
    EXPECT_THAT(points.durations, IsEmpty());
    EXPECT_THAT(points.result_delays, IsEmpty());
    ASSERT_EQ(points.extras.size(), 2U);
    EXPECT_EQ(observations::decode_rarities(points.extras[1].bytes).value().feature, observations::FeatureId{7});
    EXPECT_EQ(groups[1].rows, 2U);
    EXPECT_THAT(refused(groups[1]), ElementsAre("1 FeatureOfInterest/id sensorthings.unknown_feature"));
    EXPECT_EQ(groups[1].points.points.extras.size(), 1U);
}

TEST(CreateObservations, TakesMembersAndComponentsInAnyOrder) {
    auto const group = parse(R"([{"dataArray":[[5,"2020-01-01T00:00:01Z","2020-01-01T00:00:00Z"],
        [null,null,"2020-01-01T00:01:00Z/2020-01-01T00:02:00Z"]],
        "components":["result","resultTime","phenomenonTime"],"Datastream":{"@iot.id":3}}])")
                           .value()
                           .front();
    EXPECT_EQ(group.rows, 2U);
    EXPECT_THAT(refused(group), IsEmpty());
    auto const& points = group.points.points;
    EXPECT_EQ(group.points.stream, 3);
    EXPECT_THAT(points.durations, ElementsAre(0, 60'000'000));
    EXPECT_THAT(points.result_delays, ElementsAre(1'000'000, archive::no_result_time));
    EXPECT_EQ(points.numbers[0], 5);
    EXPECT_TRUE(std::isnan(points.numbers[1]));
    auto const clockless = rows(R"("result")", "[1]");
    EXPECT_THAT(clockless.points.points.times, ElementsAre(at("2026-11-26T00:00:00Z")));
}

TEST(CreateObservations, KeepsEveryKindOfResult) {
    auto const kind_of = [](std::string const& results) {
        auto const group = rows(R"("result")", results);
        EXPECT_THAT(refused(group), IsEmpty()) << results;
        EXPECT_EQ(group.points.points.size(), group.points.points.quality.size());
        return group.points.points;
    };
    EXPECT_EQ(kind_of("[1],[null],[2.5]").kind, ResultKind::number);
    EXPECT_EQ(kind_of("[true],[false]").kind, ResultKind::truth);
    EXPECT_EQ(kind_of(R"(["a"],["b\n\u00b0"])").kind, ResultKind::text);
    EXPECT_THAT(kind_of(R"(["a"],["b\n\u00b0"])").texts, ElementsAre("a", "b\n°"));
    EXPECT_EQ(kind_of(R"([{"a":[1]}],[[1,2]])").kind, ResultKind::json);
    EXPECT_THAT(kind_of(R"(["a"],[null],[5],[true],[{"b": 1}])").texts,
                ElementsAre(R"("a")", "null", "5", "true", R"({"b":1})"));
    EXPECT_EQ(kind_of(R"([1],["a"])").texts.size(), 2U);
    EXPECT_EQ(kind_of(R"([1],["a"])").numbers.size(), 0U);
}

TEST(CreateObservations, KeepsWhatIsRare) {
    auto const group = rows(
        R"("result","validTime","parameters","resultQuality")",
        R"([1,null,null,null],[2,"2020-01-01T00:00:00Z/2021-01-01T00:00:00Z",{"depth":3},["x"]],[3,null,null,null])");
    ASSERT_EQ(group.points.points.extras.size(), 1U);
    EXPECT_EQ(group.points.points.extras[0].place, 1U);
    auto const rare = observations::decode_rarities(group.points.points.extras[0].bytes).value();
    EXPECT_EQ(boost::json::serialize(rare.parameters), R"({"depth":3})");
    EXPECT_EQ(boost::json::serialize(rare.result_quality), R"(["x"])");
    EXPECT_EQ(rare.valid_time->to, *base::parse_instant("2021-01-01T00:00:00Z"));
    EXPECT_FALSE(rare.feature);
}

TEST(CreateObservations, RefusesRowsOneByOne) {
    auto const group = rows(time_and_result, R"(["2020-01-01T00:00:00Z",1],
        ["2020-02-30T00:00:00Z",2], ["2020-01-01T00:00:00",3], ["yesterday",4], [5,5],
        ["2020-01-01T00:02:00Z/2020-01-01T00:01:00Z",6], ["1200-01-01T00:00:00Z",7], ["2036-01-01T00:00:00Z",8],
        ["2020-01-01T00:00:00Z"], ["2020-01-01T00:00:00Z",1,2], {}, 12, null, [],
        ["2020-01-01T00:00:00Z",1e999], ["2020-01-01T00:00:00Z",tru], ["2020-01-01T00:00:00Z",01],
        ["2020-01-01T00:00:00Z",[1,{"a":"]"}]], ["2020-01-01T00:00:00Z",17])");
    EXPECT_EQ(group.rows, 19U);
    EXPECT_THAT(refused(group),
                ElementsAre("1 phenomenonTime sensorthings.not_a_time", "2 phenomenonTime sensorthings.not_a_time",
                            "3 phenomenonTime sensorthings.not_a_time", "4 phenomenonTime base.wrong_type",
                            "5 phenomenonTime sensorthings.not_a_time", "6 phenomenonTime sensorthings.absurd_time",
                            "7 phenomenonTime sensorthings.absurd_time", "8  sensorthings.row_size",
                            "9  sensorthings.row_size", "10  base.wrong_type", "11  base.wrong_type",
                            "12  base.wrong_type", "13  sensorthings.row_size", "14 result sensorthings.bad_value",
                            "15 result sensorthings.bad_value", "16 result sensorthings.bad_value"));
    EXPECT_EQ(group.points.points.size() + group.refused.size(), group.rows);
    EXPECT_THAT(group.points.points.texts, ElementsAre("1", R"([1,{"a":"]"}])", "17"));
}

TEST(CreateObservations, OfAMultiDatastreamHaveOneValueForEachProperty) {
    auto const two = rows(time_and_result,
                          R"(["2010-12-23T10:20:00Z",[5,20]],["2010-12-23T10:21:00Z",30],["2010-12-23T10:22:00Z",[1]],
                             ["2010-12-23T10:22:00Z",null],["2010-12-23T10:23:00Z",[null,"a"]])",
                          R"("MultiDatastream":{"@iot.id":20})");
    EXPECT_THAT(refused(two), ElementsAre("1 result sensorthings.result_size", "2 result sensorthings.result_size",
                                          "3 result sensorthings.result_size"));
    EXPECT_THAT(two.points.points.texts, ElementsAre("[5,20]", R"([null,"a"])"));
    auto const one = rows(time_and_result, R"(["2010-12-23T10:20:00Z",5])", R"("MultiDatastream":{"@iot.id":21})");
    EXPECT_THAT(one.points.points.texts, ElementsAre("[5]"));
}

TEST(CreateObservations, OfUnknownStreamsAreAllRefused) {
    auto const group =
        rows(time_and_result, R"(["2010-12-23T10:20:00Z",5],[[],{}],3)", R"("Datastream":{"@iot.id":20})");
    EXPECT_EQ(group.rows, 3U);
    EXPECT_EQ(group.refused.size(), 3U);
    EXPECT_EQ(group.refused[2].fault.code, "observations.unknown_link");
}

TEST(CreateObservations, OfAStationThatIsNowhereMustNameWhatTheyObserve) {
    auto const group = rows(R"("phenomenonTime","result","FeatureOfInterest/id")",
                            R"(["2020-01-01T00:00:00Z",1,7],["2020-01-01T00:01:00Z",2,null],["x",3,null])",
                            R"("Datastream":{"@iot.id":9})");
    EXPECT_EQ(group.points.points.numbers, (std::vector<double>{1}));
    EXPECT_EQ(group.refused.size(), 2U);
    auto const none = rows(R"("result")", "[1],[2]", R"("Datastream":{"@iot.id":9})");
    EXPECT_THAT(refused(none), ElementsAre("0  observations.no_location", "1  observations.no_location"));
}

TEST(CreateObservations, RefusesABodyThatIsNone) {
    constexpr auto group = R"({"Datastream":{"@iot.id":1},"components":["result"],"dataArray":[[1]]})";
    auto const listed = [&](std::string const& text) { return "[" + std::string(group) + text; };
    EXPECT_EQ(whole("[]"), "");
    EXPECT_EQ(whole(listed("]")), "");
    for (auto const& text :
         {std::string(), listed(""), listed(","), listed("] x"), listed("]]"), std::string("[{\"Datastream"),
          std::string("[\xff]"),
          std::string(R"([{"Datastream":{"@iot.id":1},"components":["result"],"dataArray":[[1}]}])")})
        EXPECT_EQ(whole(text), "base.malformed_json") << text;
    EXPECT_EQ(
        whole(
            R"([{"dataArray":[[1]],"components":["resu"],"Datastream":{"@iot.id":1},"components":["result"1e9],[]}])"),
        "base.malformed_json");
    for (auto const* text : {"{}", "5", "nonsense", "null"})
        EXPECT_EQ(whole(text), "sensorthings.invalid_entity") << text;
}

/// Once the text was found to be no JSON the parser must not be asked anything more, least of all from the group's
/// start.
TEST(CreateObservations, RefusesTheBodyWhereARowThatIsTooLongIsNoJson) {
    for (
        auto const* text : {
            R"([{"Datastream":{"@iot.id":1},"components":["result"],"dataArray":[[1[9]9]]}])",
            R"([{"dataArray":[[1]],"components":["result"],"Datastream":{"@iot.id":1},"dataArray":[[1[9]9]]}])",
            R"([{"Datastream":{"@iot.id":20},"components":["result"],"dataArray":[[1]5[2]]}])",
            R"([{"dataArray":[[1]],"components":["result"],"Datastream":{"@iot.id":20},"dataArray":[[1]5[2]]}])",
            R"([{"dataArray":[[1],[truetrue],[nXll},["a"],[[1,2]]],"components":["result"],"Datastream":{"@iot.id":2},"com`onenes":["phMult"],"dataArray":[[1e9[9]9,tru]]}])",
        })
        EXPECT_EQ(whole(text), "base.malformed_json") << text;
}

TEST(CreateObservations, NamesTheFaultOfAGroup) {
    struct Case {
        char const* body;
        char const* path;
    };
    Case const cases[]{
        {R"([{"components":["result"],"dataArray":[[1]]}])", "/0/Datastream"},
        {R"([{"Datastream":{"@iot.id":1},"dataArray":[[1]]}])", "/0/components"},
        {R"([{"Datastream":{"@iot.id":1},"components":["result"]}])", "/0/dataArray"},
        {R"([{"Datastream":{"@iot.id":1},"components":["result"],"dataArray":{}}])", "/0/dataArray"},
        {R"([{"Datastream":{"@iot.id":1},"components":["result"],"dataArray":[[1]],"dataArray":[[2]]}])",
         "/0/dataArray"},
        {R"([{"Datastream":{"@iot.id":1},"components":["result","colour"],"dataArray":[]}])", "/0/components/1"},
        {R"([{"Datastream":{"@iot.id":1},"components":["result","result"],"dataArray":[]}])", "/0/components/1"},
        {R"([{"Datastream":{"@iot.id":1},"components":[5],"dataArray":[]}])", "/0/components/0"},
        {R"([{"Datastream":{"@iot.id":1},"components":"result","dataArray":[]}])", "/0/components"},
        {R"([{"Datastream":{"@iot.id":1},"components":["phenomenonTime"],"dataArray":[]}])", "/0/components"},
        {R"([{"Datastream":{"@iot.id":"1"},"components":["result"],"dataArray":[]}])", "/0/Datastream/@iot.id"},
        {R"([{"Datastream":{},"components":["result"],"dataArray":[]}])", "/0/Datastream/@iot.id"},
        {R"([{"Datastream":1,"components":["result"],"dataArray":[]}])", "/0/Datastream"},
        {R"([{"Datastream":{"@iot.id":1},"MultiDatastream":{"@iot.id":20},"components":["result"],"dataArray":[]}])",
         "/0/MultiDatastream"},
        {R"([{"Datastream":{"@iot.id":1},"components":["result"],"dataArray":[]},5])", "/1"}};
    for (auto const& one : cases) EXPECT_EQ(whole(one.body), one.path) << one.body;
}

}  // namespace
}  // namespace kunyu::sensorthings
