// Segments end all the time, under writers, a sealer, readers and a consumer, in a process that is killed: the consumer
// misses nothing, and the log keeps what he has not taken.
#include "archive/chunk_index.hpp"
#include "archive/log_batches.hpp"
#include "archive/sample_observations.hpp"
#include "archive/store.hpp"
#include "support/database.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <map>
#include <set>
#include <thread>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr char const* consumer_name = "test.consumer";
constexpr int writers = 3;

/// What the process tells as it goes: an observation was acknowledged, or the consumer has taken a frame.
struct Told {
    enum class What : std::int64_t { acknowledged, taken } what = What::acknowledged;
    std::int64_t stream = 0;
    std::int64_t number = 0;    ///< the result; of what was taken: the first of the frame
    std::int64_t sequence = 0;  ///< of the frame
};

class LogBoundary : public testing::TestWithParam<sql::Engine> {
  protected:
    LogBoundary() : place_(GetParam()) { sql::migrate(*sql::Database::open(place_.options())).value(); }

    std::unique_ptr<Store> open(sql::Database& database) {
        Store::Options options;
        options.folder = folder_.path();
        options.segment_bytes = 400;
        options.memtable_rows = 20;
        options.sealing_pause = SealingPause(1ms, 10ms);
        return Store::open(database, ids_, clock_, options).value();
    }
    /// Each writer has a stream, and goes on with the number after the last that is there.
    void work(int out) {
        auto const database = sql::Database::open(place_.options());
        auto const store = open(*database);
        auto const tell = [out](Told const& told) {
            if (::write(out, &told, sizeof told) != sizeof told) ::_exit(2);
        };
        auto const write = [&](std::int64_t stream) {
            for (auto number = store->next_ordinal(stream);; ++number) {
                auto const receipt = store->append(numbered(stream, number)).value();
                if (receipt.first_ordinals.front() != number) ::_exit(3);
                tell({Told::What::acknowledged, stream, number, static_cast<std::int64_t>(receipt.sequence)});
            }
        };
        std::vector<std::thread> threads;
        for (std::int64_t stream = 0; stream < writers; ++stream) threads.emplace_back([&, stream] { write(stream); });
        threads.emplace_back([&] {
            for (std::int64_t last = 0;;) {
                auto const now = store->count(0).value();
                if (now < last) ::_exit(4);
                last = now;
            }
        });
        consume(*store, *database, tell);
    }
    /// Reads from its cursor on, tells, and only then moves the cursor.
    template <typename Tell>
    static void consume(Store& store, sql::Database& database, Tell const& tell) {
        auto next = database.read([](sql::Session& session) { return cursor_of(session, consumer_name); });
        for (;;) {
            store.log().wait_beyond(next - 1, 50ms);
            auto const take = [&](Frame const& frame, Batch& batch) {
                // The log has let go of one that was not taken.
                if (frame.sequence != next) ::_exit(5);
                auto const& first = batch.points.front();
                tell({Told::What::taken, first.stream, static_cast<std::int64_t>(first.points.numbers.front()),
                      static_cast<std::int64_t>(frame.sequence)});
                return ++next % 7 != 0;
            };
            if (!read_batches(store.log(), next - 1, take)) ::_exit(6);
            database
                .write([&](sql::Tx& tx) -> base::Result<void> {
                    store_cursor(tx, consumer_name, next);
                    return {};
                })
                .value();
        }
    }
    void begin_consumer() {
        auto const database = sql::Database::open(place_.options());
        database
            ->write([](sql::Tx& tx) -> base::Result<void> {
                store_cursor(tx, consumer_name, 1);
                return {};
            })
            .value();
    }

    test::BlankDatabase place_;
    test::TemporaryFolder folder_;
    base::FixedClock clock_{base::Instant{begin}};
    base::SystemClock system_;
    base::IdGenerator ids_{system_, 1};  // no process takes a number that one before it has taken
};

INSTANTIATE_TEST_SUITE_P(OnEachEngine, LogBoundary, testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(LogBoundary, AConsumerMissesNothingWhereverTheProcessIsKilled) {
    begin_consumer();
    std::map<std::int64_t, std::int64_t> acknowledged;  ///< how many of each stream
    std::map<std::int64_t, Told> taken;                 ///< by sequence
    for (int round = 0; round < 6; ++round) {
        std::array<int, 2> ends{};
        ASSERT_EQ(::pipe(ends.data()), 0);
        auto const child = ::fork();
        if (child == 0) {
            ::close(ends[0]);
            try {
                work(ends[1]);
            } catch (std::exception const&) {
            }
            ::_exit(7);
        }
        ::close(ends[1]);
        int told_now = 0;
        Told told;
        while (::read(ends[0], &told, sizeof told) == sizeof told) {
            if (told.what == Told::What::acknowledged) {
                acknowledged[told.stream] = told.number + 1;
            } else {
                auto const [known, is_new] = taken.emplace(told.sequence, told);
                ASSERT_EQ(known->second.number, told.number) << told.sequence;
                ASSERT_EQ(known->second.stream, told.stream) << told.sequence;
            }
            if (++told_now == 500 + 37 * round) ::kill(child, SIGKILL);
        }
        ::close(ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);

        auto const database = sql::Database::open(place_.options());
        auto const store = open(*database);
        for (std::int64_t stream = 0; stream < writers; ++stream) {
            auto const found = store->read(stream, {{}, std::nullopt, false, 1'000'000}).value();
            ASSERT_GE(static_cast<std::int64_t>(found.size()), acknowledged[stream]) << "round " << round;
            for (std::size_t i = 0; i < found.size(); ++i) ASSERT_EQ(found.numbers[i], static_cast<double>(i));
        }
        EXPECT_LE(store->log().first(), taken.empty() ? 1U : static_cast<std::uint64_t>(taken.rbegin()->first) + 1);
    }
    // Each frame was taken, from the first to the last, and what each stream has came in order.
    std::vector<std::int64_t> next(writers, 0);
    std::int64_t sequence = 0;
    for (auto const& [place, told] : taken) {
        ASSERT_EQ(place, ++sequence);
        ASSERT_EQ(told.number, next.at(static_cast<std::size_t>(told.stream))++);
    }
    EXPECT_GT(sequence, 500);
}

TEST_P(LogBoundary, TheLogKeepsWhatTheSlowestConsumerHasNotTaken) {
    begin_consumer();
    auto const database = sql::Database::open(place_.options());
    auto const store = open(*database);
    auto const move = [&](char const* name, std::uint64_t to) {
        database
            ->write([&](sql::Tx& tx) -> base::Result<void> {
                store_cursor(tx, name, to);
                return {};
            })
            .value();
    };
    auto const append = [&] {
        for (int i = 0; i < 60; ++i) store->append(numbered(1, i)).value();
        store->seal_all().value();
    };
    move("test.quick", 1'000'000);
    append();
    EXPECT_EQ(store->log().first(), 1U);
    move(consumer_name, 30);
    append();
    EXPECT_GT(store->log().first(), 1U);
    EXPECT_LE(store->log().first(), 30U);
    move(consumer_name, 100);
    append();
    EXPECT_GT(store->log().first(), 30U);
    EXPECT_LE(store->log().first(), 100U);
}

}  // namespace
}  // namespace kunyu::archive
