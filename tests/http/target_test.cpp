#include "http/target.hpp"

#include <gtest/gtest.h>

namespace kunyu::http {
namespace {

TEST(DecodeTarget, DecodesPathAndQuery) {
    auto const target = decode_target("/platforms/%E5%B2%A9%E6%BA%B6?q=%E5%9C%9F+%E5%9C%B0&q=b&flag&=x&");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/platforms/岩溶");
    EXPECT_EQ(target->query, (Fields{{"q", "土 地"}, {"q", "b"}, {"flag", ""}, {"", "x"}}));
    EXPECT_EQ(decode_target("/a.b/..c/...")->path, "/a.b/..c/...");
}

class BadTarget : public testing::TestWithParam<char const*> {};
TEST_P(BadTarget, IsRefused) {
    EXPECT_FALSE(decode_target(GetParam())) << GetParam();
}
INSTANTIATE_TEST_SUITE_P(Targets, BadTarget,
                         testing::Values("", "platforms", "/a/../b", "/..", "/a/.", "/./a", "/%2e%2e/a", "/%2E%2e",
                                         "/a%2fb", "/a%5Cb", "/a\\b", "/a%00", "/a%0a", "/a%7f", "/a%", "/a%4", "/a%zz",
                                         "/a%c3%28", "/%ff", "/a#b", "/a?q=%00", "/a?q=%", "/a?q=%ff", "/a?%zz=1",
                                         "/\xff"));

TEST(DecodeTarget, LimitsTheQuery) {
    std::string many = "/a?";
    for (int i = 0; i < 101; ++i) many += "x&";
    EXPECT_FALSE(decode_target(many));
}

TEST(PercentEncode, RoundTrips) {
    EXPECT_EQ(percent_encode("岩 a/b~"), "%E5%B2%A9%20a%2Fb~");
    EXPECT_EQ(percent_decode(percent_encode("岩 a/b~+")), "岩 a/b~+");
}

}  // namespace
}  // namespace kunyu::http
