#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "observations/access.hpp"
#include "observations/catalogue.hpp"
#include "quality/continuity.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::observations {

/// A stream, and the time of it that is looked at: of a network's member, while it was one; for who must wait for an
/// embargo, up to that; never what is still to come.
struct MeasuredStream {
    Stream const* stream = nullptr;
    base::Instant from;
    base::Instant to;  ///< not included; not after `from`: nothing
};
/// The view must outlive it.
MeasuredStream measured(View const& view, ReadScope const& scope, Stream const& stream, base::Interval const& days,
                        base::Instant now);

inline constexpr std::int64_t most_days_by_day = 3700;
inline constexpr std::int64_t most_days_by_month = 36'600;
inline constexpr std::int64_t most_days_of_rows = 366;
/// Of all streams together, where observations are read and not counted.
inline constexpr std::int64_t most_rows = 5'000'000;

/// What was expected on a day or in a month, of all streams together, and what came.
struct CompletenessOn {
    base::Day first;
    base::Day after;  ///< not included
    quality::Share share;
};
/// Measured against the programme of the day; from counts alone, so an upper bound: two for one moment count twice, but
/// no stream counts more than was expected of it in the day or month. Refused: archive.damaged.
base::Result<std::vector<CompletenessOn>> completeness_of(archive::Store& store, View const& view,
                                                          std::vector<MeasuredStream> const& streams, base::Day from,
                                                          base::Day to, bool by_month,
                                                          archive::ReadOptions const& options = {});

/// The gaps of one stream. quality.no_programme where nothing was ever to be observed, quality.too_many_rows.
base::Result<std::vector<quality::Gap>> gaps_of(archive::Store& store, View const& view, MeasuredStream const& stream);

/// How online and transmission rate are asked for.
struct RateRule {
    std::int64_t part_seconds = 3600;   ///< of the online rate
    std::int64_t delay_seconds = 3600;  ///< of the transmission rate
    /// As it was known then, and all arrivals to ten minutes as sealed ones are: the same whenever it is asked for.
    std::optional<base::Instant> as_of = {};
};
/// How many observations figures_of() would look at. Refused: archive.damaged.
base::Result<std::int64_t> rows_of(archive::Store& store, std::vector<MeasuredStream> const& streams);
/// Completeness, online rate and transmission rate, exact, of all streams together. When something came in counts as in
/// earliest_arrival(). quality.too_many_rows.
base::Result<quality::ContinuityFigures> figures_of(archive::Store& store, View const& view,
                                                    std::vector<MeasuredStream> const& streams, RateRule const& rule,
                                                    base::Instant now);

}  // namespace kunyu::observations
