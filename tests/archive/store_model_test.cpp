#include "archive/store_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace kunyu::archive {
namespace {

/// Observations as a list that is gone through for every question: what the archive must answer.
class Model {
  public:
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
    StoredRow& at(std::int64_t ordinal) { return rows_.at(static_cast<std::size_t>(ordinal)); }
    std::int64_t size() const { return static_cast<std::int64_t>(rows_.size()); }

    std::vector<StoredRow> range(TimeRange const& range, bool skip_bad = false) const {
        std::vector<StoredRow> found;
        for (auto const& row : rows_) {
            if (row.deleted || row.time < range.from || row.time >= range.to) continue;
            if (skip_bad && (row.quality == 4 || row.quality == 9)) continue;
            found.push_back(row);
        }
        std::stable_sort(found.begin(), found.end(),
                         [](StoredRow const& one, StoredRow const& other) { return one.time < other.time; });
        return found;
    }

  private:
    std::vector<StoredRow> rows_;
};

class StoreAgainstModel : public StoreFixture {};

KUNYU_ON_EACH_ENGINE(StoreAgainstModel);

TEST_P(StoreAgainstModel, AnswersAsAListWouldWhateverHappens) {
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

TEST_P(StoreAgainstModel, OrdinalsDurationsAndResultTimesAreAsAReaderOfEverythingFindsThem) {
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

}  // namespace
}  // namespace kunyu::archive
