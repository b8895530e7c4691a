#include "observation_files/csv_mapping.hpp"

#include "base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::observation_files {
namespace {

using testing::UnorderedElementsAre;

std::vector<std::string> faults_of(std::string_view text) {
    auto const mapping = read_csv_mapping(base::parse_json(text).value());
    std::vector<std::string> faults;
    if (mapping.has_error())
        for (auto const& field : mapping.error().fields) faults.push_back(field.path + " " + field.code);
    return faults;
}

TEST(CsvMapping, IsWrittenAsItIsRead) {
    auto const value = base::parse_json(R"({
      "encoding": "gb18030", "delimiter": "semicolon", "skip_lines": 2, "header": true, "skip_after_header": 1,
      "decimal_comma": true, "time": {"columns": ["日期", "时间"], "format": "YYYY/M/D H:mm", "zone": "+09:00"},
      "values": [{"column": "a", "stream": "1", "factor": 0.1, "offset": -3.5, "quality_column": "q"},
                 {"column": "b", "stream": "2", "factor": 1.0, "offset": 0.0, "quality_column": null}],
      "code_columns": ["c"], "codes": [{"code": "x", "stream": "7", "factor": 2.5, "offset": 0.5}], "missing": ["", "缺"],
      "quality_column": "Q", "quality_texts": [{"text": "好", "flag": 1}]})");
    auto const mapping = read_csv_mapping(value.value());
    ASSERT_TRUE(mapping.has_value()) << mapping.error();
    EXPECT_EQ(boost::json::value(to_json(*mapping)), value.value());
}

TEST(CsvMapping, NeedsOnlyATimeAndAValue) {
    EXPECT_TRUE(faults_of(R"({"time": {"columns": ["t"]}, "values": [{"column": "v", "stream": "1"}]})").empty());
    EXPECT_THAT(faults_of("{}"), UnorderedElementsAre("/time base.required", "/values base.required"));
}

TEST(CsvMapping, NamesEveryFault) {
    EXPECT_THAT(faults_of(R"({
        "encoding": "latin1", "time": {"columns": [], "format": "HH:mm", "zone": "PRC"},
        "values": [{"column": "v", "factor": 0}, {"column": "w", "stream": "1"}, {"column": "x", "stream": "1"}],
        "quality_texts": [{"text": "a", "flag": 5}, {"text": "a", "flag": 1}], "sheet": 1})"),
                UnorderedElementsAre(
                    "/encoding base.not_a_choice", "/time/columns base.required",
                    "/time/format observation_files.bad_time_format", "/time/zone observation_files.bad_zone",
                    "/values/0/stream base.required", "/values/0/factor observation_files.zero_factor",
                    "/values/2/stream observation_files.repeated", "/quality_texts/0/flag observation_files.not_a_flag",
                    "/quality_texts/1/text observation_files.repeated", "/sheet base.unknown_member"));
}

}  // namespace
}  // namespace kunyu::observation_files
