#include "base/json.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace kunyu::base {
namespace {

/// Boost.JSON keeps the last of two members with one name; we refuse them. The parser's handler would need a copy of
/// the whole SAX interface for that, so the check compares the number of members the text opens with the number the
/// value holds.
class MemberCounter {
  public:
    std::size_t members(json::value const& value) {
        if (auto const* object = value.if_object()) {
            std::size_t count = object->size();
            for (auto const& member : *object) count += members(member.value());
            return count;
        }
        std::size_t count = 0;
        if (auto const* array = value.if_array())
            for (auto const& item : *array) count += members(item);
        return count;
    }
    /// In a text that has parsed, a colon outside of a string stands once for each member.
    static std::size_t colons(std::string_view text) {
        std::size_t count = 0;
        bool in_string = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (in_string && text[i] == '\\')
                ++i;
            else if (text[i] == '"')
                in_string = !in_string;
            else if (text[i] == ':' && !in_string)
                ++count;
        }
        return count;
    }
};

/// Boost.JSON reads 1e999 as infinity, which no JSON text can say.
bool all_finite(json::value const& value) {
    if (auto const* number = value.if_double()) return std::isfinite(*number);
    if (auto const* array = value.if_array()) return std::all_of(array->begin(), array->end(), all_finite);
    auto const* object = value.if_object();
    return !object ||
           std::all_of(object->begin(), object->end(), [](auto const& member) { return all_finite(member.value()); });
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
    json::parse_options options;
    options.max_depth = 32;
    json::error_code error;
    json::parser whole({}, options);
    std::size_t const read = whole.write_some(text.data(), text.size(), error);
    if (!error && text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) error = json::error::extra_data;
    if (error) return refuse("base.malformed_json", {{"offset", std::to_string(read)}});
    json::value value = whole.release();
    if (MemberCounter{}.members(value) != MemberCounter::colons(text)) return refuse("base.duplicate_member");
    if (!all_finite(value)) return refuse("base.number_too_large");
    return value;
}

Reader::Reader(json::value const& value) : object_(value.if_object()), errors_(&own_errors_) {
    if (!object_) fault("", "base.expected_object");
}

Reader::Reader(json::value const& value, std::string path, std::vector<FieldError>* errors)
    : object_(value.if_object()), path_(std::move(path)), errors_(errors) {}

std::string Reader::item_path(std::string_view list, std::size_t index) {
    return fmt::format("{}/{}", list, index);
}

json::value const* Reader::find(std::string_view key) const {
    return object_ ? object_->if_contains(key) : nullptr;
}

bool Reader::has(std::string_view key) const {
    return find(key) != nullptr;
}

bool Reader::is_null(std::string_view key) const {
    auto const* value = find(key);
    return value && value->is_null();
}

void Reader::fault(std::string_view key, std::string code, Params params) {
    errors_->push_back({key.empty() ? path_ : path_ + "/" + std::string(key), std::move(code), std::move(params)});
}

json::value const* Reader::raw(std::string_view key) {
    known_.emplace(key);
    return find(key);
}

json::value const* Reader::take(std::string_view key, bool required, json::kind kind) {
    auto const* value = raw(key);
    if (!value || value->is_null()) {
        if (required && object_) fault(key, "base.required");
        return nullptr;
    }
    if (value->kind() == kind) return value;
    fault(key, "base.wrong_type", {{"expected", std::string(json::to_string(kind))}});
    return nullptr;
}

json::value const* Reader::take_list(std::string_view key, std::size_t max) {
    auto const* value = take(key, false, json::kind::array);
    if (!value || value->get_array().size() <= max) return value;
    fault(key, "base.too_many_items", {{"max", std::to_string(max)}});
    return nullptr;
}

std::optional<std::string> Reader::clean_text(json::value const& value, std::string_view key, TextRule rule) {
    auto cleaned = normalise(value.get_string(), rule.multiline);
    if (!cleaned) {
        fault(key, "base.control_characters");
        return std::nullopt;
    }
    std::size_t const length = count_characters(*cleaned);
    if (length == 0 && rule.min == 1)
        fault(key, "base.required");
    else if (length < rule.min)
        fault(key, "base.too_short", {{"min", std::to_string(rule.min)}});
    else if (length > rule.max)
        fault(key, "base.too_long", {{"max", std::to_string(rule.max)}, {"length", std::to_string(length)}});
    else
        return cleaned;
    return std::nullopt;
}

std::optional<std::string> Reader::take_text(std::string_view key, bool required, TextRule rule) {
    auto const* value = take(key, required, json::kind::string);
    return value ? clean_text(*value, key, rule) : std::nullopt;
}

std::string Reader::text(std::string_view key, TextRule rule) {
    return take_text(key, true, rule).value_or("");
}

std::optional<std::string> Reader::optional_text(std::string_view key, TextRule rule) {
    return take_text(key, false, rule);
}

std::optional<std::int64_t> Reader::take_integer(std::string_view key, bool required, std::int64_t min,
                                                 std::int64_t max) {
    auto const* value = raw(key);
    if (value && value->is_uint64() && value->get_uint64() > static_cast<std::uint64_t>(INT64_MAX)) {
        fault(key, "base.out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
        return std::nullopt;
    }
    value = take(key, required, json::kind::int64);
    if (!value) return std::nullopt;
    if (value->get_int64() >= min && value->get_int64() <= max) return value->get_int64();
    fault(key, "base.out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
    return std::nullopt;
}

std::int64_t Reader::integer(std::string_view key, std::int64_t min, std::int64_t max) {
    return take_integer(key, true, min, max).value_or(0);
}

std::optional<std::int64_t> Reader::optional_integer(std::string_view key, std::int64_t min, std::int64_t max) {
    return take_integer(key, false, min, max);
}

std::optional<double> Reader::take_number(std::string_view key, bool required, double min, double max) {
    auto const* value = raw(key);
    if (!value || value->is_null()) {
        if (required && object_) fault(key, "base.required");
        return std::nullopt;
    }
    if (!value->is_number()) {
        fault(key, "base.wrong_type", {{"expected", "number"}});
        return std::nullopt;
    }
    double const number = value->to_number<double>();
    if (std::isfinite(number) && number >= min && number <= max) return number;
    fault(key, "base.out_of_range", {{"min", fmt::to_string(min)}, {"max", fmt::to_string(max)}});
    return std::nullopt;
}

double Reader::number(std::string_view key, double min, double max) {
    return take_number(key, true, min, max).value_or(0);
}

std::optional<double> Reader::optional_number(std::string_view key, double min, double max) {
    return take_number(key, false, min, max);
}

std::optional<bool> Reader::take_boolean(std::string_view key, bool required) {
    auto const* value = take(key, required, json::kind::bool_);
    return value ? std::optional<bool>{value->get_bool()} : std::nullopt;
}

bool Reader::boolean(std::string_view key) {
    return take_boolean(key, true).value_or(false);
}

std::optional<bool> Reader::optional_boolean(std::string_view key) {
    return take_boolean(key, false);
}

std::optional<Day> Reader::take_day(std::string_view key, bool required) {
    auto const* value = take(key, required, json::kind::string);
    if (!value) return std::nullopt;
    auto const day = parse_day(value->get_string());
    if (!day) fault(key, "base.not_a_day", {{"value", clip(value->get_string(), 40)}});
    return day;
}

Day Reader::day(std::string_view key) {
    return take_day(key, true).value_or(Day{});
}

std::optional<Day> Reader::optional_day(std::string_view key) {
    return take_day(key, false);
}

std::optional<Instant> Reader::optional_instant(std::string_view key) {
    auto const* value = take(key, false, json::kind::string);
    if (!value) return std::nullopt;
    auto const instant = parse_instant(value->get_string());
    if (!instant) fault(key, "base.not_an_instant", {{"value", clip(value->get_string(), 40)}});
    return instant;
}

std::optional<std::string> Reader::take_choice(std::string_view key, bool required,
                                               std::vector<std::string> const& words) {
    auto const* value = take(key, required, json::kind::string);
    if (!value) return std::nullopt;
    for (auto const& word : words)
        if (word == std::string_view(value->get_string())) return word;
    fault(key, "base.not_a_choice",
          {{"value", clip(value->get_string(), 40)}, {"choices", fmt::format("{}", fmt::join(words, ", "))}});
    return std::nullopt;
}

std::string Reader::choice(std::string_view key, std::vector<std::string> const& words) {
    return take_choice(key, true, words).value_or("");
}

std::optional<std::string> Reader::optional_choice(std::string_view key, std::vector<std::string> const& words) {
    return take_choice(key, false, words);
}

std::vector<std::string> Reader::texts(std::string_view key, std::size_t max, TextRule rule) {
    std::vector<std::string> out;
    auto const* list = take_list(key, max);
    if (!list) return out;
    for (std::size_t i = 0; i < list->get_array().size(); ++i) {
        auto const& item = list->get_array()[i];
        std::string const item_key = fmt::format("{}/{}", key, i);
        if (!item.is_string())
            fault(item_key, "base.wrong_type", {{"expected", "string"}});
        else if (auto cleaned = clean_text(item, item_key, rule))
            out.push_back(std::move(*cleaned));
    }
    return out;
}

std::vector<std::int64_t> Reader::integers(std::string_view key, std::size_t max_items, std::int64_t min,
                                           std::int64_t max) {
    std::vector<std::int64_t> out;
    auto const* list = take_list(key, max_items);
    if (!list) return out;
    for (std::size_t i = 0; i < list->get_array().size(); ++i) {
        auto const& item = list->get_array()[i];
        if (item.is_int64() && item.get_int64() >= min && item.get_int64() <= max)
            out.push_back(item.get_int64());
        else
            fault(fmt::format("{}/{}", key, i), "base.out_of_range",
                  {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
    }
    return out;
}

void Reader::note_unknown() {
    if (!object_) return;
    for (auto const& member : *object_)
        if (!known_.contains(std::string_view(member.key()))) fault(clip(member.key(), 60), "base.unknown_member");
}

Result<void> Reader::finish() {
    note_unknown();
    if (errors_->empty()) return {};
    return Refusal{"base.invalid_input", {}, *errors_};
}

json::object to_json_name(std::string_view zh, std::optional<std::string> const& en) {
    return {{"zh", zh}, {"en", json_or_null(en)}};
}

}  // namespace kunyu::base
