#include "archive/store.hpp"

#include "sql/connection.hpp"
#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <future>
#include <limits>
#include <map>
#include <random>
#include <thread>

namespace kunyu::archive {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t day = 1440 * minute;
constexpr std::int64_t begin = 1'700'000'000 * second;

/// Observations as a list that is gone through for every question: what the archive must answer.
class Model {
  public:
    struct Row {
        std::int64_t ordinal = 0;
        std::int64_t time = 0;
        std::int64_t arrival = 0;
        double number = 0;
        std::uint8_t quality = 2;
        bool deleted = false;
    };

    void append(Points const& points, std::int64_t arrival) {
        for (std::size_t i = 0; i < points.size(); ++i)
            rows_.push_back({static_cast<std::int64_t>(rows_.size()), points.times[i], arrival, points.numbers[i],
                             points.quality.empty() ? std::uint8_t{2} : points.quality[i]});
    }
    void flag(FlagRun const& run) {
        for (auto i = run.where.first; i < run.where.first + run.where.count; ++i) at(i).quality = run.flag;
    }
    void remove(OrdinalRun const& run, bool deleted) {
        for (auto i = run.first; i < run.first + run.count; ++i) at(i).deleted = deleted;
    }
    void replace(std::int64_t ordinal, std::int64_t time, double number, std::uint8_t quality) {
        at(ordinal).time = time;
        at(ordinal).number = number;
        at(ordinal).quality = quality;
    }
    Row& at(std::int64_t ordinal) { return rows_.at(static_cast<std::size_t>(ordinal)); }
    std::int64_t size() const { return static_cast<std::int64_t>(rows_.size()); }

    std::vector<Row> range(TimeRange const& range, bool skip_bad = false) const {
        std::vector<Row> found;
        for (auto const& row : rows_) {
            if (row.deleted || row.time < range.from || row.time >= range.to) continue;
            if (skip_bad && (row.quality == 4 || row.quality == 9)) continue;
            found.push_back(row);
        }
        std::stable_sort(found.begin(), found.end(),
                         [](Row const& one, Row const& other) { return one.time < other.time; });
        return found;
    }

  private:
    std::vector<Row> rows_;
};

class StoreTest : public test::OnEachEngine {
  protected:
    StoreTest() { reopen(); }

    void reopen() {
        store_.reset();
        Store::Options options;
        options.folder = folder_.path();
        options.memtable_rows = 200;
        options.background = false;
        store_ = Store::open(db(), ids_, clock_, options).value();
    }
    Points points(std::vector<std::int64_t> times) {
        Points out;
        for (auto const time : times) {
            out.times.push_back(time);
            out.numbers.push_back(static_cast<double>(time % 977) / 100);
        }
        return out;
    }
    Receipt append(std::int64_t stream, Points const& points) {
        Batch batch;
        batch.points.push_back({stream, points});
        return store_->append(batch).value();
    }
    void revise(Revision revision) {
        revision.at = clock_.now().microseconds;
        db().write([&](sql::Tx& tx) -> base::Result<void> {
                store_->revise(tx, revision);
                return {};
            })
            .value();
    }
    static std::vector<Model::Row> rows_of(Points const& points) {
        std::vector<Model::Row> rows;
        for (std::size_t i = 0; i < points.size(); ++i)
            rows.push_back({points.ordinals[i], points.times[i], 0, points.numbers[i], points.quality[i]});
        return rows;
    }
    static void expect_same(std::vector<Model::Row> const& found, std::vector<Model::Row> const& expected) {
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            ASSERT_EQ(found[i].ordinal, expected[i].ordinal) << i;
            ASSERT_EQ(found[i].time, expected[i].time) << i;
            ASSERT_EQ(found[i].number, expected[i].number) << i;
            ASSERT_EQ(found[i].quality, expected[i].quality) << i;
        }
    }
    /// A whole range page by page.
    std::vector<Model::Row> pages(std::int64_t stream, TimeRange const& range, std::size_t limit, bool descending,
                                  ReadOptions const& options = {}) {
        std::vector<Model::Row> rows;
        PageQuery query{range, std::nullopt, descending, limit};
        for (;;) {
            auto const page = rows_of(store_->read(stream, query, options).value());
            rows.insert(rows.end(), page.begin(), page.end());
            if (page.size() < limit) break;
            query.after = Place{page.back().time, page.back().ordinal};
        }
        if (descending) std::reverse(rows.begin(), rows.end());
        return rows;
    }

    test::TemporaryFolder folder_;
    base::FixedClock clock_{base::Instant{begin}};
    base::IdGenerator ids_{clock_, 1};
    std::unique_ptr<Store> store_;
};

KUNYU_ON_EACH_ENGINE(StoreTest);

TEST_P(StoreTest, WhatIsAcknowledgedIsReadAtOnceAndAfterARestart) {
    auto const receipt = append(7, points({begin, begin + minute, begin + 2 * minute}));
    EXPECT_EQ(receipt.first_ordinals, std::vector<std::int64_t>{0});
    EXPECT_EQ(append(7, points({begin + 3 * minute})).first_ordinals, std::vector<std::int64_t>{3});
    EXPECT_EQ(store_->count(7).value(), 4);
    reopen();
    EXPECT_EQ(store_->count(7).value(), 4);
    store_->seal_all().value();
    EXPECT_EQ(store_->count(7).value(), 4);
    reopen();
    EXPECT_EQ(store_->count(7).value(), 4);
    EXPECT_EQ(append(7, points({begin + 4 * minute})).first_ordinals, std::vector<std::int64_t>{4});
    EXPECT_EQ(store_->latest(std::vector<std::int64_t>{7, 8})[0]->ordinal, 4);
    EXPECT_FALSE(store_->latest(std::vector<std::int64_t>{7, 8})[1].has_value());
    EXPECT_EQ(store_->count(8).value(), 0);
}

TEST_P(StoreTest, AnswersAsAListWouldWhateverHappens) {
    std::mt19937_64 random(11);
    auto const below = [&random](std::int64_t limit) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
    };
    Model model;
    auto next = begin;
    for (int round = 0; round < 120; ++round) {
        clock_.set({clock_.now().microseconds + minute});
        auto const act = below(12);
        if (act < 6 || model.size() == 0) {
            std::vector<std::int64_t> times;
            for (auto i = below(80); i >= 0; --i) {
                next += below(20) == 0 ? 3 * day : minute;
                bool const late = below(15) == 0;
                times.push_back(late ? next - below(40 * day) : next);
            }
            auto more = points(times);
            if (below(4) == 0) more.quality.assign(more.size(), static_cast<std::uint8_t>(1 + below(4)));
            append(1, more);
            model.append(more, clock_.now().microseconds);
        } else if (act == 6) {
            store_->seal_all().value();
        } else if (act == 7) {
            store_->tidy().value();
        } else if (act == 8) {
            reopen();
        } else {
            auto const first = below(model.size());
            OrdinalRun const run{first, 1 + below(std::min<std::int64_t>(model.size() - first, 30))};
            Revision revision;
            revision.stream = 1;
            revision.author = "tester";
            revision.reason = "random";
            if (act == 9) {
                revision.flags.push_back({run, static_cast<std::uint8_t>(below(2) == 0 ? 4 : 3)});
                model.flag(revision.flags.back());
            } else if (act == 10) {
                bool const restore = below(3) == 0;
                (restore ? revision.restorations : revision.deletions).push_back(run);
                model.remove(run, !restore);
            } else {
                auto const time = begin + below(100 * day);
                auto& replaced = revision.replacements;
                replaced.times = {time};
                replaced.ordinals = {first};
                replaced.arrivals = {model.at(first).arrival};
                replaced.numbers = {static_cast<double>(round)};
                replaced.quality = {1};
                model.replace(first, time, round, 1);
            }
            revise(revision);
        }
        auto const from = begin - 40 * day + below(160 * day);
        TimeRange const range{from, from + below(60 * day) + 1};
        bool const skip_bad = below(2) == 0;
        ReadOptions const options{std::nullopt, skip_bad};
        auto const expected = model.range(range, skip_bad);
        expect_same(pages(1, range, static_cast<std::size_t>(1 + below(70)), below(2) == 0, options), expected);
        if (HasFatalFailure()) FAIL() << "round " << round;
        ASSERT_EQ(store_->count(1, range, options).value(), static_cast<std::int64_t>(expected.size()));
        std::vector<std::int64_t> edges{range.from};
        for (auto i = below(12); i >= 0 && edges.back() + 1 < range.to; --i)
            edges.push_back(edges.back() + 1 + below(range.to - edges.back()));
        if (edges.size() < 2) continue;
        auto const buckets = store_->buckets(1, edges, options).value();
        auto const counts = store_->counts(1, edges, options).value();
        for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
            Summary summary;
            for (auto const& row : model.range({edges[i], edges[i + 1]}, skip_bad)) summary.add(row.number);
            ASSERT_EQ(buckets[i].count, static_cast<std::int64_t>(summary.numbers));
            ASSERT_EQ(counts[i], buckets[i].count);
            ASSERT_EQ(buckets[i].summary.numbers, summary.numbers);
            ASSERT_EQ(buckets[i].summary.min, summary.min);
            ASSERT_EQ(buckets[i].summary.max, summary.max);
            ASSERT_NEAR(buckets[i].summary.sum, summary.sum, 1e-6);
        }
        auto const ordinal = below(model.size());
        auto const found = store_->find(1, ordinal).value();
        ASSERT_EQ(found.has_value(), !model.at(ordinal).deleted);
        if (found) {
            ASSERT_EQ(found->times[0], model.at(ordinal).time);
            ASSERT_EQ(found->numbers[0], model.at(ordinal).number);
        }
        auto const all = model.range({});
        auto const latest = store_->latest(std::vector<std::int64_t>{1})[0];
        ASSERT_EQ(latest.has_value(), !all.empty());
        if (latest) {
            ASSERT_EQ(latest->ordinal, all.back().ordinal);
            ASSERT_EQ(latest->number, all.back().number);
        }
    }
}

/// What a reader of everything would find.
Points select(Points const& all, std::function<bool(std::size_t)> const& takes) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (takes(i)) places.push_back(i);
    return pick(all, places);
}

TEST_P(StoreTest, OrdinalsDurationsAndResultTimesAreAsAReaderOfEverythingFindsThem) {
    std::mt19937_64 random(11);
    auto const below = [&random](std::int64_t limit) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
    };
    constexpr std::int64_t hour = 3'600'000'000;
    for (int round = 0; round < 40; ++round) {
        Points more;
        for (int i = 0; i < 50; ++i) {
            auto one = points({(round * 50 + below(80)) * hour});
            // Some streams of moments have a long one among them, and few have result times.
            one.durations = {below(10) == 0 ? below(200) * hour : 0};
            one.result_delays = {round % 3 != 0 && below(4) == 0 ? below(90) * hour : no_result_time};
            archive::append(more, std::move(one));
        }
        append(7, more);
        if (round % 3 == 0) store_->seal_all().value();
        if (round % 5 == 4) {
            Revision revision;
            revision.stream = 7;
            revision.deletions = {{below(round * 50), 3}};
            revise(revision);
        }
    }
    PageQuery everything;
    everything.limit = 10'000;
    auto const all = store_->read(7, everything).value();
    for (int i = 0; i < 60; ++i) {
        auto const from = below(2'000), to = from + below(500);
        auto found = store_->read_ordinals(7, from, to).value();
        auto expected = select(all, [&](std::size_t k) { return all.ordinals[k] >= from && all.ordinals[k] < to; });
        EXPECT_TRUE(std::is_sorted(found.ordinals.begin(), found.ordinals.end()));
        expect_same(rows_of(pick(found, sorted_places(found))), rows_of(expected));

        TimeRange const range{below(2'000) * hour, below(2'200) * hour};
        auto reaching = everything;
        reaching.range = range;
        reaching.reaching = range.to;
        reaching.limit = 3 + static_cast<std::size_t>(below(100));
        Points across;
        for (;;) {
            auto page = store_->read(7, reaching).value();
            if (page.empty()) break;
            reaching.after = Place{page.times.back(), page.ordinals.back()};
            archive::append(across, std::move(page));
        }
        auto const begins = [&](std::size_t k) { return all.times[k] >= range.from && all.times[k] < range.to; };
        auto const lasts = [&](std::size_t k) { return all.times[k] + all.duration(k) >= range.to; };
        expect_same(rows_of(across), rows_of(select(all, [&](std::size_t k) { return begins(k) && lasts(k); })));
        EXPECT_EQ(store_->result_times(7, range).value(),
                  result_times(select(all, [&](std::size_t k) { return begins(k) && !lasts(k); })));
    }
    EXPECT_EQ(store_->result_times(7).value(), result_times(all));
    EXPECT_EQ(store_->result_times(8).value(), std::nullopt);
}

TEST_P(StoreTest, EquallyDistantMomentsAreCountedWithoutAReadAndJustAsExactly) {
    std::vector<std::int64_t> times;
    for (std::int64_t i = 0; i < 1000; ++i) times.push_back(begin + i * minute);
    append(1, points(times));
    append(2, points(std::vector<std::int64_t>(times.begin(), times.begin() + 500)));
    store_->seal_all().value();
    Revision deletion;
    deletion.stream = 2;
    deletion.author = "somebody";
    deletion.deletions.push_back({100, 50});
    revise(deletion);
    // Before, at, just behind and between moments, at the last one, and beyond.
    std::vector<std::int64_t> const edges{begin - day,
                                          begin,
                                          begin + 1,
                                          begin + minute,
                                          begin + 90 * second,
                                          begin + 120 * minute,
                                          begin + 999 * minute,
                                          begin + 999 * minute + 1,
                                          begin + 2 * day};
    std::vector<Store::CountWish> const wishes{{1, edges}, {2, edges}, {3, edges}, {1, {begin}}};
    auto const counts = store_->counts(wishes).value();
    EXPECT_EQ(counts[0], (std::vector<std::int64_t>{0, 1, 0, 1, 118, 879, 1, 0}));
    EXPECT_EQ(counts[1], (std::vector<std::int64_t>{0, 1, 0, 1, 98, 350, 0, 0}));
    EXPECT_EQ(counts[2], std::vector<std::int64_t>(8, 0));
    EXPECT_TRUE(counts[3].empty());
}

TEST_P(StoreTest, ChunksOfBeforeTimesWereNotedAreLookedInto) {
    auto more = points({1'000, 2'000, 3'000});
    more.durations = {0, 5'000, 0};
    more.result_delays = {50, no_result_time, 70};
    append(7, more);
    store_->seal_all().value();
    store_.reset();
    db().write([](sql::Tx& tx) {
            tx.exec("UPDATE archive_chunk SET longest = NULL, first_result_time = NULL, last_result_time = NULL");
            return base::Result<void>{};
        })
        .value();
    reopen();
    EXPECT_EQ(store_->result_times(7).value(), (Extent{1'050, 3'070}));
    PageQuery reaching;
    reaching.range.to = 3'000;
    reaching.reaching = 3'000;
    EXPECT_THAT(store_->read(7, reaching).value().times, testing::ElementsAre(2'000));
}

TEST_P(StoreTest, ThePastIsReadAsItWasKnown) {
    append(1, points({begin, begin + minute}));
    auto const before = clock_.now().microseconds;
    clock_.set({before + day});
    append(1, points({begin - day}));
    Revision revision;
    revision.stream = 1;
    revision.author = "qc";
    revision.reason = "spike";
    revision.flags.push_back({{1, 1}, 4});
    revise(revision);
    for (int sealed = 0; sealed < 2; ++sealed) {
        EXPECT_EQ(store_->count(1).value(), 3);
        EXPECT_EQ(store_->count(1, {}, {before + 2 * arrival_step, false}).value(), 2);
        auto const now = rows_of(store_->read(1, {}).value());
        EXPECT_EQ(now.back().quality, 4);
        auto const then = rows_of(store_->read(1, {}, {before + 2 * arrival_step, false}).value());
        EXPECT_EQ(then.back().quality, 2);
        EXPECT_EQ(store_->count(1, {}, {std::nullopt, true}).value(), 2);
        store_->seal_all().value();
    }
    ASSERT_EQ(store_->revisions(1).size(), 1U);
    EXPECT_EQ(store_->revisions(1)[0]->reason, "spike");
}

TEST_P(StoreTest, WhatCameLastIsKnownFromItsArrivalOnThoughArrivalsAreRounded) {
    // A minute behind a full step, so that rounding is seen.
    clock_.set({clock_.now().microseconds / arrival_step * arrival_step + minute});
    append(1, points({begin, begin + minute}));
    auto const then = clock_.now().microseconds;
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(store_->count(1, {}, {then, false}).value(), 2) << round;
        EXPECT_EQ(rows_of(store_->read(1, {}, {then, false}).value()).size(), 2U) << round;
        EXPECT_TRUE(store_->find(1, 1, {then, false}).value().has_value()) << round;
        EXPECT_EQ(store_->count(1, {}, {then - 1, false}).value(), 0) << round;
        EXPECT_EQ(rows_of(store_->read(1, {}, {then - 1, false}).value()).size(), 0U) << round;
        store_->seal_all().value();
        reopen();
    }
}

TEST_P(StoreTest, FlagsFoundOnArrivalStandBeforeWhatAnybodyDecides) {
    append(1, points({begin, begin + minute, begin + 2 * minute}));
    store_->seal_all().value();
    Revision revision;
    revision.stream = 1;
    revision.author = "qc";
    revision.flags.push_back({{1, 1}, 1});
    revise(revision);
    Batch flags;
    flags.flags.push_back({1, {{{0, 3}, 3}}});
    store_->append(flags).value();
    auto const check = [this] {
        auto const rows = rows_of(store_->read(1, {}).value());
        EXPECT_EQ(rows[0].quality, 3);
        EXPECT_EQ(rows[1].quality, 1);
        EXPECT_EQ(rows[2].quality, 3);
    };
    check();
    reopen();
    check();
    store_->seal_all().value();
    check();
    reopen();
    check();
}

TEST_P(StoreTest, TheLatestHasTheFlagThatItIsGivenAfterItWasSealed) {
    append(1, points({begin}));
    store_->seal_all().value();
    std::vector<std::int64_t> const one{1};
    EXPECT_EQ(store_->latest(one)[0]->quality, 2);
    Batch flags;
    flags.flags.push_back({1, {{{0, 1}, 4}}});
    store_->append(flags).value();
    EXPECT_EQ(store_->latest(one)[0]->quality, 4);
    store_->seal_all().value();
    EXPECT_EQ(store_->latest(one)[0]->quality, 4);
}

TEST_P(StoreTest, HoldsResultsOfEveryKind) {
    Points text;
    text.kind = ResultKind::text;
    text.times = {begin};
    text.texts = {"多云"};
    append(1, text);
    Points truth;
    truth.kind = ResultKind::truth;
    truth.times = {begin + minute};
    truth.numbers = {1};
    append(1, truth);
    Points none;
    none.times = {begin + 2 * minute};
    none.numbers = {std::numeric_limits<double>::quiet_NaN()};
    append(1, none);
    for (int sealed = 0; sealed < 2; ++sealed) {
        auto const read = store_->read(1, {}).value();
        EXPECT_EQ(read.kind, ResultKind::json);
        EXPECT_THAT(read.texts, testing::ElementsAre("\"多云\"", "true", "null"));
        store_->seal_all().value();
    }
}

TEST_P(StoreTest, ManyWritersAndASealerLoseAndInventNothing) {
    constexpr int writers = 4;
    constexpr int batches = 60;
    std::atomic<bool> stop{false};
    std::thread sealer([&] {
        while (!stop) {
            store_->seal_all().value();
            store_->tidy().value();
        }
    });
    std::thread reader([&] {
        // Whatever is being sealed, a count never goes back.
        std::int64_t last = 0;
        while (!stop) {
            auto const now = store_->count(0).value();
            EXPECT_GE(now, last);
            last = now;
        }
    });
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer)
        threads.emplace_back([&, writer] {
            for (int i = 0; i < batches; ++i) {
                Batch batch;
                for (std::int64_t stream = 0; stream < 3; ++stream)
                    batch.points.push_back({stream, points({begin + (i * writers + writer) * minute})});
                store_->append(batch).value();
            }
        });
    for (auto& thread : threads) thread.join();
    stop = true;
    sealer.join();
    reader.join();
    for (std::int64_t stream = 0; stream < 3; ++stream) {
        auto const rows = rows_of(store_->read(stream, {{}, std::nullopt, false, 10'000}).value());
        ASSERT_EQ(rows.size(), writers * batches);
        for (std::size_t i = 0; i < rows.size(); ++i)
            EXPECT_EQ(rows[i].time, begin + static_cast<std::int64_t>(i) * minute);
    }
    reopen();
    EXPECT_EQ(store_->count(0).value(), writers * batches);
}

TEST_P(StoreTest, RefusesAbsurdTimesAndKeepsNothingOfTheBatch) {
    Batch batch;
    batch.points.push_back({1, points({begin, std::numeric_limits<std::int64_t>::max() - 5})});
    EXPECT_EQ(store_->append(batch).error().code, "archive.beyond_range");
    EXPECT_EQ(store_->count(1).value(), 0);
}

TEST_P(StoreTest, WhatComesFasterThanItIsSealedIsRefusedAndTakenAgainLater) {
    Store::Options options;
    options.folder = std::filesystem::path(folder_.path()) / "small";
    options.background = false;
    options.most_memtable_bytes = 20'000;
    store_.reset();
    store_ = Store::open(db(), ids_, clock_, options).value();
    Batch batch;
    batch.points.push_back({1, points(std::vector<std::int64_t>(100, begin))});
    std::int64_t kept = 0;
    base::Result<Receipt> last = store_->append(batch);
    for (; last && kept < 1000; ++kept) last = store_->append(batch);
    ASSERT_TRUE(last.has_error());
    EXPECT_EQ(last.error().code, "archive.overloaded");
    EXPECT_EQ(store_->count(1).value(), 100 * kept);
    store_->seal_all().value();
    EXPECT_TRUE(store_->append(batch).has_value());
}

/// What fails is tried again and again, and must not fill the disk with what nobody names.
TEST_P(StoreTest, ASealingThatFailsLeavesNothingBehind) {
    if (GetParam() != sql::Engine::sqlite) GTEST_SKIP() << "one transaction on PostgreSQL";
    namespace fs = std::filesystem;
    auto const chunks = fs::path(folder_.path()) / "chunks";
    fs::create_directories(chunks / "observations-2023-12.sqlite");  // no file can be had there
    append(1, points({begin, begin + 30 * day}));
    EXPECT_THROW((void)store_->seal_all(), sql::SqlError);
    auto const kept = [&] {
        std::int64_t count = -1;
        auto const file = sql::connect_sqlite((chunks / "observations-2023-11.sqlite").string(), true);
        file->run("SELECT COUNT(*) FROM chunk", {}, [&](sql::Row const& row) {
            count = row.integer(0);
            return false;
        });
        return count;
    };
    EXPECT_EQ(kept(), 0);
    EXPECT_EQ(store_->count(1).value(), 2);
    fs::remove(chunks / "observations-2023-12.sqlite");
    store_->seal_all().value();
    EXPECT_EQ(kept(), 1);
    EXPECT_EQ(store_->count(1).value(), 2);
}

TEST_P(StoreTest, AClosedMonthBecomesOneChunk) {
    for (int i = 0; i < 10; ++i) {
        std::vector<std::int64_t> times;
        for (int k = 0; k < 50; ++k) times.push_back(begin + (i * 50 + k) * minute);
        append(1, points(times));
        store_->seal_all().value();
    }
    EXPECT_EQ(store_->statistics().chunks, 10U);
    clock_.set({begin + 60 * day});
    EXPECT_EQ(store_->tidy().value(), 10U);
    EXPECT_EQ(store_->statistics().chunks, 1U);
    EXPECT_EQ(store_->count(1).value(), 500);
    clock_.set({begin + 61 * day});
    EXPECT_EQ(store_->tidy().value(), 0U);
    reopen();
    EXPECT_EQ(pages(1, {}, 60, true).size(), 500U);
}

/// Two processes on one PostgreSQL see at once what the other has acknowledged, with the same ordinals, whoever seals.
TEST_P(StoreTest, TwoProcessesAnswerTheSame) {
    if (GetParam() != sql::Engine::postgresql) GTEST_SKIP() << "one process a folder on SQLite";
    auto const other_database = sql::Database::open(store.options());
    base::IdGenerator other_ids(clock_, 2);
    Store::Options options;
    options.background = false;
    auto const other = Store::open(*other_database, other_ids, clock_, options).value();
    std::mt19937_64 random(5);
    std::int64_t next = begin;
    std::int64_t size = 0;
    for (int round = 0; round < 60; ++round) {
        auto& writer = random() % 2 == 0 ? *store_ : *other;
        auto& sealer = random() % 2 == 0 ? *store_ : *other;
        Batch batch;
        batch.points.push_back({1, points({next += minute, next += minute})});
        auto const receipt = writer.append(batch).value();
        ASSERT_EQ(receipt.first_ordinals[0], size);
        size += 2;
        if (random() % 3 == 0) {
            Batch flags;
            flags.flags.push_back({1, {{{size - 1, 1}, 3}}});
            (random() % 2 == 0 ? *store_ : *other).append(flags).value();
        }
        if (random() % 5 == 0) sealer.seal_all().value();
        auto const here = store_->read(1, {{}, std::nullopt, false, 1000}).value();
        auto const there = other->read(1, {{}, std::nullopt, false, 1000}).value();
        ASSERT_EQ(static_cast<std::int64_t>(here.size()), size) << round;
        ASSERT_EQ(here.times, there.times) << round;
        ASSERT_EQ(here.ordinals, there.ordinals) << round;
        ASSERT_EQ(here.quality, there.quality) << round;
    }
}

/// A process that nobody asked anything of learns of what others took in, sealed and let go of before it takes in more.
TEST_P(StoreTest, AProcessThatWasIdleGoesOnWhereTheLogHasLetGo) {
    if (GetParam() != sql::Engine::postgresql) GTEST_SKIP() << "one process a folder on SQLite";
    auto const other_database = sql::Database::open(store.options());
    base::IdGenerator other_ids(clock_, 2);
    Store::Options options;
    options.background = false;
    auto const other = Store::open(*other_database, other_ids, clock_, options).value();
    append(1, points({begin}));
    std::int64_t size = 1;
    for (bool const all : {true, false}) {
        for (int i = 0; i < 3; ++i) other->append({{{1, points({begin + ++size * minute})}}, {}}).value();
        other->seal_all().value();
        // The log always keeps its last frame: once that is another's, once the idle one's own.
        if (all) other->append({{{1, points({begin + ++size * minute})}}, {}}).value();
        EXPECT_EQ(append(1, points({begin + size * minute})).first_ordinals[0], size);
        ++size;
        for (auto* one : {store_.get(), other.get()}) {
            EXPECT_EQ(one->count(1).value(), size);
            auto const read = one->read_ordinals(1, 0, size).value();
            ASSERT_EQ(static_cast<std::int64_t>(read.size()), size);
            EXPECT_EQ(read.ordinals.back(), size - 1);
        }
    }
}

/// A write that reads the archive does not wait for what our own log waits to write behind it.
TEST_P(StoreTest, AWriteMayReadWhileTheLogWaitsForItsTurn) {
    if (GetParam() != sql::Engine::postgresql) GTEST_SKIP() << "one process a folder on SQLite";
    auto const other_database = sql::Database::open(store.options());
    base::IdGenerator other_ids(clock_, 2);
    Store::Options options;
    options.background = false;
    auto const other = Store::open(*other_database, other_ids, clock_, options).value();
    append(1, points({begin}));
    other->append({{{1, points({begin + minute})}}, {}}).value();
    std::promise<std::int64_t> ordinal;
    db().write([&](sql::Tx&) -> base::Result<void> {
            store_->append({{{1, points({begin + 2 * minute})}}, {}},
                           [&](auto const& receipt) { ordinal.set_value(receipt.value().first_ordinals[0]); });
            while (db().write_statistics().waiting == 0) std::this_thread::yield();
            EXPECT_TRUE(store_->find(1, 1).value().has_value());
            return {};
        })
        .value();
    EXPECT_EQ(ordinal.get_future().get(), 2);
    EXPECT_EQ(store_->count(1).value(), 3);
}

/// A process that begins while another takes in has each observation once.
TEST_P(StoreTest, AProcessMayBeginWhileAnotherTakesIn) {
    if (GetParam() != sql::Engine::postgresql) GTEST_SKIP() << "one process a folder on SQLite";
    std::atomic<bool> ending{false};
    std::int64_t size = 0;
    std::thread writer([&] {
        for (; !ending; ++size) {
            append(1, points({begin + size * minute}));
            if (size % 50 == 49) store_->seal_all().value();
        }
    });
    auto const database = sql::Database::open(store.options());
    base::IdGenerator ids(clock_, 2);
    Store::Options options;
    options.background = false;
    std::vector<std::unique_ptr<Store>> others;
    for (int i = 0; i < 20; ++i) others.push_back(Store::open(*database, ids, clock_, options).value());
    ending = true;
    writer.join();
    for (auto const& other : others) {
        ASSERT_EQ(other->count(1).value(), size);
        ASSERT_EQ(other->next_ordinal(1), size);
    }
}

}  // namespace
}  // namespace kunyu::archive
