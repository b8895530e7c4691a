#include "jobs/jobs.hpp"

#include "jobs/runner.hpp"
#include "jobs/tidy.hpp"
#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace kunyu::jobs {
namespace {

using base::Result;

class JobsTest : public test::OnEachEngine {
  protected:
    JobsTest() {
        db().write([](sql::Tx& tx) -> Result<void> {
            tx.script("CREATE TABLE effect (number BIGINT NOT NULL)");
            return {};
        });
    }
    JobId add(std::string const& kind, boost::json::value const& parameters = {}, std::int64_t by = 7) {
        return *db().write([&](sql::Tx& tx) -> Result<JobId> {
            return enqueue(tx, ids, clock.now(), {kind, parameters, by, "张三"});
        });
    }
    Job job(JobId id) {
        return db().read([id](sql::Session& session) { return find(session, id).value(); });
    }
    Job wait_for(JobId id, State state) {
        for (int i = 0; i < 400 && job(id).state != state; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(25));
        return job(id);
    }
    Result<void> ask_to_cancel(JobId id) {
        return db().write([&](sql::Tx& tx) { return cancel(tx, id, clock.now()); });
    }
    std::int64_t effects() {
        return db().read(
            [](sql::Session& session) { return session.first("SELECT count(*) FROM effect")->integer(0); });
    }
    void exec(std::string_view statement) {
        db().write([&](sql::Tx& tx) -> Result<void> {
            tx.exec(statement);
            return {};
        });
    }
    /// Ten steps, each with its effect; `in_between` is called before the step of that number.
    static Function ten_steps(std::function<void(std::int64_t)> in_between = [](std::int64_t) {}) {
        return [in_between](JobRun& run) -> Result<Outcome> {
            std::int64_t const begin = run.checkpoint().is_null() ? 0 : run.checkpoint().as_int64();
            for (std::int64_t number = begin; number < 10; ++number) {
                in_between(number);
                KUNYU_TRY_VOID(run.step(number + 1, number + 1, 10, [&](sql::Tx& tx) -> Result<void> {
                    tx.exec("INSERT INTO effect (number) VALUES (?)", number);
                    return {};
                }));
            }
            return Outcome{{{"rows", 10}}, 99};
        };
    }
    base::FixedClock clock{{1'500'000'000'000'000}};
    base::SystemClock system_clock;
    base::IdGenerator ids{system_clock, 1};
};
KUNYU_ON_EACH_ENGINE(JobsTest);

TEST_P(JobsTest, RunsToItsResult) {
    auto const id = add("ten", {{"file", 5}});
    EXPECT_EQ(job(id).state, State::queued);
    Runner runner(db(), clock, ids);
    runner.add("ten", [](JobRun& run) -> Result<Outcome> {
        EXPECT_EQ(run.parameters().at("file").as_int64(), 5);
        EXPECT_EQ(run.job().requested_by_name, "张三");
        return ten_steps()(run);
    });
    runner.run_all();
    auto const done = job(id);
    EXPECT_EQ(done.state, State::done);
    EXPECT_EQ(done.summary, (boost::json::value{{"rows", 10}}));
    EXPECT_EQ(done.result_file, 99);
    EXPECT_EQ(done.steps_done, 10);
    EXPECT_EQ(done.steps_total, 10);
    EXPECT_EQ(done.attempts, 1);
    EXPECT_EQ(done.finished_at, clock.now());
    EXPECT_EQ(effects(), 10);
}

TEST_P(JobsTest, ARefusalAndItsErrorsAreKept) {
    auto const id = add("import");
    Runner runner(db(), clock, ids);
    runner.add("import", [](JobRun& run) -> Result<Outcome> {
        run.note_error({{"row", 17}, {"rule", "名称重复"}});
        run.note_error({{"row", 18}, {"rule", "日期"}});
        return base::refuse("test.no", {{"rows", "2"}});
    });
    runner.run_all();
    auto const failed = job(id);
    EXPECT_EQ(failed.state, State::failed);
    EXPECT_EQ(failed.refusal, base::refuse("test.no", {{"rows", "2"}}));
    EXPECT_EQ(failed.error_count, 2);
    auto const noted = db().read([id](sql::Session& session) { return errors(session, id); });
    ASSERT_EQ(noted.size(), 2U);
    EXPECT_EQ(noted[0].at("row").as_int64(), 17);
}

TEST_P(JobsTest, AnExceptionFailsTheJobOnly) {
    auto const broken = add("broken");
    auto const sound = add("ten");
    Runner runner(db(), clock, ids);
    runner.add("broken", [](JobRun&) -> Result<Outcome> { throw std::runtime_error("mine"); });
    runner.add("ten", ten_steps());
    runner.run_all();
    EXPECT_EQ(job(broken).state, State::failed);
    EXPECT_EQ(job(broken).refusal->code, "jobs.broke");
    EXPECT_EQ(job(sound).state, State::done);
}

TEST_P(JobsTest, OfAnUnknownKindIsLeftForOthers) {
    auto const id = add("elsewhere");
    Runner runner(db(), clock, ids);
    runner.run_all();
    EXPECT_EQ(job(id).state, State::queued);
}

TEST_P(JobsTest, CancelsWhatWaitsAtOnce) {
    auto const id = add("ten");
    EXPECT_TRUE(ask_to_cancel(id).has_value());
    EXPECT_EQ(job(id).state, State::cancelled);
    EXPECT_EQ(ask_to_cancel(id).error().code, "jobs.finished");
    EXPECT_EQ(ask_to_cancel({12345}).error().code, "jobs.not_found");
    Runner runner(db(), clock, ids);
    runner.add("ten", ten_steps());
    runner.run_all();
    EXPECT_EQ(effects(), 0);
}

TEST_P(JobsTest, CancelsWhatRunsAtItsNextStep) {
    auto const id = add("ten");
    Runner runner(db(), clock, ids);
    runner.add("ten", ten_steps([&](std::int64_t number) {
                   if (number == 4) static_cast<void>(ask_to_cancel(id));
               }));
    runner.run_all();
    EXPECT_EQ(job(id).state, State::cancelled);
    EXPECT_EQ(effects(), 4);
}

TEST_P(JobsTest, AReportSeesTheCancellationToo) {
    auto const id = add("slow");
    Runner runner(db(), clock, ids);
    runner.add("slow", [&](JobRun& run) -> Result<Outcome> {
        KUNYU_TRY_VOID(run.report(1, 2));
        EXPECT_EQ(job(id).steps_done, 1);
        EXPECT_TRUE(ask_to_cancel(id).has_value());
        for (int i = 0; i < 1000; ++i) {
            KUNYU_TRY_VOID(run.report(2, 2));
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return Outcome{};
    });
    runner.run_all();
    EXPECT_EQ(job(id).state, State::cancelled);
}

TEST_P(JobsTest, GoesOnFromItsCheckpointAfterAStop) {
    auto const id = add("ten");
    {
        Runner runner(db(), clock, ids);
        std::atomic<bool> at_six{false};
        runner.add("ten", ten_steps([&](std::int64_t number) {
                       if (number != 6) return;
                       at_six = true;
                       std::this_thread::sleep_for(std::chrono::milliseconds(300));
                   }));
        runner.start();
        while (!at_six) std::this_thread::yield();
        runner.stop();
    }
    EXPECT_EQ(job(id).state, State::queued);
    EXPECT_EQ(job(id).attempts, 0);
    EXPECT_EQ(effects(), 6);
    Runner runner(db(), clock, ids);
    runner.add("ten", ten_steps([](std::int64_t number) { EXPECT_GE(number, 6); }));
    runner.start();
    EXPECT_EQ(wait_for(id, State::done).state, State::done);
    EXPECT_EQ(effects(), 10);
}

TEST_P(JobsTest, IsTakenOverWhenItsProcessDied) {
    auto const id = add("ten");
    exec("UPDATE job SET state = 'running', lease_owner = 'dead', lease_until = 1, attempts = 1, checkpoint = '7'");
    Runner runner(db(), clock, ids);
    runner.add("ten", ten_steps());
    runner.run_all();
    EXPECT_EQ(job(id).state, State::done);
    EXPECT_EQ(job(id).attempts, 2);
    EXPECT_EQ(effects(), 3);
}

TEST_P(JobsTest, IsGivenUpAfterThreeCrashes) {
    auto const id = add("ten");
    exec("UPDATE job SET state = 'running', lease_owner = 'dead', lease_until = 1, attempts = 3");
    Runner runner(db(), clock, ids);
    runner.add("ten", ten_steps());
    runner.run_all();
    EXPECT_EQ(job(id).state, State::failed);
    EXPECT_EQ(job(id).refusal, base::refuse("jobs.crashed", {{"attempts", "3"}}));
    EXPECT_EQ(effects(), 0);
}

TEST_P(JobsTest, WhoLostTheLeaseChangesNothingMore) {
    auto const id = add("ten");
    Runner runner(db(), clock, ids);
    runner.add("ten", ten_steps([&](std::int64_t number) {
                   if (number == 3) exec("UPDATE job SET lease_owner = 'another'");
               }));
    runner.run_all();
    EXPECT_EQ(effects(), 3);
    EXPECT_EQ(job(id).state, State::running);
    EXPECT_FALSE(job(id).finished_at);
}

TEST_P(JobsTest, TwoRunnersShareTheWorkAndDoNothingTwice) {
    std::vector<JobId> all;
    for (int i = 0; i < 12; ++i) all.push_back(add("one"));
    auto const other = sql::Database::open(store.options());
    auto const function = [](JobRun& run) -> Result<Outcome> {
        KUNYU_TRY_VOID(run.step(1, 1, 1, [&](sql::Tx& tx) -> Result<void> {
            tx.exec("INSERT INTO effect (number) VALUES (?)", run.job().id);
            return {};
        }));
        return Outcome{};
    };
    Runner first(db(), clock, ids, 2);
    Runner second(*other, clock, ids, 2);
    for (auto* runner : {&first, &second}) {
        runner->add("one", function);
        runner->start();
    }
    for (auto const id : all) EXPECT_EQ(wait_for(id, State::done).state, State::done);
    EXPECT_EQ(effects(), 12);
}

TEST_P(JobsTest, AReservedJobIsLeftToItsRunnerForTheTimeOfALease) {
    auto const reserved = add("ten");
    auto const open = add("ten");
    Runner owner(db(), clock, ids);
    Runner other(db(), clock, ids);
    owner.add("ten", ten_steps());
    other.add("ten", ten_steps());
    db().write([&](sql::Tx& tx) -> Result<void> {
        owner.reserve(tx, reserved);
        return {};
    });
    other.run_all();
    EXPECT_EQ(job(open).state, State::done);
    EXPECT_EQ(job(reserved).state, State::queued);
    owner.run_all();
    EXPECT_EQ(job(reserved).state, State::done);

    auto const forgotten = add("ten");
    db().write([&](sql::Tx& tx) -> Result<void> {
        owner.reserve(tx, forgotten);
        tx.exec("UPDATE job SET lease_until = ? WHERE id = ?", system_clock.now().plus_seconds(-1), forgotten);
        return {};
    });
    other.run_all();
    EXPECT_EQ(job(forgotten).state, State::done);
}

TEST_P(JobsTest, AScheduleFiresOncePerMoment) {
    auto const other = sql::Database::open(store.options());
    Runner first(db(), clock, ids);
    Runner second(*other, clock, ids);
    for (auto* runner : {&first, &second}) {
        runner->add("ten", ten_steps());
        runner->add_schedule("daily", 86'400, {.kind = "ten", .requested_by_name = "schedule"});
        runner->start();
    }
    for (int i = 0; i < 400 && effects() < 10; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(25));
    first.stop();
    second.stop();
    EXPECT_EQ(effects(), 10);
    auto const twice = db().write([&](sql::Tx& tx) -> Result<std::optional<JobId>> {
        return enqueue_scheduled(tx, ids, clock.now(), "daily",
                                 {clock.now().microseconds / 86'400'000'000 * 86'400'000'000}, {.kind = "ten"});
    });
    EXPECT_EQ(*twice, std::nullopt);
}

TEST_P(JobsTest, WhatAScheduleDidLongAgoIsRemoved) {
    auto const fire = [&](std::string const& name, base::Instant due, std::string const& state) {
        auto const id = *db().write([&](sql::Tx& tx) -> Result<std::optional<JobId>> {
            return enqueue_scheduled(tx, ids, due, name, due, {.kind = "ten"});
        });
        db().write([&](sql::Tx& tx) -> Result<void> {
            tx.exec("UPDATE job SET state = ?, finished_at = ? WHERE id = ?", state, due, *id);
            return {};
        });
        return *id;
    };
    auto const now = clock.now();
    auto const old = fire("hourly", now.plus_seconds(-7200), "done");
    auto const failed = fire("hourly", now.plus_seconds(-7201), "failed");
    auto const recent = fire("hourly", now, "done");
    auto const other = fire("daily", now.plus_seconds(-7200), "done");
    auto const removed = db().write(
        [&](sql::Tx& tx) -> Result<std::int64_t> { return remove_done(tx, "hourly", now.plus_seconds(-3600)); });
    EXPECT_EQ(*removed, 1);
    db().read([&](sql::Session& session) {
        EXPECT_FALSE(find(session, old));
        for (auto const id : {failed, recent, other}) EXPECT_TRUE(find(session, id));
        EXPECT_EQ(session.first("SELECT COUNT(*) FROM job_schedule")->integer(0), 3);
    });
}

TEST_P(JobsTest, ListsByFilterNewestFirst) {
    auto const one = add("a", {}, 1);
    auto const two = add("b", {}, 1);
    auto const three = add("a", {}, 2);
    auto const ids_of = [&](Filter const& filter) {
        std::vector<JobId> found;
        std::optional<std::string> cursor;
        do {
            auto const page = db().read([&](sql::Session& session) { return list(session, filter, cursor, 1); });
            for (auto const& each : page->jobs) found.push_back(each.id);
            cursor = page->next;
        } while (cursor);
        return found;
    };
    EXPECT_THAT(ids_of({}), testing::ElementsAre(three, two, one));
    EXPECT_THAT(ids_of({.requested_by = 1}), testing::ElementsAre(two, one));
    EXPECT_THAT(ids_of({.kind = "a"}), testing::ElementsAre(three, one));
    EXPECT_THAT(ids_of({.state = State::done}), testing::ElementsAre());
    EXPECT_TRUE(db().read([](sql::Session& session) { return list(session, {}, "x", 5); }).has_error());
}

TEST(State, NamesGoBothWays) {
    for (auto const state : {State::queued, State::running, State::done, State::failed, State::cancelled})
        EXPECT_EQ(parse_state(to_string(state)), state);
    EXPECT_EQ(parse_state("x"), std::nullopt);
}

}  // namespace
}  // namespace kunyu::jobs
