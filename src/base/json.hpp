#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::base {

namespace json = boost::json;

/// Parses a JSON text: UTF-8, at most 32 levels, no comments, no trailing text, no duplicate member names.
/// Refuses with base.malformed_json {offset}, base.duplicate_member, base.number_too_large (1e999).
Result<json::value> parse_json(std::string_view text);

/// Bounds of a text, in characters (code points), not bytes.
struct TextRule {
    std::size_t min = 1;
    std::size_t max = 200;
    bool multiline = false;
};

/// Reads one JSON object strictly: every wrong member is noted with its JSON pointer, unknown members are refused, and
/// finish() answers all faults at once. Until then each getter answers a neutral value for what is missing or wrong. A
/// child reader (of an object or list member) shares the parent's notes.
class Reader {
  public:
    explicit Reader(json::value const& value);
    Reader(Reader const&) = delete;
    Reader& operator=(Reader const&) = delete;

    bool has(std::string_view key) const;      ///< present, be it null
    bool is_null(std::string_view key) const;  ///< present and null

    /// Trimmed, valid UTF-8 in NFC, no control characters (but newlines and tabs when multiline).
    std::string text(std::string_view key, TextRule rule = {});
    std::optional<std::string> optional_text(std::string_view key, TextRule rule = {});
    std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max);
    std::optional<std::int64_t> optional_integer(std::string_view key, std::int64_t min, std::int64_t max);
    double number(std::string_view key, double min, double max);
    std::optional<double> optional_number(std::string_view key, double min, double max);
    bool boolean(std::string_view key);
    std::optional<bool> optional_boolean(std::string_view key);
    Day day(std::string_view key);
    std::optional<Day> optional_day(std::string_view key);
    std::optional<Instant> optional_instant(std::string_view key);

    template <typename Tag>
    Id<Tag> id(std::string_view key) {
        return {integer(key, 1, (1LL << 53) - 1)};
    }
    template <typename Tag>
    std::optional<Id<Tag>> optional_id(std::string_view key) {
        auto const value = optional_integer(key, 1, (1LL << 53) - 1);
        return value ? std::optional<Id<Tag>>{{*value}} : std::nullopt;
    }

    /// One of a closed set of words.
    std::string choice(std::string_view key, std::vector<std::string> const& words);
    std::optional<std::string> optional_choice(std::string_view key, std::vector<std::string> const& words);

    /// `reader.object("place", [&](Reader& place) { ... })`; not called when the member is missing (noted as required)
    /// or wrong.
    template <typename F>
    void object(std::string_view key, F&& read) {
        if (auto const* value = take(key, true, json::kind::object)) descend(*value, key, read);
    }
    /// As object(), but absent or null is fine. Answers whether it was there.
    template <typename F>
    bool optional_object(std::string_view key, F&& read) {
        auto const* value = take(key, false, json::kind::object);
        if (value) descend(*value, key, read);
        return value != nullptr;
    }
    /// Calls `read(Reader&)` for each object of the list; absent counts as empty. More than `max` items is a fault.
    template <typename F>
    void each(std::string_view key, std::size_t max, F&& read) {
        auto const* value = take_list(key, max);
        if (!value) return;
        std::size_t index = 0;
        for (auto const& item : value->get_array()) descend(item, item_path(key, index++), read);
    }
    std::vector<std::string> texts(std::string_view key, std::size_t max, TextRule rule = {});
    std::vector<std::int64_t> integers(std::string_view key, std::size_t max_items, std::int64_t min, std::int64_t max);

    /// The member as it stands, for free-form parts (an audit payload, a form); nullptr when absent.
    json::value const* raw(std::string_view key);

    /// Notes a fault found by the caller: `reader.fault("share", "registry.shares_exceed_whole")`.
    void fault(std::string_view key, std::string code, Params params = {});
    bool ok() const { return errors_->empty(); }
    /// Ok, or base.invalid_input with every fault, unknown members included.
    Result<void> finish();

  private:
    Reader(json::value const& value, std::string path, std::vector<FieldError>* errors);
    static std::string item_path(std::string_view list, std::size_t index);
    json::value const* find(std::string_view key) const;
    json::value const* take(std::string_view key, bool required, json::kind kind);
    json::value const* take_list(std::string_view key, std::size_t max);
    std::optional<std::string> take_text(std::string_view key, bool required, TextRule rule);
    std::optional<std::int64_t> take_integer(std::string_view key, bool required, std::int64_t min, std::int64_t max);
    std::optional<double> take_number(std::string_view key, bool required, double min, double max);
    std::optional<bool> take_boolean(std::string_view key, bool required);
    std::optional<Day> take_day(std::string_view key, bool required);
    std::optional<std::string> take_choice(std::string_view key, bool required, std::vector<std::string> const& words);
    std::optional<std::string> clean_text(json::value const& value, std::string_view key, TextRule rule);
    void note_unknown();

    template <typename F>
    void descend(json::value const& value, std::string_view key, F& read) {
        Reader child(value, path_ + "/" + std::string(key), errors_);
        if (!value.is_object()) {
            child.fault("", "base.expected_object");
            return;
        }
        read(child);
        child.note_unknown();
    }

    json::object const* object_;
    std::string path_;
    std::vector<FieldError> own_errors_;
    std::vector<FieldError>* errors_;
    std::set<std::string, std::less<>> known_;
};

/// {"zh": ..., "en": ... or null}
json::object to_json_name(std::string_view zh, std::optional<std::string> const& en);

/// The value, or null.
template <typename T>
json::value json_or_null(std::optional<T> const& value) {
    return value ? json::value(*value) : json::value(nullptr);
}
inline json::value json_or_null(std::optional<Day> const& day) {
    return day ? json::value(to_string(*day)) : json::value(nullptr);
}
inline json::value json_or_null(std::optional<Instant> const& instant) {
    return instant ? json::value(to_string(*instant)) : json::value(nullptr);
}
template <typename Tag>
json::value json_or_null(std::optional<Id<Tag>> const& id) {
    return id ? json::value(id->value) : json::value(nullptr);
}

}  // namespace kunyu::base
