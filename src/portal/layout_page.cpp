#include "http/target.hpp"
#include "portal/pages.hpp"
#include "portal/templates.hpp"

#include <algorithm>
#include <map>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

std::int64_t number(json::value const& object, std::string_view member) {
    return object.at(member).to_number<std::int64_t>();
}

/// Widths of the bar's parts, of 100.
void set_bar(json::value const& row, Data& out) {
    auto const whole =
        std::max<std::int64_t>({number(row, "quota"), number(row, "counted") + number(row, "reserved"), 1});
    out.set("bar_counted", std::to_string(number(row, "counted") * 100 / whole));
    out.set("bar_reserved", std::to_string(number(row, "reserved") * 100 / whole));
}

/// How the row stands: in shape, word and colour.
void set_level(Page const& page, json::value const& row, Data& out) {
    bool const over = number(row, "over") > 0;
    bool const full = !over && number(row, "free") == 0;
    std::string const level = over ? "over" : full ? "full" : "within";
    out.set("is_over", over);
    out.set("level_class", level);
    out.set("level_text", page.text(level + "_mark"));
    out.set("level_mark", over ? "■" : full ? "◆" : "●");
}

Data row_data(Page const& page, json::value const& row) {
    auto out = view_object(row.as_object(), page.language());
    bool const total = row.at("field").is_null();
    out.set("is_total", total);
    set_bar(row, out);
    set_level(page, row, out);
    out.set("baseline_text", row.at("baseline").is_null() ? "-" : std::to_string(number(row, "baseline")));
    if (!total)
        out.set("href", page.prefix +
                            "/platforms?category=" + http::percent_encode(std::string(row.at("category").as_string())) +
                            "&field=" + http::percent_encode(std::string(row.at("field").as_string())) +
                            "&as_of=" + http::percent_encode(page.as_of()));
    return out;
}

/// The rows by table; the total row of each comes last.
Data tables(Page const& page, json::array const& items) {
    std::map<std::int64_t, std::vector<json::value const*>> by_table;
    for (auto const& row : items) by_table[number(row, "table")].push_back(&row);
    Data list{Data::type::list};
    for (auto& [table_number, rows] : by_table) {
        std::stable_partition(rows.begin(), rows.end(), [](auto const* row) { return !row->at("field").is_null(); });
        Data row_list{Data::type::list};
        for (auto const* row : rows) row_list.push_back(row_data(page, *row));
        Data table{Data::type::object};
        table.set("number", std::to_string(table_number));
        table.set("title", page.text("table_n", {{"number", std::to_string(table_number)}}));
        table.set("name", to_view(rows.front()->at("category_name"), page.language()));
        table.set("rows", row_list);
        list.push_back(table);
    }
    return list;
}

}  // namespace

Data samples_text(Page const& page, json::value const& layout) {
    auto const samples = number(layout.at("ceiling"), "samples");
    return samples == 0 ? Data(false) : Data(page.text("samples_counted", {{"count", std::to_string(samples)}}));
}

base::Result<Content> layout_page(Page const& page) {
    KUNYU_TRY(auto const layout, page.api.get(page.request, "/api/v1/layout", {{"as_of", page.parameter("as_of")}}));
    auto const& rules = layout.at("rule_set");
    auto const& incubated = layout.at("incubated");
    auto data = page_data(page);
    data.set("rules_text",
             rules.is_null()
                 ? page.text("layout_no_rules")
                 : page.text("layout_rules", {{"document", std::string(rules.at("document_number").as_string())}}));
    if (!layout.at("target_by").is_null())
        data.set("target_text", page.text("target_by", {{"day", std::string(layout.at("target_by").as_string())}}));
    data.set("samples_text", samples_text(page, layout));
    data.set("ceiling", to_view(layout.at("ceiling"), page.language()));
    data.set("tables", tables(page, layout.at("items").as_array()));
    data.set("incubated_text",
             page.text("incubated_note", {{"baseline", incubated.at("baseline").is_null()
                                                           ? page.text("unknown")
                                                           : std::to_string(number(incubated, "baseline"))},
                                          {"known", std::to_string(number(incubated, "known_by_name"))}}));
    Content content;
    content.title = page.text("layout");
    content.description = page.text("layout_description");
    content.body = render("layout", data, page.language());
    return content;
}

}  // namespace kunyu::portal
