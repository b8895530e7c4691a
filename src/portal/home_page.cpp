#include "base/embedded.hpp"
#include "portal/pages.hpp"
#include "portal/templates.hpp"

#include <stdexcept>

namespace kunyu::base {
std::vector<EmbeddedFile> portal_embedded();
}

namespace kunyu::portal {
namespace {

namespace json = boost::json;

std::int64_t number(json::value const& object, std::string_view member) {
    return object.at(member).to_number<std::int64_t>();
}

/// A card of figures: of a table's total row, or of the ceiling.
Data card(Page const& page, json::value const& row, Data const& name, std::string_view quota_member,
          std::string_view quota_key) {
    auto const quota = std::to_string(number(row, quota_member));
    Data out{Data::type::object};
    out.set("name", name);
    out.set("counted", std::to_string(number(row, "counted")));
    out.set("quota", quota);
    out.set("quota_text", page.text(quota_key, {{"quota", quota}}));
    out.set("reserved", std::to_string(number(row, "reserved")));
    out.set("free", std::to_string(number(row, "free")));
    out.set("over", std::to_string(number(row, "over")));
    out.set("is_over", number(row, "over") > 0);
    auto const* known = row.as_object().if_contains("known_by_name");
    out.set("has_known", known != nullptr);
    if (known) out.set("known", std::to_string(known->to_number<std::int64_t>()));
    auto const* baseline = row.as_object().if_contains("baseline");
    bool const has_baseline = baseline && !baseline->is_null();
    out.set("has_baseline", has_baseline);
    if (has_baseline) out.set("baseline", std::to_string(baseline->to_number<std::int64_t>()));
    return out;
}

Data cards(Page const& page, json::value const& layout) {
    Data list{Data::type::list};
    Data total{Data::type::object};
    total.set("text", page.text("home_total"));
    total.set("lang", false);
    list.push_back(card(page, layout.at("ceiling"), total, "total_ceiling", "home_ceiling"));
    for (auto const& row : layout.at("items").as_array())
        if (row.at("field").is_null())
            list.push_back(card(page, row, to_view(row.at("category_name"), page.language()), "quota", "home_quota"));
    return list;
}

/// "… stations are open, with … streams"; false while none is.
Data stations_text(Page const& page, json::value const& found) {
    if (number(found, "total") == 0) return Data(false);
    return Data(page.text("home_stations", {{"count", std::to_string(number(found, "total"))},
                                            {"streams", std::to_string(number(found, "streams"))}}));
}

/// The plan of the pack that this program carries.
json::value const& plan() {
    static json::value const parsed = [] {
        for (auto const& file : base::portal_embedded())
            if (file.name == "packs/mlr-2017/plan.json") return json::parse(file.bytes);
        throw std::logic_error("not embedded: packs/mlr-2017/plan.json");
    }();
    return parsed;
}

Data goals(Page const& page) {
    Data list{Data::type::list};
    for (auto const& goal : plan().at("goals").as_array()) {
        Data item{Data::type::object};
        item.set("name", to_view(goal.at("name"), page.language()));
        item.set("tasks_text",
                 page.text("goals_tasks", {{"count", std::to_string(goal.at("tasks").as_array().size())}}));
        list.push_back(item);
    }
    return list;
}

}  // namespace

base::Result<Content> home_page(Page const& page) {
    KUNYU_TRY(auto const layout, page.api.get(page.request, "/api/v1/layout"));
    KUNYU_TRY(auto const notices,
              page.api.get(page.request, "/api/v1/notices", {{"state", "published"}, {"limit", "8"}}));
    KUNYU_TRY(auto const stations, page.api.get(page.request, "/api/v1/stations/facets"));
    auto data = page_data(page);
    data.set("stations_text", stations_text(page, stations));
    data.set("station_samples_text", station_samples_text(page, stations));
    data.set("as_of_caption", page.as_of_caption(std::string(layout.at("as_of").as_string())));
    data.set("cards", cards(page, layout));
    data.set("samples_text", samples_text(page, layout));
    data.set("notices", notice_list(page, notices.at("items").as_array()));
    data.set("has_notices", !notices.at("items").as_array().empty());
    data.set("goals", goals(page));
    data.set("goals_source", page.text("goals_source", {{"source", std::string(plan().at("reference").as_string())}}));
    data.set("services", service_list(page));
    Content content;
    content.title = page.site.name(page.language());
    content.description = page.text("home_description");
    content.is_home = true;
    content.body = render("home", data, page.language());
    content.json_ld = json::object{{"@context", "https://schema.org"},
                                   {"@type", "WebSite"},
                                   {"name", content.title},
                                   {"description", content.description},
                                   {"inLanguage", page.language() == base::Language::zh ? "zh-CN" : "en"}};
    return content;
}

}  // namespace kunyu::portal
