#include "http/chunks.hpp"

#include <gtest/gtest.h>

namespace kunyu::http {
namespace {

using Result = ChunkDecoder::Result;

struct Outcome {
    Result result = Result::more;
    std::string body = {};
    std::string rest = {};
    friend bool operator==(Outcome const&, Outcome const&) = default;
};

Outcome decode(std::string const& text, std::size_t step, std::uint64_t limit = 100) {
    ChunkDecoder decoder(50);
    decoder.set_limit(limit);
    Outcome outcome;
    for (std::size_t at = 0; at < text.size(); at += step) {
        auto piece = std::string_view(text).substr(at, step);
        outcome.result = decoder.feed(piece, outcome.body);
        if (outcome.result == Result::more) continue;
        outcome.rest = std::string(piece) + text.substr(std::min(at + step, text.size()));
        break;
    }
    return outcome;
}

TEST(ChunkDecoder, ReadsAlikeHoweverTheBytesAreCut) {
    for (std::string const text : {"3\r\nabc\r\n0A ;x=y\r\n0123456789\r\n0\r\nT: u\r\n\r\nnext", "0\r\n\r\n",
                                   "0\r\nabc\r\n0\x8d\n\r\n", "5\r\nab", "1\r\nab\r\n", "zz", "\r\n", "1\nb",
                                   "1\r\na\r\n\r\n", "65\r\n", "60\r\n", "1;", "ffffffffffffffff\r\n", "0\r\n\r\r"})
        for (std::size_t const step : {1U, 2U, 3U, 5U})
            EXPECT_EQ(decode(text, step), decode(text, 1000)) << text << step;
}

TEST(ChunkDecoder, GivesBackWhatBelongsToTheNextRequest) {
    EXPECT_EQ(decode("3\r\nabc\r\n1;a\r\nd\r\n0\r\nT: u\r\n\r\nGET", 100), (Outcome{Result::done, "abcd", "GET"}));
}

TEST(ChunkDecoder, RefusesWhatIsNotChunked) {
    for (std::string const text : {"g", "-1\r\n", "+1\r\n", "0x1\r\n", "1\n", "1\r\nab", "1\r\na\n", ";\r\n", "1\r\r",
                                   "0\r\n\n", "0\r\nT: u\n", "1;\x01\r\n", "1234567890123456\r\n"})
        EXPECT_EQ(decode(text, 100, 1000).result, Result::malformed) << text;
}

TEST(ChunkDecoder, LimitsDataAndWhatStandsBesideIt) {
    EXPECT_EQ(decode("65\r\n", 100).result, Result::too_large);
    EXPECT_EQ(decode("fffffffffffffff\r\n", 100).result, Result::too_large);
    EXPECT_EQ(decode("1;" + std::string(60, 'a'), 100).result, Result::malformed);
    EXPECT_EQ(decode("0\r\nT: " + std::string(60, 'a'), 100).result, Result::malformed);
}

}  // namespace
}  // namespace kunyu::http
