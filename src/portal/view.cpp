#include "portal/view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kunyu::portal {
namespace {

namespace json = boost::json;
using base::Language;

bool is_name(json::object const& object) {
    return object.size() == 2 && object.contains("zh") && object.contains("en");
}

bool is_bounded_day(json::object const& object) {
    return object.contains("precision") && object.contains("earliest") && object.contains("latest");
}

std::string string_or_empty(json::value const& value) {
    return value.is_string() ? std::string(value.get_string()) : std::string();
}

/// "2018-06" of a day known to the month only.
std::string cut_to(std::string const& precision, std::string const& day) {
    if (precision == "year") return day.substr(0, 4);
    return precision == "month" ? day.substr(0, 7) : day;
}

std::string bounded_day_text(json::object const& day, Language language) {
    auto const precision = string_or_empty(day.at("precision"));
    auto const known = string_or_empty(day.at("day"));
    auto const earliest = string_or_empty(day.at("earliest"));
    auto const latest = string_or_empty(day.at("latest"));
    if (!known.empty()) return cut_to(precision, known);
    if (!earliest.empty() && !latest.empty()) {
        if (precision != "bounded") return cut_to(precision, earliest);
        return text("between", language, {{"from", earliest}, {"to", latest}});
    }
    if (!earliest.empty()) return text("not_before", language, {{"day", earliest}});
    if (!latest.empty()) return text("not_after", language, {{"day", latest}});
    return text("unknown", language);
}

/// UTF-8 of U+4000 to U+9FFF begins with these bytes.
bool holds_chinese(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte >= 0xe4 && byte <= 0xe9;
    });
}

Data name_view(json::object const& name, Language language) {
    auto const zh = string_or_empty(name.at("zh"));
    auto const en = string_or_empty(name.at("en"));
    bool const chinese = language == Language::zh || en.empty();
    Data out{Data::type::object};
    out.set("text", chinese ? zh : en);
    // Set either way: a look-up that finds nothing would go on to the page's own.
    out.set("lang", chinese && language == Language::en ? Data("zh") : Data(false));
    return out;
}

}  // namespace

std::string text(std::string_view key, Language language, base::Params const& params) {
    return base::Messages::instance().text("portal." + std::string(key), language, params);
}

std::string name_text(json::value const& name, Language language) {
    if (!name.is_object()) return {};
    auto const en = string_or_empty(name.at("en"));
    return language == Language::zh || en.empty() ? string_or_empty(name.at("zh")) : en;
}

Data view_object(json::object const& object, Language language) {
    if (is_name(object)) return name_view(object, language);
    Data out{Data::type::object};
    for (auto const& member : object) out.set(std::string(member.key()), to_view(member.value(), language));
    if (is_bounded_day(object)) {
        out.set("shown", bounded_day_text(object, language));
        if (auto const* wording = object.if_contains("text")) out.set("wording", to_view(*wording, language));
    }
    return out;
}

Data to_view(json::value const& value, Language language) {
    switch (value.kind()) {
        case json::kind::null:
            return Data(false);
        case json::kind::bool_:
            return Data(value.get_bool());
        case json::kind::int64:
            return Data(std::to_string(value.get_int64()));
        case json::kind::uint64:
            return Data(std::to_string(value.get_uint64()));
        case json::kind::double_:
            return Data(fmt::format("{}", value.get_double()));
        case json::kind::string:
            // An empty text is absent for a template.
            if (value.get_string().empty()) return Data(false);
            return Data(std::string(value.get_string()));
        case json::kind::array: {
            Data list{Data::type::list};
            for (auto const& item : value.get_array()) list.push_back(to_view(item, language));
            return list;
        }
        case json::kind::object:
            break;
    }
    return view_object(value.get_object(), language);
}

Data free_text(std::string_view text, Language language) {
    Data out{Data::type::object};
    out.set("text", std::string(text));
    out.set("lang", language != Language::zh && holds_chinese(text) ? Data("zh") : Data(false));
    return out;
}

std::string moment_text(base::Instant moment) {
    auto const day = base::day_of(moment);
    auto const seconds = (moment.microseconds - base::start_of(day).microseconds) / 1'000'000;
    auto out = fmt::format("{} {:02}:{:02}", base::to_string(day), seconds / 3600, seconds / 60 % 60);
    if (seconds % 60 != 0) out += fmt::format(":{:02}", seconds % 60);
    return out;
}

std::string_view state_mark(std::string_view state) {
    if (state == "operating" || state == "regular") return "●";
    if (state == "building" || state == "trial" || state == "incubating") return "◐";
    if (state == "rectifying") return "◆";
    if (state == "joined") return "◎";
    if (state == "merged" || state == "converted" || state == "promoted") return "▶";
    if (state == "exited" || state == "refused" || state == "withdrawn") return "■";
    return "○";
}

std::string size_text(std::int64_t bytes) {
    if (bytes < 1000) return fmt::format("{} B", bytes);
    if (bytes < 1'000'000) return fmt::format("{} KB", (bytes + 500) / 1000);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace kunyu::portal
