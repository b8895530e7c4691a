#include "archive/chunk.hpp"

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

/// The bytes with the sum that a reader asks for, so that what lies behind it is reached.
std::string with_sum(std::string bytes) {
    auto const sum = crc32(0, reinterpret_cast<Bytef const*>(bytes.data()), static_cast<uInt>(bytes.size()));
    for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((sum >> shift) & 0xFFU);
    return bytes;
}

}  // namespace

/// Bytes that nobody vouches for are refused or read as something; they never make the reader reach elsewhere. The
/// first byte says how much is head.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace kunyu::archive;
    if (size < 2) return 0;
    std::string const bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
    auto const cut = bytes.size() * data[0] / 255;
    auto const head = ChunkHead::open(with_sum("KYH\1" + bytes.substr(0, cut)));
    // A chunk of millions takes time alone.
    if (!head || head->count > 100'000) return 0;
    if (head->arrivals(0, head->count)) (void)head->last_arrival();
    (void)head->lower_bound(head->first_time + 1);
    auto const body = ChunkBody::open(*head, with_sum("KYB\1" + bytes.substr(cut)));
    if (!body) return 0;
    (void)body->read(*head, 0, head->count);
    (void)body->summarise(*head, head->count / 3, head->count);
    return 0;
}
