#include "observations/series.hpp"

#include "observations/revision_choice.hpp"
#include "observations/revision_list.hpp"
#include "observations/revision_service.hpp"
#include "observations/series_calendar.hpp"
#include "observations/station_part_service.hpp"
#include "observations/station_service.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace kunyu::observations::test {
namespace {

using testing::ElementsAre;

constexpr std::int64_t minute = 60'000'000;
constexpr std::int64_t day = 1440 * minute;

base::Instant at(char const* text) {
    return *base::parse_instant(text);
}

class SeriesOf : public kunyu::test::OnEachEngine {
  protected:
    SeriesOf() {
        archive::Store::Options options;
        options.folder = folder.path();
        options.background = false;
        store = archive::Store::open(db(), world.ids, world.clock, options).value();
        reader = std::make_unique<SeriesReader>(*store);
        revisions = std::make_unique<RevisionService>(*store);
        stream = world.whole_stream();
    }

    /// Observations a step apart, of the value that the number of each gives.
    template <typename Value>
    void fill(base::Instant from, std::int64_t step, std::int64_t count, Value const& value,
              std::int64_t duration = 0) {
        archive::StreamPoints rows;
        rows.stream = stream.id.value;
        for (std::int64_t i = 0; i < count; ++i) {
            rows.points.times.push_back(from.microseconds + i * step);
            rows.points.numbers.push_back(value(i));
            rows.points.quality.push_back(2);
            if (duration > 0) rows.points.durations.push_back(duration);
        }
        store->append({{rows}, {}}).value();
    }
    void flag(std::int64_t first, std::int64_t count, std::uint8_t quality) {
        world
            .write([&](sql::Tx& tx) {
                return revisions->flag(tx, world.as(world.director), stream.id, {{{first, count}, quality}}, "尖峰");
            })
            .value();
    }
    StreamReach reach(ReadScope const& scope = ReadScope::everything()) {
        view = std::make_unique<View>(catalogue.fresh());
        return reader->reach(*view, scope, *view->find(stream.id), world.clock.now()).value();
    }
    void put_under_embargo(std::int64_t days) {
        stream.openness = Openness::embargo;
        stream.embargo_days = days;
        stream = world.replace(world.manager, stream).value();
    }
    void calibrate(base::Instant from, double factor, double added) {
        Calibration calibration;
        calibration.stream = stream.id;
        calibration.from = from;
        calibration.factor = factor;
        calibration.added = added;
        world.write([&](sql::Tx& tx) { return parts.create(tx, world.as(world.manager), calibration); }).value();
    }
    void plan(base::Day from, std::int64_t seconds) {
        Programme programme;
        programme.thing = stream.thing;
        programme.observed_property = stream.observed_properties.front();
        programme.protocol = "SL 61";
        programme.cadence_seconds = seconds;
        programme.from = from;
        world.write([&](sql::Tx& tx) { return parts.create(tx, world.as(world.manager), programme); }).value();
    }

    StationWorld world{db()};
    kunyu::test::TemporaryFolder folder;
    Catalogue catalogue{db()};
    StationPartService parts{world.ids, world.entities};
    std::unique_ptr<archive::Store> store;
    std::unique_ptr<SeriesReader> reader;
    std::unique_ptr<RevisionService> revisions;
    std::unique_ptr<View> view;
    Stream stream;
};
KUNYU_ON_EACH_ENGINE(SeriesOf);

TEST_P(SeriesOf, NothingIsAnEmptySeries) {
    auto const series = reader->series(reach(), {}).value();
    EXPECT_FALSE(series.range);
    EXPECT_EQ(series.count, 0);
    auto const figures = reader->figures(reach()).value();
    EXPECT_FALSE(figures.extent);
    EXPECT_FALSE(figures.latest);
    EXPECT_EQ(figures.count, 0);
}

TEST_P(SeriesOf, FewObservationsAreGivenThemselves) {
    fill(at("2026-01-01T00:00:00Z"), minute, 10, [](std::int64_t i) { return static_cast<double>(i); });
    SeriesQuery query;
    query.buckets = 11;
    auto const series = reader->series(reach(), query).value();
    EXPECT_EQ(series.step, 0);
    ASSERT_EQ(series.points.size(), 10U);
    EXPECT_EQ(series.points[3].result, boost::json::value(3));
    EXPECT_EQ(series.points[3].id.ordinal, 3);
    EXPECT_EQ(series.range->to.microseconds, at("2026-01-01T00:09:00Z").microseconds + 1);
}

TEST_P(SeriesOf, ManyBecomeEqualPartsThatHoldThemAll) {
    auto const begin = at("2026-01-01T00:00:00Z");
    auto const value = [](std::int64_t i) { return std::sin(static_cast<double>(i) / 300.0) * 10; };
    fill(begin, minute, 3000, value);
    store->seal_all().value();
    flag(10, 3, 4);
    SeriesQuery query;
    query.buckets = 7;
    for (bool const skip_bad : {false, true}) {
        query.skip_bad = skip_bad;
        auto const series = reader->series(reach(), query).value();
        ASSERT_EQ(series.buckets.size(), 7U);
        std::int64_t next = 0;
        std::int64_t bad = 0;
        for (std::size_t b = 0; b < series.buckets.size(); ++b) {
            auto const& bucket = series.buckets[b];
            EXPECT_EQ(bucket.from.microseconds, begin.microseconds + static_cast<std::int64_t>(b) * series.step);
            archive::Summary expected;
            for (; next < 3000 && next * minute < static_cast<std::int64_t>(b + 1) * series.step; ++next)
                if (!skip_bad || next < 10 || next >= 13) expected.add(value(next));
            EXPECT_EQ(bucket.count, static_cast<std::int64_t>(expected.numbers));
            EXPECT_EQ(bucket.min, expected.min);
            EXPECT_EQ(bucket.max, expected.max);
            EXPECT_NEAR(*bucket.mean, expected.sum / static_cast<double>(expected.numbers), 1e-9);
            bad += bucket.bad;
        }
        EXPECT_EQ(next, 3000);
        EXPECT_EQ(bad, skip_bad ? 0 : 3);
    }
}

TEST_P(SeriesOf, CalibrationsHoldFromTheirMomentOnAlsoWithinAPart) {
    auto const begin = at("2026-01-01T00:00:00Z");
    fill(begin, minute, 100, [](std::int64_t i) { return static_cast<double>(i); });
    calibrate(begin.plus_seconds(3000), -2, 1);
    SeriesQuery query;
    query.calibrated = true;
    query.buckets = 1;
    auto const whole = reader->series(reach(), query).value();
    ASSERT_EQ(whole.buckets.size(), 1U);
    EXPECT_EQ(whole.buckets[0].min, 99 * -2 + 1);
    EXPECT_EQ(whole.buckets[0].max, 49);
    EXPECT_NEAR(*whole.buckets[0].mean, (49.0 * 50 / 2 - (50.0 + 99) * 50 + 50) / 100, 1e-9);
    query.buckets = 200;
    auto const points = reader->series(reach(), query).value().points;
    EXPECT_EQ(points[49].result, boost::json::value(49));
    EXPECT_EQ(points[50].result, boost::json::value(-99));
}

TEST_P(SeriesOf, UnderAnEmbargoNothingOfItIsTold) {
    auto const begin = world.clock.now().plus_seconds(-40 * 86'400);
    fill(begin, day, 40, [](std::int64_t i) { return static_cast<double>(i); });
    put_under_embargo(30);
    auto const outside = reach(ReadScope::nothing_internal());
    auto const figures = reader->figures(outside).value();
    EXPECT_EQ(figures.count, 10);
    EXPECT_EQ(figures.latest->result, boost::json::value(9));
    EXPECT_EQ(figures.extent->to.microseconds, begin.microseconds + 9 * day);
    SeriesQuery query;
    query.from = begin;
    query.to = world.clock.now();
    EXPECT_EQ(reader->series(outside, query).value().points.size(), 10U);
    query.buckets = 4;
    auto const series = reader->series(outside, query).value();
    EXPECT_EQ(series.count, 10);
    ASSERT_EQ(series.buckets.size(), 1U) << "parts within the embargo are not there";
    EXPECT_EQ(series.buckets[0].max, 9);
    EXPECT_EQ(reader->figures(reach()).value().count, 40);
}

TEST_P(SeriesOf, WhatReachesIntoTheEmbargoIsWithheld) {
    auto const begin = world.clock.now().plus_seconds(-40 * 86'400);
    fill(
        begin, day, 40, [](std::int64_t i) { return static_cast<double>(i); }, 2 * day);
    put_under_embargo(30);
    EXPECT_EQ(reader->figures(reach(ReadScope::nothing_internal())).value().count, 8)
        << "the one of day 7 ends with day 9; that of day 8 ends as the embargo begins";
}

TEST_P(SeriesOf, ALongOneThatReachesIntoTheEmbargoIsWithheldWhateverBeganSince) {
    auto const edge = world.clock.now().plus_seconds(-30 * 86'400);
    auto const begin = edge.plus_seconds(-2 * 86'400);
    fill(begin, minute, 2'000, [](std::int64_t i) { return static_cast<double>(i); });
    fill(
        {begin.microseconds + 100 * minute + 1}, minute, 1, [](std::int64_t) { return -99.0; }, 10 * day);
    put_under_embargo(30);
    auto const outside = reach(ReadScope::nothing_internal());
    EXPECT_EQ(reader->figures(outside).value().count, 101);
    SeriesQuery query;
    query.from = begin;
    query.to = world.clock.now();
    auto const points = reader->series(outside, query).value().points;
    ASSERT_EQ(points.size(), 101U);
    EXPECT_EQ(points.back().result, boost::json::value(100));
    EXPECT_EQ(reader->figures(reach()).value().count, 2'001);
}

TEST_P(SeriesOf, TheCalendarCountsDaysOfChinaAgainstTheProgramme) {
    plan(base::Day::of(2026, 11, 24), 3600);
    fill(base::start_of(base::Day::of(2026, 11, 23)), 60 * minute, 24, [](std::int64_t) { return 1.0; });
    fill(base::start_of(base::Day::of(2026, 11, 24)), 30 * minute, 60, [](std::int64_t) { return 1.0; });
    world.pass(7200);
    auto const days = calendar_of(*store, {reach()}, 2026, world.clock.now()).value();
    ASSERT_EQ(days.size(), 330U) << "up to today";
    EXPECT_EQ(days[0].count, 0);
    auto const& before = days[326];
    EXPECT_EQ(base::to_string(before.day), "2026-11-23");
    EXPECT_EQ(before.count, 24);
    EXPECT_FALSE(before.expected);
    EXPECT_FALSE(before.received);
    EXPECT_EQ(days[327].count, 48);
    EXPECT_EQ(days[327].expected, 24);
    EXPECT_EQ(days[327].received, 24) << "too many do not hide what lacks";
    EXPECT_EQ(days[328].count, 12);
    EXPECT_EQ(days[328].received, 12);
    EXPECT_EQ(days[329].expected, 2) << "up to now";
    EXPECT_EQ(days[329].count, 0);
    put_under_embargo(1);
    auto const outside = calendar_of(*store, {reach(ReadScope::nothing_internal())}, 2026, world.clock.now()).value();
    EXPECT_EQ(outside[327].count, 48);
    EXPECT_FALSE(outside[328].count) << "the embargo begins within it";
    EXPECT_FALSE(outside[328].expected);
    EXPECT_TRUE(calendar_of(*store, {reach()}, 2027, world.clock.now()).value().empty());
}

TEST_P(SeriesOf, ObservationsAreChosenByTimeOrById) {
    auto const begin = at("2026-01-01T00:00:00Z");
    fill(begin, minute, 10, [](std::int64_t i) { return static_cast<double>(i); });
    flag(4, 1, 4);
    auto const range = choose(*store, stream.id, {begin.plus_seconds(120), begin.plus_seconds(360), {}}).value();
    EXPECT_THAT(range.runs, ElementsAre(archive::OrdinalRun{2, 4}));
    EXPECT_EQ(range.count, 4);
    EXPECT_EQ(range.by_flag[4], 1);
    auto const id = [&](std::int64_t ordinal) { return ObservationId{stream.id, ordinal}.value(); };
    auto const some = choose(*store, stream.id, {{}, {}, {id(7), id(2), id(3), id(7)}}).value();
    EXPECT_THAT(some.runs, ElementsAre(archive::OrdinalRun{2, 2}, archive::OrdinalRun{7, 1}));
    EXPECT_EQ(some.count, 3);
    EXPECT_EQ(refused(choose(*store, stream.id, {{}, {}, {id(10)}})), "/ids");
    EXPECT_EQ(refused(choose(*store, stream.id, {{}, {}, {ObservationId{{stream.id.value + 1}, 0}.value()}})), "/ids");
    EXPECT_EQ(refused(choose(*store, stream.id, {begin.plus_seconds(-120), begin, {}})), "/from");
}

TEST_P(SeriesOf, WhatAVersionDeletedIsPutBackByIt) {
    auto const begin = at("2026-01-01T00:00:00Z");
    fill(begin, minute, 10, [](std::int64_t i) { return static_cast<double>(i); });
    auto const chosen = choose(*store, stream.id, {begin, begin.plus_seconds(180), {}}).value();
    world
        .write([&](sql::Tx& tx) {
            return revisions->remove(tx, world.as(world.director), stream.id, chosen.runs, "试验数据");
        })
        .value();
    EXPECT_EQ(store->count(stream.id.value).value(), 7);
    EXPECT_EQ(refused(choose(*store, stream.id, {{}, {}, {ObservationId{stream.id, 0}.value()}})), "/ids");
    auto const versions = list_revisions(*store, reach(), {}, 10).value().items;
    ASSERT_EQ(versions.size(), 1U);
    EXPECT_EQ(versions[0]->reason, "试验数据");
    auto const back = deleted_by(*store, stream.id, versions[0]->id).value();
    EXPECT_EQ(back.count, 3);
    world
        .write(
            [&](sql::Tx& tx) { return revisions->restore(tx, world.as(world.director), stream.id, back.runs, "误删"); })
        .value();
    EXPECT_EQ(store->count(stream.id.value).value(), 10);
    EXPECT_EQ(refused(deleted_by(*store, stream.id, versions[0]->id + 1000)), "/undo");
}

TEST_P(SeriesOf, VersionsAreListedTheNewestFirstPageByPage) {
    fill(at("2026-01-01T00:00:00Z"), minute, 10, [](std::int64_t i) { return static_cast<double>(i); });
    flag(0, 1, 4);
    world.pass(3600);
    flag(1, 2, 3);
    auto const first = list_revisions(*store, reach(), {}, 1).value();
    ASSERT_EQ(first.items.size(), 1U);
    EXPECT_EQ(to_json(*first.items[0], true).at("flagged"), boost::json::value({{"3", 2}}));
    ASSERT_TRUE(first.next);
    auto const second = list_revisions(*store, reach(), first.next, 1).value();
    ASSERT_EQ(second.items.size(), 1U);
    EXPECT_EQ(second.items[0]->author, "director");
    EXPECT_TRUE(to_json(*second.items[0], false).at("author").is_null());
    EXPECT_FALSE(second.next);
    EXPECT_EQ(refused(list_revisions(*store, reach(), "x", 1)), "base.bad_cursor");
    put_under_embargo(1);
    EXPECT_TRUE(list_revisions(*store, reach(ReadScope::nothing_internal()), {}, 10).value().items.empty());
}

}  // namespace
}  // namespace kunyu::observations::test
