#include "evidence/period.hpp"

#include <algorithm>
#include <array>

namespace kunyu::evidence {
namespace {

constexpr std::array<std::string_view, 4> words{"whole", "month", "quarter", "year"};
constexpr std::int64_t ten_minutes = 600'000'000;  ///< microseconds

base::Day next_edge(base::Day day, Step step) {
    switch (step) {
        case Step::month:
            return base::Day::of(day.year(), day.month(), 1).plus_months(1);
        case Step::quarter:
            return base::Day::of(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).plus_months(3);
        case Step::year:
            return base::Day::of(day.year() + 1, 1, 1);
        case Step::whole:
            break;
    }
    return day;
}

}  // namespace

std::optional<Step> parse_step(std::string_view word) {
    auto const* const found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return std::nullopt;
    return static_cast<Step>(found - words.begin());
}

std::vector<Period> cut(Period const& period, Step step) {
    if (period.to <= period.from) return {};
    if (step == Step::whole) return {period};
    std::vector<Period> parts;
    for (auto from = period.from; from < period.to; from = parts.back().to)
        parts.push_back({from, std::min(next_edge(from, step), period.to)});
    return parts;
}

base::Instant settled(base::Instant moment) {
    return {moment.microseconds - moment.microseconds % ten_minutes};
}

}  // namespace kunyu::evidence
