#include "observation_files/seen_rows.hpp"

#include <algorithm>

namespace kunyu::observation_files {

SeenRows::Seen SeenRows::check(std::uint32_t index, base::Instant time, double value) {
    if (index >= series_.size()) series_.resize(index + 1);
    auto& series = series_[index];
    Row const row{time.microseconds, value};
    auto const* const known = row.time == series.last.time ? &series.last.value : find(series, row.time);
    if (known) return *known == value ? Seen::same : Seen::other;
    series.last = row;
    remember(series, row);
    return Seen::fresh;
}

double const* SeenRows::find(Series const& series, std::int64_t time) {
    auto const& forwards = series.forwards;
    auto const& backwards = series.backwards;
    if (forwards.empty() || time > forwards.back().time) return nullptr;
    if (time >= forwards.front().time) {
        auto const at = std::lower_bound(forwards.begin(), forwards.end(), time,
                                         [](Row const& row, std::int64_t sought) { return row.time < sought; });
        if (at->time == time) return &at->value;
    } else {
        if (backwards.empty() || time < backwards.back().time) return nullptr;
        auto const at = std::lower_bound(backwards.begin(), backwards.end(), time,
                                         [](Row const& row, std::int64_t sought) { return row.time > sought; });
        if (at->time == time) return &at->value;
    }
    auto const between = series.between.find(time);
    return between == series.between.end() ? nullptr : &between->second;
}

void SeenRows::remember(Series& series, Row row) {
    if (room_ == 0) {
        exact_ = false;
        return;
    }
    --room_;
    auto const earliest = [&] {
        return series.backwards.empty() ? series.forwards.front().time : series.backwards.back().time;
    };
    if (series.forwards.empty() || row.time > series.forwards.back().time)
        series.forwards.push_back(row);
    else if (row.time < earliest())
        series.backwards.push_back(row);
    else
        series.between.emplace(row.time, row.value);
}

}  // namespace kunyu::observation_files
