#include "base/text.hpp"

#include "base/ids.hpp"
#include "base/messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace kunyu::base {
namespace {

using testing::ElementsAre;

TEST(SearchWords, ChineseBecomesOverlappingPairs) {
    EXPECT_THAT(search_words("岩溶动力学 Karst-2"), ElementsAre("岩溶", "溶动", "动力", "力学", "karst", "2"));
    EXPECT_THAT(search_words("土"), ElementsAre("土"));
    EXPECT_THAT(search_words("ＡＢ实验室"), ElementsAre("ab", "实验", "验室"));
    EXPECT_THAT(search_words(" ，。"), ElementsAre());
}

TEST(SortKey, FollowsPinyin) {
    EXPECT_LT(sort_key("北京"), sort_key("成都"));
    EXPECT_LT(sort_key("成都"), sort_key("重庆"));
    EXPECT_LT(sort_key("重庆"), sort_key("西安"));
}

TEST(Text, ClipCountsCharacters) {
    EXPECT_EQ(clip("岩溶动力学", 2), "岩溶…");
    EXPECT_EQ(clip("岩溶", 2), "岩溶");
    EXPECT_EQ(count_characters("岩溶a"), 3U);
}

TEST(Text, RefusesDirectionOverrides) {
    EXPECT_FALSE(normalise("a\u202eb"));
}

TEST(Base64Url, RoundTripsAndRefusesOtherLetters) {
    std::string const bytes("\x00\xff\x10 x", 5);
    EXPECT_EQ(base64url_decode(base64url_encode(bytes)), bytes);
    EXPECT_FALSE(base64url_decode("a+b/"));
    EXPECT_FALSE(base64url_decode("abc="));
}

TEST(Sha256, KnownVector) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(IdGenerator, RisesStrictlyAndStaysBelow53Bits) {
    FixedClock clock(*parse_instant("2026-11-23T00:00:00Z"));
    IdGenerator ids(clock, 3);
    std::set<std::int64_t> seen;
    std::int64_t last = 0;
    for (int i = 0; i < 2000; ++i) {
        if (i == 1000) clock.set(*parse_instant("2026-11-22T00:00:00Z"));
        auto const id = ids.next();
        EXPECT_GT(id, last);
        EXPECT_LT(id, 1LL << 53);
        last = id;
        seen.insert(id);
    }
    EXPECT_EQ(seen.size(), 2000U);
}

TEST(ParseId, OnlyPositiveDecimalBelow53Bits) {
    EXPECT_EQ(parse_id("9007199254740991"), (1LL << 53) - 1);
    for (auto const* wrong : {"0", "-1", "01", "+1", "1x", "", "9007199254740992", "99999999999999999999"})
        EXPECT_FALSE(parse_id(wrong)) << wrong;
}

/// {names} of a text, in order of the alphabet.
std::set<std::string> parameters(std::string const& text) {
    std::set<std::string> names;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
        names.insert(text.substr(open + 1, text.find('}', open) - open - 1));
    return names;
}

TEST(Messages, BothLanguagesTakeTheSameParameters) {
    for (auto const& [code, entry] : Messages::instance().entries()) {
        EXPECT_EQ(parameters(entry.zh), parameters(entry.en)) << code;
        EXPECT_FALSE(entry.zh.empty() || entry.en.empty()) << code;
    }
}

TEST(Messages, FillsInParametersAndLeavesUnknownOnesVisible) {
    EXPECT_EQ(Messages::instance().text("base.too_many_items", Language::en, {{"max", "3"}}), "At most 3 items.");
    EXPECT_EQ(Messages::instance().text("base.too_many_items", Language::en), "At most {max} items.");
    EXPECT_EQ(Messages::instance().status("base.invalid_input"), 422);
}

}  // namespace
}  // namespace kunyu::base
