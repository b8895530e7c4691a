#include "http/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace kunyu::http {
namespace {

using testing::ElementsAre;

Response nothing(Request const&) {
    return Response::no_content();
}

class RouterTest : public testing::Test {
  protected:
    void add(Method method, std::string pattern) { router.add(method, std::move(pattern), {"test.action"}, nothing); }
    std::string pattern_for(Method method, std::string_view path) {
        auto const match = router.match(method, path);
        return match.route ? match.route->pattern : "";
    }
    Router router;
};

TEST_F(RouterTest, LiteralsWinOverPlaceholders) {
    add(Method::get, "/platforms/{id}");
    add(Method::get, "/platforms/export");
    add(Method::get, "/platforms/{id}/events");
    add(Method::get, "/platforms/{id}/{part}");
    add(Method::get, "/platforms/export/{format}");
    EXPECT_EQ(pattern_for(Method::get, "/platforms/P012"), "/platforms/{id}");
    EXPECT_EQ(pattern_for(Method::get, "/platforms/export"), "/platforms/export");
    EXPECT_EQ(pattern_for(Method::get, "/platforms/P012/events"), "/platforms/{id}/events");
    EXPECT_EQ(pattern_for(Method::get, "/platforms/export/csv"), "/platforms/export/{format}");
    EXPECT_EQ(pattern_for(Method::get, "/platforms/"), "");
    EXPECT_EQ(pattern_for(Method::get, "/platforms"), "");
    EXPECT_EQ(router.match(Method::get, "/platforms/P012/x").parameters.at("part"), "x");
}

TEST_F(RouterTest, GoesBackWhereALiteralLeadsNowhere) {
    add(Method::get, "/a/b/c");
    add(Method::get, "/a/{x}/d");
    EXPECT_EQ(router.match(Method::get, "/a/b/d").parameters.at("x"), "b");
}

TEST_F(RouterTest, RestTakesWhatRemains) {
    add(Method::get, "/files/{rest*}");
    add(Method::get, "/files/");
    EXPECT_EQ(router.match(Method::get, "/files/a/b.js").parameters.at("rest"), "a/b.js");
    EXPECT_EQ(pattern_for(Method::get, "/files/"), "/files/");
    EXPECT_EQ(pattern_for(Method::get, "/files"), "");
}

TEST_F(RouterTest, KnowsTheMethodsOfAPath) {
    add(Method::get, "/calls/{id}");
    add(Method::patch, "/calls/{id}");
    auto const match = router.match(Method::del, "/calls/7");
    EXPECT_EQ(match.route, nullptr);
    EXPECT_THAT(match.allowed, ElementsAre(Method::get, Method::patch));
    EXPECT_THAT(router.match(Method::get, "/nowhere").allowed, ElementsAre());
}

TEST_F(RouterTest, RefusesFaultyRoutes) {
    add(Method::get, "/a/{id}");
    EXPECT_THROW(add(Method::get, "/a/{other}"), std::logic_error);
    EXPECT_THROW(add(Method::get, "a"), std::logic_error);
    EXPECT_THROW(add(Method::get, "/{rest*}/a"), std::logic_error);
    EXPECT_THROW(add(Method::get, "/x{id}"), std::logic_error);
    EXPECT_THROW(add(Method::get, "/{id}/{id}"), std::logic_error);
    EXPECT_THROW(router.add(Method::get, "/b", {}, nothing), std::logic_error);
    EXPECT_THROW(router.add(Method::get, "/b", {"x"}, nullptr), std::logic_error);
}

}  // namespace
}  // namespace kunyu::http
