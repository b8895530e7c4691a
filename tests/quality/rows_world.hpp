#pragma once
#include "quality/qartod.hpp"

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

namespace kunyu::quality {

inline constexpr double absent = std::numeric_limits<double>::quiet_NaN();
inline constexpr std::int64_t second = 1'000'000;

inline void PrintTo(Flag flag, std::ostream* out) {
    *out << static_cast<int>(flag);
}

/// Rows that own their columns; one each minute unless times are given.
struct OwnRows {
    std::vector<std::int64_t> times;
    std::vector<double> values;
    std::vector<std::int64_t> received;
    std::vector<ResultKind> kinds;
    std::vector<double> depths, longitudes, latitudes;

    static OwnRows each_minute(std::vector<double> values) {
        OwnRows rows;
        rows.values = std::move(values);
        for (std::size_t i = 0; i < rows.values.size(); ++i)
            rows.times.push_back(static_cast<std::int64_t>(i) * 60 * second);
        return rows;
    }
    static OwnRows at_seconds(std::vector<std::int64_t> seconds, std::vector<double> values) {
        OwnRows rows;
        for (auto const one : seconds) rows.times.push_back(one * second);
        rows.values = std::move(values);
        return rows;
    }
    Rows view() const { return {times, values, received, kinds, depths, longitudes, latitudes}; }
};

/// "1 2 3" as flags, the way reports write them.
inline std::string shown(std::vector<Flag> const& flags) {
    std::string out;
    for (auto const flag : flags) out += static_cast<char>('0' + static_cast<int>(flag));
    return out;
}

/// The flags of the only test in the rules.
inline std::string flags_of(QartodRules const& rules, OwnRows const& rows, GapRule const& gaps = {}) {
    auto const evaluation = evaluate(rules, rows.view(), gaps);
    return evaluation.tests.size() == 1 ? shown(evaluation.tests.front().second) : "not one test";
}

inline Cadence each_minute() {
    return *Cadence::of({{{0}, std::nullopt, 60 * second}});
}

}  // namespace kunyu::quality
