#include "portal/portal_routes.hpp"

#include "portal/api_reader.hpp"
#include "portal/assets.hpp"
#include "portal/pages.hpp"
#include "portal/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <optional>

namespace kunyu::portal {
namespace {

using base::Language;

struct PageRoute {
    std::string_view pattern;
    PageFunction make;
};
constexpr std::array<PageRoute, 15> pages = {PageRoute{"/", home_page},
                                             PageRoute{"/platforms", platforms_page},
                                             PageRoute{"/platforms/{code}", platform_page},
                                             PageRoute{"/layout", layout_page},
                                             PageRoute{"/provinces", provinces_page},
                                             PageRoute{"/map", map_page},
                                             PageRoute{"/stations", stations_page},
                                             PageRoute{"/stations/{id}", station_page},
                                             PageRoute{"/notices", notices_page},
                                             PageRoute{"/notices/{id}", notice_page},
                                             PageRoute{"/data", data_page},
                                             PageRoute{"/guide", guide_page},
                                             PageRoute{"/sitemap", sitemap_page},
                                             PageRoute{"/accessibility", accessibility_page},
                                             PageRoute{"/search", search_page}};

/// The address of the English page beside the Chinese one.
std::string in_english(std::string_view path) {
    return path == "/" ? "/en" : "/en" + std::string(path);
}

bool is_english(std::string_view path) {
    return path == "/en" || path.rfind("/en/", 0) == 0;
}

/// The page asked for; the language is that of the path, whatever the browser prefers.
Page page_of(http::Request const& request, Site const& site, ApiReader const& api) {
    bool const english = is_english(request.path);
    Page page{request, site, api, request.path, english ? "/en" : ""};
    page.request.language = english ? Language::en : Language::zh;
    if (english) page.path = request.path.size() <= 4 ? "/" : request.path.substr(3);
    return page;
}

http::Response answer(Page const& page, PageFunction make) {
    auto const content = make(page);
    if (content.has_error()) return error_page(page, content.error());
    return whole_page(page, 200, *content);
}

void add_page(http::Router& router, Site const& site, std::shared_ptr<ApiReader const> const& api, std::string pattern,
              PageFunction make) {
    http::RouteOptions options;
    options.action = "portal.read";
    router.add(http::Method::get, std::move(pattern), options,
               [&site, api, make](http::Request const& request) { return answer(page_of(request, site, *api), make); });
}

bool is_page(http::Route const* route) {
    return route && std::any_of(pages.begin(), pages.end(), [route](PageRoute const& page) {
               return route->pattern == page.pattern || route->pattern == in_english(page.pattern);
           });
}

/// The address asked for, with its query, less the slash at its path's end, where that is a page's. No other address
/// leads anywhere, so that "//elsewhere/" cannot lead to another host.
std::optional<std::string> without_slash(http::Router const& router, http::Request const& request) {
    std::string_view const path = request.path;
    if (path.size() < 2 || path.back() != '/') return std::nullopt;
    if (!is_page(router.match(http::Method::get, path.substr(0, path.size() - 1)).route)) return std::nullopt;
    auto target = request.target;
    target.erase(std::min(target.find('?'), target.size()) - 1, 1);
    return target;
}

/// The address holds for good (308).
http::Response moved_to(std::string address) {
    auto response = http::Response::redirect(std::move(address));
    response.status = 308;
    return response;
}

std::string origin_of(http::Request const& request) {
    return (request.secure ? "https://" : "http://") + request.header("host").value_or("localhost");
}

/// One address in both languages, as sitemaps name them.
void append_url(std::string& out, std::string const& origin, std::string const& path) {
    auto const zh = xml_escape(origin + path);
    auto const en = xml_escape(origin + in_english(path));
    for (auto const& url : {zh, en})
        fmt::format_to(
            std::back_inserter(out),
            R"(<url><loc>{}</loc><xhtml:link rel="alternate" hreflang="zh-CN" href="{}"/><xhtml:link rel="alternate" hreflang="en" href="{}"/></url>)"
            "\n",
            url, zh, en);
}

http::Response sitemap_xml(Page const& page) {
    auto const platforms = all_platforms(page);
    if (platforms.has_error()) return http::problem(page.request, platforms.error());
    auto const stations = all_stations(page);
    if (stations.has_error()) return http::problem(page.request, stations.error());
    auto const origin = origin_of(page.request);
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
        "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
    for (auto const& route : pages)
        if (route.pattern.find('{') == std::string_view::npos) append_url(out, origin, std::string(route.pattern));
    for (auto const& platform : *platforms)
        if (!platform.at("sample").as_bool())
            append_url(out, origin, "/platforms/" + std::string(platform.at("code").as_string()));
    for (auto const& station : *stations)
        if (!station.at("sample").as_bool())
            append_url(out, origin, "/stations/" + std::to_string(station.at("id").to_number<std::int64_t>()));
    http::Response response;
    response.header("Content-Type", "application/xml");
    response.body = out + "</urlset>\n";
    return response;
}

http::Response robots_txt(http::Request const& request) {
    return http::Response::text(200, "User-agent: *\nDisallow: /workbench/\nDisallow: /api/\nSitemap: " +
                                         origin_of(request) + "/sitemap.xml\n");
}

}  // namespace

void add_page_routes(http::Router& router, Site const& site) {
    auto const api = std::make_shared<ApiReader const>(router);
    for (auto const& page : pages) {
        std::string const pattern(page.pattern);
        add_page(router, site, api, pattern, page.make);
        add_page(router, site, api, in_english(pattern), page.make);
    }
    add_asset_routes(router);
    http::RouteOptions options;
    options.action = "portal.read";
    router.add(http::Method::get, "/sitemap.xml", options,
               [&site, api](http::Request const& request) { return sitemap_xml(page_of(request, site, *api)); });
    router.add(http::Method::get, "/robots.txt", options, robots_txt);
    router.set_fallback([&router, &site, api](http::Request const& request) {
        if (auto address = without_slash(router, request)) return moved_to(std::move(*address));
        auto const refusal = base::refuse("http.not_found");
        bool const page = request.path.rfind("/api/", 0) != 0 && request.path.rfind("/assets/", 0) != 0 &&
                          request.header("accept").value_or("").find("text/html") != std::string::npos;
        return page ? error_page(page_of(request, site, *api), refusal) : http::problem(request, refusal);
    });
}

}  // namespace kunyu::portal
