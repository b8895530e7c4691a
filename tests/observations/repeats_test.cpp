#include "observations/repeats.hpp"

#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <random>
#include <utility>

namespace kunyu::observations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t stream = 7;
constexpr std::int64_t minute = 60'000'000;

struct Row {
    std::int64_t time;
    double number;
};

archive::StreamPoints points(std::vector<Row> const& rows) {
    archive::StreamPoints out;
    out.stream = stream;
    for (auto const& row : rows) {
        out.points.times.push_back(row.time);
        out.points.numbers.push_back(row.number);
    }
    return out;
}

archive::StreamPoints text(std::int64_t time, archive::ResultKind kind, std::string text) {
    archive::StreamPoints out;
    out.stream = stream;
    out.points.kind = kind;
    out.points.times.push_back(time);
    out.points.texts.push_back(std::move(text));
    return out;
}

class RepeatsTest : public kunyu::test::OnEachEngine {
  protected:
    void SetUp() override {
        archive::Store::Options options;
        options.folder = folder_.path();
        options.background = false;
        archive_ = archive::Store::open(db(), ids_, clock_, options).value();
    }
    void append(archive::StreamPoints points) { archive_->append(archive::Batch{{std::move(points)}, {}}).value(); }
    std::vector<Repeat> repeats(archive::StreamPoints points) { return take_out_repeats(*archive_, points).value(); }

    base::FixedClock clock_{base::start_of(base::Day::of(2026, 11, 26))};
    base::IdGenerator ids_{clock_, 1};
    kunyu::test::TemporaryFolder folder_;
    std::unique_ptr<archive::Store> archive_;
};

TEST_P(RepeatsTest, AreWhatIsThereWordForWord) {
    append(points({{0, 1.5}, {minute, 2.5}, {minute, 3.5}}));
    auto again = points({{2 * minute, 2.5}, {minute, 3.5}, {minute, 4.5}, {0, 1.5}});
    EXPECT_THAT(take_out_repeats(*archive_, again).value(), ElementsAre(Repeat{1, 2}, Repeat{3, 0}));
    EXPECT_EQ(again, points({{2 * minute, 2.5}, {minute, 4.5}}));
    auto elsewhere = points({{0, 1.5}});
    elsewhere.stream = stream + 1;
    EXPECT_THAT(repeats(elsewhere), IsEmpty());
}

TEST_P(RepeatsTest, DifferInAnythingThatTheOwnerWrote) {
    auto whole = points({{0, 1.5}});
    whole.points.durations = {minute};
    whole.points.result_delays = {5};
    whole.points.extras = {{0, R"({"feature":3})"}};
    append(whole);
    EXPECT_THAT(repeats(whole), ElementsAre(Repeat{0, 0}));
    for (int part = 0; part < 4; ++part) {
        auto other = whole;
        if (part == 0) other.points.durations = {2 * minute};
        if (part == 1) other.points.result_delays = {6};
        if (part == 2) other.points.extras = {{0, R"({"feature":4})"}};
        if (part == 3) other.points.extras.clear();
        EXPECT_THAT(repeats(other), IsEmpty()) << part;
    }
}

TEST_P(RepeatsTest, AreFoundWhateverTheStreamHoldsBesides) {
    constexpr auto nothing = std::numeric_limits<double>::quiet_NaN();
    append(points({{0, 1.5}, {minute, nothing}}));
    append(text(0, archive::ResultKind::text, "浑"));
    append(text(0, archive::ResultKind::json, R"({"a":[1,2]})"));
    EXPECT_THAT(repeats(points({{0, 1.5}, {minute, nothing}})), ElementsAre(Repeat{0, 0}, Repeat{1, 1}));
    EXPECT_THAT(repeats(text(0, archive::ResultKind::text, "浑")), ElementsAre(Repeat{0, 2}));
    EXPECT_THAT(repeats(text(0, archive::ResultKind::json, R"({"a":[1,2]})")), ElementsAre(Repeat{0, 3}));
    EXPECT_THAT(repeats(text(0, archive::ResultKind::text, "1.5")), IsEmpty());
}

TEST_P(RepeatsTest, AreNotWhatWasDeleted) {
    append(points({{0, 1.5}, {minute, 2.5}}));
    archive::Revision deletion;
    deletion.stream = stream;
    deletion.author = "author";
    deletion.reason = "reason";
    deletion.deletions = {{0, 1}};
    db().write([&](sql::Tx& tx) -> base::Result<void> {
            archive_->revise(tx, deletion);
            return {};
        })
        .value();
    EXPECT_THAT(repeats(points({{0, 1.5}, {minute, 2.5}})), ElementsAre(Repeat{1, 1}));
}

/// Whatever was handed in, and in whatever order it comes again: all of it is found, and nothing else.
TEST_P(RepeatsTest, AreAllThatCameBefore) {
    std::mt19937 random(11);
    std::vector<Row> before;
    std::vector<Row> fresh;
    for (int i = 0; i < 4000; ++i) {
        Row const row{static_cast<std::int64_t>(random() % 300) * minute, static_cast<double>(i)};
        (random() % 5 == 0 ? fresh : before).push_back(row);
    }
    append(points(before));
    archive_->seal_all().value();
    // More at one time than a page holds.
    std::vector<Row> crowd;
    for (int i = 0; i < 2500; ++i) crowd.push_back({1000 * minute, static_cast<double>(i)});
    append(points(crowd));
    before.insert(before.end(), crowd.begin(), crowd.end());
    for (std::size_t size : {std::size_t{1}, std::size_t{40}, before.size()}) {
        std::shuffle(before.begin(), before.end(), random);
        std::vector<Row> some(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(repeats(points(some)).size(), size);
        auto mixed = some;
        mixed.insert(mixed.end(), fresh.begin(), fresh.end());
        auto again = points(mixed);
        EXPECT_EQ(take_out_repeats(*archive_, again).value().size(), size);
        EXPECT_EQ(again, points(fresh));
    }
}

KUNYU_ON_EACH_ENGINE(RepeatsTest);

}  // namespace
}  // namespace kunyu::observations
