#include "archive/archive_backup.hpp"

#include "archive/sample_observations.hpp"
#include "archive/store.hpp"
#include "support/database.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace kunyu::archive {
namespace {

/// The plain tables of the index, which the rest of a backup carries.
constexpr std::array<std::string_view, 5> index_tables{"archive_generation", "archive_stream", "archive_chunk",
                                                       "archive_revision", "archive_cursor"};

/// An archive of one engine.
class Holding {
  public:
    explicit Holding(sql::Engine engine) : database(engine) {}

    sql::Database& db() { return database.database(); }
    std::filesystem::path folder() const { return files.path(); }
    void close() { store.reset(); }
    void open() {
        close();
        Store::Options options;
        options.folder = folder();
        options.background = false;
        store = Store::open(db(), ids, clock, options).value();
    }
    void append(std::int64_t stream, std::int64_t first, std::int64_t count) {
        clock.set({clock.now().microseconds + minute});
        Batch batch;
        batch.points.push_back({stream, {}});
        auto& points = batch.points.back().points;
        for (auto i = first; i < first + count; ++i) {
            points.times.push_back(begin + i * minute);
            points.numbers.push_back(static_cast<double>(i) / 8);
        }
        store->append(batch).value();
    }
    void append_text(std::int64_t stream, std::string text) {
        Batch batch;
        batch.points.push_back({stream, {}});
        auto& points = batch.points.back().points;
        points.kind = ResultKind::text;
        points.times.push_back(begin);
        points.texts.push_back(std::move(text));
        store->append(batch).value();
    }
    void revise(std::int64_t stream) {
        Revision revision;
        revision.stream = stream;
        revision.author = "tester";
        revision.reason = "复核";
        revision.at = clock.now().microseconds;
        revision.flags.push_back({{3, 4}, 4});
        revision.deletions.push_back({10, 2});
        run([&](sql::Tx& tx) { store->revise(tx, revision); });
    }
    /// Sealed in two months, sealed and revised, late, unsealed, text.
    void fill() {
        open();
        append(1, 0, 300);
        append(1, 40'000, 300);
        append(2, 0, 50);
        append_text(3, "岩溶水位");
        store->seal_all().value();
        append(1, 150, 20);
        revise(1);
        append(2, 50, 25);
        append(4, 0, 7);
        append_text(3, "第二条");
    }
    void run(std::function<void(sql::Tx&)> const& work) {
        db().write([&](sql::Tx& tx) -> base::Result<void> {
                work(tx);
                return {};
            })
            .value();
    }
    /// Everything that can be read of the streams.
    std::vector<Points> all() {
        std::vector<Points> found;
        for (std::int64_t stream = 1; stream <= 4; ++stream) {
            PageQuery query;
            query.limit = 10'000;
            found.push_back(store->read(stream, query).value());
        }
        return found;
    }
    std::int64_t count(std::int64_t stream) { return store->count(stream).value(); }
    base::Result<ArchiveVerified> verify() { return verify_archive(db(), folder()); }

    test::TemporaryDatabase database;
    test::TemporaryFolder files;
    base::FixedClock clock{base::Instant{begin}};
    base::IdGenerator ids{clock, 1};
    std::unique_ptr<Store> store;
};

/// What a backup is besides its file: pieces, and the tables of the index.
struct Kept {
    std::vector<std::pair<std::string, std::string>> pieces;
    std::map<std::string, std::vector<sql::Row>> tables;

    AddPiece adder() {
        return [this](std::string const& name, std::string_view bytes) { pieces.emplace_back(name, bytes); };
    }
};

base::Result<Kept> back_up(
    Holding& from, std::function<void()> const& meanwhile = [] {}) {
    Kept kept;
    ArchiveBackup backup(from.db(), from.folder());
    KUNYU_TRY_VOID(backup.write_log(kept.adder()));
    meanwhile();
    KUNYU_TRY_VOID(from.db().read([&](sql::Session& session) -> base::Result<void> {
        for (auto const table : index_tables)
            kept.tables[std::string(table)] = session.query("SELECT * FROM " + std::string(table));
        return backup.write_snapshot(session, kept.adder());
    }));
    return kept;
}

base::Result<void> restore(Kept const& kept, Holding& to) {
    return to.db().write([&](sql::Tx& tx) -> base::Result<void> {
        ArchiveRestore restore(to.folder());
        KUNYU_TRY_VOID(restore.begin(tx));
        for (auto const& [name, rows] : kept.tables) {
            tx.exec("DELETE FROM " + name);
            for (auto const& row : rows) {
                auto const& values = row.values();
                std::string marks = "?";
                for (std::size_t i = 1; i < values.size(); ++i) marks += ", ?";
                tx.exec_with("INSERT INTO " + name + " VALUES (" + marks + ")", values);
            }
        }
        for (auto const& [name, bytes] : kept.pieces) KUNYU_TRY_VOID(restore.take(tx, name, bytes));
        return restore.finish(tx);
    });
}

class ArchiveRestoreTest : public testing::TestWithParam<std::tuple<sql::Engine, sql::Engine>> {
  protected:
    Holding from{std::get<0>(GetParam())};
    Holding to{std::get<1>(GetParam())};

    /// A later day: chunks of the restored archive get ids of their own.
    ArchiveRestoreTest() { to.clock.set({begin + 1440 * minute}); }

    std::vector<std::int64_t> counts() { return {to.count(1), to.count(2), to.count(3), to.count(4)}; }
    /// Sealing rounds them.
    static std::vector<Points> without_arrivals(std::vector<Points> streams) {
        for (auto& points : streams) points.arrivals.clear();
        return streams;
    }
    /// What is acknowledged after a restore is there after a restart and a sealing, with the ordinals that follow.
    void expect_appending_goes_on() {
        auto const before = counts();
        for (auto const stream : {1, 2, 4}) to.append(stream, 60'000, 5);
        to.open();
        auto expected = before;
        for (auto const stream : {0U, 1U, 3U}) expected[stream] += 5;
        EXPECT_EQ(counts(), expected);
        auto const read = without_arrivals(to.all());
        to.store->seal_all().value();
        to.open();
        EXPECT_TRUE(without_arrivals(to.all()) == read);
        auto const verified = to.verify();
        EXPECT_TRUE(verified.has_value()) << verified.error();
    }
};
INSTANTIATE_TEST_SUITE_P(FromEngineToEngine, ArchiveRestoreTest,
                         testing::Combine(testing::ValuesIn(test::engines()), testing::ValuesIn(test::engines())),
                         [](auto const& chosen) {
                             auto const name = [](sql::Engine engine) {
                                 return std::string(engine == sql::Engine::sqlite ? "sqlite" : "postgresql");
                             };
                             return name(std::get<0>(chosen.param)) + "_to_" + name(std::get<1>(chosen.param));
                         });

TEST_P(ArchiveRestoreTest, BringsBackEveryReadAndGoesOn) {
    from.fill();
    auto const kept = back_up(from);
    ASSERT_TRUE(kept.has_value()) << kept.error();
    auto const restored = restore(*kept, to);
    ASSERT_TRUE(restored.has_value()) << restored.error();
    auto const verified = to.verify();
    ASSERT_TRUE(verified.has_value()) << verified.error();
    EXPECT_GE(verified->chunks, 4);
    EXPECT_GE(verified->frames, 4);
    to.open();
    EXPECT_TRUE(to.all() == from.all());
    EXPECT_EQ(to.store->revisions(1).size(), 1U);
    EXPECT_EQ(to.store->next_ordinal(2), from.store->next_ordinal(2));
    expect_appending_goes_on();
}

TEST_P(ArchiveRestoreTest, NewFramesFollowAllThatAreSealed) {
    from.fill();
    from.store->seal_all().value();
    // Frames without observations move the cursor on, but no stream.
    from.store->append(Batch{}).value();
    from.store->append(Batch{}).value();
    from.append(4, 7, 3);
    from.store->seal_all().value();
    from.store->append(Batch{}).value();
    from.append(2, 75, 1);
    from.store->seal_all().value();
    auto const last = from.store->statistics().log_last;
    auto const kept = back_up(from).value();
    ASSERT_TRUE(restore(kept, to).has_value());
    EXPECT_TRUE(to.verify().has_value());
    to.open();
    EXPECT_TRUE(to.all() == from.all());
    EXPECT_EQ(to.store->statistics().log_last, last);
    expect_appending_goes_on();
}

TEST_P(ArchiveRestoreTest, AnEmptyArchiveIsRestoredToo) {
    auto const kept = back_up(from).value();
    EXPECT_TRUE(kept.pieces.empty());
    ASSERT_TRUE(restore(kept, to).has_value());
    EXPECT_TRUE(to.verify().has_value());
    to.open();
    expect_appending_goes_on();
}

TEST_P(ArchiveRestoreTest, WhatIsSealedWhileItIsWrittenIsThereOnce) {
    from.fill();
    auto const before = from.count(2);
    // One stream goes on and is sealed beyond what the backup has of the log; the others are let go of.
    auto const kept = back_up(from, [&] {
        from.append(2, 75, 5);
        from.store->seal_all().value();
        from.append(2, 80, 5);
        from.append(1, 90'000, 5);
        from.store->seal_all().value();
    });
    ASSERT_TRUE(kept.has_value()) << kept.error();
    ASSERT_TRUE(restore(*kept, to).has_value());
    auto const verified = to.verify();
    EXPECT_TRUE(verified.has_value()) << verified.error();
    to.open();
    EXPECT_EQ(to.count(2), before + 10);
    EXPECT_TRUE(to.all() == from.all());
    expect_appending_goes_on();
}

class ArchiveVerifyTest : public testing::TestWithParam<sql::Engine> {
  protected:
    ArchiveVerifyTest() { holding.fill(); }
    sql::Row some_chunk() {
        return holding.db().read([](sql::Session& session) {
            return *session.first("SELECT id, stream, month FROM archive_chunk WHERE stream = 2");
        });
    }
    static base::Refusal fault(std::string code, sql::Row const& chunk) {
        return base::refuse(std::move(code), {{"chunk", std::to_string(chunk.integer(0))},
                                              {"stream", std::to_string(chunk.integer(1))}});
    }
    std::unique_ptr<ChunkBytes> bytes() {
        return GetParam() == sql::Engine::sqlite ? open_month_files(holding.folder() / "chunks")
                                                 : open_bytes_table(holding.db());
    }
    /// Both find it.
    void expect_refused(base::Refusal const& refusal) {
        EXPECT_EQ(holding.verify().error(), refusal);
        EXPECT_EQ(back_up(holding).error(), refusal);
    }
    Holding holding{GetParam()};
};
KUNYU_ON_EACH_ENGINE(ArchiveVerifyTest);

TEST_P(ArchiveVerifyTest, NamesAChunkWithOneByteChanged) {
    auto const chunk = some_chunk();
    auto const kept = bytes();
    auto const id = chunk.integer(0);
    auto const month = chunk.integer(2);
    auto const head = kept->head(month, id).value();
    auto const body = kept->body(month, id).value();
    for (std::size_t at = 0; at < head.size() + body.size(); at += (head.size() + body.size()) / 9) {
        SealedChunk changed{head, body};
        auto& byte = at < head.size() ? changed.head[at] : changed.body[at - head.size()];
        byte = static_cast<char>(byte ^ 0x20);
        kept->remove(month, {id});
        kept->put({{id, month, changed}});
        ASSERT_EQ(holding.verify().error(), fault("archive.chunk_damaged", chunk)) << at;
    }
    expect_refused(fault("archive.chunk_damaged", chunk));
}

TEST_P(ArchiveVerifyTest, NamesAMissingChunkAndOneUnlikeItsRow) {
    auto const chunk = some_chunk();
    holding.run([&](sql::Tx& tx) {
        tx.exec("UPDATE archive_chunk SET last_ordinal = last_ordinal + 1 WHERE id = ?", chunk.integer(0));
    });
    expect_refused(fault("archive.chunk_unlike", chunk));
    bytes()->remove(chunk.integer(2), {chunk.integer(0)});
    expect_refused(fault("archive.chunk_missing", chunk));
}

TEST_P(ArchiveVerifyTest, PassesChunksThatNobodyNames) {
    auto const chunk = some_chunk();
    bytes()->put({{77, chunk.integer(2), {"left", "by a crash"}}});
    EXPECT_TRUE(holding.verify().has_value());
}

TEST_P(ArchiveVerifyTest, NamesAFrameThatTheLogLost) {
    auto const unsealed = holding.db().read([](sql::Session& session) { return cursor_of(session, unsealed_cursor); });
    if (GetParam() == sql::Engine::postgresql)
        holding.run([&](sql::Tx& tx) {
            tx.exec("DELETE FROM archive_frame WHERE sequence <= ?", static_cast<std::int64_t>(unsealed));
        });
    else
        std::filesystem::remove_all(holding.folder() / "log");
    expect_refused(base::refuse("archive.frame_missing", {{"sequence", std::to_string(unsealed)}}));
}

TEST(ArchiveVerify, TakesNoGroupThatIsNotWhole) {
    Holding holding(sql::Engine::sqlite);
    holding.fill();
    auto const whole = holding.verify().value();
    auto const segment = std::filesystem::directory_iterator(holding.folder() / "log")->path();
    // As a writer leaves it amid a write.
    std::ofstream(segment, std::ios::binary | std::ios::app) << std::string("\x40\x00\x00\x00 not whole", 14);
    EXPECT_EQ(holding.verify().value().frames, whole.frames);
    EXPECT_TRUE(back_up(holding).has_value());
}

TEST(ArchiveVerify, FindsAChangedByteOfTheLog) {
    Holding holding(sql::Engine::sqlite);
    holding.fill();
    auto const segment = std::filesystem::directory_iterator(holding.folder() / "log")->path();
    std::fstream file(segment, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(40);
    file.put('\x7F');
    file.close();
    EXPECT_EQ(holding.verify().error().code, "archive.damaged");
    EXPECT_EQ(back_up(holding).error().code, "archive.damaged");
}

}  // namespace
}  // namespace kunyu::archive
