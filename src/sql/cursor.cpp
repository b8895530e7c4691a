#include "sql/cursor.hpp"

#include "base/text.hpp"

#include <cstring>
#include <stdexcept>

namespace kunyu::sql {
namespace {

constexpr std::size_t check_size = 8;

void append_number(std::string& out, void const* number) {
    out.append(static_cast<char const*>(number), sizeof(std::int64_t));
}

/// A letter for the type, then eight bytes, or the length in eight bytes and the text.
void append_value(std::string& out, Value const& value) {
    if (auto const* whole = std::get_if<std::int64_t>(&value)) {
        out += 'i';
        append_number(out, whole);
    } else if (auto const* real = std::get_if<double>(&value)) {
        out += 'r';
        append_number(out, real);
    } else if (auto const* text = std::get_if<std::string>(&value)) {
        auto const size = static_cast<std::int64_t>(text->size());
        out += 't';
        append_number(out, &size);
        out += *text;
    } else {
        throw std::logic_error("a sort key is neither null nor a blob; use coalesce()");
    }
}

std::string checksum(std::string_view list, std::string_view bytes) {
    return base::sha256_hex(std::string(list) + '\n' + std::string(bytes)).substr(0, check_size);
}

/// Reads what append_value wrote; after a fault every answer is empty.
class CursorReader {
  public:
    explicit CursorReader(std::string_view bytes) : rest_(bytes) {}
    bool finished() const { return rest_.empty(); }
    std::optional<Value> take(char type) {
        if (rest_.empty() || rest_.front() != type) return std::nullopt;
        rest_.remove_prefix(1);
        if (type == 'r') return take_number<double>();
        auto const whole = take_number<std::int64_t>();
        if (type == 'i' || !whole) return whole;
        return take_text(std::get<std::int64_t>(*whole));
    }

  private:
    template <typename T>
    std::optional<Value> take_number() {
        if (rest_.size() < sizeof(T)) return std::nullopt;
        T number{};
        std::memcpy(&number, rest_.data(), sizeof number);
        rest_.remove_prefix(sizeof number);
        return number;
    }
    std::optional<Value> take_text(std::int64_t size) {
        if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) return std::nullopt;
        std::string text(rest_.substr(0, static_cast<std::size_t>(size)));
        rest_.remove_prefix(text.size());
        return text;
    }
    std::string_view rest_;
};

}  // namespace

std::string encode_cursor(std::string_view list, std::vector<Value> const& keys) {
    std::string bytes;
    for (auto const& key : keys) append_value(bytes, key);
    return base::base64url_encode(checksum(list, bytes) + bytes);
}

base::Result<std::vector<Value>> decode_cursor(std::string_view list, std::string_view shape, std::string_view cursor) {
    auto const bad = base::refuse("base.bad_cursor");
    auto const bytes = base::base64url_decode(cursor);
    if (!bytes || bytes->size() < check_size) return bad;
    std::string_view const body = std::string_view(*bytes).substr(check_size);
    if (bytes->substr(0, check_size) != checksum(list, body)) return bad;
    CursorReader reader(body);
    std::vector<Value> keys;
    for (char const type : shape) {
        auto key = reader.take(type);
        if (!key) return bad;
        keys.push_back(std::move(*key));
    }
    if (!reader.finished()) return bad;
    return keys;
}

}  // namespace kunyu::sql
