#include "portal/site.hpp"

#include "base/json.hpp"

namespace kunyu::portal {

Site::Site(base::Configuration configuration, base::Clock const& clock, std::string version)
    : configuration_(std::move(configuration)), clock_(clock), version_(std::move(version)) {}

std::optional<std::string> Site::item(std::string const& key) const {
    auto const found = configuration_.site.find(key);
    if (found == configuration_.site.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

std::string Site::name(base::Language language) const {
    auto const own = item(language == base::Language::zh ? "name_zh" : "name_en");
    return own ? *own : base::Messages::instance().text("portal.site", language);
}

boost::json::object to_json(Site const& site, boost::json::value rule_set, bool has_samples) {
    return {{"name", base::to_json_name(site.name(base::Language::zh), site.name(base::Language::en))},
            {"version", site.version()},
            {"today", base::to_string(site.today())},
            {"pack", site.pack()},
            {"rule_set", std::move(rule_set)},
            {"has_samples", has_samples},
            {"simulation", site.simulation()},
            {"organiser", base::json_or_null(site.item("organiser"))},
            {"operator", base::json_or_null(site.item("contractor"))},
            {"contact", base::json_or_null(site.item("contact"))},
            {"site_code", base::json_or_null(site.item("site_code"))},
            {"icp", base::json_or_null(site.item("icp"))},
            {"report_error_url", base::json_or_null(site.item("fault_report"))},
            {"basemap", nullptr},
            {"languages", boost::json::array{"zh", "en"}}};
}

}  // namespace kunyu::portal
