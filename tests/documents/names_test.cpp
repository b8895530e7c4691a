#include "documents/names.hpp"

#include "documents/sheet.hpp"

#include <gtest/gtest.h>

namespace kunyu::documents {
namespace {

struct Name {
    std::string given;
    std::string safe;
};

class FileName : public testing::TestWithParam<Name> {};

TEST_P(FileName, IsSafeEverywhere) {
    EXPECT_EQ(safe_file_name(GetParam().given), GetParam().safe);
}

INSTANTIATE_TEST_SUITE_P(Hostile, FileName,
                         testing::Values(Name{"平台.xlsx", "平台.xlsx"}, Name{"../../etc/passwd", "_.._etc_passwd"},
                                         Name{"..", "file"}, Name{"", "file"},
                                         Name{"a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"},
                                         Name{"a\r\nb.txt", "a__b.txt"}, Name{"CON.txt", "_CON.txt"},
                                         Name{"com1", "_com1"}, Name{"com10", "com10"}, Name{".profile", "profile"},
                                         Name{"name. . ", "name"}, Name{"\xFF\xFE", "file"},
                                         Name{std::string(300, 'x') + ".pdf", std::string(196, 'x') + ".pdf"}));

TEST(FileNameLength, IsCutBetweenCharacters) {
    std::string long_name;
    for (int i = 0; i < 100; ++i) long_name += "岩";
    EXPECT_EQ(safe_file_name(long_name + ".csv").size(), 66 * 3 - 3 + 4U);
}

TEST(ContentDisposition, HasBothNames) {
    EXPECT_EQ(content_disposition("平台 1.csv"),
              "attachment; filename=\"___1.csv\"; filename*=UTF-8''%E5%B9%B3%E5%8F%B0%201.csv");
    EXPECT_EQ(content_disposition("a\"\r\nX: y.csv"),
              "attachment; filename=\"a___X__y.csv\"; filename*=UTF-8''a___X_%20y.csv");
}

TEST(ColumnName, IsThatOfASpreadsheet) {
    EXPECT_EQ(column_name(0), "A");
    EXPECT_EQ(column_name(25), "Z");
    EXPECT_EQ(column_name(26), "AA");
    EXPECT_EQ(column_name(27), "AB");
    EXPECT_EQ(column_name(701), "ZZ");
    EXPECT_EQ(column_name(702), "AAA");
}

}  // namespace
}  // namespace kunyu::documents
