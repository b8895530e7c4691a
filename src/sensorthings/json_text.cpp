#include "sensorthings/json_text.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <string_view>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;

void append(std::string& out, json::value const& value);

bool is_plain(std::string_view text) {
    for (char const c : text)
        if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) return false;
    return true;
}

void append_string(std::string& out, std::string_view text) {
    if (!is_plain(text)) {
        out += json::serialize(json::string(text));
        return;
    }
    out += '"';
    out += text;
    out += '"';
}

/// A whole double keeps its point, so that it is read as one again.
void append_double(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    auto const begin = out.size();
    fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), number);
    if (out.find_first_of(".e", begin) == std::string::npos) out += ".0";
}

void append_array(std::string& out, json::array const& values) {
    char before = '[';
    for (auto const& value : values) {
        out += before;
        append(out, value);
        before = ',';
    }
    if (values.empty()) out += '[';
    out += ']';
}

void append_object(std::string& out, json::object const& object) {
    char before = '{';
    for (auto const& member : object) {
        out += before;
        append_string(out, member.key());
        out += ':';
        append(out, member.value());
        before = ',';
    }
    if (object.empty()) out += '{';
    out += '}';
}

void append(std::string& out, json::value const& value) {
    switch (value.kind()) {
        case json::kind::null:
            out += "null";
            break;
        case json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            break;
        case json::kind::int64:
            out += fmt::format_int(value.get_int64()).str();
            break;
        case json::kind::uint64:
            out += fmt::format_int(value.get_uint64()).str();
            break;
        case json::kind::double_:
            append_double(out, value.get_double());
            break;
        case json::kind::string:
            append_string(out, value.get_string());
            break;
        case json::kind::array:
            append_array(out, value.get_array());
            break;
        case json::kind::object:
            append_object(out, value.get_object());
            break;
    }
}

}  // namespace

std::string json_text(json::value const& value) {
    std::string out;
    append(out, value);
    return out;
}

}  // namespace kunyu::sensorthings
