#include "base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::base {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::UnorderedElementsAre;

std::vector<std::string> faults_of(Refusal const& refusal) {
    std::vector<std::string> out;
    for (auto const& field : refusal.fields) out.push_back(field.path + " " + field.code);
    return out;
}

TEST(ParseJson, RefusesWhatIsNotOneJsonText) {
    std::string const deep = std::string(40, '[') + std::string(40, ']');
    for (std::string const& text : {std::string("{"), std::string("{} x"), std::string(),
                                    std::string("{\"a\":\"\xff\"}"), deep, std::string("[1,]"), std::string("NaN")})
        EXPECT_EQ(parse_json(text).error().code, "base.malformed_json") << text;
    EXPECT_EQ(parse_json(R"({"a":1,"a":2})").error().code, "base.duplicate_member");
    EXPECT_EQ(parse_json(R"({"a":[1e999]})").error().code, "base.number_too_large");
    EXPECT_EQ(parse_json("-1e999").error().code, "base.number_too_large");
    EXPECT_TRUE(parse_json(R"( {"a:b":"x\":y","c":[{"d":1}]} )").has_value());
}

TEST(Reader, CollectsEveryFaultAtOnce) {
    auto const value = *parse_json(
        R"({"title":5,"day":"2017-02-30","share":101,"nested":{"x":true,"odd":1},"list":[{"n":1},7],"extra":1})");
    Reader reader(value);
    reader.text("title");
    reader.text("missing");
    reader.day("day");
    reader.integer("share", 0, 100);
    reader.object("nested", [](Reader& nested) { EXPECT_TRUE(nested.boolean("x")); });
    reader.each("list", 10, [](Reader& item) { EXPECT_EQ(item.integer("n", 0, 9), 1); });
    EXPECT_THAT(faults_of(reader.finish().error()),
                UnorderedElementsAre("/title base.wrong_type", "/missing base.required", "/day base.not_a_day",
                                     "/share base.out_of_range", "/nested/odd base.unknown_member",
                                     "/list/1 base.expected_object", "/extra base.unknown_member"));
}

TEST(Reader, TextIsTrimmedCountedInCharactersAndFreeOfControls) {
    auto const value = *parse_json(R"({"a":"  岩溶  ","b":"岩溶动力学","c":"a\u0000b","d":"line\r\nline"})");
    Reader reader(value);
    EXPECT_EQ(reader.text("a", {.max = 2}), "岩溶");
    reader.text("b", {.max = 4});
    reader.text("c");
    EXPECT_EQ(reader.text("d", {.multiline = true}), "line\nline");
    EXPECT_THAT(faults_of(reader.finish().error()), ElementsAre("/b base.too_long", "/c base.control_characters"));
}

TEST(Reader, OptionalMembersMayBeAbsentOrNull) {
    auto const value = *parse_json(R"({"a":null,"n":18446744073709551615})");
    Reader reader(value);
    EXPECT_FALSE(reader.optional_text("a"));
    EXPECT_FALSE(reader.optional_day("b"));
    EXPECT_FALSE(reader.optional_integer("n", 0, 10));
    EXPECT_THAT(faults_of(reader.finish().error()), ElementsAre("/n base.out_of_range"));
}

TEST(Reader, RefusesAnythingButAnObject) {
    auto const value = *parse_json("[]");
    Reader reader(value);
    EXPECT_THAT(faults_of(reader.finish().error()), ElementsAre(" base.expected_object"));
}

}  // namespace
}  // namespace kunyu::base
