#pragma once
#include "observation_files/series.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace kunyu::observation_files {

/// Rows from memory, a few at a time.
class TestSource final : public SeriesSource {
  public:
    explicit TestSource(std::vector<std::vector<SeriesRow>> series, std::size_t batch = 3)
        : series_(std::move(series)), at_(series_.size()), batch_(batch) {}
    bool next(std::size_t index, std::vector<SeriesRow>& rows) override {
        auto& at = at_[index];
        auto const end = std::min(at + batch_, series_[index].size());
        rows.assign(series_[index].begin() + static_cast<std::ptrdiff_t>(at),
                    series_[index].begin() + static_cast<std::ptrdiff_t>(end));
        at = end;
        return !rows.empty();
    }

  private:
    std::vector<std::vector<SeriesRow>> series_;
    std::vector<std::size_t> at_;
    std::size_t batch_;
};

/// `count` rows an hour apart, each value made from its number.
template <typename F>
std::vector<SeriesRow> hourly(std::string_view start, std::size_t count, F&& value) {
    std::vector<SeriesRow> rows;
    for (std::size_t i = 0; i < count; ++i)
        rows.push_back({base::parse_instant(start)->plus_seconds(static_cast<std::int64_t>(i) * 3600), value(i), 1});
    return rows;
}

}  // namespace kunyu::observation_files
