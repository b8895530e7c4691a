#pragma once
#include "base/messages.hpp"
#include "base/result.hpp"
#include "identity/query.hpp"
#include "observations/series.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace kunyu::observation_exchange {

enum class ExportFormat {
    csv,
    netcdf,  ///< CF-1.8
};
std::string_view to_string(ExportFormat format);
std::optional<ExportFormat> parse_export_format(std::string_view word);

/// Streams as a file. `end` of each stream is what the asker could read when he asked, so that a job that runs later
/// gives him no more.
struct ExportWish {
    struct Series {
        observations::StreamId stream;
        base::Instant end;
    };
    std::vector<Series> series = {};
    ExportFormat format = ExportFormat::csv;
    std::optional<base::Instant> from = {};
    std::optional<base::Instant> to = {};  ///< not included
    std::optional<base::Instant> as_of = {};
    bool skip_bad = false;
    bool calibrated = false;
    base::Language language = base::Language::zh;  ///< of titles
};

/// from, to, as_of, skip_bad, calibrated.
ExportWish read_export_query(identity::QueryReader& query);

/// As the parameters of a job.
boost::json::object to_json(ExportWish const& wish);
ExportWish export_wish_from(boost::json::object const& parameters);

/// The stretch of time of one of its streams.
archive::TimeRange range_of(ExportWish const& wish, ExportWish::Series const& series);
archive::ReadOptions options_of(ExportWish const& wish);

}  // namespace kunyu::observation_exchange
