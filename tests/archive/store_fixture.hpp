#pragma once
#include "archive/sample_observations.hpp"
#include "archive/store.hpp"
#include "support/database.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace kunyu::archive {

/// One observation as the tests compare it.
struct StoredRow {
    std::int64_t ordinal = 0;
    std::int64_t time = 0;
    std::int64_t arrival = 0;
    double number = 0;
    std::uint8_t quality = 2;
    bool deleted = false;
};

/// An archive on each engine whose clock stands still and that works only when told.
class StoreFixture : public test::OnEachEngine {
  protected:
    StoreFixture() { reopen(); }

    /// Seals and tidies only when told; small enough for many chunks.
    Store::Options options() const {
        Store::Options options;
        options.folder = folder_.path();
        options.memtable_rows = 200;
        options.background = false;
        return options;
    }
    void reopen() { reopen(options()); }
    void reopen(Store::Options const& options) {
        store_.reset();
        store_ = Store::open(db(), ids_, clock_, options).value();
    }
    static Points points(std::vector<std::int64_t> const& times) {
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
    static std::vector<StoredRow> rows_of(Points const& points) {
        std::vector<StoredRow> rows;
        for (std::size_t i = 0; i < points.size(); ++i)
            rows.push_back({points.ordinals[i], points.times[i], 0, points.numbers[i], points.quality[i]});
        return rows;
    }
    static void expect_same(std::vector<StoredRow> const& found, std::vector<StoredRow> const& expected) {
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            ASSERT_EQ(found[i].ordinal, expected[i].ordinal) << i;
            ASSERT_EQ(found[i].time, expected[i].time) << i;
            ASSERT_EQ(found[i].number, expected[i].number) << i;
            ASSERT_EQ(found[i].quality, expected[i].quality) << i;
        }
    }
    /// A whole range page by page.
    std::vector<StoredRow> pages(std::int64_t stream, TimeRange const& range, std::size_t limit, bool descending,
                                 ReadOptions const& options = {}) {
        std::vector<StoredRow> rows;
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

}  // namespace kunyu::archive
