#include "http/reply.hpp"

#include "base/json.hpp"
#include "http/gzip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::http {
namespace {

using testing::HasSubstr;
using testing::Not;

Request request_with(Fields headers) {
    Request request;
    request.id = "r1";
    request.headers = std::move(headers);
    return request;
}

Response long_text() {
    return Response::text(200, std::string(5000, 'x'));
}

TEST(MakeReply, CarriesTheSecurityHeaders) {
    auto const reply = make_reply(request_with({}), Response::html(200, "hi"), {});
    EXPECT_THAT(reply.head, HasSubstr("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(reply.head, HasSubstr("Content-Security-Policy: default-src 'self'; "));
    EXPECT_THAT(reply.head, HasSubstr("object-src 'none'\r\n"));
    for (auto const* name : {"X-Content-Type-Options: nosniff",
                             "Referrer-Policy: ", "Permissions-Policy: ", "Cross-Origin-Opener-Policy: same-origin",
                             "X-Request-Id: r1", "Date: ", "Content-Length: 2"})
        EXPECT_THAT(reply.head, HasSubstr(name));
    EXPECT_THAT(reply.head, Not(HasSubstr("Strict-Transport-Security")));
    EXPECT_THAT(reply.head, Not(HasSubstr("unsafe-inline")));
    auto secure = request_with({});
    secure.secure = true;
    EXPECT_THAT(make_reply(secure, Response::html(200, "hi"), {}).head,
                HasSubstr("Strict-Transport-Security: max-age="));
}

TEST(MakeReply, AHandlersOwnHeaderStandsInPlace) {
    auto response = Response::text(200, "x");
    response.header("Cache-Control", "public").header("content-security-policy", "sandbox");
    auto const head = make_reply(request_with({}), response, {}).head;
    EXPECT_THAT(head, Not(HasSubstr("private")));
    EXPECT_THAT(head, Not(HasSubstr("default-src")));
}

TEST(MakeReply, AHeaderEndsAtALineBreak) {
    auto response = Response::text(200, "x");
    response.header("Location", "/a\r\nSet-Cookie: evil=1");
    EXPECT_THAT(make_reply(request_with({}), response, {}).head, Not(HasSubstr("Set-Cookie")));
}

TEST(MakeReply, SqueezesWhatIsTakenAndWorthIt) {
    auto const reply = make_reply(request_with({{"accept-encoding", "br, gzip"}}), long_text(), {});
    EXPECT_THAT(reply.head, HasSubstr("Content-Encoding: gzip\r\n"));
    EXPECT_THAT(reply.head, HasSubstr("Vary: Accept-Encoding\r\n"));
    EXPECT_EQ(gunzip(reply.payload(), 10'000), std::string(5000, 'x'));
    auto const plain = make_reply(request_with({{"accept-encoding", "gzip;q=0"}}), long_text(), {});
    EXPECT_THAT(plain.head, Not(HasSubstr("Content-Encoding")));
    EXPECT_THAT(plain.head, HasSubstr("Vary: Accept-Encoding\r\n"));
    EXPECT_EQ(plain.payload().size(), 5000U);
    auto const small = make_reply(request_with({{"accept-encoding", "gzip"}}), Response::text(200, "x"), {});
    EXPECT_THAT(small.head, Not(HasSubstr("gzip")));
    auto const cookie =
        make_reply(request_with({{"accept-encoding", "gzip"}}), long_text().header("Set-Cookie", "a=b"), {});
    EXPECT_THAT(cookie.head, Not(HasSubstr("gzip")));
}

TEST(MakeReply, AnswersNotModified) {
    auto response = long_text();
    response.header("ETag", "\"7\"");
    auto const reply =
        make_reply(request_with({{"if-none-match", "\"6\", W/\"7\""}, {"accept-encoding", "gzip"}}), response, {});
    EXPECT_EQ(reply.status, 304);
    EXPECT_THAT(reply.head, HasSubstr("ETag: \"7\""));
    EXPECT_THAT(reply.head, Not(HasSubstr("Content-Length")));
    EXPECT_EQ(reply.payload(), "");
    EXPECT_EQ(make_reply(request_with({{"if-none-match", "\"6\""}}), response, {}).status, 200);
}

TEST(MakeReply, CutsOutARange) {
    auto const file = Response::download("text/csv", "岩溶 \"a\".csv", "0123456789");
    auto const part = make_reply(request_with({{"range", "bytes=2-4"}}), file, {});
    EXPECT_EQ(part.status, 206);
    EXPECT_THAT(part.head, HasSubstr("Content-Range: bytes 2-4/10\r\n"));
    EXPECT_THAT(part.head, HasSubstr("Content-Length: 3\r\n"));
    EXPECT_EQ(part.payload(), "234");
    auto const beyond = make_reply(request_with({{"range", "bytes=10-"}}), file, {});
    EXPECT_EQ(beyond.status, 416);
    EXPECT_THAT(beyond.head, HasSubstr("Content-Range: bytes */10\r\n"));
    auto const whole = make_reply(request_with({{"range", "bytes=2-4"}, {"if-range", "\"old\""}}), file, {});
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.payload(), "0123456789");
    EXPECT_THAT(whole.head,
                HasSubstr("filename=\"______ _a_.csv\"; filename*=UTF-8''%E5%B2%A9%E6%BA%B6%20%22a%22.csv\r\n"));
}

TEST(MakeReply, OfHeadOnlyTheHead) {
    auto const reply = make_reply(request_with({{"accept-encoding", "gzip"}}), long_text(), {true, false});
    EXPECT_THAT(reply.head, HasSubstr("Content-Length: 5000\r\n"));
    EXPECT_THAT(reply.head, HasSubstr("Connection: close\r\n"));
    EXPECT_EQ(reply.payload(), "");
}

TEST(Problem, SpeaksTheReadersLanguage) {
    Request request;
    request.id = "r1";
    request.language = base::Language::en;
    auto const response =
        problem(request, base::refuse_field("/name", "base.too_long", {{"max", "5"}, {"length", "9"}}));
    EXPECT_EQ(response.status, 422);
    auto const body = base::json::parse(response.body);
    EXPECT_EQ(body.at("type"), "/problems/base.invalid_input");
    EXPECT_EQ(body.at("title"), "Needs correction");
    EXPECT_EQ(body.at("request_id"), "r1");
    EXPECT_EQ(body.at("fields").at(0).at("path"), "/name");
    EXPECT_EQ(body.at("fields").at(0).at("detail"), "At most 5 characters; there are 9.");
    EXPECT_EQ(response.headers.front().second, "application/problem+json");
}

TEST(Gunzip, RefusesBombsAndRubbish) {
    EXPECT_FALSE(gunzip(gzip(std::string(1 << 20, 'a'), 9), 1000));
    EXPECT_FALSE(gunzip("not gzip at all", 1000));
    EXPECT_FALSE(gunzip(gzip("abc", 5).substr(0, 10), 1000));
}

}  // namespace
}  // namespace kunyu::http
