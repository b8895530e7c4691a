#include "base/csv.hpp"

#include <gtest/gtest.h>

namespace kunyu::base {
namespace {

std::vector<std::vector<std::string>> cells_of(std::string_view text) {
    auto const records = parse_csv(text);
    EXPECT_TRUE(records.has_value()) << records.error().code;
    std::vector<std::vector<std::string>> cells;
    for (auto const& record : *records) cells.push_back(record.cells);
    return cells;
}

std::string refused(std::string_view text, CsvLimits const& limits = {}) {
    auto const records = parse_csv(text, limits);
    return records.has_value() ? "" : records.error().code;
}

using Cells = std::vector<std::vector<std::string>>;

TEST(Csv, ReadsPlainAndQuotedCells) {
    EXPECT_EQ(cells_of("a,b\r\n\"c,d\",\"e \"\"f\"\"\"\r\n"), (Cells{{"a", "b"}, {"c,d", "e \"f\""}}));
    EXPECT_EQ(cells_of("a,\n,b"), (Cells{{"a", ""}, {"", "b"}}));
    EXPECT_EQ(cells_of("\xEF\xBB\xBF编号,名称"), (Cells{{"编号", "名称"}}));
    EXPECT_EQ(cells_of("a\n\n\r\nb\rc"), (Cells{{"a"}, {"b"}, {"c"}}));
    EXPECT_EQ(cells_of(""), Cells{});
    EXPECT_EQ(cells_of("\"\""), (Cells{{""}}));
}

TEST(Csv, CountsLinesThroughQuotedLineEnds) {
    auto const records = parse_csv("a\n\"b\nc\"\n\nd");
    ASSERT_TRUE(records.has_value());
    ASSERT_EQ(records->size(), 3U);
    EXPECT_EQ((*records)[1].line, 2U);
    EXPECT_EQ((*records)[1].cells[0], "b\nc");
    EXPECT_EQ((*records)[2].line, 5U);
}

TEST(Csv, RefusesWhatIsNotCsv) {
    EXPECT_EQ(refused("a,b\"c"), "base.csv_stray_quote");
    EXPECT_EQ(refused("\"a\"b"), "base.csv_stray_quote");
    EXPECT_EQ(refused("\"a"), "base.csv_unclosed_quote");
    EXPECT_EQ(refused("\xB1\xE0"), "base.csv_not_utf8");
    EXPECT_EQ(parse_csv("a\nb,c\"d").error().params.at("line"), "2");
    EXPECT_EQ(parse_csv("a\nb,c\"d").error().params.at("column"), "2");
}

TEST(Csv, KeepsItsLimits) {
    EXPECT_EQ(refused("a\nb\nc", {.records = 2}), "base.csv_too_many_records");
    EXPECT_EQ(refused("a,b,c", {.columns = 2}), "base.csv_too_many_columns");
    EXPECT_EQ(refused("abc", {.cell_bytes = 2}), "base.csv_cell_too_long");
    EXPECT_EQ(refused("\"abc\"", {.cell_bytes = 2}), "base.csv_cell_too_long");
}

TEST(Csv, ReadsBackWhatItWrote) {
    for (std::string const cell : {"", "a", "a,b", "\"", "a\r\nb", "岩溶", " x "}) {
        std::string text;
        append_csv_cell(text, cell);
        text += ",end";
        EXPECT_EQ(cells_of(text), (Cells{{cell, "end"}}));
    }
}

}  // namespace
}  // namespace kunyu::base
