#include "http/request_reader.hpp"

#include "http/negotiate.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace kunyu::http {
namespace {

using State = RequestReader::State;

/// Feeds the text in pieces of `step` bytes, as a connection would; answers what was left over.
std::string feed_all(RequestReader& reader, std::string const& text, std::size_t step) {
    std::string waiting;
    for (std::size_t at = 0; at < text.size(); at += step) {
        waiting += text.substr(at, step);
        for (std::size_t taken = 1;
             taken > 0 && reader.state() != State::complete && reader.state() != State::refused;) {
            taken = reader.feed(waiting);
            waiting.erase(0, taken);
        }
    }
    return waiting;
}

/// The code of the refusal, "" for a whole request, "more" when the request is not whole.
std::string outcome(std::string const& text, std::size_t step = 1 << 20) {
    RequestReader reader;
    feed_all(reader, text, step);
    if (reader.state() == State::refused) {
        EXPECT_FALSE(reader.request().id.empty());
        return reader.refusal().code;
    }
    return reader.state() == State::complete ? "" : "more";
}

TEST(RequestReader, ReadsARequestHoweverItIsCut) {
    std::string const text =
        "POST /api/v1/%E5%B2%A9?lang=en HTTP/1.1\r\nHost: localhost:80\r\nX-Request-Id: abc\r\n"
        "Content-Length: 5\r\nCookie: a=1; kunyu_lang=zh\r\n\r\nhelloGET";
    for (std::size_t const step : {1U, 2U, 3U, 7U, 50U, 1000U}) {
        RequestReader reader;
        std::string const rest = feed_all(reader, text, step);
        ASSERT_EQ(reader.state(), State::complete) << step;
        EXPECT_EQ(rest, "GET");
        auto const& request = reader.request();
        EXPECT_EQ(request.method, Method::post);
        EXPECT_EQ(request.path, "/api/v1/岩");
        EXPECT_EQ(request.body, "hello");
        EXPECT_EQ(request.id, "abc");
        EXPECT_EQ(request.header("host"), "localhost:80");
        EXPECT_EQ(request.cookie("a"), "1");
        EXPECT_EQ(request.cookie("b"), std::nullopt);
        EXPECT_EQ(request.language, base::Language::en);
        EXPECT_TRUE(reader.keeps_alive());
    }
}

TEST(RequestReader, ReadsChunksAndForgetsTrailers) {
    std::string const text =
        "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n"
        "5;x=\"y\"\r\nhello\r\n1\r\n!\r\n0\r\nHost: evil\r\nX-A: b\r\n\r\nrest";
    for (std::size_t const step : {1U, 3U, 1000U}) {
        RequestReader reader;
        EXPECT_EQ(feed_all(reader, text, step), "rest");
        ASSERT_EQ(reader.state(), State::complete) << step;
        EXPECT_EQ(reader.request().body, "hello!");
        EXPECT_EQ(reader.request().header("host"), "a");
        EXPECT_EQ(reader.request().header("x-a"), std::nullopt);
    }
}

TEST(RequestReader, CountsChunksBeforeTheyCome) {
    RequestReader reader;
    std::string const text = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(reader.feed(text), text.size());
    ASSERT_EQ(reader.state(), State::body);
    reader.set_body_limit(10);
    EXPECT_GT(reader.feed("6\r\nabcdef\r\n"), 0U);
    ASSERT_EQ(reader.state(), State::body);
    reader.feed("5\r\n");
    EXPECT_EQ(reader.refusal().code, "http.body_too_large");
}

TEST(RequestReader, ChunkSizesCannotOverflow) {
    RequestReader reader;
    std::string const text = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    reader.feed(text);
    reader.set_body_limit(10);
    reader.feed("ffffffffffffffff\r\n");
    EXPECT_EQ(reader.state(), State::refused);
}

TEST(RequestReader, HeadArrivesAsGet) {
    RequestReader reader;
    feed_all(reader, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", 100);
    EXPECT_EQ(reader.request().method, Method::get);
    EXPECT_TRUE(reader.is_head());
    EXPECT_TRUE(is_sane_request_id(reader.request().id));
}

TEST(RequestReader, SkipsAnEmptyLineAndTakesAnAbsoluteTarget) {
    RequestReader reader;
    feed_all(reader, "\r\n\r\nGET http://a:80/b?c=d HTTP/1.1\r\nHost: a:80\r\n\r\n", 1);
    ASSERT_EQ(reader.state(), State::complete);
    EXPECT_EQ(reader.request().path, "/b");
}

TEST(RequestReader, KeepsAliveByVersion) {
    RequestReader old;
    feed_all(old, "GET / HTTP/1.0\r\n\r\n", 100);
    EXPECT_EQ(old.state(), State::complete);
    EXPECT_FALSE(old.keeps_alive());
    RequestReader closing;
    feed_all(closing, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 100);
    EXPECT_FALSE(closing.keeps_alive());
}

struct RefusalCase {
    std::string text;
    std::string code;
    friend void PrintTo(RefusalCase const& refused, std::ostream* out) { *out << refused.code; }
};
class RefusedRequest : public testing::TestWithParam<RefusalCase> {};
TEST_P(RefusedRequest, WholeAndByteByByte) {
    EXPECT_EQ(outcome(GetParam().text), GetParam().code) << GetParam().text;
    EXPECT_EQ(outcome(GetParam().text, 1), GetParam().code) << GetParam().text;
}
INSTANTIATE_TEST_SUITE_P(
    Requests, RefusedRequest,
    testing::Values(
        RefusalCase{"GET / HTTP/1.1\r\n\r\n", "http.bad_host"},
        RefusalCase{"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "http.bad_host"},
        RefusalCase{"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "http.bad_host"},
        RefusalCase{"GET / HTTP/1.1\r\nHost:\r\n\r\n", "http.bad_host"},
        RefusalCase{"GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "http.bad_host"},
        RefusalCase{"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", "http.folded_header"},
        RefusalCase{"GET / HTTP/1.1\r\n Host: a\r\n\r\n", "http.folded_header"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "http.bad_transfer_encoding"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                    "http.bad_transfer_encoding"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "http.bad_transfer_encoding"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0b"
                    "chunked\r\n\r\n",
                    "http.bad_header"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
                    "http.bad_transfer_encoding"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "http.bad_transfer_encoding"},
        RefusalCase{"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "http.bad_transfer_encoding"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n",
                    "http.bad_content_length"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n", "http.bad_content_length"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "http.bad_content_length"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", "http.bad_content_length"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n", "http.bad_content_length"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                    "http.bad_content_length"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "http.bad_chunk"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabcdefgh\r\n",
                    "http.bad_chunk"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "http.bad_chunk"},
        RefusalCase{"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "http.method_unknown"},
        RefusalCase{"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "http.method_unknown"},
        RefusalCase{"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", "http.method_unknown"},
        RefusalCase{"G(T / HTTP/1.1\r\nHost: a\r\n\r\n", "http.bad_method"},
        RefusalCase{"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", "http.bad_target"},
        RefusalCase{"GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n", "http.bad_target"},
        RefusalCase{"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "http.bad_target"},
        RefusalCase{"GET * HTTP/1.1\r\nHost: a\r\n\r\n", "http.bad_target"},
        RefusalCase{"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", "http.target_too_long"},
        RefusalCase{"GET / HTTP/2.0\r\nHost: a\r\n\r\n", "http.version_unsupported"},
        RefusalCase{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "http.version_unsupported"},
        RefusalCase{"GET / HTTP/1.1\r\nHost : a\r\n\r\n", "http.bad_header"},
        RefusalCase{"GET / HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n", "http.bad_header"},
        RefusalCase{std::string("GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n", 35), "http.bad_header"},
        RefusalCase{"GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", "http.expectation_failed"},
        RefusalCase{"POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
                    "http.content_encoding"},
        RefusalCase{"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17000, 'b'), "http.header_too_large"},
        RefusalCase{"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17000, 'b') + "\r\n\r\n",
                    "http.header_too_large"}));

TEST(RequestReader, LimitsTheNumberOfHeaders) {
    std::string text = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 100; ++i) text += "X: y\r\n";
    EXPECT_EQ(outcome(text + "\r\n"), "http.header_too_large");
}

TEST(RequestReader, BareLineFeedsAreNoEndOfLine) {
    EXPECT_EQ(outcome("GET / HTTP/1.1\nHost: a\n\n"), "more");
    EXPECT_NE(outcome("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"), "");
}

TEST(RequestReader, AChunkHeaderMayNotGrowForEver) {
    std::string const head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(outcome(head + "1;" + std::string(20'000, 'a')), "http.bad_chunk");
    EXPECT_EQ(outcome(head + "0\r\nX: " + std::string(20'000, 'a')), "http.bad_chunk");
}

}  // namespace
}  // namespace kunyu::http
