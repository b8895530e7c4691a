#pragma once
#include "archive/integers.hpp"

#include <optional>

namespace kunyu::archive {

/// A column of doubles, lossless to the last bit. Readings of instruments are decimals: where nearly all are whole
/// numbers of 10^-scale they are written as integers, the others one by one; true doubles as byte planes of the
/// differences of their bits, deflated. The format stands in docs/archive-format.md.
std::string encode_numbers(std::span<double const> values);

/// Reads a column of doubles; a view, as IntegerColumn.
class NumberColumn {
  public:
    static base::Result<NumberColumn> open(std::string_view bytes, std::size_t count);

    std::size_t size() const { return count_; }
    base::Result<void> read(std::size_t from, std::size_t to, double* out) const;
    base::Result<std::vector<double>> read_all() const;
    /// Digits after the point when the column holds decimals.
    std::optional<int> scale() const { return integers_ ? std::optional(scale_) : std::nullopt; }

  private:
    struct Exception {
        std::size_t place = 0;
        double value = 0;
    };

    base::Result<void> read_decimals(std::string_view bytes);
    base::Result<void> read_planes(std::string_view bytes);

    std::size_t count_ = 0;
    int scale_ = 0;
    std::optional<IntegerColumn> integers_;
    std::vector<Exception> exceptions_;
    std::vector<double> doubles_;
};

/// The whole number of 10^-scale that `value` is to the last bit; nothing when it is none. Scales 0 to 15.
std::optional<std::int64_t> decimal(double value, int scale);
/// The double nearest to whole * 10^-scale: what decimal() was given.
double from_decimal(std::int64_t whole, int scale);

}  // namespace kunyu::archive
