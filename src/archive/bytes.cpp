#include "archive/bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace kunyu::archive {

void ByteWriter::fixed32(std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8) byte(static_cast<std::uint8_t>(value >> shift));
}

void ByteWriter::fixed64(std::uint64_t value) {
    for (unsigned shift = 0; shift < 64; shift += 8) byte(static_cast<std::uint8_t>(value >> shift));
}

void ByteWriter::varint(std::uint64_t value) {
    while (value >= 0x80) {
        byte(static_cast<std::uint8_t>(value | 0x80U));
        value >>= 7U;
    }
    byte(static_cast<std::uint8_t>(value));
}

void ByteWriter::block(std::string_view bytes) {
    varint(bytes.size());
    raw(bytes);
}

std::uint8_t ByteReader::byte() {
    if (at_ == bytes_.size()) {
        ok_ = false;
        return 0;
    }
    return static_cast<std::uint8_t>(bytes_[at_++]);
}

std::uint32_t ByteReader::fixed32() {
    std::uint32_t value = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) value |= static_cast<std::uint32_t>(byte()) << shift;
    return value;
}

std::uint64_t ByteReader::fixed64() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) value |= static_cast<std::uint64_t>(byte()) << shift;
    return value;
}

std::uint64_t ByteReader::varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        auto const next = byte();
        if (shift == 63 && next > 1) break;
        value |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
        if (next < 0x80) return ok_ ? value : 0;
    }
    ok_ = false;
    return 0;
}

std::string_view ByteReader::raw(std::size_t size) {
    if (size > left()) {
        ok_ = false;
        at_ = bytes_.size();
        return {};
    }
    auto const part = bytes_.substr(at_, size);
    at_ += size;
    return part;
}

void BitWriter::bits(std::uint64_t value, unsigned count) {
    if (count > 32) {
        bits(value >> 32U, count - 32);
        count = 32;
    }
    if (count == 0) return;
    value &= (std::uint64_t{1} << count) - 1;
    buffer_ |= value << (64 - held_ - count);
    held_ += count;
    while (held_ >= 8) {
        bytes_.push_back(static_cast<char>(buffer_ >> 56U));
        buffer_ <<= 8U;
        held_ -= 8;
    }
}

void BitWriter::zeros(unsigned count) {
    for (; count > 32; count -= 32) bits(0, 32);
    bits(0, count);
}

std::string BitWriter::take() {
    if (held_ > 0) bytes_.push_back(static_cast<char>(buffer_ >> 56U));
    buffer_ = 0;
    held_ = 0;
    return std::move(bytes_);
}

}  // namespace kunyu::archive
