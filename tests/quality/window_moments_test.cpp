#include "quality/window_moments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace kunyu::quality {
namespace {

struct RandomTrack {
    std::vector<std::int64_t> times;
    std::vector<double> values;

    explicit RandomTrack(std::mt19937& random) {
        std::int64_t time = std::uniform_int_distribution<std::int64_t>(-5000, 5000)(random);
        for (int i = 0; i < 300; ++i) {
            time += std::uniform_int_distribution<std::int64_t>(0, 40)(random);
            times.push_back(time);
            values.push_back(1000 + std::normal_distribution<double>()(random));
        }
    }
};

TEST(WindowMoments, AreThoseOfTheirDefinition) {
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        RandomTrack const track(random);
        std::int64_t const window = std::uniform_int_distribution<std::int64_t>(1, 4000)(random);
        WindowMoments const moments(track.times, track.values, window);
        for (std::size_t last = 0; last < track.times.size(); ++last) {
            std::vector<double> inside;
            for (std::size_t i = 0; i <= last; ++i)
                if (track.times[i] > track.times[last] - window) inside.push_back(track.values[i]);
            double mean = 0, squares = 0;
            for (double const value : inside) mean += value / static_cast<double>(inside.size());
            for (double const value : inside) squares += (value - mean) * (value - mean);
            auto const found = moments.over(track.times[last] - window, last);
            ASSERT_EQ(found.count, static_cast<std::int64_t>(inside.size()));
            ASSERT_NEAR(found.deviation(), std::sqrt(squares / static_cast<double>(inside.size())), 1e-9);
            ASSERT_EQ(found.range(), *std::max_element(inside.begin(), inside.end()) -
                                         *std::min_element(inside.begin(), inside.end()));
        }
    }
}

TEST(WindowMoments, AreTheSameToTheLastBitWhateverStandsBefore) {
    std::mt19937 random(5);
    for (int round = 0; round < 50; ++round) {
        RandomTrack const track(random);
        std::int64_t const window = std::uniform_int_distribution<std::int64_t>(100, 4000)(random);
        WindowMoments const whole(track.times, track.values, window);
        auto const cut = std::uniform_int_distribution<std::size_t>(0, 150)(random);
        WindowMoments const part(std::span(track.times).subspan(cut), std::span(track.values).subspan(cut), window);
        for (std::size_t last = cut; last < track.times.size(); ++last) {
            if (track.times[last] - window < track.times[cut]) continue;
            auto const a = whole.over(track.times[last] - window, last);
            auto const b = part.over(track.times[last] - window, last - cut);
            ASSERT_EQ(a.deviation(), b.deviation()) << "row " << last;
            ASSERT_EQ(a.mean, b.mean);
        }
    }
}

}  // namespace
}  // namespace kunyu::quality
