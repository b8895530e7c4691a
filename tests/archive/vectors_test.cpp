#include "archive/batch.hpp"
#include "archive/chunk.hpp"
#include "archive/revision.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

/// The bytes of docs/archive-format.md: what was written once must be read for ever, so a change here is a new version
/// of the format.
namespace kunyu::archive {
namespace {

std::string hex(std::string_view bytes) {
    std::string out;
    for (auto const byte : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return out;
}

constexpr std::int64_t minute = 60'000'000;
constexpr std::int64_t begin = 1'483'200'000'000'000;

Points three() {
    Points points;
    points.times = {begin, begin + minute, begin + 2 * minute};
    points.ordinals = {5, 6, 7};
    points.arrivals = {begin + minute, begin + minute, begin + 11 * minute};
    points.numbers = {12.5, 12.502, 12.498};
    points.quality = {1, 1, 4};
    return points;
}

TEST(Format, OfColumns) {
    EXPECT_EQ(hex(encode_integers(std::vector<std::int64_t>{1, 2, 4, 8})), "0200c840");
    EXPECT_EQ(hex(encode_times(std::vector<std::int64_t>{begin, begin + minute, begin + 2 * minute})),
              "00c0843d7801000080d8be860b");
    EXPECT_EQ(hex(encode_numbers(std::vector<double>{12.5, 12.502, 12.498})), "000300013008d4401200e0");
}

TEST(Format, OfAChunk) {
    auto const sealed = seal(three());
    EXPECT_EQ(hex(sealed.head),
              "4b594801000380808c92cdbda205809c9c390a020d00c0843d7801000080d8be860b070001020100000a"
              "020300021008015036e105000020040102040101030300098004003986900300088003000d80c9445dc6");
    EXPECT_EQ(hex(sealed.body), "4b59420100000000000300013008d4401200e03c66ac4d");
    auto text = three();
    text.kind = ResultKind::text;
    text.numbers.clear();
    text.texts = {"a", "", "岩"};
    text.extras = {{1, "{}"}};
    auto const of_text = seal(text);
    auto const head = ChunkHead::open(of_text.head).value();
    EXPECT_EQ(ChunkBody::open(head, of_text.body).value().read(head, 0, 3).value().texts, text.texts);
}

TEST(Format, OfAFrame) {
    Batch batch;
    auto points = three();
    points.ordinals.clear();
    points.arrivals.clear();
    batch.points.push_back({7, points});
    batch.flags.push_back({7, {{{5, 3}, 1}}});
    EXPECT_EQ(hex(encode_batch(batch)),
              "01010700030180808c92cdbda205809c9c39809c9c3900000000000029401b2fdd2406012940e5d022db"
              "f9fe284001010400010701050301");
    EXPECT_EQ(decode_batch(encode_batch(batch)).value(), batch);
}

TEST(Format, OfALaterVersion) {
    Revision revision;
    revision.flags = {{{5, 2}, 3}};
    revision.deletions = {{6, 1}};
    EXPECT_EQ(hex(encode_changes(revision)), "0108010001000105020301060100");
    Revision read;
    ASSERT_TRUE(decode_changes(encode_changes(revision), read).has_value());
    EXPECT_EQ(read, revision);
}

}  // namespace
}  // namespace kunyu::archive
