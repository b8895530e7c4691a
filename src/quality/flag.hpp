#pragma once
#include <cstdint>

namespace kunyu::quality {

/// The primary flags of QARTOD (IOOS, Manual for the Use of Real-Time Oceanographic Data Quality Control Flags, 1.2).
enum class Flag : std::uint8_t { good = 1, not_evaluated = 2, suspect = 3, bad = 4, missing = 9 };

/// What the flags of several tests say together: bad, suspect, good, not evaluated, missing, whichever stands first
/// among them. Good goes before not evaluated, since a test that could not judge takes nothing from one that did. The
/// order is that of ioos_qc (qartod_compare).
constexpr int precedence(Flag flag) {
    switch (flag) {
        case Flag::bad:
            return 4;
        case Flag::suspect:
            return 3;
        case Flag::good:
            return 2;
        case Flag::not_evaluated:
            return 1;
        case Flag::missing:
            break;
    }
    return 0;
}
constexpr Flag worse(Flag a, Flag b) {
    return precedence(a) >= precedence(b) ? a : b;
}

}  // namespace kunyu::quality
