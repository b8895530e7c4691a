#include "events/events.hpp"

#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace kunyu::events {
namespace {

using base::Result;
using testing::ElementsAre;

class EventsTest : public test::OnEachEngine {
  protected:
    EventsTest() {
        db().write([](sql::Tx& tx) -> Result<void> {
            tx.script("CREATE TABLE handled (consumer TEXT NOT NULL, subject BIGINT NOT NULL)");
            return {};
        });
    }
    static void tell(sql::Database& database, std::string const& name, std::int64_t subject) {
        database.write([&](sql::Tx& tx) -> Result<void> {
            publish(tx,
                    {.name = name, .subject_kind = "platform", .subject = subject, .payload = {{"a", 1}}, .at = {5}});
            return {};
        });
    }
    static Handler noting(std::string consumer) {
        return [consumer](sql::Tx& tx, Event const& event) -> Result<void> {
            EXPECT_EQ(event.payload, (boost::json::value{{"a", 1}}));
            EXPECT_EQ(event.subject_kind, "platform");
            EXPECT_EQ(event.at.microseconds, 5);
            tx.exec("INSERT INTO handled (consumer, subject) VALUES (?, ?)", consumer, event.subject);
            return {};
        };
    }
    std::vector<std::int64_t> handled(std::string const& consumer) {
        return db().read([&](sql::Session& session) {
            std::vector<std::int64_t> subjects;
            for (auto const& row :
                 session.query("SELECT subject FROM handled WHERE consumer = ? ORDER BY subject", consumer))
                subjects.push_back(row.integer(0));
            return subjects;
        });
    }
};
KUNYU_ON_EACH_ENGINE(EventsTest);

TEST_P(EventsTest, EachConsumerGetsItsEventsOnce) {
    tell(db(), "a.b", 1);
    tell(db(), "a.c", 2);
    Dispatcher dispatcher(db());
    dispatcher.subscribe("all", {}, noting("all"));
    dispatcher.subscribe("some", {"a.c"}, noting("some"));
    EXPECT_TRUE(dispatcher.run_pending());
    EXPECT_TRUE(dispatcher.run_pending());
    tell(db(), "a.c", 3);
    EXPECT_TRUE(dispatcher.run_pending());
    EXPECT_THAT(handled("all"), ElementsAre(1, 2, 3));
    EXPECT_THAT(handled("some"), ElementsAre(2, 3));
}

TEST_P(EventsTest, AnUndoneChangeHasNoEvent) {
    db().write([](sql::Tx& tx) -> Result<void> {
        publish(tx, {.name = "a.b", .subject_kind = "platform", .payload = {}});
        return base::refuse("test.no");
    });
    Dispatcher dispatcher(db());
    dispatcher.subscribe("all", {}, noting("all"));
    EXPECT_TRUE(dispatcher.run_pending());
    EXPECT_THAT(handled("all"), ElementsAre());
}

TEST_P(EventsTest, AFailedHandlerIsTriedAgainAndStopsNobodyElse) {
    for (int i = 1; i <= 3; ++i) tell(db(), "a.b", i);
    std::atomic<int> trouble{0};  // 1: refuses, 2: throws
    Dispatcher dispatcher(db());
    dispatcher.subscribe("shaky", {}, [&](sql::Tx& tx, Event const& event) -> Result<void> {
        tx.exec("INSERT INTO handled (consumer, subject) VALUES ('shaky', ?)", event.subject);
        if (event.subject == 2 && trouble == 1) return base::refuse("test.no");
        if (event.subject == 2 && trouble == 2) throw std::runtime_error("mine");
        return {};
    });
    dispatcher.subscribe("sound", {}, noting("sound"));
    for (int kind : {1, 2}) {
        trouble = kind;
        EXPECT_FALSE(dispatcher.run_pending());
        EXPECT_THAT(handled("shaky"), ElementsAre(1));
        EXPECT_THAT(handled("sound"), ElementsAre(1, 2, 3));
    }
    trouble = 0;
    EXPECT_TRUE(dispatcher.run_pending());
    EXPECT_THAT(handled("shaky"), ElementsAre(1, 2, 3));
}

TEST_P(EventsTest, TwoProcessesHandleEachEventOnce) {
    auto const other = sql::Database::open(store.options());
    std::vector<std::unique_ptr<Dispatcher>> dispatchers;
    for (auto* database : {&db(), other.get()}) {
        dispatchers.push_back(std::make_unique<Dispatcher>(*database));
        dispatchers.back()->subscribe("one", {}, noting("one"));
        dispatchers.back()->start();
    }
    std::vector<std::int64_t> expected;
    for (std::int64_t i = 1; i <= 60; ++i) {
        tell(i % 2 == 0 ? db() : *other, "a.b", i);
        expected.push_back(i);
    }
    for (int wait = 0; wait < 200 && handled("one").size() < 60; ++wait)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    dispatchers.clear();
    EXPECT_EQ(handled("one"), expected);
}

TEST_P(EventsTest, SequencesHaveNoGap) {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 6; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i)
                db().write([&](sql::Tx& tx) -> Result<void> {
                    publish(tx, {.name = "a.b", .subject_kind = "platform", .payload = {}});
                    if (i % 3 == 0) return base::refuse("test.no");
                    return {};
                });
        });
    threads.clear();
    auto const row = db().read(
        [](sql::Session& session) { return *session.first("SELECT count(*), max(sequence) FROM event_record"); });
    EXPECT_EQ(row.integer(0), 6 * 13);
    EXPECT_EQ(row.integer(1), 6 * 13);
}

}  // namespace
}  // namespace kunyu::events
