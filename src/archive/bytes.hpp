#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace kunyu::archive {

/// Small signed numbers become small unsigned ones: 0, -1, 1, -2 ... are 0, 1, 2, 3 ...
constexpr std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1));
}

/// Appends whole bytes: numbers little-endian or as LEB128.
class ByteWriter {
  public:
    void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
    void fixed32(std::uint32_t value);
    void fixed64(std::uint64_t value);
    void varint(std::uint64_t value);
    void signed_varint(std::int64_t value) { varint(zigzag(value)); }
    void raw(std::string_view bytes) { bytes_.append(bytes); }
    /// The length, then the bytes.
    void block(std::string_view bytes);
    std::size_t size() const { return bytes_.size(); }
    std::string take() { return std::move(bytes_); }

  private:
    std::string bytes_;
};

/// Reads what ByteWriter wrote, from bytes nobody vouches for: past the end, or where a number is malformed, it gives
/// zeros and ok() is false from then on.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
    std::uint8_t byte();
    std::uint32_t fixed32();
    std::uint64_t fixed64();
    std::uint64_t varint();
    std::int64_t signed_varint() { return unzigzag(varint()); }
    std::string_view raw(std::size_t size);
    std::string_view block() { return raw(varint()); }
    bool ok() const { return ok_; }
    bool at_end() const { return at_ == bytes_.size(); }
    std::size_t left() const { return bytes_.size() - at_; }

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

/// Appends bits, the highest first, so that a run of zeros is counted in one instruction when it is read.
class BitWriter {
  public:
    /// The lowest `count` bits of value, at most 64.
    void bits(std::uint64_t value, unsigned count);
    void zeros(unsigned count);
    std::size_t bit_count() const { return bytes_.size() * 8 + held_; }
    /// Filled up with zeros to a whole byte.
    std::string take();

  private:
    std::string bytes_;
    std::uint64_t buffer_ = 0;  ///< the held bits stand highest
    unsigned held_ = 0;         ///< below 8 between calls
};

/// Reads what BitWriter wrote, from bytes nobody vouches for: past the end it gives zeros and ok() is false.
class BitReader {
  public:
    explicit BitReader(std::string_view bytes, std::size_t bit = 0) : bytes_(bytes), at_(bit) {}

    std::uint64_t bits(unsigned count) {
        if (count > 32) {
            auto const high = bits(count - 32);
            return (high << 32U) | bits(32);
        }
        if (count == 0) return 0;
        auto const value = peek() >> (64 - count);
        at_ += count;
        return value;
    }
    /// How many zeros stand before the next one, `most` at the most; the one is read too, unless `most` were found.
    unsigned zeros(unsigned most) { return zeros(peek(), most); }
    /// zeros(most) and, unless `most` were found, so many bits behind the one: the form of Rice numbers, mostly read
    /// with one look.
    struct Rice {
        unsigned zeros;
        std::uint64_t low;
    };
    Rice rice(unsigned most, unsigned count) {
        auto const window = peek();
        auto const found = zeros(window, most);
        if (found == most) return {found, 0};
        if (count == 0) return {found, 0};
        if (found + 1 + count > sure_bits) return {found, bits(count)};
        at_ += count;
        return {found, (window << (found + 1)) >> (64 - count)};
    }
    bool ok() const { return at_ <= bytes_.size() * 8; }
    std::size_t position() const { return at_; }

  private:
    static constexpr unsigned sure_bits = 57;

    unsigned zeros(std::uint64_t window, unsigned most) {
        auto const found = std::min(static_cast<unsigned>(std::countl_zero(window)), most);
        at_ += found < most ? found + 1 : most;
        return found;
    }

    /// The next 57 bits or more, highest first.
    std::uint64_t peek() const {
        auto const first = at_ / 8;
        std::uint64_t value = 0;
        if (first + 8 <= bytes_.size()) {
            std::memcpy(&value, bytes_.data() + first, 8);
            if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap64(value);
        } else {
            for (std::size_t i = 0; i < 8; ++i)
                value = (value << 8U) | (first + i < bytes_.size() ? static_cast<std::uint8_t>(bytes_[first + i]) : 0U);
        }
        return value << (at_ % 8);
    }

    std::string_view bytes_;
    std::size_t at_;
};

}  // namespace kunyu::archive
