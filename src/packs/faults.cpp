#include "packs/faults.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace kunyu::packs {
namespace {

constexpr std::size_t shown_characters = 120;

std::string text_of(base::json::value const& value) {
    if (auto const* text = value.if_string()) return {text->begin(), text->end()};
    return base::json::serialize(value);
}

/// The value a JSON pointer leads to; empty when there is none.
std::string value_at(base::json::value const& root, std::string_view path) {
    boost::system::error_code error;
    auto const* value = root.find_pointer(path, error);
    return value && !error ? text_of(*value) : std::string();
}

}  // namespace

void Faults::add(std::string_view file, std::string_view place, std::string code, std::string_view value,
                 base::Params params) {
    params.try_emplace("value", base::clip(value, shown_characters));
    faults_.push_back({fmt::format("{}#{}", file, place), std::move(code), std::move(params)});
}

void Faults::add(std::string_view file, base::json::value const& root, base::Refusal const& refusal) {
    for (auto const& fault : refusal.fields)
        add(file, fault.path, fault.code, value_at(root, fault.path), fault.params);
}

void Faults::add(std::string_view file, base::Refusal const& refusal) {
    add(file, "", refusal.code, "", refusal.params);
}

std::string pointer(std::string_view list, std::size_t index, std::string_view member) {
    return fmt::format("{}/{}/{}", list, index, member);
}

std::string cell_place(std::size_t row, std::string_view column) {
    return fmt::format("row={};column={}", row, column);
}

}  // namespace kunyu::packs
