#include "observations/archive_metrics.hpp"

#include "archive/chunk_index.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::observations::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ArchiveMetrics : public kunyu::test::OnEachEngine {
  protected:
    ArchiveMetrics() {
        archive::Store::Options options;
        options.folder = folder.path();
        options.background = false;
        store = archive::Store::open(db(), world.ids, world.clock, options).value();
    }
    void append(std::size_t count) {
        archive::Batch batch;
        batch.points.push_back({1, {}});
        for (std::size_t i = 0; i < count; ++i) {
            batch.points.front().points.times.push_back(static_cast<std::int64_t>(i) * 60'000'000);
            batch.points.front().points.numbers.push_back(1.5);
        }
        store->append(std::move(batch)).value();
        // What is acknowledged can be read from the archive a moment before it can be read from the log.
        store->log().wait_beyond(store->applied() - 1, std::chrono::seconds(10));
    }
    std::string text() { return archive_metrics(*store, db(), world.clock.now()); }

    kunyu::test::TemporaryFolder folder;
    StationWorld world{db()};
    std::unique_ptr<archive::Store> store;
};
KUNYU_ON_EACH_ENGINE(ArchiveMetrics);

TEST_P(ArchiveMetrics, TellWhatCameInAndWhatIsSealed) {
    append(3);
    append(4);
    auto const before = text();
    EXPECT_THAT(before, HasSubstr("kunyu_archive_observations_total 7\n"));
    EXPECT_THAT(before, HasSubstr("kunyu_archive_frames_total 2\n"));
    EXPECT_THAT(before, HasSubstr("kunyu_archive_group_commit_seconds_count 2\n"));
    EXPECT_THAT(before, HasSubstr("kunyu_archive_group_commit_seconds_bucket{le=\"+Inf\"} 2\n"));
    EXPECT_THAT(before, HasSubstr("kunyu_archive_memtable_rows 7\n"));
    EXPECT_THAT(before, HasSubstr("kunyu_archive_chunks 0\n"));
    EXPECT_THAT(before, Not(HasSubstr("kunyu_archive_unsealed_log_bytes 0\n")));
    store->seal_all().value();
    auto const after = text();
    EXPECT_THAT(after, HasSubstr("kunyu_archive_memtable_rows 0\n"));
    EXPECT_THAT(after, HasSubstr("kunyu_archive_chunks 1\n"));
    EXPECT_THAT(after, HasSubstr("kunyu_archive_sealed_observations 7\n"));
    EXPECT_THAT(after, HasSubstr("kunyu_archive_unsealed_log_bytes 0\n"));
}

TEST_P(ArchiveMetrics, TellHowFarAConsumerIsBehind) {
    append(1);
    world.pass(90);
    append(1);
    db().write([](sql::Tx& tx) -> base::Result<void> {
        archive::store_cursor(tx, "test.behind", 1);
        archive::store_cursor(tx, "test.through", 3);
        return {};
    });
    world.pass(10);
    auto const told = text();
    EXPECT_THAT(told, HasSubstr("kunyu_archive_follower_lag_frames{consumer=\"test.behind\"} 2\n"));
    EXPECT_THAT(told, HasSubstr("kunyu_archive_follower_lag_seconds{consumer=\"test.behind\"} 100\n"));
    EXPECT_THAT(told, HasSubstr("kunyu_archive_follower_lag_frames{consumer=\"test.through\"} 0\n"));
    EXPECT_THAT(told, HasSubstr("kunyu_archive_follower_lag_seconds{consumer=\"test.through\"} 0\n"));
    EXPECT_THAT(told, Not(HasSubstr("consumer=\"unsealed\"")));
}

}  // namespace
}  // namespace kunyu::observations::test
