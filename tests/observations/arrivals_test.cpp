#include "observations/arrivals.hpp"

#include "archive/chunk_index.hpp"
#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <utility>

namespace kunyu::observations {
namespace {

using testing::IsEmpty;

archive::StreamPoints points(std::int64_t stream, std::size_t count) {
    archive::StreamPoints out;
    out.stream = stream;
    for (std::size_t i = 0; i < count; ++i) {
        out.points.times.push_back(static_cast<std::int64_t>(i) * 60'000'000);
        out.points.numbers.push_back(static_cast<double>(i));
    }
    return out;
}

class ArrivalsTest : public kunyu::test::OnEachEngine {
  protected:
    void SetUp() override {
        // As a follower does, so that the log keeps what he has not seen.
        db().write([](sql::Tx& tx) -> base::Result<void> {
                archive::store_cursor(tx, "test", 0);
                return {};
            })
            .value();
        open();
    }
    void open() {
        archive_.reset();
        archive::Store::Options options;
        options.folder = folder_.path();
        options.background = false;
        archive_ = archive::Store::open(db(), ids_, clock_, options).value();
    }
    /// Appends, and keeps what the archive said.
    void append(archive::Batch batch) {
        std::vector<Arrival> arrivals;
        for (auto const& one : batch.points)
            arrivals.push_back({one.stream, 0, static_cast<std::int64_t>(one.points.size())});
        auto const receipt = archive_->append(std::move(batch)).value();
        for (std::size_t i = 0; i < arrivals.size(); ++i) arrivals[i].first_ordinal = receipt.first_ordinals[i];
        said_[receipt.sequence] = std::move(arrivals);
    }
    /// Everything that came after the frame, as it is found in pieces of so many frames.
    std::map<std::uint64_t, std::vector<Arrival>> found(std::uint64_t after, std::size_t most) {
        Arrivals arrivals(*archive_, after);
        std::map<std::uint64_t, std::vector<Arrival>> out;
        for (auto frames = arrivals.next(most).value(); !frames.empty(); frames = arrivals.next(most).value())
            for (auto& frame : frames)
                if (!frame.arrivals.empty()) out[frame.sequence] = std::move(frame.arrivals);
        return out;
    }
    std::map<std::uint64_t, std::vector<Arrival>> said_after(std::uint64_t after) const {
        return {said_.upper_bound(after), said_.end()};
    }

    base::FixedClock clock_{base::start_of(base::Day::of(2026, 11, 26))};
    base::IdGenerator ids_{clock_, 1};
    kunyu::test::TemporaryFolder folder_;
    std::unique_ptr<archive::Store> archive_;
    std::map<std::uint64_t, std::vector<Arrival>> said_;
};

TEST_P(ArrivalsTest, HaveTheOrdinalsThatTheArchiveGave) {
    std::mt19937 random(7);
    auto const below = [&](std::uint32_t limit) { return random() % limit; };
    for (int round = 0; round < 60; ++round) {
        archive::Batch batch;
        for (std::int64_t stream = 1; stream <= 5; ++stream)
            if (below(3) == 0) batch.points.push_back(points(stream, 1 + below(4)));
        append(std::move(batch));
        if (below(15) == 0) archive_->seal_all().value();
        if (below(20) == 0) open();
    }
    std::erase_if(said_, [](auto const& one) { return one.second.empty(); });
    for (std::uint64_t after : {0U, 1U, 17U, 59U})
        for (std::size_t most : {1U, 7U, 1000U})
            EXPECT_EQ(found(after, most), said_after(after)) << after << ' ' << most;
}

TEST_P(ArrivalsTest, GoOnWithWhatComesLater) {
    Arrivals arrivals(*archive_, 0);
    EXPECT_THAT(arrivals.next(10).value(), IsEmpty());
    append({{points(1, 3)}, {}});
    auto frames = arrivals.next(10).value();
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames.front().arrivals, (std::vector<Arrival>{{1, 0, 3}}));
    append({{points(1, 2), points(2, 1)}, {}});
    std::vector<Arrival> all;
    for (frames = arrivals.next(10).value(); !frames.empty(); frames = arrivals.next(10).value())
        for (auto const& frame : frames) all.insert(all.end(), frame.arrivals.begin(), frame.arrivals.end());
    EXPECT_EQ(all, (std::vector<Arrival>{{1, 3, 2}, {2, 0, 1}}));
}

KUNYU_ON_EACH_ENGINE(ArrivalsTest);

}  // namespace
}  // namespace kunyu::observations
