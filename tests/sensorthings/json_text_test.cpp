#include "sensorthings/json_text.hpp"

#include <gtest/gtest.h>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;

TEST(JsonText, ReadsBackTheSameAndIsShort) {
    for (auto const* text :
         {R"({"a":1.5,"b":[1,-2.25,[],{}],"c":null,"d":true,"e":"岩\"\\\n\u0001","f":{"x\ny":false}})", "[]", "{}",
          "0.1", "-0.001", "3.0", "18446744073709551615", R"(["",{"":""}])"}) {
        EXPECT_EQ(json_text(json::parse(text)), text);
        EXPECT_EQ(json::parse(json_text(json::parse(text))), json::parse(text));
    }
    for (double const number : {1e300, 5e-324, 0.30000000000000004, 123456789.125, 1e16, -1e-7})
        EXPECT_EQ(json::parse(json_text(number)).as_double(), number);
}

}  // namespace
}  // namespace kunyu::sensorthings
