#include "sql/cursor.hpp"

#include "base/text.hpp"

#include <gtest/gtest.h>

namespace kunyu::sql {
namespace {

std::vector<Value> const keys{std::string("岩溶 karst"), std::int64_t{-7}, 1.5};

TEST(Cursor, GivesBackWhatItWasMadeOf) {
    auto const decoded = decode_cursor("platforms", "tir", encode_cursor("platforms", keys));
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(*decoded, keys);
}

TEST(Cursor, RefusesEveryChangedOrMissingCharacter) {
    auto const cursor = encode_cursor("platforms", keys);
    for (std::size_t i = 0; i < cursor.size(); ++i) {
        auto changed = cursor;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        auto const decoded = decode_cursor("platforms", "tir", changed);
        // The last character may hold bits that base64url ignores or refuses; the keys never change.
        EXPECT_TRUE(decoded.has_error() || *decoded == keys) << i;
        auto const cut = decode_cursor("platforms", "tir", cursor.substr(0, i));
        ASSERT_TRUE(cut.has_error()) << i;
        EXPECT_EQ(cut.error().code, "base.bad_cursor");
    }
}

TEST(Cursor, OfAnotherListOrShapeIsRefused) {
    auto const cursor = encode_cursor("platforms", keys);
    EXPECT_TRUE(decode_cursor("notices", "tir", cursor).has_error());
    EXPECT_TRUE(decode_cursor("platforms", "ti", cursor).has_error());
    EXPECT_TRUE(decode_cursor("platforms", "tiri", cursor).has_error());
    EXPECT_TRUE(decode_cursor("platforms", "iir", cursor).has_error());
    EXPECT_TRUE(decode_cursor("platforms", "tir", "").has_error());
    EXPECT_TRUE(decode_cursor("platforms", "tir", "中文").has_error());
    EXPECT_TRUE(decode_cursor("platforms", "", base::base64url_encode("short")).has_error());
}

}  // namespace
}  // namespace kunyu::sql
