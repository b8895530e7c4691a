#include "portal/page.hpp"

#include "base/text.hpp"
#include "http/target.hpp"
#include "portal/assets.hpp"
#include "portal/templates.hpp"

#include <algorithm>
#include <array>

namespace kunyu::portal {
namespace {

using base::Language;

struct Channel {
    std::string_view path;
    std::string_view key;
    std::string_view also = {};  ///< another page that belongs to it
};
/// Eight at most, as 国办发〔2017〕47号 has it.
constexpr std::array<Channel, 8> channels = {Channel{"/", "home"},
                                             Channel{"/platforms", "platforms"},
                                             Channel{"/layout", "layout", "/provinces"},
                                             Channel{"/map", "map"},
                                             Channel{"/stations", "stations"},
                                             Channel{"/notices", "notices"},
                                             Channel{"/guide", "guide"},
                                             Channel{"/data", "data"}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> sizes = {
    std::pair{"normal", "A"}, std::pair{"large", "A+"}, std::pair{"larger", "A++"}};

std::string home_of(std::string_view prefix) {
    return prefix.empty() ? "/" : std::string(prefix);
}

std::string path_in(Language language, std::string const& path) {
    if (language == Language::zh) return path;
    return path == "/" ? "/en" : "/en" + path;
}

std::string query_of(http::Fields const& fields) {
    std::string out;
    for (auto const& [name, value] : fields)
        if (!value.empty())
            out += (out.empty() ? "?" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
    return out;
}

std::string origin_of(http::Request const& request) {
    return (request.secure ? "https://" : "http://") + request.header("host").value_or("localhost");
}

/// The text size chosen by a link of the header, else the one kept in the cookie.
std::string size_of(http::Request const& request) {
    auto const chosen = request.parameter("text").value_or(request.cookie("kunyu_text").value_or(""));
    bool const known = std::any_of(sizes.begin(), sizes.end(), [&](auto const& size) { return size.first == chosen; });
    return known ? chosen : "normal";
}

Data channel_data(Page const& page) {
    Data list{Data::type::list};
    for (auto const& channel : channels) {
        auto const path = std::string(channel.path);
        bool const below = path != "/" && page.path.rfind(path + "/", 0) == 0;
        Data item{Data::type::object};
        item.set("href", path_in(page.language(), path));
        item.set("label", page.text(channel.key));
        item.set("current", page.path == path || below || page.path == channel.also);
        list.push_back(item);
    }
    return list;
}

Data size_data(Page const& page) {
    auto const current = size_of(page.request);
    Data list{Data::type::list};
    for (auto const& [size, mark] : sizes) {
        Data item{Data::type::object};
        item.set("href", page.with_query({{"text", std::string(size)}}));
        item.set("label", page.text("text_" + std::string(size)));
        item.set("current", current == size);
        list.push_back(item);
    }
    return list;
}

/// What the configuration says of the site; what is unset is not shown.
Data footer_data(Page const& page) {
    Data list{Data::type::list};
    for (std::string const key : {"organiser", "contractor", "contact", "site_code", "icp", "fault_report"}) {
        auto const value = page.site.item(key);
        if (!value) continue;
        bool const is_address = value->rfind("https://", 0) == 0 || value->rfind("http://", 0) == 0;
        Data item{Data::type::object};
        item.set("label", page.text(key));
        item.set("value", *value);
        item.set("href", is_address ? Data(*value) : Data(false));
        list.push_back(item);
    }
    return list;
}

/// JSON within a script element: "<" could end it.
std::string script_json(boost::json::value const& value) {
    std::string out;
    for (char const c : boost::json::serialize(value)) {
        if (c == '<')
            out += "\\u003c";
        else
            out += c;
    }
    return out;
}

Data base_data(Page const& page, Content const& content) {
    auto const origin = origin_of(page.request);
    auto const language = page.language();
    auto const other = language == Language::zh ? Language::en : Language::zh;
    auto const size = size_of(page.request);
    auto kept = page.request.query;
    std::erase_if(kept, [](auto const& field) { return field.first == "text" || field.first == "lang"; });
    Data data{Data::type::object};
    data.set("lang", language == Language::zh ? "zh-CN" : "en");
    data.set("text_class", size == "normal" ? Data(false) : Data("text-" + size));
    data.set("title", content.title);
    data.set("is_home", content.is_home);
    data.set("site_name", page.site.name(language));
    data.set("tagline",
             page.site.item(language == Language::zh ? "name_zh" : "name_en").value_or(page.text("tagline")));
    data.set("description", content.description);
    data.set("robots", content.index ? Data(false) : Data("noindex"));
    data.set("canonical", origin + path_in(language, page.path));
    data.set("url_zh", origin + path_in(Language::zh, page.path));
    data.set("url_en", origin + path_in(Language::en, page.path));
    data.set("icon", asset_url("icon.svg"));
    data.set("css", asset_url("portal.css"));
    data.set("json_ld", content.json_ld.is_null() ? Data(false) : Data(script_json(content.json_ld)));
    data.set("prefix", page.prefix);
    data.set("home_href", home_of(page.prefix));
    data.set("sizes", size_data(page));
    data.set("other_href", path_in(other, page.path) + query_of(kept));
    data.set("other_lang", other == Language::zh ? "zh-CN" : "en");
    data.set("channels", channel_data(page));
    data.set("footer", footer_data(page));
    data.set("content", content.body);
    return data;
}

}  // namespace

std::string Page::as_of() const {
    auto const day = parameter("as_of");
    return day.empty() ? base::to_string(site.today()) : day;
}

std::string Page::as_of_caption(std::string_view day) const {
    return text("as_of_caption", {{"day", std::string(day)}});
}

std::string Page::day_query() const {
    auto const day = parameter("as_of");
    return day.empty() || day == base::to_string(site.today()) ? "" : "?as_of=" + http::percent_encode(day);
}

std::string Page::with_query(http::Fields const& changes) const {
    auto fields = request.query;
    std::erase_if(fields, [](auto const& field) { return field.first == "lang"; });
    for (auto const& [name, value] : changes) {
        auto const found = std::find_if(fields.begin(), fields.end(),
                                        [&name = name](auto const& field) { return field.first == name; });
        if (found == fields.end())
            fields.emplace_back(name, value);
        else
            found->second = value;
    }
    return path_in(language(), path) + query_of(fields);
}

Data page_data(Page const& page) {
    Data data{Data::type::object};
    data.set("prefix", page.prefix);
    data.set("home_href", home_of(page.prefix));
    data.set("as_of", page.as_of());
    data.set("as_of_caption", page.as_of_caption(page.as_of()));
    data.set("day_query", page.day_query());
    data.set("site_name", page.site.name(page.language()));
    return data;
}

http::Response whole_page(Page const& page, int status, Content const& content) {
    auto response = http::Response::html(status, render("base", base_data(page, content), page.language()));
    response.header("Content-Language", page.language() == Language::zh ? "zh-CN" : "en");
    response.header("Cache-Control", "no-cache");
    auto const size = size_of(page.request);
    if (page.request.parameter("text") == size)
        response.header("Set-Cookie", "kunyu_text=" + size + "; Path=/; Max-Age=31536000; SameSite=Lax");
    if (status == 200) response.header("ETag", '"' + base::sha256_hex(response.body).substr(0, 20) + '"');
    return response;
}

http::Response error_page(Page const& page, base::Refusal const& refusal) {
    auto const& messages = base::Messages::instance();
    int const status = messages.status(refusal.code);
    bool const missing = status == 404;
    auto detail = messages.text(refusal.code, page.language(), refusal.params);
    Content content;
    content.title = page.text(missing ? "not_found_title" : "error_title");
    content.description = detail;
    content.index = false;
    auto data = page_data(page);
    data.set("heading", content.title);
    data.set("detail", detail);
    data.set("request_id", page.request.id);
    content.body = render("error", data, page.language());
    return whole_page(page, status, content);
}

}  // namespace kunyu::portal
