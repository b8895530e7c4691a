// Any bytes as a JSON text: refused, or within the promised depth and free of double members, reading back as written
// (numbers beyond 64 bits to their last digits or so: Boost.JSON 1.81 does not round them exactly);
// and the strict reader either answers values within their rules or names at least one fault.
#include "base/json.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

namespace json = boost::json;
using namespace kunyu;

void must(bool promise) {
    if (!promise) std::abort();
}

int depth_of(json::value const& value) {
    int deepest = 0;
    if (value.is_array())
        for (auto const& item : value.get_array()) deepest = std::max(deepest, depth_of(item));
    else if (value.is_object())
        for (auto const& member : value.get_object()) deepest = std::max(deepest, depth_of(member.value()));
    else
        return 0;
    return deepest + 1;
}

bool same(json::value const& a, json::value const& b) {
    if (a.kind() != b.kind()) return false;
    if (a.is_double()) {
        auto const x = a.get_double(), y = b.get_double();
        return x == y || std::abs(x - y) <= 1e-12 * std::max(std::abs(x), std::abs(y)) + 1e-300;
    }
    if (a.is_array())
        return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(), b.get_array().end(), same);
    if (!a.is_object()) return a == b;
    return a.get_object().size() == b.get_object().size() &&
           std::all_of(a.get_object().begin(), a.get_object().end(), [&](auto const& member) {
               auto const* other = b.get_object().if_contains(member.key());
               return other && same(member.value(), *other);
           });
}

/// The members that the seeds use, each read by another kind of getter.
void read(json::value const& value) {
    base::Reader reader(value);
    auto const text = reader.text("t", {.min = 1, .max = 5});
    auto const integer = reader.optional_integer("i", -3, 7);
    auto const number = reader.optional_number("n", 0, 1);
    auto const day = reader.optional_day("d");
    reader.optional_instant("at");
    reader.optional_boolean("b");
    auto const choice = reader.optional_choice("c", {"x", "y"});
    auto const texts = reader.texts("l", 3, {.max = 2});
    reader.optional_object("o", [](base::Reader& inner) { inner.optional_id<struct AnyTag>("id"); });
    reader.each("e", 2, [](base::Reader& item) { item.optional_text("t"); });
    auto const outcome = reader.finish();
    must(outcome.has_value() == reader.ok());
    if (outcome.has_error()) {
        must(!outcome.error().fields.empty());
        return;
    }
    must(base::is_utf8(text) && !text.empty());
    must(!integer || (*integer >= -3 && *integer <= 7));
    must(!number || (*number >= 0 && *number <= 1));
    must(!day || base::parse_day(base::to_string(*day)) == day);
    must(!choice || *choice == "x" || *choice == "y");
    must(texts.size() <= 3);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const value = base::parse_json({reinterpret_cast<char const*>(data), size});
    if (value.has_error()) return 0;
    must(depth_of(*value) <= 32);
    auto const again = base::parse_json(json::serialize(*value));
    must(again.has_value() && same(*value, *again));
    read(*value);
    return 0;
}
