#include "files/kinds.hpp"

#include "base/text.hpp"

#include <gtest/gtest.h>
#include <zip.h>

namespace kunyu::files {
namespace {

using namespace std::string_literals;

/// A ZIP archive with these entries.
std::string archive(std::vector<std::string> const& entries) {
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    auto* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    for (auto const& entry : entries)
        zip_file_add(zip, entry.c_str(), zip_source_buffer(zip, "x", 1, 0), ZIP_FL_ENC_UTF_8);
    zip_close(zip);
    zip_source_open(source);
    std::string bytes(4096, '\0');
    bytes.resize(static_cast<std::size_t>(zip_source_read(source, bytes.data(), bytes.size())));
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

struct Case {
    std::string name;
    std::string bytes;
    std::string expected;  ///< kind, or code of the refusal
};

TEST(Recognise, TellsKindsByTheirContent) {
    auto const pdf = "%PDF-1.7\n"s;
    Case const cases[] = {
        {"申请书.pdf", pdf, "pdf"},
        {"申请书.PDF", pdf, "pdf"},
        {"no ending", pdf, "files.kind_not_allowed"},
        {"a.pdf.html", pdf, "files.kind_not_allowed"},
        {"../../etc/a.pdf", pdf, "files.bad_name"},
        {"C:\\a.pdf", pdf, "files.bad_name"},
        {"..", pdf, "files.bad_name"},
        {"", pdf, "files.bad_name"},
        {"a\n.pdf", pdf, "files.bad_name"},
        {"gpj.\u202Eexe.pdf", pdf, "files.bad_name"},
        {std::string(201, 'a') + ".pdf", pdf, "files.bad_name"},
        {"photo.jpeg", "\xFF\xD8\xFF\xE0 ...", "jpg"},
        {"图.png", "\x89PNG\r\n\x1a\n...", "png"},
        {"表.csv", "名称,省份\n", "csv"},
        {"表.csv", "\xC3\xFB\xB3\xC6,\xB9\xFA\n", "csv"},
        {"说明.txt", "名称", "txt"},
        {"说明", "名称", "files.kind_not_allowed"},
        {"a.zip", archive({"x.txt"}), "zip"},
        {"a.docx", archive({"[Content_Types].xml", "word/document.xml"}), "docx"},
        {"a.xlsx", archive({"[Content_Types].xml", "xl/workbook.xml"}), "xlsx"},
        {"a.ofd", archive({"OFD.xml"}), "ofd"},
        {"a.pdf", "", "files.empty"},
        {"a.pdf", "MZ\x90\0"s, "files.kind_not_allowed"},
        {"a.exe", "MZ\x90\0"s, "files.kind_not_allowed"},
        {"a.txt", "text with \0 in it"s, "files.kind_not_allowed"},
        {"a.txt", "\xFF\xFE\xFF", "files.kind_not_allowed"},
        {"a.pdf", "just text", "files.kind_mismatch"},
        {"a.png", pdf, "files.kind_mismatch"},
        {"a.xlsx", archive({"x.txt"}), "files.kind_mismatch"},
        {"a.zip", archive({"xl/workbook.xml"}), "files.kind_mismatch"},
        {"a.xlsx", archive({"xl/workbook.xml", "xl/vbaProject.bin"}), "files.macros"},
        {"a.zip", "PK\x03\x04 and then nothing", "files.damaged_archive"},
    };
    for (auto const& one : cases) {
        auto const found = recognise(one.name, one.bytes);
        EXPECT_EQ(found.has_value() ? std::string(found->name) : found.error().code, one.expected) << one.name;
    }
}

TEST(CleanName, LeavesNoWayOut) {
    EXPECT_EQ(clean_name("申请书.pdf"), "申请书.pdf");
    EXPECT_EQ(clean_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(clean_name("C:\\temp\\报告.docx"), "报告.docx");
    EXPECT_EQ(clean_name("a\r\nSet-Cookie: x"), "aSet-Cookie_ x");
    EXPECT_EQ(clean_name("..."), "file");
    EXPECT_EQ(clean_name(".htaccess"), "htaccess");
    EXPECT_EQ(clean_name(""), "file");
    EXPECT_EQ(clean_name("a/"), "file");
    EXPECT_EQ(clean_name("\xFF\xFE"), "file");
    EXPECT_EQ(clean_name("gpj.\u202Eexe.pdf"), "gpj.exe.pdf");
    EXPECT_EQ(clean_name("a<b>\"c\"|?*.txt"), "a_b__c____.txt");
    EXPECT_EQ(clean_name("x\0y.txt"s), "xy.txt");
}

TEST(CleanName, IsShortenedButKeepsItsEnding) {
    std::string name;
    for (int i = 0; i < 300; ++i) name += "长";
    auto const clean = clean_name(name + ".pdf");
    EXPECT_EQ(base::count_characters(clean), 200U);
    EXPECT_TRUE(clean.ends_with("长.pdf"));
    EXPECT_EQ(base::count_characters(clean_name("a." + name)), 200U);
}

}  // namespace
}  // namespace kunyu::files
