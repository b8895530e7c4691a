#include "observation_exchange/ogc_features.hpp"

#include "observations/station_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::observation_exchange::test {
namespace {

using namespace observations;
using namespace observations::test;

using testing::ElementsAre;
using testing::IsEmpty;

TEST(BoundingBox, IsFourNumbersOrSix) {
    auto const box = parse_bounding_box("110, 25,111.5,26");
    ASSERT_TRUE(box);
    EXPECT_TRUE(box->holds(110, 25));
    EXPECT_TRUE(box->holds(111.5, 26));
    EXPECT_FALSE(box->holds(111.6, 25.5));
    EXPECT_FALSE(box->holds(110.5, 24.9));
    EXPECT_TRUE(parse_bounding_box("110,25,-5,111,26,900")->holds(110.5, 25.5));
    for (auto const* wrong : {"", "1,2,3", "1,2,3,4,5", "a,2,3,4", "1,2,3,nan", "1,3,2,2", "1,2,3,4,"})
        EXPECT_FALSE(parse_bounding_box(wrong)) << wrong;
}

TEST(BoundingBox, MaySpanTheAntimeridian) {
    auto const box = parse_bounding_box("170,-10,-170,10");
    ASSERT_TRUE(box);
    EXPECT_TRUE(box->holds(175, 0));
    EXPECT_TRUE(box->holds(-175, 0));
    EXPECT_FALSE(box->holds(0, 0));
}

TEST(FeatureTime, IsAMomentOrTwo) {
    auto const moment = parse_feature_time("2018-06-01T00:00:00Z");
    ASSERT_TRUE(moment);
    EXPECT_EQ(moment->to->microseconds - moment->from->microseconds, 1);
    auto const day = parse_feature_time("2018-06-01");
    EXPECT_EQ(day->to->microseconds - day->from->microseconds, 86'400'000'000);
    EXPECT_FALSE(parse_feature_time("../2018-06-01")->from);
    EXPECT_FALSE(parse_feature_time("2018-06-01/")->to);
    EXPECT_TRUE(parse_feature_time("2018-06-01/2018-06-01"));
    for (auto const* wrong : {"", "..", "../..", "/", "2018-06-02/2018-06-01", "yesterday", "2018/2019/2020"})
        EXPECT_FALSE(parse_feature_time(wrong)) << wrong;
}

TEST(FeatureQuery, NamesEveryFault) {
    http::Request request;
    request.query = {{"bbox", "1"}, {"datetime", "x"}, {"limit", "0"}, {"after", "-1"}, {"crs", "EPSG:4490"}};
    auto const read = read_feature_query(request);
    EXPECT_EQ(read.error().code, "observations.bad_feature_query");
    EXPECT_EQ(refused(read), "bbox datetime after limit crs");
    request.query = {{"limit", "5000"}};
    EXPECT_EQ(read_feature_query(request).value().limit, most_features) << "is no error";
}

class FeaturesOf : public kunyu::test::OnEachEngine {
  protected:
    std::vector<std::string> names(FeatureQuery const& query, ReadScope const& scope = ReadScope::everything()) {
        auto const page = list_features(view, scope, query, [this](Thing const& thing, FeatureTime const&) {
                              return base::Result<bool>(thing.name == observed);
                          }).value();
        next = page.next;
        std::vector<std::string> out;
        for (auto const* thing : page.items) out.push_back(thing->name);
        return out;
    }
    void add(std::string const& name, std::optional<double> longitude, bool is_public = true) {
        auto thing = world.thing(name);
        thing.is_public = is_public;
        if (longitude) thing.locations = {world.create(world.manager, world.location(*longitude)).value().id};
        world.create(world.manager, thing).value();
        world.pass(1);
        view = catalogue.fresh();
    }

    StationWorld world{db()};
    Catalogue catalogue{db()};
    View view = catalogue.fresh();
    std::string observed;
    std::optional<ThingId> next;
};
KUNYU_ON_EACH_ENGINE(FeaturesOf);

TEST_P(FeaturesOf, AreFoundByPlaceTimeAndPage) {
    add("东", 120);
    add("西", 100);
    add("无", std::nullopt);
    EXPECT_THAT(names({}), ElementsAre("东", "西", "无"));
    FeatureQuery east;
    east.box = parse_bounding_box("110,0,130,50");
    EXPECT_THAT(names(east), ElementsAre("东"));
    FeatureQuery then;
    then.time = parse_feature_time("2018-06-01");
    observed = "西";
    EXPECT_THAT(names(then), ElementsAre("西"));
    FeatureQuery page;
    page.limit = 2;
    EXPECT_THAT(names(page), ElementsAre("东", "西"));
    ASSERT_TRUE(next);
    page.after = next;
    EXPECT_THAT(names(page), ElementsAre("无"));
    EXPECT_FALSE(next);
    EXPECT_THAT(extent_of(view, ReadScope::everything()).value(), ElementsAre(100, 25.18, 120, 25.18));
}

TEST_P(FeaturesOf, HideWhatTheCallerMayNotSee) {
    add("内部", 110, false);
    EXPECT_THAT(names({}, ReadScope::nothing_internal()), IsEmpty());
    EXPECT_FALSE(extent_of(view, ReadScope::nothing_internal()));
    EXPECT_THAT(names({}), ElementsAre("内部"));
}

}  // namespace
}  // namespace kunyu::observation_exchange::test
