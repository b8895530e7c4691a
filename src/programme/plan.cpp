#include "programme/plan.hpp"

#include "base/words.hpp"

#include <array>

namespace kunyu::programme {
namespace {

constexpr std::array<std::string_view, 2> reading_words{"plain", "strict"};
constexpr std::array<std::string_view, 5> role_words{"convened_by", "with", "lead", "responsible", "participant"};
constexpr std::array<std::string_view, 3> origin_words{"plan", "revision", "extension"};

}  // namespace

std::string_view to_string(Reading reading) {
    return base::word_of(reading_words, reading);
}

std::optional<Reading> parse_reading(std::string_view text) {
    return base::enumerator_of<Reading>(reading_words, text);
}

std::string_view to_string(UnitRole role) {
    return base::word_of(role_words, role);
}

std::optional<UnitRole> parse_unit_role(std::string_view text) {
    return base::enumerator_of<UnitRole>(role_words, text);
}

std::string_view to_string(DueOrigin origin) {
    return base::word_of(origin_words, origin);
}

std::optional<DueOrigin> parse_due_origin(std::string_view text) {
    return base::enumerator_of<DueOrigin>(origin_words, text);
}

base::Day due_in(Reading reading, base::Day due, std::optional<base::Day> const& due_strict) {
    return reading == Reading::strict ? due_strict.value_or(due) : due;
}

}  // namespace kunyu::programme
