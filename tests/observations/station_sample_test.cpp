#include "observations/station_sample.hpp"

#include "observations/sample_stations.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

#include <map>

namespace kunyu::observations::test {
namespace {

using testing::Each;
using testing::Gt;
using testing::Pair;

class StationSample : public kunyu::test::OnEachEngine {
  protected:
    StationSample() {
        db().write([&](sql::Tx& tx) -> base::Result<void> {
            tx.exec("UPDATE platform SET sample = 1 WHERE id = ?", world.karst);
            tx.exec(
                "INSERT INTO platform_interval (platform, ordinal, valid_from, valid_to, state, category, level, field,"
                " standing, reason, name_zh, name_key, province, since_event, code, code_key, sample, confidence)"
                " VALUES (?, 0, 0, 1000000, 'operating', 'ministry-field-base', 'ministry', 'land', 'counted', '', '',"
                " '', '11', 1, 'S001', 'S001', 1, 'D')",
                world.karst);
            return {};
        });
    }
    base::Result<std::int64_t> load() {
        return world.write([&](sql::Tx& tx) { return load_station_sample(tx, world.system(), services); });
    }
    base::Result<std::int64_t> remove() {
        return world.write([&](sql::Tx& tx) { return remove_station_sample(tx, world.system(), services); });
    }
    /// Rows of everything that stations are made of.
    std::map<std::string, std::int64_t> rows() {
        std::map<std::string, std::int64_t> counts;
        db().read([&](sql::Session& session) {
            for (auto const* table :
                 {"observation_thing", "observation_stream", "observation_sensor", "observation_observed_property",
                  "observation_location", "observation_historical_location", "observation_programme",
                  "observation_deployment", "observation_network", "observation_alarm_rule"})
                counts[table] = session.first("SELECT COUNT(*) FROM " + std::string(table))->integer(0);
        });
        return counts;
    }

    StationWorld world{db()};
    StationPartService parts{world.ids, world.entities};
    NetworkService networks{world.ids};
    QualityRulesService quality{world.entities};
    AlarmService alarms{world.ids, world.entities};
    StationSampleServices services{world.entities, parts, networks, quality, alarms};
};
KUNYU_ON_EACH_ENGINE(StationSample);

TEST_P(StationSample, IsMadeOnceMarkedAndRemovedWithoutATrace) {
    EXPECT_EQ(load().value(), 3);
    EXPECT_EQ(load().value(), 0);
    EXPECT_THAT(rows(), Each(Pair(testing::_, Gt(0))));
    db().read([&](sql::Session& session) {
        for (auto const& thing : load_things(session)) {
            EXPECT_TRUE(thing.sample);
            EXPECT_THAT(thing.name, testing::HasSubstr("样例"));
        }
        for (auto const& stream : load_streams(session)) EXPECT_TRUE(history_in(stream).has_value());
        for (auto const& network : list_networks(session, {}, 10).value().items)
            EXPECT_TRUE(is_sample(session, network.id));
    });
    EXPECT_EQ(remove().value(), 3);
    EXPECT_THAT(rows(), Each(Pair(testing::_, 0)));
}

TEST_P(StationSample, LeavesWhatARealStationHasTakenUp) {
    load().value();
    auto thing = world.thing();
    thing.platform = world.glacier;
    auto const real = world.create(world.steward, thing).value();
    auto const sampled = db().read([](sql::Session& session) { return load_streams(session).front(); });
    auto stream = StationWorld::stream_of(real.id, sampled.sensor, sampled.observed_properties.front());
    world.create(world.steward, stream).value();
    EXPECT_EQ(remove().value(), 3);
    EXPECT_EQ(rows()["observation_stream"], 1);
    EXPECT_EQ(rows()["observation_sensor"], 1);
}

TEST_P(StationSample, StaysWhileARealStationBelongsToASamplePlatform) {
    load().value();
    world.create(world.steward, world.thing("真台站")).value();
    EXPECT_EQ(remove().error().code, "observations.sample_in_use");
}

TEST(SampleHistory, IsTheSameOutOfTheStreamsProperties) {
    auto const day = base::Day::of(2026, 11, 26);
    Stream stream;
    for (auto const& station : sample_stations())
        for (auto const& one : station.streams) {
            auto const history = sample_history(one, 7, day);
            stream.properties = properties_of(history);
            auto const again = history_in(stream).value();
            observation_files::LoggerSimulator const a(history.settings);
            observation_files::LoggerSimulator const b(again.settings);
            EXPECT_EQ(history.gap_from, again.gap_from);
            EXPECT_EQ(history.gap_to, again.gap_to);
            for (std::int64_t number = 0; number < 200; ++number) {
                ASSERT_EQ(a.reading(number).has_value(), b.reading(number).has_value());
                if (!a.reading(number)) continue;
                EXPECT_EQ(a.reading(number)->value, b.reading(number)->value);
                EXPECT_GE(a.reading(number)->value,
                          one.signal == observation_files::SimulatedSignal::gnss_drift ? -1e9 : 0);
            }
        }
}

}  // namespace
}  // namespace kunyu::observations::test
