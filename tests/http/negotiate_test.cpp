#include "http/negotiate.hpp"

#include <gtest/gtest.h>

namespace kunyu::http {
namespace {

using base::Language;

TEST(LanguageOf, FollowsTheWeights) {
    EXPECT_EQ(language_of("en-GB,en;q=0.9,zh;q=0.8"), Language::en);
    EXPECT_EQ(language_of("fr, zh-CN;q=0.9, en;q=0.5"), Language::zh);
    EXPECT_EQ(language_of("zh;q=0, en;q=0.1"), Language::en);
    EXPECT_EQ(language_of("fr"), std::nullopt);
    EXPECT_EQ(language_of(""), std::nullopt);
    EXPECT_EQ(language_of("en;q=abc"), std::nullopt);
}

TEST(AcceptsGzip, FollowsTheWeights) {
    EXPECT_TRUE(accepts_gzip("gzip, deflate, br"));
    EXPECT_TRUE(accepts_gzip("deflate, GZIP;q=0.5"));
    EXPECT_TRUE(accepts_gzip("*"));
    EXPECT_FALSE(accepts_gzip("gzip;q=0, *"));
    EXPECT_FALSE(accepts_gzip("gzip;q=0.000"));
    EXPECT_FALSE(accepts_gzip("br"));
    EXPECT_FALSE(accepts_gzip(""));
}

TEST(EtagMatches, ComparesWeakly) {
    EXPECT_TRUE(etag_matches("\"a\", W/\"7\"", "\"7\""));
    EXPECT_TRUE(etag_matches("*", "\"7\""));
    EXPECT_FALSE(etag_matches("\"77\"", "\"7\""));
}

struct RangeCase {
    char const* header;
    RangeKind kind;
    std::uint64_t first;
    std::uint64_t last;
};
class RangeTest : public testing::TestWithParam<RangeCase> {};
TEST_P(RangeTest, OfAHundredBytes) {
    ByteRange range;
    EXPECT_EQ(parse_range(GetParam().header, 100, range), GetParam().kind) << GetParam().header;
    EXPECT_EQ(range.first, GetParam().first) << GetParam().header;
    EXPECT_EQ(range.last, GetParam().last) << GetParam().header;
}
INSTANTIATE_TEST_SUITE_P(
    Ranges, RangeTest,
    testing::Values(
        RangeCase{"bytes=0-9", RangeKind::single, 0, 9}, RangeCase{"bytes=90-", RangeKind::single, 90, 99},
        RangeCase{"bytes=90-500", RangeKind::single, 90, 99}, RangeCase{"bytes=-10", RangeKind::single, 90, 99},
        RangeCase{"bytes=-500", RangeKind::single, 0, 99}, RangeCase{"bytes=100-", RangeKind::unsatisfiable, 0, 0},
        RangeCase{"bytes=-0", RangeKind::unsatisfiable, 0, 0}, RangeCase{"bytes=5-4", RangeKind::none, 0, 0},
        RangeCase{"bytes=0-1,5-6", RangeKind::none, 0, 0}, RangeCase{"bytes=a-b", RangeKind::none, 0, 0},
        RangeCase{"bytes=99999999999999999999-", RangeKind::none, 0, 0}, RangeCase{"lines=0-1", RangeKind::none, 0, 0},
        RangeCase{"", RangeKind::none, 0, 0}));

TEST(ParseRange, OfNothing) {
    ByteRange range;
    EXPECT_EQ(parse_range("bytes=0-", 0, range), RangeKind::unsatisfiable);
    EXPECT_EQ(parse_range("bytes=-5", 0, range), RangeKind::unsatisfiable);
}

TEST(RequestId, TakesOnlySaneOnes) {
    EXPECT_TRUE(is_sane_request_id("4bf92f35-77b3_4da6.a"));
    EXPECT_FALSE(is_sane_request_id(""));
    EXPECT_FALSE(is_sane_request_id("a b"));
    EXPECT_FALSE(is_sane_request_id("a\"b"));
    EXPECT_FALSE(is_sane_request_id(std::string(65, 'a')));
}

}  // namespace
}  // namespace kunyu::http
