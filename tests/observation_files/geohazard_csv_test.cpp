#include "observation_files/csv_reading.hpp"
#include "observation_files/csv_suggestion.hpp"
#include "observation_files/monitoring_codes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::observation_files {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// What a data centre of a province hands out: one line a sensor and time, the value of one quantity.
std::string long_export() {
    std::string text = "监测时间,设备编号,传感器编码,监测值\r\n";
    for (int hour = 0; hour < 5; ++hour) {
        auto const time = fmt::format("2023/7/1 {}:00:00", hour);
        text += fmt::format("{},17165802,L1_LF_1,{:.2f}\r\n", time, 3.1 + hour);
        text += fmt::format("{},17165802,L3_YL_1,{:.1f}\r\n", time, hour * hour * 0.2);
        text += fmt::format("{},17165802,L1_QJ_1.AZI,{:.4f}\r\n", time, -8.6772 + hour * hour);
    }
    return text;
}

/// From a suggestion to property and unit, with nothing said by hand.
TEST(GeohazardCsv, ALongExportIsReadWithoutAWord) {
    for (auto const encoding : {CsvEncoding::utf8, CsvEncoding::gb18030}) {
        auto const text = *encode_cell(long_export(), encoding);
        auto const suggestion = suggest_mapping(text);
        ASSERT_TRUE(suggestion.has_value()) << suggestion.error();
        EXPECT_THAT(suggestion->mapping.code_columns, ElementsAre("传感器编码"));
        MemorySource source(text);
        auto door = CsvDoor::open(source, suggestion->mapping, options_of_tests());
        auto const reading = read_all(*door);
        EXPECT_THAT(reading.faults, IsEmpty());
        EXPECT_EQ(reading.rows.size(), 15U);
        EXPECT_EQ(reading.rows.front(), "L1_LF_1 2023-06-30T16:00:00Z 3.1 2");
        std::vector<std::string> units;
        for (auto const& key : door->streams()) {
            auto const sensor = MonitoringCodes::built_in().find(key);
            ASSERT_TRUE(sensor) << key;
            if (sensor->field) units.push_back(key + " " + sensor->field->property + " " + sensor->field->unit);
        }
        // Of rain there are two quantities; which one the column holds the file does not say.
        EXPECT_THAT(units, UnorderedElementsAre("L1_LF_1 crack_opening mm", "L1_QJ_1.AZI tilt_azimuth deg"));
    }
}

TEST(GeohazardCsv, SeveralQuantitiesOfADeviceStandSideBySide) {
    std::string text = "time;sensor;gpsTotalX;gpsTotalY;gpsTotalZ\n";
    for (int day = 1; day < 6; ++day)
        text += fmt::format("2023-07-0{};L1_GP_{};{};{};\n", day, 1 + day % 2, day * day * 0.1, -day * day);
    auto suggestion = suggest_mapping(text);
    ASSERT_TRUE(suggestion.has_value()) << suggestion.error();
    suggestion->mapping.codes = {{"L1_GP_1.gpsTotalX", "east of station 1", 0.001, 0}};
    auto const reading = read_all(text, suggestion->mapping);
    EXPECT_THAT(reading.faults, IsEmpty());
    EXPECT_THAT(reading.rows[2], "east of station 1 2023-07-01T16:00:00Z 0.0004 2");
    EXPECT_THAT(reading.rows[3], "L1_GP_1.gpsTotalY 2023-07-01T16:00:00Z -4 2");
}

}  // namespace
}  // namespace kunyu::observation_files
