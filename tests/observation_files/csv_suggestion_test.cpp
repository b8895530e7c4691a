#include "observation_files/csv_suggestion.hpp"

#include "observation_files/csv_reading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace kunyu::observation_files {
namespace {

using testing::ElementsAre;

/// "time:iso; values: a b; code: c; skip 1+1"
std::string suggested(std::string_view sample) {
    auto const suggestion = suggest_mapping(sample);
    if (suggestion.has_error()) return suggestion.error().code;
    auto const& mapping = suggestion->mapping;
    std::string text = "time";
    for (auto const& column : mapping.time.columns) text += " " + column;
    text += " as " + mapping.time.format.text() + "; values";
    for (auto const& value : mapping.values) text += " " + value.column;
    for (auto const& code : mapping.code_columns) text += "; code " + code;
    if (mapping.quality_column) text += "; quality " + *mapping.quality_column;
    if (mapping.decimal_comma) text += "; comma";
    if (!mapping.header) text += "; no header";
    if (mapping.skip_lines + mapping.skip_after_header > 0)
        text += fmt::format("; skip {}+{}", mapping.skip_lines, mapping.skip_after_header);
    if (suggestion->ambiguous_date) text += "; ambiguous";
    return text;
}

/// Eight lines, each made from its number.
template <typename F>
std::string lines(std::string head, F&& line) {
    for (int i = 1; i <= 8; ++i) head += line(i) + "\n";
    return head;
}

TEST(SuggestMapping, ReadsPlainFiles) {
    EXPECT_EQ(suggested(lines("time,level\n", [](int i) { return fmt::format("2020-01-0{}T00:00:00Z,{}", i, i * i); })),
              "time time as iso; values level");
    EXPECT_EQ(suggested(lines("", [](int i) { return fmt::format("2020/1/{} 7:00\t{}", i, i * i); })),
              "time #1 as YYYY/M/D H:mm; values #2; no header");
    EXPECT_EQ(suggested(lines("t;v\n", [](int i) { return fmt::format("{};{},5", 1'500'000'000 + i * 60, i * i); })),
              "time t as epoch_seconds; values v; comma");
}

TEST(SuggestMapping, PassesOverTheFaultOfAShortFile) {
    EXPECT_EQ(suggested("time,level,rain\n2026-11-20 00:00,12.5,0\n2026-11-20 01:00,12.6,1\nx,1,2\n"),
              "time time as iso; values level rain");
    EXPECT_EQ(suggested("time,level\n2026-11-20 00:00,12.5\n2026-11-20 01:00,dry\n2026-11-20 02:00,12.6\n"),
              "time time as iso; values level");
}

TEST(SuggestMapping, JoinsDateAndTime) {
    EXPECT_EQ(suggested(lines("日期,时间,水位\n", [](int i) { return fmt::format("2020/1/1,{}:00,{}", i, i * i); })),
              "time 日期 时间 as YYYY/M/D H:mm; values 水位");
    EXPECT_EQ(
        suggested(lines("日期,时间,水位\n", [](int i) { return fmt::format("2020-01-01,0{}:00:30,{}", i, i * i); })),
        "time 日期 时间 as YYYY-M-D H:mm:ss; values 水位");
}

TEST(SuggestMapping, SkipsWhatLoggersPutAroundTheHeader) {
    EXPECT_EQ(
        suggested(lines("\"TOA5\",\"X\"\n\"TIMESTAMP\",\"RECORD\",\"Lvl\",\"Temp\"\n\"TS\",\"RN\",\"m\",\"Deg C\"\n"
                        "\"\",\"\",\"Avg\",\"Avg\"\n",
                        [](int i) { return fmt::format("\"2020-01-01 00:0{}:00\",{},{},{}", i, i, i * i, -i * i); })),
        "time TIMESTAMP as iso; values Lvl Temp; skip 1+2");
}

TEST(SuggestMapping, KnowsCodesOfDevices) {
    EXPECT_EQ(
        suggested(lines("time,sensor,value\n",
                        [](int i) { return fmt::format("2020-01-01 00:0{}:00,L1_LF_{},{}", i, 1 + i % 2, i * i); })),
        "time time as iso; values value; code sensor");
    EXPECT_EQ(
        suggested(lines("time,sensor,gpsTotalX,gpsTotalY\n",
                        [](int i) { return fmt::format("2020-01-01 00:0{}:00,L1_GP_1,{},{}", i, i * i, -i * i); })),
        "time time as iso; values gpsTotalX gpsTotalY; code sensor");
    EXPECT_EQ(suggested(lines(
                  "time,well,level\n",
                  [](int i) { return fmt::format("2020-01-0{},{},{}", i, i % 2 == 0 ? "north" : "south", i * i); })),
              "time time as iso; values level; code well");
}

TEST(SuggestMapping, FindsQualityAndMissingValues) {
    auto const text = lines("time,level,质量码\n", [](int i) {
        return fmt::format("2020-01-0{},{},{}", i, i == 3 ? "缺测" : std::to_string(i * i), i == 3 ? 9 : 1);
    });
    EXPECT_EQ(suggested(text), "time time as iso; values level; quality 质量码");
    EXPECT_EQ(read_all(text, suggest_mapping(text)->mapping).faults.size(), 0U);
}

TEST(SuggestMapping, SaysWhenDaysAndMonthsCannotBeTold) {
    EXPECT_EQ(suggested(lines("t,v\n", [](int i) { return fmt::format("{}/5/2020,{}", i, i * i); })),
              "time t as D/M/YYYY; values v; ambiguous");
    EXPECT_EQ(suggested(lines("t,v\n", [](int i) { return fmt::format("5/{}/2020,{}", i + 10, i * i); })),
              "time t as M/D/YYYY; values v");
}

TEST(SuggestMapping, TakesWhatStandsStillWhereNothingMoves) {
    EXPECT_EQ(suggested(lines("time,rain\n", [](int i) { return fmt::format("2020-01-0{},0", i); })),
              "time time as iso; values rain");
}

TEST(SuggestMapping, DoesNotMindSomeFaults) {
    auto const text = lines("time,no,level,temp\n", [](int i) {
        return i == 4 ? "yesterday,4,x,1" : fmt::format("2020-01-0{},{},{},{}", i, i, i * i, -i * i);
    });
    EXPECT_EQ(suggested(text), "time time as iso; values level temp");
    EXPECT_EQ(suggested(lines("t,v\n", [](int i) { return fmt::format("5/{}/2020,{}", i + 6, i * i); })),
              "time t as M/D/YYYY; values v");
}

TEST(SuggestMapping, RefusesWhatHasNoTimesOrValues) {
    EXPECT_EQ(suggested(""), "observation_files.empty_file");
    EXPECT_EQ(suggested("a,b\n1,2\n"), "observation_files.nothing_recognised");
    EXPECT_EQ(suggested("time,b\n2020-01-01,x\n2020-01-02,y\n"), "observation_files.nothing_recognised");
    EXPECT_EQ(suggested("\n\n"), "observation_files.nothing_recognised");
}

/// The suggestion for a file with the header, once it has been kept and the file read by it.
std::string kept(std::string const& header, std::size_t columns = 1) {
    auto text = header + "\n";
    for (std::size_t row = 1; row < 5; ++row) {
        text += fmt::format("2020-01-0{}", row);
        for (std::size_t i = 0; i < columns; ++i) text += fmt::format(",{}", row * row * (i + 1));
        text += "\n";
    }
    auto const suggestion = suggest_mapping(text);
    if (suggestion.has_error()) return suggestion.error().code;
    auto const mapping = read_csv_mapping(to_json(suggestion->mapping));
    if (mapping.has_error()) return mapping.error().code;
    auto const reading = read_all(text, *mapping);
    if (reading.report.rows != 4 * mapping->values.size() || !reading.faults.empty()) return "not read";
    return suggested(text);
}

TEST(SuggestMapping, CanBeKeptWhateverTheHeaderIs) {
    EXPECT_EQ(kept("time,\"water\r\n level\t(m)\""), "time time as iso; values water level (m)");
    EXPECT_EQ(kept("time,water\tlevel"), "time time as iso; values water level");
    EXPECT_EQ(kept("time,level,LEVEL", 2), "time time as iso; values #2 #3");
    EXPECT_EQ(kept("time,water  level"), "time time as iso; values water level");
    EXPECT_EQ(kept("time,#1"), "time time as iso; values #2");
    EXPECT_EQ(kept("time," + std::string(201, 'x')), "time time as iso; values #2");
    EXPECT_EQ(kept("time,"), "time time as iso; values #2");
    EXPECT_EQ(kept("time,a\x01"), "time time as iso; values #2");
}

TEST(SuggestMapping, SuggestsNoMoreThanCanBeKept) {
    std::string header = "time";
    for (int i = 0; i < 1100; ++i) header += fmt::format(",c{}", i);
    EXPECT_THAT(kept(header, 1100), testing::EndsWith(" c999"));

    auto const far = suggest_mapping(std::string(10'001, '\n') + "time,level\n2020-01-01,1\n2020-01-02,5\n");
    ASSERT_TRUE(far.has_error());
    EXPECT_EQ(far.error().code, "observation_files.nothing_recognised");
}

std::string real_file(std::string const& name) {
    auto const* const folder = std::getenv("KUNYU_REAL_DATA");
    if (folder == nullptr) return {};
    std::ifstream stream(std::string(folder) + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(SuggestMapping, ReadsRealFiles) {
    auto const level = real_file("water_level.csv");
    if (level.empty()) GTEST_SKIP() << "KUNYU_REAL_DATA is not set";
    EXPECT_EQ(suggested(std::string_view(level).substr(0, 65'536)),
              "time time as iso; values sea_surface_height_above_sea_level");
    auto const reading = read_all(level, suggest_mapping(level)->mapping);
    EXPECT_EQ(reading.report.rows + reading.report.missing + reading.report.repeated, 7241U);
    EXPECT_THAT(reading.faults, ElementsAre());
    for (auto const* const station : {"G001", "I081", "J089", "Z121"}) {
        auto const gnss = real_file(std::string("gnss/") + station + ".csv");
        EXPECT_EQ(suggested(std::string_view(gnss).substr(0, 65'536)), "time time as iso; values lon lat ver")
            << station;
        auto const series = read_all(gnss, suggest_mapping(gnss)->mapping);
        EXPECT_EQ(series.report.rows, 3 * series.report.records) << station;
        EXPECT_THAT(series.faults, ElementsAre());
    }
}

}  // namespace
}  // namespace kunyu::observation_files
