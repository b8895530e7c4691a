#include "observation_files/netcdf_writer.hpp"

#include "observation_files/series_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netcdf.h>

#include <cmath>
#include <cstdio>
#include <filesystem>

namespace kunyu::observation_files {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

class NetcdfWriter : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("kunyu-netcdf-" + std::to_string(::getpid()));
        fs::create_directories(folder_);
        path_ = folder_ / "out.nc";
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::string dump(std::string const& options) const {
        auto const command = "ncdump " + options + " '" + path_.string() + "' 2>&1";
        std::string text;
        std::FILE* const pipe = ::popen(command.c_str(), "r");
        for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
        EXPECT_EQ(::pclose(pipe), 0) << text;
        return text;
    }
    std::vector<double> values(char const* name) const {
        int file = 0, variable = 0, dimension = 0;
        std::size_t length = 0;
        EXPECT_EQ(nc_open(path_.c_str(), NC_NOWRITE, &file), NC_NOERR);
        EXPECT_EQ(nc_inq_varid(file, name, &variable), NC_NOERR) << name;
        EXPECT_EQ(nc_inq_vardimid(file, variable, &dimension), NC_NOERR);
        EXPECT_EQ(nc_inq_dimlen(file, dimension, &length), NC_NOERR);
        std::vector<double> read(length);
        EXPECT_EQ(nc_get_var_double(file, variable, read.data()), NC_NOERR);
        nc_close(file);
        return read;
    }

    fs::path folder_, path_;
};

ExportDescription two_stations() {
    ExportDescription description;
    description.title = "岩溶地下水";
    description.licence = "CC-BY-4.0";
    description.source = "simulated";
    description.embargo = "2026 is held back until 2027-01-01";
    description.created_at = *base::parse_instant("2026-01-02T03:04:05Z");
    description.stations = {{"G1", "Guilin 1", 110.3, 25.2, 153.0}, {"G2", "Guilin 2", 110.4, 25.3, std::nullopt}};
    description.series = {{"G1/level", "Level", "groundwater_level", "", "m", "m", 0},
                          {"G2/level", "Level", "groundwater_level", "", "m", "m", 1},
                          {"G2/temp", "Temperature", "water_temperature", "", "Cel", "℃", 1}};
    return description;
}

TEST_F(NetcdfWriter, WritesRaggedSeriesThatNcdumpReads) {
    TestSource source({hourly("2020-01-01T00:00:00Z", 5, [](auto i) { return 1 + 0.001 * static_cast<double>(i); }),
                       hourly("2021-01-01T00:30:00Z", 2, [](auto) { return 7.5; }),
                       hourly("2021-01-01T00:30:00Z", 4, [](auto) { return std::nan(""); })});
    auto const summary = write_netcdf(path_, two_stations(), source);
    ASSERT_TRUE(summary.has_value()) << summary.error();
    EXPECT_EQ(summary->rows, 11U);
    auto const text = dump("-t");
    for (auto const* const part : {"row_size = 5, 2, 4",
                                   "\"Guilin 1\"",
                                   "\"G2/temp\"",
                                   ":Conventions = \"CF-1.8, ACDD-1.3\"",
                                   ":featureType = \"timeSeries\"",
                                   "\"2020-01-01\", \"2020-01-01 01\"",
                                   "\"2021-01-01 00:30\"",
                                   ":title = \"岩溶地下水\"",
                                   ":license = \"CC-BY-4.0\"",
                                   ":access_constraints = \"2026 is held back",
                                   ":time_coverage_start = \"2020-01-01T00:00:00Z\"",
                                   ":time_coverage_end = \"2021-01-01T03:30:00Z\"",
                                   ":geospatial_lon_max = 110.4",
                                   "cf_role = \"timeseries_id\"",
                                   "sample_dimension = \"obs\"",
                                   "flag_values = 1b, 2b, 3b, 4b, 9b",
                                   "flag_meanings = \"pass not_evaluated suspect fail missing_data\"",
                                   "ancillary_variables = \"groundwater_level_qc\"",
                                   "water_temperature:units = \"degree_Celsius\"",
                                   "groundwater_level = 1, 1.001, 1.002, 1.003, 1.004, 7.5, 7.5, _, _, _, _",
                                   "alt = 153, _, _"})
        EXPECT_THAT(text, HasSubstr(part));
    EXPECT_THAT(dump("-k"), HasSubstr("netCDF-4 classic model"));
}

TEST_F(NetcdfWriter, PutsSeriesOfEqualTimesOnOneAxis) {
    auto description = two_stations();
    description.stations.resize(1);
    description.series = {{"1", "East", "displacement_east", "", "mm", "mm", 0},
                          {"2", "North", "displacement_north", "", "mm", "mm", 0}};
    TestSource source({hourly("2020-01-01T00:00:00Z", 5, [](auto i) { return static_cast<double>(i); }),
                       hourly("2020-01-01T00:00:00Z", 5, [](auto i) { return -static_cast<double>(i); })});
    ASSERT_TRUE(write_netcdf(path_, description, source, NetcdfLayout::one_time_axis).has_value());
    auto const text = dump("");
    for (auto const* const part : {"double time(time)", "displacement_north(time)", "double lat ;", "lat = 25.2",
                                   "displacement_north = -0, -1, -2, -3, -4", "displacement_east:long_name = \"East\""})
        EXPECT_THAT(text, HasSubstr(part));
    EXPECT_THAT(text, Not(HasSubstr("row_size")));
}

TEST_F(NetcdfWriter, RefusesDifferentTimesOnOneAxis) {
    auto description = two_stations();
    auto const rows = hourly("2020-01-01T00:00:00Z", 5, [](auto) { return 1.0; });
    auto shifted = rows;
    shifted[3].time = shifted[3].time.plus_seconds(1);
    auto shorter = rows, longer = rows;
    shorter.pop_back();
    longer.push_back({rows.back().time.plus_seconds(60), 1, 1});
    for (auto const& other : {shifted, shorter, longer}) {
        TestSource source({rows, other, rows});
        EXPECT_EQ(write_netcdf(path_, description, source, NetcdfLayout::one_time_axis).error().code,
                  "observation_files.times_differ");
    }
    EXPECT_TRUE(fs::is_empty(folder_));
}

/// Each microsecond comes back from the seconds in double precision.
TEST_F(NetcdfWriter, KeepsMicroseconds) {
    auto description = two_stations();
    description.series.resize(1);
    std::vector<SeriesRow> rows;
    for (std::int64_t i = 0; i < 50'000; ++i) rows.push_back({{1'767'225'600'000'000 + i * 7919 + 1}, 0.1, 2});
    TestSource source({rows}, 1000);
    ASSERT_TRUE(write_netcdf(path_, description, source).has_value());
    auto const seconds = values("time");
    ASSERT_EQ(seconds.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        ASSERT_EQ(std::llround(seconds[i] * 1e6), rows[i].time.microseconds) << i;
    EXPECT_EQ(values("groundwater_level").back(), 0.1);
    EXPECT_EQ(values("groundwater_level_qc").back(), 2);
}

TEST_F(NetcdfWriter, LeavesNothingBehindWhenItFails) {
    auto rows = hourly("2020-01-01T00:00:00Z", 5, [](auto) { return 1.0; });
    std::swap(rows[1], rows[2]);
    TestSource source({rows, rows, rows});
    EXPECT_EQ(write_netcdf(path_, two_stations(), source).error().code, "observation_files.times_not_ascending");
    EXPECT_TRUE(fs::is_empty(folder_));
    TestSource again({{}, {}, {}});
    EXPECT_EQ(write_netcdf(folder_ / "no/such/folder.nc", two_stations(), again).error().code,
              "observation_files.not_written");
}

TEST_F(NetcdfWriter, WritesStationsWithoutObservations) {
    TestSource source({{}, {}, {}});
    ASSERT_TRUE(write_netcdf(path_, two_stations(), source).has_value());
    EXPECT_THAT(dump(""), HasSubstr("row_size = 0, 0, 0"));
}

TEST_F(NetcdfWriter, NamesVariablesApart) {
    auto description = two_stations();
    description.series[1].unit = "cm";
    description.series[2].property = "time";
    TestSource source({{}, {}, {}});
    ASSERT_TRUE(write_netcdf(path_, description, source).has_value());
    auto const text = dump("-h");
    for (auto const* const part :
         {"groundwater_level(obs)", "groundwater_level_2(obs)", "time_2(obs)", "time_2_qc(obs)"})
        EXPECT_THAT(text, HasSubstr(part));
}

}  // namespace
}  // namespace kunyu::observation_files
