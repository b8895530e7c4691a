#include "documents/pdf.hpp"

#include "documents/programs.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace kunyu::documents {
namespace {

using testing::HasSubstr;

Table rows_of_quotas(int rows) {
    Table table{"表1 控制数量", "t", {{"f", "领域", ColumnType::text}, {"q", "控制数", ColumnType::integer}}, {}};
    for (int i = 1; i <= rows; ++i)
        table.rows.push_back({Cell{fmt::format("第{}行 岩溶动力学", i)}, Cell{std::int64_t{i}}});
    return table;
}

std::string text_of(PrintedDocument const& document, std::string const& options = "") {
    return said_of(write_pdf(document).value(), "pdftotext -layout " + options + " FILE -");
}

std::string pages_of(std::string const& bytes) {
    return said_of(bytes, "pdfinfo FILE | sed -n 's/^Pages: *//p'");
}

TEST(WritePdf, TextsCanBeReadAndSearched) {
    auto const text =
        text_of({"国土资源部土地利用重点实验室",
                 "国土资发〔2017〕133号",
                 "坤舆 · 2018-06-30",
                 false,
                 {PrintedHeading{"一、基本情况", 1}, PrintedParagraph{"第一行\n第二行 𠮷 English & <标记>"},
                  PrintedTable{rows_of_quotas(2)}}});
    for (auto const* part :
         {"国土资源部土地利用重点实验室", "国土资发〔2017〕133号", "一、基本情况", "第二行 𠮷 English & <标记>",
          "表1 控制数量", "第2行 岩溶动力学", "坤舆 · 2018-06-30", "1/1"})
        EXPECT_THAT(text, HasSubstr(part));
}

TEST(WritePdf, ALongTableRepeatsItsHeaderAndPagesAreNumbered) {
    PrintedDocument const document{"长表", "", "", false, {PrintedTable{rows_of_quotas(200)}}};
    auto const bytes = write_pdf(document).value();
    auto const pages = std::stoi(pages_of(bytes));
    EXPECT_GE(pages, 4);
    for (int page = 1; page <= pages; ++page) {
        auto const text = text_of(document, fmt::format("-f {} -l {}", page, page));
        EXPECT_THAT(text, HasSubstr("控制数")) << page;
        EXPECT_THAT(text, HasSubstr(fmt::format("{}/{}", page, pages)));
    }
    auto const all = text_of(document);
    for (int i = 1; i <= 200; ++i) EXPECT_THAT(all, HasSubstr(fmt::format("第{}行", i)));
}

TEST(WritePdf, BlocksBreakWhereAsked) {
    auto const bytes = write_pdf(
        {"t", "", "", true, {PrintedPageBreak{}, PrintedParagraph{"b"}, PrintedPageBreak{}, PrintedPageBreak{}}});
    EXPECT_EQ(pages_of(bytes.value()), "3\n");
    EXPECT_THAT(said_of(bytes.value(), "pdfinfo FILE"), HasSubstr("841.89 x 595.28"));
}

TEST(WritePdf, TextsLongerThanAPageGoOn) {
    std::string longest;
    for (int i = 0; i < 3000; ++i) longest += "岩溶动力学";
    auto const text = text_of({"t", "", "", false, {PrintedParagraph{longest + "完"}}});
    EXPECT_THAT(text, HasSubstr("完"));
    Table table = rows_of_quotas(1);
    table.rows[0][0] = Cell{longest};
    auto const clipped = write_pdf({"t", "", "", false, {PrintedTable{table}}});
    EXPECT_LE(std::stoi(pages_of(clipped.value())), 3);
}

TEST(WritePdf, BadTextDoesNoHarm) {
    Table no_columns;
    auto const bytes = write_pdf({"\xFF\xFE",
                                  "",
                                  std::string("a\0b", 3),
                                  false,
                                  {PrintedParagraph{""}, PrintedTable{no_columns}, PrintedHeading{"", 9}}});
    EXPECT_EQ(pages_of(bytes.value()), "1\n");
}

TEST(WritePdf, ThreadsDoNotDisturbEachOther) {
    std::vector<std::thread> threads;
    std::vector<std::size_t> sizes(4);
    for (auto& size : sizes)
        threads.emplace_back([&size] {
            size = write_pdf({"并行", "", "", false, {PrintedTable{rows_of_quotas(20)}}})->size();
        });
    for (auto& thread : threads) thread.join();
    for (auto const size : sizes) EXPECT_GT(size, 1000U);
}

}  // namespace
}  // namespace kunyu::documents
