#include "portal/stream_record.hpp"

#include "portal/month_strip.hpp"
#include "portal/stream_plot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace kunyu::portal {
namespace {

namespace json = boost::json;
using base::Day;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Day const first = Day::of(2018, 6, 1);

std::string at(int day, int hour) {
    return base::to_string(base::start_of(first.plus_days(day)).plus_seconds(std::int64_t{hour} * 3600));
}

json::value points(std::initializer_list<std::pair<std::string, json::value>> values) {
    json::array list;
    for (auto const& [time, result] : values)
        list.push_back(json::object{{"id", 1}, {"time", time}, {"result", result}, {"quality", 1}});
    return json::object{{"buckets", nullptr}, {"points", std::move(list)}};
}

json::object bucket(std::string const& from, int count, json::value min, json::value max, json::value mean) {
    return {{"from", from}, {"count", count}, {"min", min}, {"max", max}, {"mean", mean}, {"bad", 0}};
}

TEST(StreamRecord, IsTheSameFromBucketsAndFromPoints) {
    auto const few = read_record(points({{at(0, 0), 1.0}, {at(0, 2), 3.0}, {at(0, 3), 8.0}, {at(1, 23), 5}}), first,
                                 first.plus_days(2));
    json::array list{bucket(at(0, 0), 2, 1.0, 3.0, 2.0), bucket(at(0, 3), 1, 8.0, 8.0, 8.0),
                     bucket(at(0, 6), 0, nullptr, nullptr, nullptr), bucket(at(1, 21), 1, 5.0, 5.0, 5.0)};
    auto const many = read_record(json::object{{"buckets", list}, {"points", nullptr}}, first, first.plus_days(2));
    for (auto const& record : {few, many}) {
        ASSERT_EQ(record.parts.size(), 16U);
        EXPECT_EQ(record.parts[0].count, 2);
        EXPECT_EQ(record.parts[0].max, 3.0);
        EXPECT_EQ(record.parts[2].count, 0);
        EXPECT_EQ(record.parts[15].min, 5.0);
        EXPECT_EQ(record.on(first).count, 3);
        EXPECT_EQ(record.on(first).mean, 4.0);
        EXPECT_EQ(record.whole().max, 8.0);
        EXPECT_EQ(record.whole().count, 4);
    }
}

TEST(StreamRecord, WhatIsNoNumberIsCountedAlone) {
    auto const record = read_record(points({{at(0, 0), "多云"}, {at(0, 1), nullptr}}), first, first.plus_days(1));
    EXPECT_EQ(record.whole().count, 2);
    EXPECT_FALSE(record.whole().min);
    EXPECT_EQ(draw_stream_plot(record, 1, "1", "t"), "");
}

TEST(StreamRecord, WhatLiesOutsideIsNotInIt) {
    auto const record = read_record(points({{at(-1, 23), 1.0}, {at(2, 0), 1.0}}), first, first.plus_days(2));
    EXPECT_EQ(record.whole().count, 0);
}

TEST(AxisMarks, AreRoundAndWithin) {
    EXPECT_THAT(axis_marks(0, 10), ElementsAre(0, 5, 10));
    EXPECT_THAT(axis_marks(149.2, 153.9), ElementsAre(150, 152));
    for (auto const& [least, greatest] :
         {std::pair{-3.0, 4.0}, {0.0012, 0.0013}, {-1e6, -9.9e5}, {5.0, 5.5}, {0.19, 0.31}}) {
        auto const marks = axis_marks(least, greatest);
        EXPECT_GE(marks.size(), 2U) << least;
        EXPECT_LE(marks.size(), 7U) << least;
        EXPECT_GE(marks.front(), least);
        EXPECT_LE(marks.back(), greatest);
    }
}

TEST(NumberText, IsShort) {
    EXPECT_EQ(number_text(0.30000000000000004), "0.3");
    EXPECT_EQ(number_text(-1e-17), "0");
    EXPECT_EQ(number_text(152.38), "152.38");
}

TEST(StreamPlot, IsBrokenWhereMoreIsMissingThanACadence) {
    auto const record = read_record(points({{at(0, 0), 1.0}, {at(1, 0), 2.0}, {at(2, 0), 3.0}, {at(6, 0), 4.0}}), first,
                                    first.plus_days(7));
    auto const strokes = [&](std::size_t reach) {
        auto const svg = draw_stream_plot(record, reach, "7", "t");
        return std::count(svg.begin(), svg.end(), 'Z');
    };
    EXPECT_EQ(strokes(0), 4);
    EXPECT_EQ(strokes(8), 2) << "one value a day is a line over the days";
}

TEST(StreamPlot, EscapesAndKeepsToThePolicy) {
    auto const svg =
        draw_stream_plot(read_record(points({{at(0, 0), 5}}), first, first.plus_days(30)), 1, "7", "<script> \"x\"");
    EXPECT_THAT(svg, Not(HasSubstr("<script>")));
    EXPECT_THAT(svg, Not(HasSubstr("style=")));
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
    EXPECT_THAT(svg, HasSubstr("id=\"plot-7\""));
    EXPECT_THAT(svg, HasSubstr(">06-01<"));
}

TEST(ShareLevel, IsFullOnlyWhenNothingIsMissing) {
    EXPECT_EQ(share_level(1000), "full");
    EXPECT_EQ(share_level(999), "high");
    EXPECT_EQ(share_level(899), "half");
    EXPECT_EQ(share_level(499), "low");
    EXPECT_EQ(share_level(0), "none");
}

}  // namespace
}  // namespace kunyu::portal
