#include "documents/package.hpp"
#include "documents/programs.hpp"
#include "documents/zip_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::documents {
namespace {

constexpr base::Instant noon{1'530'331'200'000'000};

TEST(ZipWriter, MakesNamesSafeAndUnique) {
    ZipWriter zip;
    EXPECT_EQ(zip.add("年报/2017.pdf", "a", noon), "年报/2017.pdf");
    EXPECT_EQ(zip.add("年报/2017.PDF", "b", noon), "年报/2017 (2).PDF");
    EXPECT_EQ(zip.add("年报/2017.pdf", "c", noon), "年报/2017 (3).pdf");
    EXPECT_EQ(zip.add("../../etc/passwd", "d", noon), "etc/passwd");
    EXPECT_EQ(zip.add("/a\\b:c", "e", noon), "a_b_c");
    EXPECT_EQ(zip.add("..", "f", noon), "file");
    EXPECT_EQ(zip.add("v1.0/readme", "g", noon), "v1.0/readme");
    EXPECT_EQ(zip.add("v1.0/readme", "h", noon), "v1.0/readme (2)");
    auto const bytes = zip.finish().value();
    auto package = Package::open(bytes, {}).value();
    EXPECT_EQ(package.read("年报/2017 (2).PDF").value(), "b");
    EXPECT_EQ(package.read("etc/passwd").value(), "d");
    EXPECT_EQ(package.read("v1.0/readme (2)").value(), "h");
}

TEST(ZipWriter, OtherProgramsReadIt) {
    ZipWriter zip;
    zip.add("平台/岩溶.txt", std::string(100'000, 'x'), noon);
    zip.add("empty", "", noon);
    auto const bytes = zip.finish().value();
    EXPECT_THAT(said_of(bytes, "unzip -tq FILE"), testing::HasSubstr("No errors detected"));
    EXPECT_EQ(said_of(bytes, "unzip -Z1 FILE"), "平台/岩溶.txt\nempty\n");
}

TEST(ZipWriter, AnEmptyArchiveIsRefused) {
    ZipWriter zip;
    EXPECT_EQ(zip.finish().error().code, "documents.not_written");
}

}  // namespace
}  // namespace kunyu::documents
