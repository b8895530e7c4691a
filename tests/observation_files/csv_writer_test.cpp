#include "observation_files/csv_writer.hpp"

#include "observation_files/csv_reading.hpp"
#include "observation_files/csv_suggestion.hpp"
#include "observation_files/series_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace kunyu::observation_files {
namespace {

ExportDescription one_station() {
    ExportDescription description;
    description.stations = {{"G1", "Guilin, 1", {}, {}, {}}};
    description.series = {{"1", "水位", "level", "", "m", "m", 0}, {"2", "=Rain", "rain", "", "mm", "", 0}};
    return description;
}

std::string written(ExportDescription const& description, std::vector<std::vector<SeriesRow>> rows,
                    CsvWriterOptions const& options) {
    TestSource source(std::move(rows));
    CsvWriter writer(description, source, options);
    std::string out;
    while (writer.next(out)) {
    }
    return out;
}

std::vector<std::vector<SeriesRow>> some_rows() {
    auto level = hourly("2020-01-01T00:00:00Z", 3, [](auto i) { return 12.1 + static_cast<double>(i); });
    auto rain = hourly("2020-01-01T01:00:00Z", 1, [](auto) { return 0.2; });
    rain.push_back({{rain[0].time.microseconds + 1'500'000}, std::nan(""), 9});
    return {level, rain};
}

TEST(CsvWriter, WritesALineATime) {
    EXPECT_EQ(written(one_station(), some_rows(), {}),
              "\xEF\xBB\xBFtime,水位 [m],水位 [m] quality,'=Rain [mm],'=Rain [mm] quality\r\n"
              "2020-01-01T08:00:00+08:00,12.1,1,,\r\n"
              "2020-01-01T09:00:00+08:00,13.1,1,0.2,1\r\n"
              "2020-01-01T09:00:01.500000+08:00,,,,9\r\n"
              "2020-01-01T10:00:00+08:00,14.1,1,,\r\n");
}

TEST(CsvWriter, WritesALineAnObservation) {
    CsvWriterOptions options;
    options.layout = CsvLayout::rows;
    options.times = CsvTimes::plain;
    options.byte_order_mark = false;
    options.quality = false;
    options.zone = {0};
    EXPECT_EQ(written(one_station(), some_rows(), options),
              "time (Z),station,series,value,unit\r\n"
              "2020-01-01 00:00:00,\"Guilin, 1\",水位,12.1,m\r\n"
              "2020-01-01 01:00:00,\"Guilin, 1\",水位,13.1,m\r\n"
              "2020-01-01 02:00:00,\"Guilin, 1\",水位,14.1,m\r\n"
              "2020-01-01 01:00:00,\"Guilin, 1\",'=Rain,0.2,mm\r\n"
              "2020-01-01 01:00:01.500000,\"Guilin, 1\",'=Rain,,mm\r\n");
}

TEST(CsvWriter, NamesTheStationWhereThereAreSeveral) {
    auto description = one_station();
    description.stations.push_back({"G2", "G2", {}, {}, {}});
    description.series[1].station = 1;
    EXPECT_THAT(written(description, {{}, {}}, {}),
                testing::HasSubstr("\"Guilin, 1 水位 [m]\",\"Guilin, 1 水位 [m] quality\",G2 =Rain"));
}

/// Doubles, microseconds and flags: what is written is what the door reads.
TEST(CsvWriter, IsReadAgainByTheDoor) {
    std::vector<SeriesRow> rows;
    for (std::int64_t i = 0; i < 20'000; ++i)
        rows.push_back({{1'500'000'000'000'000 + i * 999'983},
                        std::sin(static_cast<double>(i)) * 1e3,
                        static_cast<std::uint8_t>(1 + i % 4)});
    auto description = one_station();
    description.series.resize(1);
    auto const text = written(description, {rows}, {});
    auto mapping = suggest_mapping(std::string_view(text).substr(0, 65'536));
    ASSERT_TRUE(mapping.has_value()) << mapping.error();
    MemorySource source(text);
    auto door = CsvDoor::open(source, mapping->mapping, options_of_tests());
    std::vector<CsvRow> batch, read;
    while (door->next(batch)) read.insert(read.end(), batch.begin(), batch.end());
    ASSERT_EQ(read.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        ASSERT_EQ((SeriesRow{read[i].time, read[i].value, read[i].quality}), rows[i]) << i;
}

}  // namespace
}  // namespace kunyu::observation_files
