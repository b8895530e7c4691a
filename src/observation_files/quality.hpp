#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace kunyu::observation_files {

/// Flags of IOOS QARTOD (Manual for the Use of Real-Time Oceanographic Data Quality Control Flags, 1.1, table 1).
inline constexpr std::uint8_t quality_pass = 1;
inline constexpr std::uint8_t quality_not_evaluated = 2;
inline constexpr std::uint8_t quality_suspect = 3;
inline constexpr std::uint8_t quality_fail = 4;
inline constexpr std::uint8_t quality_missing = 9;
inline constexpr std::array<std::uint8_t, 5> quality_flags{quality_pass, quality_not_evaluated, quality_suspect,
                                                           quality_fail, quality_missing};
/// Their meanings in the same order, as the attribute flag_meanings of CF (section 3.5) wants them.
inline constexpr std::string_view quality_meanings = "pass not_evaluated suspect fail missing_data";

constexpr bool is_quality(std::int64_t value) {
    return (value >= quality_pass && value <= quality_fail) || value == quality_missing;
}

}  // namespace kunyu::observation_files
