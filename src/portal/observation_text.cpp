#include "portal/observation_text.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_result = 200;

std::string plain_text(Page const& page, json::value const& result) {
    if (result.is_null()) return page.text("unknown");
    if (result.is_string()) return base::clip(std::string(result.get_string()), longest_result);
    if (result.is_bool()) return page.text(result.get_bool() ? "yes" : "no");
    if (result.is_double()) return fmt::format("{}", result.get_double());
    return base::clip(json::serialize(result), longest_result);
}

std::string with_unit(std::string text, std::string const& unit) {
    return unit.empty() ? text : std::move(text) + " " + unit;
}

}  // namespace

std::string string_in(json::value const& object, std::string_view member) {
    auto const& value = object.at(member);
    return value.is_string() ? std::string(value.get_string()) : std::string();
}

base::Instant instant_in(json::value const& text) {
    auto const moment = base::parse_instant(std::string(text.as_string()));
    if (!moment) throw std::logic_error("not a date-time of the contract: " + std::string(text.as_string()));
    return *moment;
}

Data name_data(Page const& page, json::value const& reference) {
    return free_text(string_in(reference, "name"), page.language());
}

std::string unit_text(json::array const& units, std::size_t index) {
    if (index >= units.size()) return "";
    auto const symbol = string_in(units[index], "symbol");
    return symbol.empty() ? string_in(units[index], "name") : symbol;
}

Data unit_list(json::array const& units) {
    std::string out;
    for (std::size_t i = 0; i < units.size(); ++i)
        if (auto const unit = unit_text(units, i); !unit.empty()) out += (out.empty() ? "" : ", ") + unit;
    return out.empty() ? Data(false) : Data(out);
}

std::string result_text(Page const& page, json::array const& units, json::value const& result) {
    auto const* several = result.if_array();
    if (!several) return with_unit(plain_text(page, result), result.is_number() ? unit_text(units, 0) : "");
    std::string out;
    for (std::size_t i = 0; i < several->size(); ++i)
        out += (i == 0 ? "" : "; ") + with_unit(plain_text(page, (*several)[i]), unit_text(units, i));
    return out;
}

std::string flag_text(Page const& page, int quality) {
    bool const known = quality == 1 || quality == 3 || quality == 4 || quality == 9;
    return page.text("quality_" + std::to_string(known ? quality : 2));
}

std::string_view flag_mark(int quality) {
    if (quality == 1) return "●";
    if (quality == 3) return "◆";
    if (quality == 4) return "■";
    return quality == 9 ? "▬" : "○";
}

std::string cadence_text(Page const& page, json::value const& seconds) {
    if (seconds.is_null()) return page.text("unknown");
    auto const number = seconds.to_number<std::int64_t>();
    for (auto const& [length, key] :
         {std::pair{86'400, "every_days"}, std::pair{3600, "every_hours"}, std::pair{60, "every_minutes"}})
        if (number % length == 0) return page.text(key, {{"number", std::to_string(number / length)}});
    return page.text("every_seconds", {{"number", std::to_string(number)}});
}

Data extent_text(Page const& page, json::value const& extent) {
    if (extent.is_null()) return Data(false);
    return Data(page.text("span", {{"from", base::to_string(base::day_of(instant_in(extent.at("from"))))},
                                   {"to", base::to_string(base::day_of(instant_in(extent.at("to"))))}}));
}

Data licence_data(Page const& page, std::string const& licence) {
    bool const is_address = licence.rfind("https://", 0) == 0 || licence.rfind("http://", 0) == 0;
    Data out{Data::type::object};
    out.set("text", licence.empty() ? page.text("licence_unstated") : licence);
    out.set("href", is_address ? Data(licence) : Data(false));
    return out;
}

}  // namespace kunyu::portal
