#include "sensorthings/json_patch.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;

/// The document after the patch, or the refusal's code.
std::string patched(char const* document, char const* patch) {
    auto const result = apply_json_patch(json::parse(document), json::parse(patch));
    return result ? json::serialize(*result) : result.error().code;
}

struct Case {
    char const* document;
    char const* patch;
    char const* expected;
};

TEST(JsonPatch, DoesTheSixOperations) {
    Case const cases[]{
        {R"({"a":1})", R"([])", R"({"a":1})"},
        {R"({"a":1})", R"([{"op":"add","path":"/b","value":[1]}])", R"({"a":1,"b":[1]})"},
        {R"({"a":1})", R"([{"op":"add","path":"/a","value":2}])", R"({"a":2})"},
        {R"({"a":[1,3]})", R"([{"op":"add","path":"/a/1","value":2}])", R"({"a":[1,2,3]})"},
        {R"({"a":[1]})", R"([{"op":"add","path":"/a/-","value":2},{"op":"add","path":"/a/2","value":3}])",
         R"({"a":[1,2,3]})"},
        {R"({"a":[]})", R"([{"op":"add","path":"/a/-","value":null}])", R"({"a":[null]})"},
        {R"({"a":1})", R"([{"op":"add","path":"","value":{"b":2}}])", R"({"b":2})"},
        {R"({"a":1,"b":2})", R"([{"op":"remove","path":"/a"}])", R"({"b":2})"},
        {R"({"a":[1,2,3]})", R"([{"op":"remove","path":"/a/0"}])", R"({"a":[2,3]})"},
        {R"({"a":{"b":1}})", R"([{"op":"replace","path":"/a/b","value":{"c":2}}])", R"({"a":{"b":{"c":2}}})"},
        {R"({"a":1})", R"([{"op":"move","from":"/a","path":"/b"}])", R"({"b":1})"},
        {R"({"a":[1,2]})", R"([{"op":"move","from":"/a/0","path":"/a/1"}])", R"({"a":[2,1]})"},
        {R"({"a":1})", R"([{"op":"move","from":"/a","path":"/a"}])", R"({"a":1})"},
        {R"({"a":{"b":1}})", R"([{"op":"copy","from":"/a","path":"/a/c"}])", R"({"a":{"b":1,"c":{"b":1}}})"},
        {R"({"a/b":{"m~n":1}})", R"([{"op":"replace","path":"/a~1b/m~0n","value":2}])", R"({"a/b":{"m~n":2}})"},
        {R"({"":{"":1}})", R"([{"op":"remove","path":"//"}])", R"({"":{}})"},
        {R"({"a":{"x":1,"y":[1,2.5]}})", R"([{"op":"test","path":"/a","value":{"y":[1.0,2.5],"x":1}}])",
         R"({"a":{"x":1,"y":[1,2.5E0]}})"}};
    for (auto const& one : cases) EXPECT_EQ(patched(one.document, one.patch), one.expected) << one.patch;
}

TEST(JsonPatch, RefusesWhatCannotBeDone) {
    constexpr auto bad = "sensorthings.bad_patch", path = "sensorthings.patch_path", test = "sensorthings.patch_test";
    Case const cases[]{{R"({})", R"({"op":"add","path":"/a","value":1})", bad},
                       {R"({})", R"([1])", bad},
                       {R"({})", R"([{"op":"merge","path":"/a","value":1}])", bad},
                       {R"({})", R"([{"op":"add","path":"/a"}])", bad},
                       {R"({})", R"([{"op":"add","value":1}])", bad},
                       {R"({})", R"([{"op":"add","path":"a","value":1}])", bad},
                       {R"({})", R"([{"op":"add","path":"/a~2","value":1}])", bad},
                       {R"({})", R"([{"op":"add","path":"/a~","value":1}])", bad},
                       {R"({"a":1})", R"([{"op":"copy","path":"/b"}])", bad},
                       {R"({})", R"([{"op":"add","path":"/a/b","value":1}])", path},
                       {R"({"a":1})", R"([{"op":"add","path":"/a/b","value":1}])", path},
                       {R"({"a":[1]})", R"([{"op":"add","path":"/a/2","value":1}])", path},
                       {R"({"a":[1]})", R"([{"op":"add","path":"/a/01","value":1}])", path},
                       {R"({"a":[1]})", R"([{"op":"add","path":"/a/-1","value":1}])", path},
                       {R"({"a":[1]})", R"([{"op":"remove","path":"/a/-"}])", path},
                       {R"({"a":[]})", R"([{"op":"remove","path":"/a/0"}])", path},
                       {R"({"a":[1]})", R"([{"op":"remove","path":"/a/99999999999999999999"}])", path},
                       {R"({})", R"([{"op":"remove","path":""}])", path},
                       {R"({})", R"([{"op":"remove","path":"/a"}])", path},
                       {R"({})", R"([{"op":"replace","path":"/a","value":1}])", path},
                       {R"({"a":{"b":1}})", R"([{"op":"move","from":"/a","path":"/a/b"}])", path},
                       {R"({})", R"([{"op":"copy","from":"/a","path":"/b"}])", path},
                       {R"({})", R"([{"op":"test","path":"/a","value":null}])", path},
                       {R"({"a":1})", R"([{"op":"test","path":"/a","value":"1"}])", test},
                       {R"({"a":{"b":1}})", R"([{"op":"test","path":"/a","value":{"b":1,"c":2}}])", test},
                       {R"({"a":[1,2]})", R"([{"op":"test","path":"/a","value":[2,1]}])", test}};
    for (auto const& one : cases) EXPECT_EQ(patched(one.document, one.patch), one.expected) << one.patch;
}

TEST(JsonPatch, CannotFillTheMemory) {
    std::string patch = "[";
    for (int i = 0; i < 60; ++i)
        patch += (i ? "," : "") + std::string(R"({"op":"copy","from":"","path":"/x)") + std::to_string(i) + "\"}";
    EXPECT_EQ(patched(R"({"a":1})", (patch + "]").c_str()), "sensorthings.patch_too_large");
}

TEST(JsonPatch, NamesTheStepThatFails) {
    auto const result = apply_json_patch(json::parse(R"({"a":1})"),
                                         json::parse(R"([{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}])"));
    ASSERT_TRUE(result.has_error());
    EXPECT_EQ(result.error().params.at("number"), "2");
    EXPECT_EQ(result.error().params.at("path"), "/a");
}

}  // namespace
}  // namespace kunyu::sensorthings
