#include "observation_files/csv_scanner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::observation_files {
namespace {

using testing::ElementsAre;
using Outcome = CsvScanner::Outcome;

constexpr CsvScanLimits small{.record_bytes = 64, .quoted_bytes = 40, .columns = 8};

/// Gives a few bytes at a time, as a slow disk might.
class Drip final : public ByteSource {
  public:
    Drip(std::string_view bytes, std::size_t piece) : source_(bytes), piece_(piece) {}
    std::size_t read(char* to, std::size_t most) override { return source_.read(to, std::min(most, piece_)); }
    void seek(std::uint64_t offset) override { source_.seek(offset); }

  private:
    MemorySource source_;
    std::size_t piece_;
};

/// "line:a|b" for a record, "line:!2" for one that cannot be cut.
std::vector<std::string> scan(std::string_view text, CsvScanLimits limits = small, CsvShape shape = {},
                              std::size_t piece = 1'000'000) {
    Drip source(text, piece);
    CsvScanner scanner(source, shape, limits);
    std::vector<std::string> found;
    for (auto outcome = scanner.next(); outcome != Outcome::end; outcome = scanner.next()) {
        auto line = std::to_string(scanner.record_line()) + ":";
        if (outcome != Outcome::record) line += "!" + std::to_string(static_cast<int>(outcome));
        for (auto const cell : outcome == Outcome::record ? scanner.cells() : std::vector<std::string_view>())
            line += std::string(cell) + "|";
        found.push_back(line);
    }
    return found;
}

TEST(CsvScanner, CutsRecords) {
    EXPECT_THAT(scan("a,b\n1,2\r\n\r\n\n3,\n,\nlast"), ElementsAre("1:a|b|", "2:1|2|", "5:3||", "6:||", "7:last|"));
    EXPECT_THAT(scan(""), ElementsAre());
    EXPECT_THAT(scan("\n\n"), ElementsAre());
    EXPECT_THAT(scan("a;b\rc;d\r", small, {';', '\r'}), ElementsAre("1:a|b|", "2:c|d|"));
}

TEST(CsvScanner, ReadsQuotesAfterRfc4180) {
    EXPECT_THAT(scan("\"a,b\",\"say \"\"hi\"\"\",c\n\"x\"\n"), ElementsAre("1:a,b|say \"hi\"|c|", "2:x|"));
    EXPECT_THAT(scan("\"two\nlines\",b\nc,d\n"), ElementsAre("1:two\nlines|b|", "3:c|d|"));
    EXPECT_THAT(scan("5\" pipe,b\n\"\",\"\"\n"), ElementsAre("1:5\" pipe|b|", "2:||"));
    EXPECT_THAT(scan("\"a\" ,\"b\"\r\nc\n"), ElementsAre("1:a|b|", "2:c|"));
}

TEST(CsvScanner, GoesOnBehindWhatCannotBeCut) {
    auto const unclosed = "!" + std::to_string(static_cast<int>(Outcome::unclosed_quote));
    auto const stray = "!" + std::to_string(static_cast<int>(Outcome::stray_quote));
    auto const nul = "!" + std::to_string(static_cast<int>(Outcome::nul_byte));
    auto const long_line = "!" + std::to_string(static_cast<int>(Outcome::too_long));
    EXPECT_THAT(scan("a,\"b\nc,d\ne,f"), ElementsAre("1:" + unclosed, "2:c|d|", "3:e|f|"));
    EXPECT_THAT(scan("\"a\"b,c\nd\n"), ElementsAre("1:" + stray, "2:d|"));
    EXPECT_THAT(scan(std::string_view("a\0b,c\nd\n", 8)), ElementsAre("1:" + nul, "2:d|"));
    EXPECT_THAT(scan(std::string(1000, 'x') + "\nd\n"), ElementsAre("1:" + long_line, "2:d|"));
    EXPECT_THAT(scan("a\n" + std::string(65, 'x')), ElementsAre("1:a|", "2:" + long_line));
    EXPECT_THAT(scan("a,\"" + std::string(50, 'x') + "\"\nd\n"), ElementsAre("1:" + unclosed, "2:d|"));
}

TEST(CsvScanner, LooksAtNoMoreColumnsThanAsked) {
    EXPECT_THAT(scan("a,b,c\n\"d\",e,f\n", {.columns = 2}), ElementsAre("1:a|b|", "2:d|e|"));
}

/// How the bytes arrive makes no difference.
TEST(CsvScanner, CutsAlikeHoweverTheBytesCome) {
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += i % 7 == 0    ? "\"q\n" + std::to_string(i) + "\"\"\",x\r\n"
                : i % 11 == 0 ? std::string(70, 'y') + "\n"
                : i % 13 == 0 ? "a,\"open\n"
                              : std::to_string(i) + ",b\n";
    auto const whole = scan(text);
    for (std::size_t piece : {1U, 2U, 3U, 7U, 64U, 65U}) EXPECT_EQ(scan(text, small, {}, piece), whole) << piece;
}

TEST(CsvScanner, GoesOnFromAPlace) {
    std::string_view const text = "a,b\n\"x\ny\",2\n3,4\n5,6\n";
    MemorySource source(text);
    CsvScanner scanner(source, {}, small);
    scanner.next();
    scanner.next();
    auto const offset = scanner.offset(), line = scanner.line();
    EXPECT_EQ(text.substr(offset, 3), "3,4");
    MemorySource again(text);
    CsvScanner later(again, {}, small);
    later.resume_at(offset, line);
    EXPECT_EQ(later.next(), Outcome::record);
    EXPECT_EQ(later.record_line(), 4U);
    EXPECT_THAT(later.cells(), ElementsAre("3", "4"));
}

TEST(CsvScanner, SkipsLinesWhateverTheyHold) {
    auto const text = "\"open\n" + std::string(500, 'z') + "\na,b\n";
    MemorySource source(text);
    CsvScanner scanner(source, {}, small);
    EXPECT_TRUE(scanner.skip_line());
    EXPECT_TRUE(scanner.skip_line());
    EXPECT_EQ(scanner.next(), Outcome::record);
    EXPECT_EQ(scanner.record_line(), 3U);
    EXPECT_FALSE(scanner.skip_line());
}

}  // namespace
}  // namespace kunyu::observation_files
