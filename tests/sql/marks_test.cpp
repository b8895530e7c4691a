#include "sql/marks.hpp"

#include <gtest/gtest.h>

namespace kunyu::sql {
namespace {

TEST(Marks, AreNumberedInOrder) {
    auto const numbered = number_marks("SELECT a FROM t WHERE b = ? AND c IN (?, ?)");
    EXPECT_EQ(numbered.text, "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3)");
    EXPECT_EQ(numbered.parameters, 3U);
}

TEST(Marks, InQuotesAndCommentsStay) {
    EXPECT_EQ(number_marks("SELECT '?', \"a?\", 'it''s ?' -- ?\n, /* ? */ ?").text,
              "SELECT '?', \"a?\", 'it''s ?' -- ?\n, /* ? */ $1");
    EXPECT_EQ(number_marks("SELECT 'unclosed ?").text, "SELECT 'unclosed ?");
}

}  // namespace
}  // namespace kunyu::sql
