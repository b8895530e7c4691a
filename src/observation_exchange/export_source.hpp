#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observation_exchange/export_wish.hpp"
#include "observation_files/series.hpp"
#include "quality/calibration.hpp"

#include <optional>
#include <vector>

namespace kunyu::observation_exchange {

/// Gives the streams of a wish out of the archive page by page, so that a file of any length takes little memory. What
/// goes wrong on the way ends the series and is asked for afterwards: the writers know no refusals. For one thread; the
/// view and the store must live on.
class ExportSource final : public observation_files::SeriesSource {
  public:
    ExportSource(archive::Store& store, observations::View const& view, ExportWish const& wish);

    bool next(std::size_t series, std::vector<observation_files::SeriesRow>& rows) override;

    /// archive.damaged, or observations.not_numbers {stream} for a stream of texts; nothing when all went well.
    base::Result<void> result() const;
    std::int64_t given() const { return given_; }

  private:
    struct Reading {
        observations::StreamId stream;
        archive::PageQuery page;
        quality::Calibration calibration;
        bool ended = false;
    };
    bool take(Reading& reading, archive::Points points, std::vector<observation_files::SeriesRow>& rows);

    archive::Store& store_;
    archive::ReadOptions options_;
    std::vector<Reading> readings_;
    std::optional<base::Refusal> refusal_;
    std::int64_t given_ = 0;
};

}  // namespace kunyu::observation_exchange
