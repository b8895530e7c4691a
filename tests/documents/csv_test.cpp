#include "documents/csv.hpp"

#include "documents/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::documents {
namespace {

using testing::ElementsAre;

/// "编号,名称\r\nP010,岩溶动力学重点实验室\r\n" in GB18030.
constexpr std::string_view gb_bytes =
    "\xB1\xE0\xBA\xC5,\xC3\xFB\xB3\xC6\r\nP010,\xD1\xD2\xC8\xDC\xB6\xAF\xC1\xA6\xD1\xA7\xD6\xD8\xB5\xE3\xCA\xB5\xD1\xE9"
    "\xCA\xD2\r\n";

std::vector<std::vector<std::string>> cells_of(std::string_view bytes) {
    auto const sheet = read_csv(bytes);
    EXPECT_TRUE(sheet.has_value()) << sheet.error().code;
    std::vector<std::vector<std::string>> cells;
    for (auto const& row : sheet->rows) cells.push_back(row.cells);
    return cells;
}

Table one_column(std::string const& text) {
    return {"t", "t", {{"a", "甲", ColumnType::text}}, {{Cell{text}}}};
}

TEST(ReadCsv, ReadsUtf8AndGb18030Alike) {
    auto const expected = ElementsAre(ElementsAre("编号", "名称"), ElementsAre("P010", "岩溶动力学重点实验室"));
    EXPECT_THAT(cells_of(gb_bytes), expected);
    EXPECT_THAT(cells_of("编号,名称\r\nP010,岩溶动力学重点实验室\r\n"), expected);
    EXPECT_THAT(cells_of("\xEF\xBB\xBF编号,名称\nP010,岩溶动力学重点实验室"), expected);
}

TEST(ReadCsv, ReadsRareCharactersOfGb18030) {
    // 堃 and 䶮 (four bytes) among common ones
    EXPECT_EQ(to_utf8("\xD6\xF7\xC8\xCE\xC0\xEE\x88\xD2\xB5\xC8\xC8\xCB").value(), "主任李堃等人");
    EXPECT_EQ(to_utf8("\xB3\xC2\xFE\x9F\xB5\xC8\xC8\xCB\xB5\xC4\xD0\xD5\xC3\xFB").value(), "陈䶮等人的姓名");
}

TEST(ReadCsv, RefusesOtherEncodings) {
    EXPECT_EQ(to_utf8("\xFF\xFE\x16\x7F").error().code, "documents.unknown_encoding");                // UTF-16
    EXPECT_EQ(to_utf8(std::string_view("a\0b", 3)).error().code, "documents.unknown_encoding");       // binary
    EXPECT_EQ(to_utf8("M\xFCnchen, K\xF6ln, Z\xFCrich").error().code, "documents.unknown_encoding");  // Latin-1
    EXPECT_EQ(to_utf8("\x93\xFA\x96\x7B\x8C\xEA\x82\xCC\x95\xB6\x8E\x9A").error().code,
              "documents.unknown_encoding");  // 日本語の文字 in Shift_JIS
    EXPECT_EQ(to_utf8("\xA4\xA4\xA4\xE5\xB9\xEA\xC5\xE7\xAB\xC7").has_value(),
              true);  // Big5 within GB 2312's rows: not known
    EXPECT_EQ(to_utf8("\x80\x81").error().code, "documents.unknown_encoding");
    EXPECT_EQ(to_utf8("\xB1\xE0\xBA").error().code, "documents.unknown_encoding");  // cut in a character
    EXPECT_EQ(to_utf8("\xB1\xE0\x01\xBA\xC5").error().code, "documents.unknown_encoding");
}

TEST(ReadCsv, NumbersRowsAsASpreadsheetDoesAndDropsBlankOnes) {
    auto const sheet = read_csv("a,b\n , \n\n\"c\nc\",d\ne,f\n");
    ASSERT_TRUE(sheet.has_value());
    ASSERT_EQ(sheet->rows.size(), 3U);
    EXPECT_EQ(sheet->rows[1].number, 4U);
    EXPECT_EQ(sheet->rows[2].number, 5U);
}

TEST(ReadCsv, NamesLineAndColumnOfAFault) {
    auto const sheet = read_csv("a,b\nc,d\"e\n");
    ASSERT_TRUE(sheet.has_error());
    EXPECT_EQ(sheet.error().code, "base.csv_stray_quote");
    EXPECT_EQ(sheet.error().params.at("line"), "2");
    EXPECT_EQ(sheet.error().params.at("column"), "2");
}

TEST(ReadCsv, KeepsItsLimits) {
    EXPECT_EQ(read_csv("a\nb\nc\n", {.rows = 2}).error().code, "base.csv_too_many_records");
    EXPECT_EQ(read_csv("a,b,c\n", {.columns = 2}).error().code, "base.csv_too_many_columns");
}

class FormulaStart : public testing::TestWithParam<std::string> {};

TEST_P(FormulaStart, IsDisarmedAndReadBack) {
    auto const bytes = write_csv(one_column(GetParam()));
    auto const cells = cells_of(bytes);
    ASSERT_EQ(cells.size(), 2U);
    EXPECT_EQ(cells[1][0], GetParam());
    EXPECT_TRUE(bytes.find("\r\n'") != std::string::npos || bytes.find("\r\n\"'") != std::string::npos) << bytes;
}

INSTANTIATE_TEST_SUITE_P(Texts, FormulaStart,
                         testing::Values("=1+1", "+86 10", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "=\"a,b\"\n"));

TEST(WriteCsv, LeavesNumbersAlone) {
    Table const table{"t",
                      "t",
                      {{"n", "数", ColumnType::integer}, {"m", "元", ColumnType::money}, {"d", "日", ColumnType::day}},
                      {{Cell{std::int64_t{-5}}, Cell{std::int64_t{-1205}}, Cell{base::Day::of(2018, 6, 30)}},
                       {Cell{}, Cell{}, Cell{}}}};
    EXPECT_EQ(write_csv(table), "\xEF\xBB\xBF数,元,日\r\n-5,-12.05,2018-06-30\r\n,,\r\n");
}

TEST(WriteCsv, KeepsAnApostropheThatDisarmsNothing) {
    EXPECT_THAT(cells_of(write_csv(one_column("'tis"))), ElementsAre(ElementsAre("甲"), ElementsAre("'tis")));
}

}  // namespace
}  // namespace kunyu::documents
