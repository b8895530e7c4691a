#include "quality/qartod_neighbours.hpp"

#include "quality/window_moments.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

namespace kunyu::quality {
namespace {

constexpr std::int64_t second = 1'000'000;

template <typename Number>
Flag flag_above(Number measure, std::optional<Number> suspect, std::optional<Number> fail) {
    if (fail && measure > *fail) return Flag::bad;
    return suspect && measure > *suspect ? Flag::suspect : Flag::good;
}

double spike_height(SpikeMethod method, double before, double value, double after) {
    if (method == SpikeMethod::average) return std::abs(value - (before + after) / 2);
    double const rise = value - before, fall = after - value;
    bool const turns = (rise > 0 && fall < 0) || (rise < 0 && fall > 0);
    return turns ? std::min(std::abs(rise), std::abs(fall)) : 0;
}

/// Whether the change is beyond the deviations of the window before it; nothing where that cannot be said.
std::optional<bool> beyond_deviations(Deviations const& rule, WindowMoments const& moments, Track const& track,
                                      std::size_t row) {
    auto const before = moments.over(track.times[row] - rule.window_seconds * second, row - 1);
    if (before.count < rule.fewest || before.range() == 0) return std::nullopt;
    return std::abs(track.values[row] - track.values[row - 1]) > rule.times * before.deviation();
}

/// The longest stretch up to a row within a tolerance and without a gap; rows are added in order.
class Stretch {
  public:
    Stretch(Track const& track, GapRule const& gaps, double tolerance)
        : track_(track), gaps_(gaps), tolerance_(tolerance) {}

    /// Microseconds from its first row to this.
    std::int64_t add(std::size_t row) {
        if (row > 0 && !gaps_.bridges(track_.times[row - 1], track_.times[row])) begin_at(row);
        auto const& values = track_.values;
        while (!least_.empty() && values[least_.back()] >= values[row]) least_.pop_back();
        while (!greatest_.empty() && values[greatest_.back()] <= values[row]) greatest_.pop_back();
        least_.push_back(row);
        greatest_.push_back(row);
        while (values[greatest_.front()] - values[least_.front()] > tolerance_) drop_first();
        return track_.times[row] - track_.times[begin_];
    }

  private:
    void begin_at(std::size_t row) {
        begin_ = row;
        least_.clear();
        greatest_.clear();
    }
    void drop_first() {
        if (least_.front() == begin_) least_.pop_front();
        if (greatest_.front() == begin_) greatest_.pop_front();
        ++begin_;
    }

    Track const& track_;
    GapRule const& gaps_;
    double tolerance_;
    std::size_t begin_ = 0;
    std::deque<std::size_t> least_;     ///< rows whose values no later row of the stretch undercuts
    std::deque<std::size_t> greatest_;  ///< likewise exceeds
};

}  // namespace

std::vector<Flag> test_spike(Spike const& rule, Track const& track, GapRule const& gaps) {
    auto const& [times, values] = track;
    std::vector<Flag> flags(times.size(), Flag::not_evaluated);
    for (std::size_t i = 1; i + 1 < times.size(); ++i) {
        if (!gaps.bridges(times[i - 1], times[i]) || !gaps.bridges(times[i], times[i + 1])) continue;
        double const height = spike_height(rule.method, values[i - 1], values[i], values[i + 1]);
        flags[i] = flag_above(height, rule.suspect, rule.fail);
    }
    return flags;
}

std::vector<Flag> test_rate_of_change(RateOfChange const& rule, Track const& track, GapRule const& gaps) {
    auto const& [times, values] = track;
    std::vector<Flag> flags(times.size(), Flag::not_evaluated);
    std::optional<WindowMoments> moments;
    if (rule.deviations) moments.emplace(times, values, rule.deviations->window_seconds * second);
    for (std::size_t i = 1; i < times.size(); ++i) {
        if (times[i] == times[i - 1] || !gaps.bridges(times[i - 1], times[i])) continue;
        double const elapsed = static_cast<double>(times[i] - times[i - 1]) / static_cast<double>(second);
        if (rule.suspect || rule.fail)
            flags[i] = flag_above(std::abs(values[i] - values[i - 1]) / elapsed, rule.suspect, rule.fail);
        if (auto const beyond = moments ? beyond_deviations(*rule.deviations, *moments, track, i) : std::nullopt)
            flags[i] = worse(flags[i], *beyond ? Flag::suspect : Flag::good);
    }
    return flags;
}

std::vector<Flag> test_flat_line(FlatLine const& rule, Track const& track, GapRule const& gaps) {
    std::vector<Flag> flags(track.times.size(), Flag::good);
    Stretch stretch(track, gaps, rule.tolerance);
    for (std::size_t i = 0; i < flags.size(); ++i) {
        std::int64_t const flat = stretch.add(i);
        if (rule.fail_seconds && flat >= *rule.fail_seconds * second)
            flags[i] = Flag::bad;
        else if (rule.suspect_seconds && flat >= *rule.suspect_seconds * second)
            flags[i] = Flag::suspect;
    }
    return flags;
}

std::vector<Flag> test_attenuated_signal(AttenuatedSignal const& rule, Track const& track) {
    std::vector<Flag> flags(track.times.size(), Flag::not_evaluated);
    std::int64_t const window = rule.window_seconds * second;
    WindowMoments const moments(track.times, track.values, window);
    for (std::size_t i = 0; i < flags.size(); ++i) {
        auto const inside = moments.over(track.times[i] - window, i);
        if (inside.count < rule.fewest) continue;
        double const spread = rule.spread == Spread::range ? inside.range() : inside.deviation();
        bool const bad = rule.fail && spread < *rule.fail;
        bool const suspect = rule.suspect && spread < *rule.suspect;
        flags[i] = bad ? Flag::bad : suspect ? Flag::suspect : Flag::good;
    }
    return flags;
}

}  // namespace kunyu::quality
