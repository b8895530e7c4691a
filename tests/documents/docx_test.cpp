#include "documents/docx.hpp"

#include "documents/package.hpp"
#include "documents/pdf.hpp"
#include "documents/programs.hpp"
#include "documents/xml.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace kunyu::documents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Table lights_of_tasks(int rows) {
    Table table{"表1 任务",
                "tasks",
                {{"n", "任务", ColumnType::text}, {"l", "进度", ColumnType::light}, {"q", "得分", ColumnType::integer}},
                {}};
    std::array<LightMark, 5> const marks{{{Light::green, "正常"},
                                          {Light::yellow, "临期"},
                                          {Light::red, "逾期"},
                                          {Light::grey, "未到期"},
                                          {Light::blue, "办结"}}};
    for (int i = 1; i <= rows; ++i)
        table.rows.push_back(
            {Cell{fmt::format("第{}项", i)}, Cell{marks[static_cast<std::size_t>(i) % 5]}, Cell{std::int64_t{i}}});
    return table;
}

/// A package and its parts, parsed.
class Opened {
  public:
    explicit Opened(std::string bytes) : bytes_(std::move(bytes)), package_(Package::open(bytes_, {}).value()) {}
    std::string part(std::string_view name) { return package_.read(name).value(); }
    pugi::xml_document& xml(std::string const& name) {
        auto parsed = parse_xml(part(name), name);
        EXPECT_TRUE(parsed) << name;
        return *(parsed_[name] = std::move(*parsed));
    }
    /// Every text of the body, in order.
    std::string text() {
        std::string out;
        for (auto const& node : xml("word/document.xml").select_nodes("//w:t")) out += node.node().text().get();
        return out;
    }
    std::size_t count(std::string const& part_name, char const* path) {
        return xml(part_name).select_nodes(path).size();
    }

  private:
    std::string bytes_;
    Package package_;
    std::map<std::string, std::unique_ptr<pugi::xml_document>> parsed_;
};

Opened opened(PrintedDocument const& document) {
    return Opened(write_docx(document).value());
}

/// What LibreOffice makes of it. Its profile stands in a folder of its own, so that two of them do not meet.
std::string as_pdf(std::string const& docx) {
    return said_of(docx,
                   "cp FILE FILE.docx && soffice -env:UserInstallation=file://FILE.profile --headless --convert-to pdf "
                   "--outdir $(dirname FILE) FILE.docx > /dev/null 2>&1; cat FILE.pdf");
}

TEST(WriteDocx, EveryPartIsThereAndRelated) {
    auto package = opened({"督查通报", "国土资发〔2018〕1号", "坤舆", false, {PrintedParagraph{"正文"}}});
    EXPECT_EQ(package.count("[Content_Types].xml", "/Types/Override"), 5U);
    for (auto const& node : package.xml("[Content_Types].xml").select_nodes("/Types/Override"))
        EXPECT_FALSE(package.part(std::string(node.node().attribute("PartName").value()).substr(1)).empty());
    for (auto const* relations : {"_rels/.rels", "word/_rels/document.xml.rels"}) {
        std::string const folder = std::string(relations) == "_rels/.rels" ? "" : "word/";
        for (auto const& node : package.xml(relations).select_nodes("//Relationship"))
            EXPECT_FALSE(package.part(folder + node.node().attribute("Target").value()).empty());
    }
    EXPECT_STREQ(package.xml("docProps/core.xml").select_node("//dc:title").node().text().get(), "督查通报");
    EXPECT_EQ(package.count("word/footer1.xml", "//w:fldSimple"), 2U);
    // Each style that is used is defined.
    std::set<std::string> defined;
    for (auto const& node : package.xml("word/styles.xml").select_nodes("//w:style"))
        defined.insert(node.node().attribute("w:styleId").value());
    for (auto const& node : package.xml("word/document.xml").select_nodes("//w:pStyle"))
        EXPECT_TRUE(defined.contains(node.node().attribute("w:val").value()));
}

TEST(WriteDocx, TheSameDocumentGivesTheSameBytes) {
    PrintedDocument const document{"t", "", "f", false, {PrintedTable{lights_of_tasks(3)}}};
    EXPECT_EQ(write_docx(document).value(), write_docx(document).value());
}

TEST(WriteDocx, BlocksBecomeWhatTheyAre) {
    auto package = opened({"标题",
                           "副题",
                           "页脚",
                           true,
                           {PrintedHeading{"一级", 1}, PrintedHeading{"九级", 9}, PrintedParagraph{"一行\n二行\t三"},
                            PrintedPageBreak{}, PrintedTable{lights_of_tasks(5)}, PrintedTable{lights_of_tasks(1)}}});
    auto& body = package.xml("word/document.xml");
    std::vector<std::string> styles;
    for (auto const& node : body.select_nodes("/w:document/w:body/w:p/w:pPr/w:pStyle"))
        styles.emplace_back(node.node().attribute("w:val").value());
    EXPECT_THAT(styles, ElementsAre("Title", "Subtitle", "Heading1", "Heading3", "Normal", "Heading3", "Normal",
                                    "Heading3", "Normal"));
    EXPECT_EQ(body.select_nodes("//w:br[not(@w:type)]").size(), 1U);
    EXPECT_EQ(body.select_nodes("//w:tab").size(), 1U);
    EXPECT_EQ(body.select_nodes("//w:br[@w:type='page']").size(), 1U);
    EXPECT_EQ(body.select_nodes("//w:tbl").size(), 2U);
    EXPECT_EQ(body.select_nodes("//w:tbl/w:tr[1]/w:trPr/w:tblHeader").size(), 2U);
    EXPECT_EQ(body.select_nodes("//w:jc[@w:val='right']").size(), 6U);
    auto const page = body.select_node("//w:pgSz").node();
    EXPECT_STREQ(page.attribute("w:orient").value(), "landscape");
    EXPECT_GT(page.attribute("w:w").as_int(), page.attribute("w:h").as_int());
    for (auto const& table : body.select_nodes("//w:tbl")) {
        int sum = 0;
        for (auto const& column : table.node().child("w:tblGrid").children()) sum += column.attribute("w:w").as_int();
        EXPECT_LE(sum, 16838 - 2 * 1120);
        EXPECT_GT(sum, 16838 - 2 * 1120 - 10);
        EXPECT_STREQ(table.node().next_sibling().name(), "w:p");
    }
}

TEST(WriteDocx, ALightIsAShapeAWordAndAColour) {
    auto package =
        opened({"t",
                "",
                "",
                false,
                {PrintedLegend{{{Light::green, "正常"}, {Light::red, "逾期"}}}, PrintedTable{lights_of_tasks(5)}}});
    auto const text = package.text();
    for (auto const* part : {"● 正常", "■ 逾期", "▲ 临期", "○ 未到期", "✓ 办结"}) EXPECT_THAT(text, HasSubstr(part));
    std::set<std::string> colours;
    for (auto const& node : package.xml("word/document.xml").select_nodes("//w:r/w:rPr/w:color"))
        colours.insert(node.node().attribute("w:val").value());
    EXPECT_EQ(colours.size(), 5U);
}

TEST(WriteDocx, HostileTextsAreTexts) {
    std::string const hostile = std::string("a\0b\x01\x1b", 5) + "]]><w:p>&amp;\"'\xEF\xBF\xBE\xEF\xBF\xBF𠮷龘\r\nx";
    Table table{hostile, "t", {{"c", hostile, ColumnType::text}}, {{Cell{hostile}}, {Cell{std::string("\xFF\xFE")}}}};
    auto package = opened({hostile,
                           hostile,
                           hostile,
                           false,
                           {PrintedHeading{hostile, 1}, PrintedParagraph{hostile}, PrintedTable{table},
                            PrintedLegend{{{Light::red, hostile}}}, PrintedParagraph{"\xC3\x28"}, PrintedLegend{}}});
    auto const text = package.text();
    EXPECT_THAT(text, HasSubstr("ab]]><w:p>&amp;\"'𠮷龘x"));
    EXPECT_THAT(package.xml("docProps/core.xml").select_node("//dc:title").node().text().get(),
                HasSubstr("ab]]><w:p>&amp;\"'𠮷龘"));
    EXPECT_EQ(package.count("word/document.xml", "//w:tbl"), 1U);
    Table no_columns;
    EXPECT_EQ(opened({"", "", "", false, {PrintedTable{no_columns}}}).count("word/document.xml", "//w:tbl"), 0U);
}

TEST(WriteDocx, FiveThousandRowsTakeNoTime) {
    PrintedDocument const document{"长表", "", "", false, {PrintedTable{lights_of_tasks(5000)}}};
    auto const begin = std::chrono::steady_clock::now();
    auto const bytes = write_docx(document).value();
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    RecordProperty("milliseconds", static_cast<int>(seconds * 1000));
    RecordProperty("bytes", static_cast<int>(bytes.size()));
    EXPECT_LT(seconds, 10);
    EXPECT_EQ(Opened(bytes).count("word/document.xml", "//w:tr"), 5001U);
}

TEST(WriteDocx, LibreOfficeReadsIt) {
    if (said_of("", "command -v soffice").empty()) GTEST_SKIP() << "LibreOffice is not installed";
    PrintedDocument const document{
        "全国平台建设督查通报",
        "国土资发〔2018〕1号",
        "坤舆 · 2018-06-30",
        false,
        {PrintedHeading{"一、总体情况", 1}, PrintedParagraph{"截至六月底，各平台 𠮷 English & <标记>。"},
         PrintedLegend{{{Light::green, "正常"}, {Light::red, "逾期"}}}, PrintedTable{lights_of_tasks(120)}}};
    auto const pdf = as_pdf(write_docx(document).value());
    // Office programs put room between Chinese characters and digits: read without blanks.
    auto const text = said_of(pdf, "pdftotext -layout FILE - | tr -d ' '");
    for (auto const* part : {"全国平台建设督查通报", "国土资发〔2018〕1号", "一、总体情况", "𠮷English&<标记>", "■逾期",
                             "第120项", "坤舆·2018-06-30"})
        EXPECT_NE(text.find(part), std::string::npos) << part;
    auto const pages = std::stoi(said_of(pdf, "pdfinfo FILE | sed -n 's/^Pages: *//p'"));
    EXPECT_GE(pages, 3);
    auto const last = said_of(pdf, fmt::format("pdftotext -layout -f {} -l {} FILE - | tr -d ' '", pages, pages));
    EXPECT_NE(last.find("得分"), std::string::npos) << "the header is repeated";
    EXPECT_NE(last.find(fmt::format("{}/{}", pages, pages)), std::string::npos);
    EXPECT_THAT(said_of(pdf, "pdfinfo FILE"), HasSubstr("全国平台建设督查通报"));
}

TEST(WritePdf, LightsAreShapesBeforeTheirWords) {
    PrintedDocument const document{
        "t",
        "",
        "",
        false,
        {PrintedLegend{{{Light::green, "正常"}, {Light::yellow, "临期"}}}, PrintedTable{lights_of_tasks(5)}}};
    auto const bytes = write_pdf(document).value();
    auto const text = said_of(bytes, "pdftotext -layout FILE -");
    for (auto const* word : {"正常", "临期", "逾期", "未到期", "办结"}) EXPECT_THAT(text, HasSubstr(word));
    EXPECT_THAT(text, Not(HasSubstr("●")));
    // A pixel of each colour stands on the page.
    auto const colours = said_of(bytes,
                                 "pdftoppm -r 150 -singlefile FILE FILE && { read a; read b; read c; od -An -v -tu1 "
                                 "-w3; } < FILE.ppm | sort -u");
    for (auto const light : {Light::green, Light::yellow, Light::red, Light::grey, Light::blue}) {
        auto const colour = colour_of(light);
        EXPECT_THAT(colours, HasSubstr(fmt::format(" {:3} {:3} {:3}\n", colour.red, colour.green, colour.blue)))
            << to_string(light);
    }
}

}  // namespace
}  // namespace kunyu::documents
