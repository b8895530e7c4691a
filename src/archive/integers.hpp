#pragma once
#include "base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::archive {

/// A column of integers in as few bytes as their differences need. Lossless for every int64. The format stands in
/// docs/archive-format.md: differences of order 0, 1 or 2, whichever is smallest, in blocks of 64, each with Rice codes
/// of its own parameter or in a fixed width; every 256 values a place to begin reading.
std::string encode_integers(std::span<std::int64_t const> values);

/// Reads a column, whole or in part. Keeps a view of the bytes, which must outlive it. Bytes nobody vouches for are
/// refused (archive.damaged), or give numbers that mean nothing; they never make it read elsewhere.
class IntegerColumn {
  public:
    static base::Result<IntegerColumn> open(std::string_view bytes, std::size_t count);

    std::size_t size() const { return count_; }
    /// Values [from, to) into `out`, which has room for them. Reads at most 255 values before `from`.
    base::Result<void> read(std::size_t from, std::size_t to, std::int64_t* out) const;
    base::Result<std::vector<std::int64_t>> read_all() const;

  private:
    /// Where reading can begin: the bit, and the two values before.
    struct Entry {
        std::uint64_t bit = 0;
        std::int64_t before = 0;
        std::int64_t before_that = 0;
    };

    base::Result<void> read_entries(std::string_view bytes);

    std::size_t count_ = 0;
    unsigned order_ = 0;
    std::vector<Entry> entries_;  ///< one every 256 values, the first at value 0
    std::string_view body_;
};

}  // namespace kunyu::archive
