#include "base/text.hpp"
#include "portal/pages.hpp"
#include "portal/station_rows.hpp"
#include "portal/templates.hpp"

namespace kunyu::portal {
namespace {

namespace json = boost::json;

/// Pages stand under the language's path; what has no public page has no link.
Data href_of(Page const& page, json::value const& hit) {
    std::string const url(hit.at("url").as_string());
    bool const is_public = url.rfind("/platforms/", 0) == 0 || url.rfind("/notices/", 0) == 0;
    if (is_public) return Data(page.prefix + url);
    if (url.rfind("/platforms?", 0) == 0) return Data(page.prefix + url);
    return Data(false);
}

Data hits(Page const& page, json::array const& items) {
    Data list{Data::type::list};
    for (auto const& hit : items) {
        auto row = view_object(hit.as_object(), page.language());
        row.set("kind_text", page.text("kind_" + std::string(hit.at("kind").as_string())));
        row.set("href", href_of(page, hit));
        list.push_back(row);
    }
    return list;
}

/// Stations by their names; what cannot be asked for finds none.
Data stations(Page const& page, std::string const& q) {
    auto const answer = page.api.get(page.request, "/api/v1/stations", {{"q", q}, {"limit", "20"}});
    return answer ? station_rows(page, answer->at("items").as_array()) : Data(Data::type::list);
}

}  // namespace

base::Result<Content> search_page(Page const& page) {
    auto const q = std::string(base::trim(page.parameter("q")));
    auto data = page_data(page);
    data.set("q", q);
    if (!q.empty()) {
        KUNYU_TRY(auto const answer, page.api.get(page.request, "/api/v1/search", {{"q", q}}));
        auto const& items = answer.at("items").as_array();
        data.set("items", hits(page, items));
        data.set("has_items", !items.empty());
        auto const found = stations(page, q);
        bool const none = items.empty() && !found.is_non_empty_list();
        data.set("stations", found);
        data.set("has_stations", found.is_non_empty_list());
        data.set("message", page.text(none ? "search_none" : "search_found", {{"q", q}}));
    }
    Content content;
    content.title = page.text("search");
    content.description = page.text("search_description");
    content.index = false;
    content.body = render("search", data, page.language());
    return content;
}

}  // namespace kunyu::portal
