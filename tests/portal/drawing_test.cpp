#include "portal/life_line.hpp"
#include "portal/point_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace kunyu::portal {
namespace {

using base::Day;
using testing::HasSubstr;
using testing::Not;

std::vector<MapPoint> crowded() {
    std::vector<MapPoint> points;
    for (int i = 0; i < 40; ++i) points.push_back({110.0 + i % 8, 28.0 + i / 8, "城市" + std::to_string(i), i % 7 + 1});
    return points;
}

TEST(PlacePoints, NoLabelLiesOnAnotherOrOnAPoint) {
    auto const placed = place_points(crowded());
    std::vector<Box> boxes;
    for (auto const& one : placed) {
        if (!one.labelled) continue;
        EXPECT_FALSE(collides(one.label, boxes)) << one.point.label;
        boxes.push_back(one.label);
        for (auto const& other : placed) {
            Box const dot{other.x - other.radius, other.y - other.radius, 2 * other.radius, 2 * other.radius};
            EXPECT_FALSE(one.label.overlaps(dot)) << one.point.label << " on " << other.point.label;
        }
    }
    EXPECT_GT(boxes.size(), 5U);
}

TEST(PlacePoints, TheLargestAreNamedFirst) {
    auto const placed = place_points({{116.4, 39.9, "小", 1}, {116.41, 39.91, "大", 20}});
    EXPECT_EQ(placed.front().point.label, "大");
    EXPECT_TRUE(placed.front().labelled);
}

TEST(DrawPointMap, EscapesAndKeepsToThePolicy) {
    auto const svg = draw_point_map({{116, 39, "<script>", 1}}, "a \"map\"");
    EXPECT_THAT(svg, Not(HasSubstr("<script>")));
    EXPECT_THAT(svg, Not(HasSubstr("style=")));
    EXPECT_THAT(svg, HasSubstr("role=\"img\""));
    EXPECT_THAT(svg, HasSubstr("100°E"));
}

TEST(PlacePoints, ManyAreDrawnAndTheFirstAreNamed) {
    std::vector<MapPoint> points;
    for (int i = 0; i < 4000; ++i) points.push_back({75.0 + i % 60, 5.0 + i / 80, "站", 1});
    auto const placed = place_points(points);
    EXPECT_EQ(placed.size(), 4000U);
    EXPECT_FALSE(placed.back().labelled);
}

TEST(FrameAround, HoldsThePlaceAnywhere) {
    for (auto const& [longitude, latitude] : {std::pair{110.52, 25.18}, {-58.96, -62.22}, {0.0, 0.0}, {179.0, 78.9}}) {
        auto const frame = frame_around(longitude, latitude);
        EXPECT_TRUE(frame.holds(longitude, latitude)) << longitude;
        EXPECT_FALSE(frame.holds(longitude + 20, latitude)) << longitude;
    }
    EXPECT_THAT(draw_point_map({{-58.96, -62.22, "长城站", 1}}, "t", frame_around(-58.96, -62.22)),
                testing::AllOf(HasSubstr("60°W"), HasSubstr("65°S")));
}

TEST(DrawLifeLine, ShowsEachDayOnceAndTheUnknownHollow) {
    auto const svg = draw_life_line({{Day::of(2018, 3, 1), "更名", true},
                                     {Day::of(2017, 11, 6), "补录", false},
                                     {Day::of(2018, 3, 1), "并入", true}},
                                    "t");
    EXPECT_THAT(svg, HasSubstr("更名 / 并入"));
    EXPECT_THAT(svg, HasSubstr("dot hollow"));
    EXPECT_THAT(svg, HasSubstr(">2017<"));
    EXPECT_EQ(std::count(svg.begin(), svg.end(), '<') - 2, std::count(svg.begin(), svg.end(), '>') - 2);
    EXPECT_EQ(draw_life_line({}, "t"), "");
}

TEST(DrawLifeLine, LongLivesNameTwelveYearsAtMost) {
    auto const svg = draw_life_line({{Day::of(1950, 1, 1), "a", true}, {Day::of(2020, 1, 1), "b", true}}, "t");
    std::size_t years = 0;
    for (auto at = svg.find("class=\"year\""); at != std::string::npos; at = svg.find("class=\"year\"", at + 1))
        ++years;
    EXPECT_LE(years, 13U);
}

TEST(TextWidth, CountsChineseAsOneEm) {
    EXPECT_DOUBLE_EQ(text_width("岩溶", 10), 20);
    EXPECT_DOUBLE_EQ(text_width("ab", 10), 12);
}

}  // namespace
}  // namespace kunyu::portal
