#include "portal/assets.hpp"

#include "base/text.hpp"
#include "http/server.hpp"
#include "portal/templates.hpp"

#include <array>
#include <map>
#include <memory>

namespace kunyu::portal {
namespace {

struct Asset {
    std::string_view name;
    std::string_view stem;
    std::string_view ending;
    std::string_view media_type;
};
constexpr std::array<Asset, 2> assets = {Asset{"portal.css", "portal", ".css", "text/css; charset=utf-8"},
                                         Asset{"icon.svg", "icon", ".svg", "image/svg+xml"}};

std::map<std::string, std::string, std::less<>> const& urls() {
    static auto const all = [] {
        std::map<std::string, std::string, std::less<>> made;
        for (auto const& asset : assets) {
            auto const digest = base::sha256_hex(portal_file("assets/" + std::string(asset.name))).substr(0, 12);
            made[std::string(asset.name)] =
                "/assets/portal/" + std::string(asset.stem) + "-" + digest + std::string(asset.ending);
        }
        return made;
    }();
    return all;
}

}  // namespace

std::string const& asset_url(std::string_view name) {
    return urls().find(name)->second;
}

void add_asset_routes(http::Router& router) {
    http::RouteOptions options;
    options.action = "portal.read";
    options.immediate = true;
    auto files = std::make_shared<std::map<std::string, http::StaticFile>>();
    for (auto const& asset : assets)
        files->emplace(asset_url(asset.name),
                       http::StaticFile(std::string(asset.media_type),
                                        std::string(portal_file("assets/" + std::string(asset.name))), true));
    router.add(http::Method::get, "/assets/portal/{file}", options, [files](http::Request const& request) {
        auto const found = files->find(request.path);
        return found == files->end() ? http::problem(request, base::refuse("http.not_found"))
                                     : found->second.answer(request);
    });
}

}  // namespace kunyu::portal
