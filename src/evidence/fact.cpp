#include "evidence/fact.hpp"

namespace kunyu::evidence {

Measure share_of(std::int64_t numerator, std::int64_t denominator) {
    Measure out{std::nullopt, numerator, denominator};
    if (denominator > 0) out.value = numerator * 1000 / denominator;
    return out;
}

}  // namespace kunyu::evidence
