#pragma once
#include <string_view>

namespace kunyu::observation_files {

enum class NumberRead {
    number,
    not_a_number,  ///< "abc", "12.5 m"
    not_finite,    ///< "NaN", "inf"
    out_of_range,  ///< "1e999": no double holds it
};

/// Reads a decimal number as loggers and spreadsheets write it: a sign, digits, a point (or a comma where
/// `decimal_comma`), an exponent. The value is the double nearest to what is written.
NumberRead read_number(std::string_view text, bool decimal_comma, double& value);

/// Brings a value into the unit of its stream: value * factor + offset. A factor that is a negative power of ten
/// divides instead, so that 1234 mm are 1.234 m to the last digit.
class Scale {
  public:
    Scale() = default;
    Scale(double factor, double offset);
    double operator()(double value) const {
        return is_identity_ ? value : (divides_ ? value / by_ : value * by_) + offset_;
    }

  private:
    bool is_identity_ = true;
    bool divides_ = false;
    double by_ = 1;
    double offset_ = 0;
};

}  // namespace kunyu::observation_files
