#include "http/target.hpp"
#include "portal/pages.hpp"
#include "portal/templates.hpp"

#include <algorithm>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

std::int64_t number(json::value const& object, std::string_view member) {
    return object.at(member).to_number<std::int64_t>();
}

/// 0 for none, then three steps up to the largest; the number itself stands on the tile.
int step_of(std::int64_t count, std::int64_t most) {
    if (count == 0 || most == 0) return 0;
    return static_cast<int>(std::min<std::int64_t>(3, 1 + count * 3 / (most + 1)));
}

Data tile(Page const& page, json::value const& item, std::int64_t most) {
    auto out = view_object(item.as_object(), page.language());
    out.set("step", std::to_string(step_of(number(item, "known"), most)));
    out.set("href", page.prefix + "/platforms?province=" + std::string(item.at("province").as_string()) +
                        "&as_of=" + http::percent_encode(page.as_of()));
    return out;
}

/// The provinces in the contract's order, which is that of GB/T 2260, under their regions.
Data regions(Page const& page, json::array const& items) {
    std::int64_t most = 0;
    for (auto const& item : items)
        if (!item.at("province").is_null()) most = std::max(most, number(item, "known"));
    std::vector<std::pair<json::value, Data>> groups;
    for (auto const& item : items) {
        if (item.at("province").is_null()) continue;
        auto const& region = item.at("region");
        auto found =
            std::find_if(groups.begin(), groups.end(), [&](auto const& group) { return group.first == region; });
        if (found == groups.end()) found = groups.emplace(groups.end(), region, Data{Data::type::list});
        found->second.push_back(tile(page, item, most));
    }
    Data list{Data::type::list};
    for (auto& group : groups) {
        Data out{Data::type::object};
        out.set("name", to_view(group.first, page.language()));
        out.set("provinces", group.second);
        list.push_back(out);
    }
    return list;
}

}  // namespace

base::Result<Content> provinces_page(Page const& page) {
    KUNYU_TRY(auto const matrix,
              page.api.get(page.request, "/api/v1/layout/provinces", {{"as_of", page.parameter("as_of")}}));
    auto const& items = matrix.at("items").as_array();
    auto const unknown =
        std::find_if(items.begin(), items.end(), [](auto const& item) { return item.at("province").is_null(); });
    auto data = page_data(page);
    data.set("regions", regions(page, items));
    data.set("categories", to_view(matrix.at("categories"), page.language()));
    data.set("rows", to_view(matrix.at("items"), page.language()));
    data.set("has_unknown", unknown != items.end());
    if (unknown != items.end()) data.set("unknown_known", std::to_string(number(*unknown, "known")));
    Content content;
    content.title = page.text("provinces");
    content.description = page.text("provinces_description");
    content.body = render("provinces", data, page.language());
    return content;
}

}  // namespace kunyu::portal
