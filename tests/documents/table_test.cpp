#include "documents/export.hpp"

#include <gtest/gtest.h>

namespace kunyu::documents {
namespace {

Table every_type() {
    return {"平台",
            "平台-2018-06-30",
            {{"code", "编号", ColumnType::text},
             {"count", "数", ColumnType::integer},
             {"share", "份额", ColumnType::decimal},
             {"cost", "经费（元）", ColumnType::money},
             {"on", "日期", ColumnType::day},
             {"at", "时刻", ColumnType::instant},
             {"sample", "样例", ColumnType::boolean}},
            {{Cell{std::string("P010")}, Cell{std::int64_t{3}}, Cell{0.25}, Cell{std::int64_t{123456}},
              Cell{base::Day::of(2018, 6, 30)}, Cell{*base::parse_instant("2018-06-30T16:30:05Z")}, Cell{true}},
             {Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{false}}}};
}

TEST(Shown, IsWhatAReaderSees) {
    auto const table = every_type();
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        texts.push_back(shown(table.rows[0][i], table.columns[i].type));
    EXPECT_EQ(texts,
              (std::vector<std::string>{"P010", "3", "0.25", "1234.56", "2018-06-30", "2018-07-01 00:30:05", "✓"}));
    EXPECT_EQ(shown(Cell{std::int64_t{-5}}, ColumnType::money), "-0.05");
    EXPECT_EQ(shown(Cell{INT64_MIN}, ColumnType::money), "-92233720368547758.08");
}

TEST(Write, JsonKeepsFenAndUtc) {
    auto const written = write(every_type(), Format::json);
    ASSERT_TRUE(written.has_value());
    EXPECT_EQ(written->bytes,
              "[\n"
              R"({"code":"P010","count":3,"share":2.5E-1,"cost":123456,"on":"2018-06-30",)"
              R"("at":"2018-06-30T16:30:05.000000Z","sample":true},)"
              "\n"
              R"({"code":null,"count":null,"share":null,"cost":null,"on":null,"at":null,"sample":false})"
              "\n]\n");
    EXPECT_EQ(written->media_type, "application/json");
    EXPECT_EQ(written->file_name, "平台-2018-06-30.json");
}

TEST(Write, AnEmptyTableIsStillADocument) {
    auto table = every_type();
    table.rows.clear();
    EXPECT_EQ(write(table, Format::json)->bytes, "[\n]\n");
    EXPECT_EQ(write(table, Format::csv)->bytes, "\xEF\xBB\xBF编号,数,份额,经费（元）,日期,时刻,样例\r\n");
    EXPECT_EQ(write(table, Format::csv)->media_type, "text/csv; charset=utf-8");
}

TEST(Write, AValueOfAnotherTypeIsOurMistake) {
    auto table = every_type();
    table.rows[0][0] = Cell{std::int64_t{1}};
    EXPECT_THROW(static_cast<void>(write(table, Format::csv)), std::bad_variant_access);
}

TEST(ParseFormat, KnowsThree) {
    EXPECT_EQ(parse_format("csv"), Format::csv);
    EXPECT_EQ(parse_format("xlsx"), Format::xlsx);
    EXPECT_EQ(parse_format("json"), Format::json);
    EXPECT_EQ(parse_format("xls"), std::nullopt);
}

}  // namespace
}  // namespace kunyu::documents
