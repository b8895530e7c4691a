#include "observations/arrival_feed.hpp"

#include "archive/chunk_index.hpp"
#include "events/events.hpp"
#include "inbox/notifier.hpp"
#include "observations/alarm_notices.hpp"
#include "observations/quality_alarm_service.hpp"
#include "observations/quality_alarm_store.hpp"
#include "observations/quality_rules_service.hpp"
#include "observations/quality_run.hpp"
#include "observations/station_store.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace kunyu::observations::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t minute = 60'000'000;

class Feed : public kunyu::test::OnEachEngine {
  protected:
    Feed() { reopen(); }

    void reopen() {
        feed.reset();
        archive_.reset();
        archive::Store::Options options;
        options.folder = folder.path();
        options.memtable_rows = 50;
        options.background = false;
        archive_ = archive::Store::open(db(), world.ids, world.clock, options).value();
        catalogue.refresh();
        feed = std::make_unique<ArrivalFeed>(*archive_, db(), catalogue, world.ids, world.clock);
    }
    std::int64_t now() const { return world.clock.now().microseconds; }
    void append(std::vector<std::int64_t> const& times, std::vector<double> const& numbers) {
        archive::Batch batch;
        batch.points.push_back({stream.id.value, {}});
        batch.points.front().points.times = times;
        batch.points.front().points.numbers = numbers;
        archive_->append(std::move(batch)).value();
    }
    void value(double number) { append({now()}, {number}); }
    void test(quality::QartodRules const& rules) {
        world
            .write([&](sql::Tx& tx) {
                auto const version = load_quality_rules(tx, stream.id).version;
                return tests.replace(tx, world.as(world.manager), stream.id, version, rules);
            })
            .value();
    }
    AlarmId alarm(double high) {
        quality::AlarmRule rule;
        rule.severity = quality::Severity::orange;
        rule.condition = quality::ThresholdCondition{quality::ThresholdSide::above, {}, high, 0};
        return world
            .write([&](sql::Tx& tx) {
                return alarms.create(tx, world.as(world.manager), stream.id, {"水位超警戒", std::nullopt, rule});
            })
            .value()
            .alarm.id;
    }
    std::vector<int> flags() {
        archive::PageQuery query;
        query.limit = 100'000;
        std::vector<int> out;
        for (auto const flag : archive_->read(stream.id.value, query).value().quality) out.push_back(flag);
        return out;
    }
    std::int64_t count(std::string const& sql) {
        return db().read([&](sql::Session& session) { return session.first(sql)->integer(0); });
    }

    kunyu::test::TemporaryFolder folder;
    StationWorld world{db()};
    Catalogue catalogue{db()};
    QualityRulesService tests{world.entities};
    AlarmService alarms{world.ids, world.entities};
    Stream stream = world.whole_stream();
    std::unique_ptr<archive::Store> archive_;
    std::unique_ptr<ArrivalFeed> feed;
};
KUNYU_ON_EACH_ENGINE(Feed);

/// Writes a row an entry, which cannot be there twice.
LogConsumer counting(std::vector<std::uint64_t>& seen, bool const& failing) {
    return {"test.counting", [] { return true; },
            [&](std::span<LogEntry const> entries) -> base::Result<LogConsumer::Effect> {
                std::vector<std::uint64_t> sequences;
                for (auto const& entry : entries) sequences.push_back(entry.sequence);
                seen.insert(seen.end(), sequences.begin(), sequences.end());
                return LogConsumer::Effect{[sequences, &failing](sql::Tx& tx) {
                    for (auto const sequence : sequences)
                        tx.exec("INSERT INTO archive_cursor (name, sequence) VALUES (?, 1)",
                                "taken." + std::to_string(sequence));
                    if (failing) throw std::runtime_error("the effect fails");
                }};
            }};
}

TEST_P(Feed, EachEntryIsTakenOnceByWhomeverFollows) {
    std::vector<std::uint64_t> seen;
    bool failing = false;
    value(1);
    auto first = std::make_unique<LogFollower>(*archive_, db(), counting(seen, failing));
    EXPECT_TRUE(first->run_pending());
    EXPECT_THAT(seen, IsEmpty()) << "what was there before is not handed over";
    value(2);
    failing = true;
    EXPECT_FALSE(first->run_pending());
    failing = false;
    value(3);
    EXPECT_TRUE(first->run_pending());
    EXPECT_THAT(seen, ElementsAre(2, 2, 3));
    LogFollower second(*archive_, db(), counting(seen, failing));
    value(4);
    EXPECT_TRUE(first->run_pending());
    second.run_pending();  // on PostgreSQL it finds that another follows
    value(5);
    second.run_pending();
    EXPECT_TRUE(first->run_pending());
    EXPECT_EQ(count("SELECT COUNT(*) FROM archive_cursor WHERE name LIKE 'taken.%'"), 4);
    first.reset();
    reopen();
    LogFollower third(*archive_, db(), counting(seen, failing));
    value(6);
    third.start();
    while (count("SELECT COUNT(*) FROM archive_cursor WHERE name LIKE 'taken.%'") < 5) std::this_thread::yield();
    third.stop();
    EXPECT_EQ(count("SELECT COUNT(*) FROM archive_cursor WHERE name LIKE 'taken.%'"), 5);
}

TEST_P(Feed, FlagsWhatComesInAndWhatItAffects) {
    quality::QartodRules rules;
    rules.gross_range = quality::GrossRange{{{-5, 60}}, {{0, 40}}};
    rules.spike = quality::Spike{quality::SpikeMethod::differential, 0.5, 2};
    test(rules);
    LogFollower follower(*archive_, db(), feed->consumer());
    auto const at = now();
    append({at, at + minute}, {10.0, 12.6});
    EXPECT_TRUE(follower.run_pending());
    EXPECT_THAT(flags(), ElementsAre(1, 1)) << "nobody knows yet that it is a spike";
    append({at + 2 * minute, at + 3 * minute, at + 4 * minute, at + 5 * minute}, {10.1, 10.2, 45, -9999});
    EXPECT_TRUE(follower.run_pending());
    EXPECT_THAT(flags(), ElementsAre(1, 4, 1, 1, 3, 4));
    auto const last = archive_->applied();
    EXPECT_TRUE(follower.run_pending());
    EXPECT_EQ(archive_->applied(), last) << "flags of its own are no news";
}

TEST_P(Feed, FlagsAreThoseOfAllAtOnceHoweverTheyCome) {
    quality::QartodRules rules;
    rules.gross_range = quality::GrossRange{{{0, 9}}, {{1, 8}}};
    rules.spike = quality::Spike{quality::SpikeMethod::average, 2, 4};
    rules.flat_line = quality::FlatLine{0.5, 180, 300};
    rules.rate_of_change = quality::RateOfChange{0.05, {}, {}};
    test(rules);
    std::mt19937 random(7);
    std::vector<std::int64_t> all_times;
    std::vector<double> all_values;
    for (int round = 0; round < 5; ++round) {
        auto const begin = now() + round * 1000 * minute;
        std::vector<std::int64_t> times;
        for (int i = 0; i < 60; ++i) times.push_back(begin + i * minute);
        std::vector<double> values;
        for (int i = 0; i < 60; ++i) values.push_back(static_cast<double>(random() % 5 < 2 ? random() % 11 : 4));
        std::vector<std::size_t> order(60);
        for (std::size_t i = 0; i < 60; ++i) order[i] = i;
        std::shuffle(order.begin(), order.end(), random);
        LogFollower follower(*archive_, db(), feed->consumer());
        for (std::size_t next = 0; next < 60;) {
            std::vector<std::int64_t> some_times;
            std::vector<double> some;
            for (auto left = random() % 7 + 1; left > 0 && next < 60; --left, ++next) {
                some_times.push_back(times[order[next]]);
                some.push_back(values[order[next]]);
            }
            append(some_times, some);
            if (random() % 2 == 0) follower.run_pending();
            if (random() % 8 == 0) archive_->seal_all().value();
        }
        EXPECT_TRUE(follower.run_pending());
        all_times.insert(all_times.end(), times.begin(), times.end());
        all_values.insert(all_values.end(), values.begin(), values.end());
        std::vector<int> expected;
        for (auto const flag : quality::evaluate(rules, {all_times, all_values}, {}).overall)
            expected.push_back(static_cast<int>(flag));
        ASSERT_EQ(flags(), expected) << "round " << round;
    }
}

TEST_P(Feed, AlarmsSeeFlaggedAndCalibratedValuesAndAreToldOnce) {
    quality::QartodRules rules;
    rules.gross_range = quality::GrossRange{{{-5, 60}}, {}};
    test(rules);
    auto const id = alarm(10);
    inbox::Notifier const notifier(world.ids);
    AlarmNotices const notices(notifier);
    auto const tell = [&] {
        events::Dispatcher dispatcher(db());
        notices.subscribe(dispatcher);
        EXPECT_TRUE(dispatcher.run_pending());
    };
    auto follower = std::make_unique<LogFollower>(*archive_, db(), feed->consumer());
    value(9999);
    EXPECT_TRUE(follower->run_pending());
    EXPECT_EQ(count("SELECT COUNT(*) FROM observation_alarm_entry"), 0) << "a bad value raises nothing";
    world.pass(60);
    value(11);
    follower.reset();
    reopen();
    follower = std::make_unique<LogFollower>(*archive_, db(), feed->consumer());
    EXPECT_TRUE(follower->run_pending());
    tell();
    tell();
    auto const standing = db().read([&](sql::Session& session) { return load_standing(session, id).value(); });
    EXPECT_EQ(standing.state.status, quality::AlarmStatus::raised);
    EXPECT_EQ(count("SELECT COUNT(*) FROM observation_alarm_entry WHERE change = 'notified'"), 1);
}

}  // namespace
}  // namespace kunyu::observations::test
