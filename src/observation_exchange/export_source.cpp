#include "observation_exchange/export_source.hpp"

#include "observations/quality_cadence.hpp"

#include <string>
#include <utility>

namespace kunyu::observation_exchange {
namespace {

constexpr std::size_t page_rows = 20'000;

}  // namespace

ExportSource::ExportSource(archive::Store& store, observations::View const& view, ExportWish const& wish)
    : store_(store), options_(options_of(wish)) {
    for (auto const& series : wish.series) {
        Reading reading;
        reading.stream = series.stream;
        reading.page.range = range_of(wish, series);
        reading.page.limit = page_rows;
        reading.ended = reading.page.range.to <= reading.page.range.from;
        if (wish.calibrated) reading.calibration = calibration_for(view.calibrations_of(series.stream));
        readings_.push_back(std::move(reading));
    }
}

bool ExportSource::next(std::size_t series, std::vector<observation_files::SeriesRow>& rows) {
    auto& reading = readings_.at(series);
    rows.clear();
    if (reading.ended || refusal_) return false;
    auto points = store_.read(reading.stream.value, reading.page, options_);
    if (points.has_error()) {
        refusal_ = std::move(points).error();
        return false;
    }
    return take(reading, std::move(*points), rows);
}

bool ExportSource::take(Reading& reading, archive::Points points, std::vector<observation_files::SeriesRow>& rows) {
    if (points.size() < page_rows) reading.ended = true;
    if (points.empty()) return false;
    if (archive::is_text(points.kind)) {
        refusal_ = base::refuse("observations.not_numbers", {{"stream", std::to_string(reading.stream.value)}});
        return false;
    }
    reading.page.after = archive::Place{points.times.back(), points.ordinals.back()};
    reading.calibration.apply(points.times, points.numbers);
    rows.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        rows.push_back({{points.times[i]}, points.numbers[i], points.quality[i]});
    given_ += static_cast<std::int64_t>(rows.size());
    return true;
}

base::Result<void> ExportSource::result() const {
    if (refusal_) return *refusal_;
    return {};
}

}  // namespace kunyu::observation_exchange
