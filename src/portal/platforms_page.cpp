#include "http/target.hpp"
#include "portal/facet_choice.hpp"
#include "portal/pages.hpp"
#include "portal/templates.hpp"

#include <algorithm>
#include <array>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 6> facets = {"category", "level", "field", "province", "state", "host"};
/// What narrows the list and its export alike.
constexpr std::array<std::string_view, 11> filters = {
    "q", "category", "level", "field", "province", "state", "host", "supervisor", "standing", "confidence", "as_of"};

http::Fields chosen_filters(Page const& page) {
    http::Fields fields;
    for (auto const name : filters)
        if (auto const value = page.parameter(name); !value.empty()) fields.emplace_back(name, value);
    return fields;
}

Data selects(Page const& page, json::value const& answer) {
    Data list{Data::type::list};
    for (auto const facet : facets) list.push_back(facet_choice(page, facet, answer.at("facets").at(facet).as_array()));
    return list;
}

Data rows(Page const& page, json::array const& items) {
    Data list{Data::type::list};
    for (auto const& item : items) {
        auto row = view_object(item.as_object(), page.language());
        row.set("state_mark", std::string(state_mark(item.at("state").as_string())));
        row.set("has_hosts", !item.at("hosts").as_array().empty());
        row.set("is_d", item.at("confidence") == "D");
        list.push_back(row);
    }
    return list;
}

Data exports(http::Fields const& chosen) {
    Data list{Data::type::list};
    for (auto const& [format, label] :
         {std::pair{"csv", "CSV"}, std::pair{"xlsx", "XLSX"}, std::pair{"json", "JSON"}}) {
        std::string href = std::string("/api/v1/platforms/export?format=") + format;
        for (auto const& [name, value] : chosen) href += "&" + name + "=" + http::percent_encode(value);
        Data item{Data::type::object};
        item.set("href", href);
        item.set("label", label);
        list.push_back(item);
    }
    return list;
}

}  // namespace

base::Result<Content> platforms_page(Page const& page) {
    auto const chosen = chosen_filters(page);
    KUNYU_TRY(auto const found, page.api.get(page.request, "/api/v1/platforms/facets", chosen));
    auto query = chosen;
    query.emplace_back("cursor", page.parameter("cursor"));
    KUNYU_TRY(auto const answer, page.api.get(page.request, "/api/v1/platforms", query));
    auto const& items = answer.at("items").as_array();
    auto const& next = answer.at("next");
    auto data = page_data(page);
    data.set("q", page.parameter("q"));
    data.set("selects", selects(page, found));
    data.set("found_text",
             page.text("found", {{"count", std::to_string(found.at("total").to_number<std::int64_t>())}}));
    data.set("exports", exports(chosen));
    data.set("items", rows(page, items));
    data.set("has_items", !items.empty());
    data.set("next_href",
             next.is_null() ? Data(false) : Data(page.with_query({{"cursor", std::string(next.as_string())}})));
    data.set("first_href", page.parameter("cursor").empty() ? Data(false) : Data(page.with_query({{"cursor", ""}})));
    Content content;
    content.title = page.text("platforms");
    content.description = page.text("platforms_description");
    content.body = render("platforms", data, page.language());
    return content;
}

base::Result<boost::json::array> all_platforms(Page const& page) {
    constexpr std::size_t most = 5000;
    json::array all;
    std::string cursor;
    do {
        KUNYU_TRY(auto answer, page.api.get(page.request, "/api/v1/platforms", {{"limit", "500"}, {"cursor", cursor}}));
        for (auto& item : answer.at("items").as_array()) all.push_back(std::move(item));
        cursor = answer.at("next").is_null() ? "" : std::string(answer.at("next").as_string());
    } while (!cursor.empty() && all.size() < most);
    return all;
}

}  // namespace kunyu::portal
