#include "observation_files/netcdf_writer.hpp"

#include "observation_files/cf_units.hpp"
#include "observation_files/netcdf_file.hpp"
#include "observation_files/quality.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

namespace kunyu::observation_files {
namespace {

using Id = NetcdfFile::Id;
using Type = NetcdfFile::Type;

constexpr std::size_t chunk_rows = 16 * 1024;
constexpr double no_value = 9.969209968386869e+36;  ///< NC_FILL_DOUBLE
constexpr std::int8_t no_flag = -127;               ///< NC_FILL_BYTE
constexpr std::string_view time_unit = "seconds since 1970-01-01T00:00:00Z";

/// "2018-09-05T21:00:00Z", as ACDD wants dates.
std::string shown(base::Instant time) {
    return base::to_string(time).substr(0, 19) + "Z";
}

/// Least and greatest of what is there.
struct Extent {
    std::optional<double> least, greatest;
    void add(std::optional<double> value) {
        if (!value) return;
        least = std::min(least.value_or(*value), *value);
        greatest = std::max(greatest.value_or(*value), *value);
    }
};

/// A property in one unit: its values and their flags.
struct Variable {
    Id values;
    Id flags;
};

/// Writes one file. Lives for one export.
class Writer {
  public:
    Writer(std::filesystem::path const& path, ExportDescription const& description, SeriesSource& source,
           NetcdfLayout layout)
        : file_(path), description_(description), source_(source), ragged_(layout == NetcdfLayout::ragged) {}

    base::Result<NetcdfSummary> write() {
        define();
        write_places();
        for (std::size_t i = 0; i < description_.series.size(); ++i) KUNYU_TRY_VOID(write_series(i));
        write_coverage();
        KUNYU_TRY_VOID(file_.close());
        return NetcdfSummary{rows_};
    }

  private:
    void define() {
        // A station that stands for all series has no dimension of its own.
        if (ragged_) instances_ = {file_.dimension("series", std::max<std::size_t>(description_.series.size(), 1))};
        rows_dimension_ = file_.growing_dimension(ragged_ ? "obs" : "time");
        define_file();
        define_place();
        define_time();
        for (std::size_t i = 0; i < description_.series.size(); ++i) define_series(i);
        file_.end_definitions();
    }

    void define_file() {
        Id const file;
        file_.attribute(file, "Conventions", "CF-1.8, ACDD-1.3");
        file_.attribute(file, "featureType", "timeSeries");
        file_.attribute(file, "cdm_data_type", "Station");
        file_.attribute(file, "standard_name_vocabulary", "CF Standard Name Table");
        file_.attribute(file, "id", description_.id);
        file_.attribute(file, "title", description_.title);
        file_.attribute(file, "summary", description_.summary);
        file_.attribute(file, "institution", description_.institution);
        file_.attribute(file, "creator_name", description_.creator);
        file_.attribute(file, "license", description_.licence);
        file_.attribute(file, "source", description_.source);
        file_.attribute(file, "history", description_.history);
        file_.attribute(file, "access_constraints", description_.embargo);
        file_.attribute(file, "comment", description_.comment);
        file_.attribute(file, "date_created", shown(description_.created_at));
        define_extent("lat", &StationDescription::latitude, "degrees_north");
        define_extent("lon", &StationDescription::longitude, "degrees_east");
        define_extent("vertical", &StationDescription::altitude, "m");
    }

    void define_extent(std::string const& axis, std::optional<double> StationDescription::*member,
                       std::string_view unit) {
        Extent extent;
        for (auto const& station : description_.stations) extent.add(station.*member);
        if (!extent.least) return;
        file_.attribute({}, "geospatial_" + axis + "_min", *extent.least);
        file_.attribute({}, "geospatial_" + axis + "_max", *extent.greatest);
        file_.attribute({}, "geospatial_" + axis + "_units", unit);
    }

    Id define_text(std::string const& name, std::size_t width, std::string_view long_name) {
        auto dimensions = instances_;
        dimensions.push_back(file_.dimension(name + "_length", std::max<std::size_t>(width, 1)));
        auto const id = file_.variable(name, Type::text, dimensions);
        file_.attribute(id, "long_name", long_name);
        return id;
    }

    Id define_coordinate(std::string const& name, std::string_view standard_name, std::string_view unit) {
        auto const id = file_.variable(name, Type::real, instances_);
        file_.attribute(id, "standard_name", standard_name);
        file_.attribute(id, "units", unit);
        file_.attribute(id, "_FillValue", no_value);
        return id;
    }

    void define_place() {
        std::size_t id_width = 0, station_width = 0, name_width = 0;
        for (auto const& series : description_.series) id_width = std::max(id_width, series.id.size());
        for (auto const& station : description_.stations) {
            station_width = std::max(station_width, station.id.size());
            name_width = std::max(name_width, station.name.size());
        }
        if (ragged_) series_id_ = define_text("series_id", id_width, "identifier of the time series");
        station_id_ = define_text("station_id", station_width, "identifier of the station");
        station_name_ = define_text("station_name", name_width, "name of the station");
        file_.attribute(ragged_ ? series_id_ : station_id_, "cf_role", "timeseries_id");
        file_.attribute(station_name_, "standard_name", "platform_name");
        latitude_ = define_coordinate("lat", "latitude", "degrees_north");
        longitude_ = define_coordinate("lon", "longitude", "degrees_east");
        altitude_ = define_coordinate("alt", "altitude", "m");
        file_.attribute(altitude_, "positive", "up");
        file_.attribute(altitude_, "axis", "Z");
        if (!ragged_) return;
        row_size_ = file_.variable("row_size", Type::integer, instances_);
        file_.attribute(row_size_, "long_name", "number of observations of the time series");
        file_.attribute(row_size_, "sample_dimension", "obs");
    }

    void define_time() {
        time_ = file_.variable("time", Type::real, {rows_dimension_}, chunk_rows);
        file_.attribute(time_, "standard_name", "time");
        file_.attribute(time_, "long_name", "time of the phenomenon");
        file_.attribute(time_, "units", time_unit);
        file_.attribute(time_, "calendar", "standard");
        file_.attribute(time_, "axis", "T");
        file_.attribute(time_, "comment", "exact when rounded to the microsecond");
    }

    void define_series(std::size_t index) {
        auto const& series = description_.series[index];
        auto const unit = to_cf_unit(series.unit);
        auto key = ragged_ ? series.property + "\n" + unit : series.id;
        if (auto const known = variables_.find(key); known != variables_.end()) {
            variable_of_.push_back(known->second);
            return;
        }
        auto const name = free_name(to_cf_name(series.property, "value"));
        Variable variable;
        variable.values = file_.variable(name, Type::real, {rows_dimension_}, chunk_rows);
        variable.flags = file_.variable(name + "_qc", Type::byte, {rows_dimension_}, chunk_rows);
        // Several series share the variable of a ragged file: then it is named after the property.
        file_.attribute(variable.values, "long_name", ragged_ ? series.property : series.name);
        file_.attribute(variable.values, "standard_name", series.standard_name);
        file_.attribute(variable.values, "units", unit);
        file_.attribute(variable.values, "_FillValue", no_value);
        file_.attribute(variable.values, "coordinates", "time lat lon alt station_name");
        file_.attribute(variable.values, "ancillary_variables", name + "_qc");
        define_flags(variable.flags, name);
        variables_.emplace(std::move(key), variable);
        variable_of_.push_back(variable);
    }

    void define_flags(Id flags, std::string const& name) {
        std::array<std::int8_t, quality_flags.size()> values{};
        std::copy(quality_flags.begin(), quality_flags.end(), values.begin());
        file_.attribute(flags, "long_name", "QARTOD quality flag of " + name);
        file_.attribute(flags, "standard_name", "aggregate_quality_flag");
        file_.attribute(flags, "_FillValue", std::span<std::int8_t const>(&no_flag, 1));
        file_.attribute(flags, "flag_values", std::span<std::int8_t const>(values));
        file_.attribute(flags, "flag_meanings", quality_meanings);
        file_.attribute(flags, "references", "https://ioos.noaa.gov/project/qartod/");
    }

    std::string free_name(std::string const& wanted) {
        auto name = wanted;
        for (int i = 2; !names_.insert(name).second || !names_.insert(name + "_qc").second; ++i)
            name = wanted + "_" + std::to_string(i);
        return name;
    }

    void write_places() {
        for (std::size_t i = 0; i < description_.series.size(); ++i) {
            auto const& series = description_.series[i];
            auto const& station = description_.stations[series.station];
            if (ragged_) file_.put_text(series_id_, i, true, series.id);
            if (!ragged_ && i > 0) return;
            file_.put_text(station_id_, i, ragged_, station.id);
            file_.put_text(station_name_, i, ragged_, station.name);
            put_coordinate(latitude_, i, station.latitude);
            put_coordinate(longitude_, i, station.longitude);
            put_coordinate(altitude_, i, station.altitude);
        }
    }

    void put_coordinate(Id variable, std::size_t row, std::optional<double> value) {
        auto const known = value.value_or(no_value);
        if (ragged_)
            file_.put(variable, row, std::span<double const>(&known, 1));
        else
            file_.put(variable, known);
    }

    base::Result<void> write_series(std::size_t index) {
        auto const begin = ragged_ ? rows_ : 0;
        auto row = begin;
        std::optional<base::Instant> last;
        std::vector<SeriesRow> rows;
        while (source_.next(index, rows)) {
            for (auto const& each : rows) {
                if (last && each.time < *last)
                    return base::refuse("observation_files.times_not_ascending",
                                        {{"series", description_.series[index].id}});
                last = each.time;
            }
            KUNYU_TRY_VOID(write_rows(index, row, rows));
            row += rows.size();
        }
        if (!ragged_ && index > 0 && row != rows_) return base::refuse("observation_files.times_differ");
        rows_ = row;
        if (row - begin > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max()))
            return base::refuse("observation_files.not_written", {{"reason", "row_size > 2^31 - 1"}});
        if (ragged_) file_.put(row_size_, index, static_cast<std::int32_t>(row - begin));
        return file_.status();
    }

    base::Result<void> write_rows(std::size_t index, std::uint64_t start, std::vector<SeriesRow> const& rows) {
        std::vector<double> times, values;
        std::vector<std::int8_t> flags;
        for (auto const& row : rows) {
            times.push_back(static_cast<double>(row.time.microseconds) / 1e6);
            values.push_back(std::isfinite(row.value) ? row.value : no_value);
            flags.push_back(static_cast<std::int8_t>(row.quality));
            earliest_ = std::min(earliest_.value_or(row.time), row.time);
            latest_ = std::max(latest_.value_or(row.time), row.time);
        }
        if (ragged_ || index == 0)
            file_.put(time_, start, times);
        else
            KUNYU_TRY_VOID(compare_times(start, times));
        file_.put(variable_of_[index].values, start, values);
        file_.put(variable_of_[index].flags, start, flags);
        return file_.status();
    }

    base::Result<void> compare_times(std::uint64_t start, std::vector<double> const& times) {
        if (start + times.size() > rows_) return base::refuse("observation_files.times_differ");
        std::vector<double> written(times.size());
        file_.get(time_, start, written);
        KUNYU_TRY_VOID(file_.status());
        if (written != times) return base::refuse("observation_files.times_differ");
        return {};
    }

    void write_coverage() {
        if (!earliest_) return;
        file_.resume_definitions();
        file_.attribute({}, "time_coverage_start", shown(*earliest_));
        file_.attribute({}, "time_coverage_end", shown(*latest_));
        file_.end_definitions();
    }

    NetcdfFile file_;
    ExportDescription const& description_;
    SeriesSource& source_;
    bool ragged_;
    std::vector<Id> instances_;
    Id rows_dimension_, series_id_, station_id_, station_name_, latitude_, longitude_, altitude_, row_size_, time_;
    std::map<std::string, Variable> variables_;
    std::vector<Variable> variable_of_;  ///< by series
    std::set<std::string> names_{"series",       "obs", "time", "series_id", "station_id",
                                 "station_name", "lat", "lon",  "alt",       "row_size"};
    std::uint64_t rows_ = 0;
    std::optional<base::Instant> earliest_, latest_;
};

}  // namespace

base::Result<NetcdfSummary> write_netcdf(std::filesystem::path const& path, ExportDescription const& description,
                                         SeriesSource& source, NetcdfLayout layout) {
    return Writer(path, description, source, layout).write();
}

}  // namespace kunyu::observation_files
