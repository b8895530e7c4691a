#include "http/target.hpp"
#include "portal/pages.hpp"
#include "portal/station_rows.hpp"
#include "portal/templates.hpp"

#include <array>
#include <utility>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> services = {"apply", "accept", "report", "change", "data"};
constexpr std::array<std::string_view, 6> service_parts = {"title", "who", "basis", "what", "how", "when"};

/// The text, or false for what the catalogue does not have: a clause that could not be had.
Data text_or_none(Page const& page, std::string const& key) {
    return base::Messages::instance().contains("portal." + key) ? Data(page.text(key)) : Data(false);
}

struct DataFile {
    std::string_view href;
    std::string_view label;
};

Data data_set(Page const& page, std::string const& key, std::vector<DataFile> const& files) {
    Data list{Data::type::list};
    for (auto const& file : files) {
        Data item{Data::type::object};
        item.set("href", std::string(file.href));
        item.set("label", std::string(file.label));
        list.push_back(item);
    }
    Data out{Data::type::object};
    out.set("title", page.text(key));
    out.set("text", page.text(key + "_text"));
    out.set("files", list);
    return out;
}

constexpr std::array<std::string_view, 12> parts = {"home", "platforms", "layout",  "provinces",
                                                    "map",  "stations",  "notices", "guide",
                                                    "data", "search",    "sitemap", "accessibility"};

}  // namespace

Data service_list(Page const& page) {
    Data list{Data::type::list};
    for (auto const service : services) {
        Data item{Data::type::object};
        item.set("id", std::string(service));
        for (auto const part : service_parts)
            item.set(std::string(part), text_or_none(page, "guide_" + std::string(service) + "_" + std::string(part)));
        bool const open = service == "data";
        item.set("where", open ? page.prefix + "/data" : "/workbench/");
        item.set("where_text", page.text(open ? "data" : "guide_enter"));
        list.push_back(item);
    }
    return list;
}

base::Result<Content> data_page(Page const& page) {
    Data sets{Data::type::list};
    sets.push_back(data_set(page, "data_platforms",
                            {{"/api/v1/platforms/export?format=csv", "CSV"},
                             {"/api/v1/platforms/export?format=xlsx", "XLSX"},
                             {"/api/v1/platforms/export?format=json", "JSON"}}));
    sets.push_back(data_set(page, "data_points", {{"/api/v1/platforms.geojson", "GeoJSON"}}));
    sets.push_back(data_set(page, "data_layout",
                            {{"/api/v1/layout/export?format=csv", "CSV"},
                             {"/api/v1/layout/export?format=xlsx", "XLSX"},
                             {"/api/v1/layout/export?format=json", "JSON"}}));
    sets.push_back(data_set(page, "data_stations",
                            {{"/api/v1/stations.geojson", "GeoJSON"},
                             {"/ogc/v1/collections/stations/items", "OGC API Features"},
                             {"/sta/v1.1/Things", "SensorThings"}}));
    auto data = page_data(page);
    data.set("sets", sets);
    Content content;
    content.title = page.text("data");
    content.description = page.text("data_description");
    content.body = render("data", data, page.language());
    content.json_ld = json::object{{"@context", "https://schema.org"},
                                   {"@type", "Dataset"},
                                   {"name", page.text("data_platforms")},
                                   {"description", page.text("data_platforms_text")},
                                   {"isAccessibleForFree", true}};
    return content;
}

base::Result<Content> guide_page(Page const& page) {
    auto data = page_data(page);
    data.set("services", service_list(page));
    json::array offered;
    for (auto const service : services)
        offered.push_back(json::object{
            {"@type", "GovernmentService"},
            {"name", page.text("guide_" + std::string(service) + "_title")},
            {"audience",
             json::object{{"@type", "Audience"}, {"name", page.text("guide_" + std::string(service) + "_who")}}}});
    Content content;
    content.title = page.text("guide");
    content.description = page.text("guide_description");
    content.body = render("guide", data, page.language());
    content.json_ld = json::object{{"@context", "https://schema.org"}, {"@graph", std::move(offered)}};
    return content;
}

base::Result<Content> sitemap_page(Page const& page) {
    KUNYU_TRY(auto const platforms, all_platforms(page));
    KUNYU_TRY(auto const stations, all_stations(page));
    Data list{Data::type::list};
    for (auto const part : parts) {
        std::string const key(part);
        Data item{Data::type::object};
        item.set("href", key == "home" ? (page.prefix.empty() ? "/" : page.prefix) : page.prefix + "/" + key);
        item.set("label", page.text(key));
        item.set("text", page.text(key + "_description"));
        list.push_back(item);
    }
    auto data = page_data(page);
    data.set("parts", list);
    data.set("items", to_view(platforms, page.language()));
    data.set("stations", station_rows(page, stations));
    data.set("has_stations", !stations.empty());
    Content content;
    content.title = page.text("sitemap");
    content.description = page.text("sitemap_description");
    content.body = render("sitemap", data, page.language());
    return content;
}

base::Result<Content> accessibility_page(Page const& page) {
    auto data = page_data(page);
    auto const contact = page.site.item("contact");
    data.set("contact_text", contact ? Data(page.text("acc_contact", {{"contact", *contact}})) : Data(false));
    Content content;
    content.title = page.text("accessibility");
    content.description = page.text("accessibility_description");
    content.body = render("accessibility", data, page.language());
    return content;
}

}  // namespace kunyu::portal
