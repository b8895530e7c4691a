#include "documents/export.hpp"
#include "documents/programs.hpp"
#include "documents/workbook.hpp"
#include "documents/xlsx_reader.hpp"
#include "documents/xlsx_styles.hpp"
#include "documents/xlsx_writer.hpp"
#include "documents/zip_writer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace kunyu::documents {
namespace {

using testing::ElementsAre;

std::vector<Sheet> read(std::string const& bytes) {
    auto sheets = read_xlsx(bytes);
    EXPECT_TRUE(sheets.has_value()) << sheets.error().code << " " << testing::PrintToString(sheets.error().params);
    return sheets.has_value() ? *std::move(sheets) : std::vector<Sheet>{};
}

std::vector<std::vector<std::string>> cells_of(Workbook const& book) {
    std::vector<std::vector<std::string>> cells;
    for (auto const& sheet : read(book.bytes()))
        for (auto const& row : sheet.rows) cells.push_back(row.cells);
    return cells;
}

TEST(ReadXlsx, ReadsEveryTypeOfCell) {
    auto const cells = cells_of(Workbook::with_rows(
        R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>a&amp;b</t></is></c></row>)"
        R"(<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>0.25</v></c><c r="C2" t="b"><v>1</v></c><c r="D2" t="str"><f>A1</f><v>f</v></c></row>)"
        R"(<row r="3"><c r="A3" s="1"><v>43281</v></c><c r="B3" s="2"><v>43281.5</v></c><c r="C3" s="3"><v>43281</v></c>)"
        R"(<c r="D3" t="d"><v>2018-06-30</v></c></row>)"));
    EXPECT_THAT(cells, ElementsAre(ElementsAre("岩溶", "动力学 ", "a&b"), ElementsAre("3", "0.25", "true", "f"),
                                   ElementsAre("2018-06-30", "2018-06-30 12:00:00", "2018-06-30", "2018-06-30")));
}

TEST(ReadXlsx, KeepsPlacesOfSparseCells) {
    auto const sheets = read(Workbook::with_rows(R"(<row r="3"><c r="B3"><v>1</v></c><c r="D3" s="1"/></row>)"
                                                 R"(<row r="9"><c r="A9" t="inlineStr"><is><t/></is></c></row>)"
                                                 R"(<row><c><v>7</v></c><c><v>8</v></c></row>)")
                                 .bytes());
    ASSERT_EQ(sheets.size(), 1U);
    EXPECT_EQ(sheets[0].name, "平台");
    ASSERT_EQ(sheets[0].rows.size(), 2U);
    EXPECT_EQ(sheets[0].rows[0].number, 3U);
    EXPECT_THAT(sheets[0].rows[0].cells, ElementsAre("", "1"));
    EXPECT_EQ(sheets[0].rows[1].number, 10U);
    EXPECT_THAT(sheets[0].rows[1].cells, ElementsAre("7", "8"));
}

TEST(ReadXlsx, ReadsPrefixedNamesAndThe1904Calendar) {
    auto book = Workbook::with_rows("");
    book.part("xl/workbook.xml") =
        R"(<x:workbook xmlns:x="x" xmlns:r="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="a" r:id="r1"/></x:sheets></x:workbook>)";
    book.part("xl/worksheets/sheet1.xml") =
        R"(<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c s="1"><x:v>41819</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
    EXPECT_THAT(cells_of(book), ElementsAre(ElementsAre("2018-06-30")));
}

TEST(ReadXlsx, LeavesHiddenSheetsOut) {
    auto book = Workbook::with_rows("<row><c><v>1</v></c></row>");
    book.part("xl/workbook.xml") =
        R"(<workbook xmlns:r="r"><sheets><sheet name="l" state="hidden" r:id="r1"/></sheets></workbook>)";
    EXPECT_EQ(read_xlsx(book.bytes()).error().code, "documents.no_sheet");
}

struct BadCell {
    std::string rows;
    std::string code;
    std::string row;
    std::string column;
};

class XlsxCellFault : public testing::TestWithParam<BadCell> {};

TEST_P(XlsxCellFault, NamesSheetRowAndColumn) {
    auto const sheets = read_xlsx(Workbook::with_rows(GetParam().rows).bytes());
    ASSERT_TRUE(sheets.has_error());
    EXPECT_EQ(sheets.error().code, GetParam().code);
    EXPECT_EQ(sheets.error().params.at("sheet"), "平台");
    EXPECT_EQ(sheets.error().params.at("row"), GetParam().row);
    EXPECT_EQ(sheets.error().params.at("column"), GetParam().column);
}

INSTANTIATE_TEST_SUITE_P(
    Cells, XlsxCellFault,
    testing::Values(BadCell{R"(<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>)", "documents.error_value", "2", "B"},
                    BadCell{R"(<row r="2"><c r="C2" t="s"><v>2</v></c></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"><c r="C2" t="s"><v>-1</v></c></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"><c r="C2"><v>abc</v></c></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"><c r="C2"><v>1e999</v></c></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"><c r="C2"><v>nan</v></c></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"><c r="C2" t="q"><v>1</v></c></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"><c r="C2" s="1"><v>-1</v></c></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"><c r="C2" s="1"><v>60</v></c></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"><c r="C2" s="1"><v>9999999</v></c></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"><c r="ZZZZ2"><v>1</v></c></row>)", "documents.bad_cell", "2", "A"},
                    BadCell{R"(<row r="2"><c r="B2"/><c r="A2"/></row>)", "documents.bad_cell", "2", "C"},
                    BadCell{R"(<row r="2"/><row r="2"/>)", "documents.bad_cell", "3", "A"},
                    BadCell{R"(<row r="9999999"/>)", "documents.bad_cell", "1", "A"},
                    BadCell{R"(<row r="2"><c r="ZZ2"><v>1</v></c></row>)", "documents.too_many_columns", "2", "ZZ"},
                    BadCell{R"(<row><c t="inlineStr"><is><t>)" + std::string(70'000, 'x') + "</t></is></c></row>",
                            "documents.cell_too_long", "1", "A"}));

TEST(ReadXlsx, KeepsItsLimits) {
    std::string rows;
    for (int i = 0; i < 20; ++i) rows += "<row><c><v>1</v></c></row>";
    auto const bytes = Workbook::with_rows(rows).bytes();
    XlsxLimits few_rows;
    few_rows.sheet.rows = 11;
    EXPECT_EQ(read_xlsx(bytes, few_rows).error().code, "documents.too_many_rows");
    EXPECT_EQ(read_xlsx(bytes, few_rows).error().params.at("max"), "10");
    XlsxLimits no_sheets;
    no_sheets.sheets = 0;
    EXPECT_EQ(read_xlsx(bytes, no_sheets).error().code, "documents.too_large");
    XlsxLimits few_entries;
    few_entries.package.entries = 3;
    EXPECT_EQ(read_xlsx(bytes, few_entries).error().code, "documents.too_large");
    XlsxLimits small_parts;
    small_parts.package.part_bytes = 100;
    EXPECT_EQ(read_xlsx(bytes, small_parts).error().code, "documents.too_large");
    XlsxLimits small_total;
    small_total.package.total_bytes = 200;
    EXPECT_EQ(read_xlsx(bytes, small_total).error().code, "documents.too_large");
    XlsxLimits small_file;
    small_file.package.file_bytes = 100;
    EXPECT_EQ(read_xlsx(bytes, small_file).error().code, "documents.too_large");
}

TEST(ReadXlsx, OneSharedTextInEveryCellDoesNotFillTheMemory) {
    std::string rows;
    for (int i = 0; i < 5000; ++i) rows += R"(<row><c t="s"><v>0</v></c></row>)";
    auto book = Workbook::with_rows(rows);
    book.part("xl/sharedStrings.xml") = "<sst><si><t>" + std::string(60'000, 'x') + "</t></si></sst>";
    EXPECT_EQ(read_xlsx(book.bytes()).error().params.at("what"), "cells");
}

TEST(HostileXlsx, AZipBombStopsEarly) {
    auto book =
        Workbook::with_rows("<row><c t=\"inlineStr\"><is><t>" + std::string(40U << 20U, 'x') + "</t></is></c></row>");
    auto const bytes = book.bytes();
    EXPECT_LT(bytes.size(), 100'000U);
    auto const sheets = read_xlsx(bytes);
    EXPECT_EQ(sheets.error().code, "documents.too_large");
    EXPECT_EQ(sheets.error().params.at("what"), "ratio");
}

TEST(HostileXlsx, EntitiesAreRefused) {
    auto book = Workbook::with_rows("<row><c><v>1</v></c></row>");
    std::string const laughs =
        "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    for (auto const* part : {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml",
                             "_rels/.rels", "xl/_rels/workbook.xml.rels"}) {
        auto spoilt = book;
        spoilt.part(part) = laughs + spoilt.part(part);
        EXPECT_EQ(read_xlsx(spoilt.bytes()).error().code, "documents.damaged") << part;
    }
    book.part("xl/sharedStrings.xml") = "<sst><si><t>&xxe;</t></si></sst>";
    EXPECT_TRUE(read_xlsx(book.bytes()).has_value());  // an unknown entity stays text
}

TEST(HostileXlsx, PathTricksAreRefused) {
    for (auto const* name :
         {"../../evil.xml", "/evil.xml", "xl\\..\\evil.xml", "xl/../../evil.xml", "..", "xl/..", ""}) {
        auto book = Workbook::with_rows("");
        book.parts.emplace_back(name, "x");
        EXPECT_EQ(read_xlsx(book.bytes()).error().code, "documents.damaged") << name;
    }
}

TEST(HostileXlsx, APartThatStandsTwiceIsRefused) {
    auto book = Workbook::with_rows("");
    book.parts.emplace_back("xl/workbook.xml", "<workbook/>");
    EXPECT_EQ(read_xlsx(book.bytes()).error().code, "documents.damaged");
}

TEST(HostileXlsx, ASheetOutsideOfTheFileIsNotFetched) {
    auto book = Workbook::with_rows("<row><c><v>1</v></c></row>");
    for (std::string const target :
         {R"(Target="file:///etc/passwd" TargetMode="External")", R"(Target="../../../etc/passwd")"}) {
        book.part("xl/_rels/workbook.xml.rels") =
            "<Relationships><Relationship Id=\"r1\" Type=\"http://x/worksheet\" " + target + "/></Relationships>";
        EXPECT_EQ(read_xlsx(book.bytes()).error().code, "documents.no_sheet");
    }
    book.part("xl/_rels/workbook.xml.rels") =
        R"(<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/none.xml"/></Relationships>)";
    EXPECT_EQ(read_xlsx(book.bytes()).error().code, "documents.damaged");
}

TEST(HostileXlsx, OtherFilesAreNamed) {
    EXPECT_EQ(read_xlsx("").error().code, "documents.not_xlsx");
    EXPECT_EQ(read_xlsx("%PDF-1.7").error().code, "documents.not_xlsx");
    EXPECT_EQ(read_xlsx("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").error().code, "documents.old_excel");
    EXPECT_EQ(read_xlsx("PK\x03\x04 and then nothing").error().code, "documents.damaged");
    ZipWriter zip;
    zip.add("readme.txt", "hello", {});
    EXPECT_EQ(read_xlsx(zip.finish().value()).error().code, "documents.not_xlsx");
}

TEST(HostileXlsx, ACutFileIsDamagedWhereverItIsCut) {
    auto const bytes = Workbook::with_rows("<row><c><v>1</v></c></row>").bytes();
    for (std::size_t size = 4; size < bytes.size(); size += 37)
        EXPECT_TRUE(read_xlsx(bytes.substr(0, size)).has_error()) << size;
}

TEST(HostileXlsx, BrokenXmlIsDamaged) {
    for (auto const* rows : {"<row><c><v>1</row>", "<row", "<row r=\"1\">", "<row>\xFF</row>"})
        EXPECT_EQ(read_xlsx(Workbook::with_rows(rows).bytes()).error().code, "documents.damaged") << rows;
}

Table every_type() {
    return {
        "平台[1]/汇总",
        "t",
        {{"code", "编号", ColumnType::text},
         {"count", "数", ColumnType::integer},
         {"share", "份额", ColumnType::decimal},
         {"cost", "经费（元）", ColumnType::money},
         {"on", "日期", ColumnType::day},
         {"at", "时刻", ColumnType::instant},
         {"sample", "样例", ColumnType::boolean}},
        {{Cell{std::string("=1+1")}, Cell{std::int64_t{9'007'199'254'740'991}}, Cell{0.1}, Cell{std::int64_t{-123456}},
          Cell{base::Day::of(2018, 6, 30)}, Cell{*base::parse_instant("2018-06-30T16:30:05Z")}, Cell{true}},
         {Cell{std::string("第一行\n第二行 𠮷 <&> _x000D_")}, Cell{}, Cell{}, Cell{}, Cell{base::Day::of(1900, 1, 1)},
          Cell{}, Cell{false}},
         {Cell{}, Cell{}, Cell{}, Cell{}, Cell{base::Day::of(1870, 1, 1)}, Cell{}, Cell{}}}};
}

TEST(WriteXlsx, IsReadBack) {
    auto const sheets = read(write_xlsx({every_type(), every_type()}).value());
    ASSERT_EQ(sheets.size(), 2U);
    EXPECT_EQ(sheets[0].name, "平台1汇总");
    EXPECT_EQ(sheets[1].name, "平台1汇总 (2)");
    ASSERT_EQ(sheets[0].rows.size(), 4U);
    EXPECT_THAT(sheets[0].rows[0].cells, ElementsAre("编号", "数", "份额", "经费（元）", "日期", "时刻", "样例"));
    EXPECT_THAT(sheets[0].rows[1].cells,
                ElementsAre("=1+1", "9007199254740991", "0.1", "-1234.56", "2018-06-30", "2018-07-01 00:30:05", "✓"));
    EXPECT_THAT(sheets[0].rows[2].cells, ElementsAre("第一行\n第二行 𠮷 <&> _x000D_", "", "", "", "1900-01-01"));
    EXPECT_THAT(sheets[0].rows[3].cells, ElementsAre("", "", "", "", "1870-01-01"));
}

TEST(WriteXlsx, OtherProgramsReadIt) {
    auto const bytes = write_xlsx({every_type()}).value();
    EXPECT_THAT(said_of(bytes, "unzip -tq FILE"), testing::HasSubstr("No errors detected"));
    auto const sheet = said_of(bytes, "unzip -p FILE xl/worksheets/sheet1.xml");
    EXPECT_THAT(sheet,
                testing::HasSubstr(R"(<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>)"));
    EXPECT_THAT(sheet, testing::HasSubstr(R"(<autoFilter ref="A1:G4"/>)"));
    EXPECT_THAT(sheet, testing::HasSubstr("<t>=1+1</t>"));
    EXPECT_THAT(sheet, testing::Not(testing::HasSubstr("<f>")));
}

TEST(WriteXlsx, AThroughWriteHasItsMediaType) {
    auto table = every_type();
    table.file_stem = "../平台";
    auto const written = write(table, Format::xlsx);
    ASSERT_TRUE(written.has_value());
    EXPECT_EQ(written->file_name, "_平台.xlsx");
    EXPECT_EQ(written->media_type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}

TEST(WriteXlsx, RefusesWhatNoSpreadsheetHolds) {
    EXPECT_EQ(write_xlsx({}).error().code, "documents.not_written");
    EXPECT_EQ(write_xlsx({Table{"t", "t", {}, {}}}).error().code, "documents.not_written");
    Table const long_text{"t", "t", {{"a", "a", ColumnType::text}}, {{Cell{std::string(40'000, 'x')}}}};
    EXPECT_EQ(write_xlsx({long_text}).error().code, "documents.not_written");
}

TEST(ReadSheets, ChoosesByMagic) {
    EXPECT_EQ(read_sheets("a,b\n").value()[0].rows[0].cells.size(), 2U);
    EXPECT_EQ(read_sheets(Workbook::with_rows("<row><c><v>1</v></c></row>").bytes()).value()[0].name, "平台");
    EXPECT_EQ(read_sheets("\xD0\xCF\x11\xE0").error().code, "documents.old_excel");
}

/// Prints the time; the limit only catches a reader that has become quadratic.
TEST(ReadXlsx, TenThousandRowsAreQuick) {
    Table table{"t", "t", {}, {}};
    for (int c = 0; c < 20; ++c)
        table.columns.push_back({fmt::format("c{}", c), fmt::format("列{}", c), ColumnType::text});
    for (int r = 0; r < 10'000; ++r) {
        auto& row = table.rows.emplace_back();
        for (int c = 0; c < 20; ++c) row.emplace_back(fmt::format("第{}行第{}列 岩溶动力学", r, c));
    }
    auto const bytes = write_xlsx({table}).value();
    auto const start = std::chrono::steady_clock::now();
    auto const sheets = read(bytes);
    auto const milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
    RecordProperty("milliseconds", static_cast<int>(milliseconds));
    ASSERT_EQ(sheets[0].rows.size(), 10'001U);
    EXPECT_LT(milliseconds, 20'000);
}

struct Code {
    std::string format;
    NumberKind kind;
};

class NumberFormat : public testing::TestWithParam<Code> {};

TEST_P(NumberFormat, IsADayOrNot) {
    EXPECT_EQ(kind_of_format(GetParam().format), GetParam().kind);
}

INSTANTIATE_TEST_SUITE_P(
    Codes, NumberFormat,
    testing::Values(Code{"yyyy-mm-dd", NumberKind::day}, Code{"yyyy\"年\"m\"月\"d\"日\"", NumberKind::day},
                    Code{"[$-804]yyyy/m/d;@", NumberKind::day}, Code{"yyyy-mm-dd hh:mm", NumberKind::moment},
                    Code{"h:mm AM/PM", NumberKind::moment}, Code{"General", NumberKind::plain},
                    Code{"#,##0.00", NumberKind::plain}, Code{"0.00\"m\"", NumberKind::plain},
                    Code{"[Red]0;[Blue]-0", NumberKind::plain}, Code{"0.00E+00", NumberKind::plain},
                    Code{"@", NumberKind::plain}, Code{"0\\d", NumberKind::plain}));

}  // namespace
}  // namespace kunyu::documents
