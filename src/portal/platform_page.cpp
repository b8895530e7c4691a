#include "http/target.hpp"
#include "portal/life_line.hpp"
#include "portal/pages.hpp"
#include "portal/station_rows.hpp"
#include "portal/templates.hpp"

#include <fmt/format.h>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

std::string string_of(json::value const& value) {
    return value.is_string() ? std::string(value.get_string()) : std::string();
}

bool is_annulled(json::value const& event) {
    return !event.at("annulled_by").is_null();
}

/// The event in words: for a platform entered afterwards, the step that the entry stands for.
std::string label_of(Page const& page, json::value const& event) {
    return name_text(event.at("type_name"), page.language());
}

std::string life_line(Page const& page, json::value const& platform) {
    std::vector<LifePoint> points;
    for (auto const& event : platform.at("events").as_array()) {
        auto const day = base::parse_day(string_of(event.at("effective_on")));
        if (!day || is_annulled(event)) continue;
        points.push_back({*day, label_of(page, event), !event.at("effective").at("day").is_null()});
    }
    auto const count = std::to_string(points.size());
    return draw_life_line(
        std::move(points),
        page.text("life_line_label", {{"name", name_text(platform.at("name"), page.language())}, {"count", count}}));
}

/// The other platform of a merger, a joint operation or a promotion.
Data related(Page const& page, json::value const& event) {
    for (auto const* member : {"into", "with"})
        if (!event.at(member).is_null()) return to_view(event.at(member), page.language());
    return Data(false);
}

Data events(Page const& page, json::array const& all) {
    Data list{Data::type::list};
    for (auto const& event : all) {
        auto row = view_object(event.as_object(), page.language());
        row.set("is_annulled", is_annulled(event));
        row.set("related", related(page, event));
        list.push_back(row);
    }
    return list;
}

Data host_shares(Page const& page, json::array const& all) {
    Data list{Data::type::list};
    for (auto const& host : all) {
        auto row = view_object(host.as_object(), page.language());
        row.set("share_text", host.at("share").is_null() ? page.text("share_unknown")
                                                         : fmt::format("{} %", host.at("share").to_number<double>()));
        list.push_back(row);
    }
    return list;
}

Data relations(Page const& page, json::array const& all) {
    Data list{Data::type::list};
    for (auto const& relation : all) {
        auto row = view_object(relation.as_object(), page.language());
        row.set("relation_text", page.text("relation_" + string_of(relation.at("kind"))));
        list.push_back(row);
    }
    return list;
}

Data texts(json::array const& all) {
    Data list{Data::type::list};
    for (auto const& text : all) list.push_back(Data(string_of(text)));
    return list;
}

std::string committee_text(Page const& page, json::value const& committee) {
    if (committee.is_null()) return {};
    std::string out;
    if (auto const chair = string_of(committee.at("chair")); !chair.empty())
        out = page.text("committee_chair", {{"name", chair}});
    for (auto const& member : committee.at("members").as_array()) out += (out.empty() ? "" : "; ") + string_of(member);
    return out;
}

std::string point_text(Page const& page, json::value const& platform) {
    if (platform.at("longitude").is_null() || platform.at("latitude").is_null()) return {};
    return page.text("point", {{"longitude", fmt::format("{:.2f}", platform.at("longitude").to_number<double>())},
                               {"latitude", fmt::format("{:.2f}", platform.at("latitude").to_number<double>())}});
}

/// How far the entry can be trusted, in words; grades C and D as a warning above everything else.
void set_confidence(Page const& page, json::value const& platform, Data& data) {
    auto const grade = string_of(platform.at("confidence"));
    data.set("weak", grade == "C" || grade == "D");
    if (grade.empty()) return;
    data.set("confidence_text", page.text("confidence_" + grade));
    data.set("confidence_warning", page.text("confidence_warning", {{"grade", grade}}));
}

/// A platform without a known day counts from the day of the plan: said, not hidden.
Data counting(Page const& page, json::value const& platform) {
    auto const& counting = platform.at("counting");
    auto view = view_object(counting.as_object(), page.language());
    bool const unknown = platform.at("since").at("day").is_null() && !counting.at("counts_from").is_null();
    view.set("counts_from_plan",
             unknown ? Data(page.text("counts_from", {{"day", string_of(counting.at("counts_from"))}})) : Data(false));
    return view;
}

/// "自 2018-06-01", or that it is not known.
std::string since_text(Page const& page, json::value const& since) {
    if (since.is_null() || since.at("precision") == "unknown") return page.text("since_unknown");
    return page.text("since_day",
                     {{"day", view_object(since.as_object(), page.language()).get("shown")->string_value()}});
}

/// Where the entry is from, unless the basis says it already.
Data source(json::value const& platform) {
    auto const named = string_of(platform.at("source"));
    auto const basis = text("basis_" + string_of(platform.at("basis")), base::Language::zh);
    return named.empty() || named == basis ? Data(false) : Data(named);
}

/// Its stations of today that are open; none beside the view of another day.
base::Result<void> add_stations(Page const& page, std::string const& code, Data& data) {
    data.set("has_stations", false);
    if (!page.day_query().empty()) return {};
    KUNYU_TRY(auto const answer, page.api.get(page.request, "/api/v1/stations", {{"platform", code}}));
    auto const& items = answer.at("items").as_array();
    data.set("has_stations", !items.empty());
    data.set("stations", station_rows(page, items));
    data.set("more_stations", !answer.at("next").is_null());
    return {};
}

json::value json_ld(Page const& page, json::value const& platform) {
    json::array organisations;
    for (auto const& host : platform.at("hosts").as_array())
        organisations.push_back(
            json::object{{"@type", "Organization"}, {"name", name_text(host.at("name"), page.language())}});
    json::object out{{"@context", "https://schema.org"},
                     {"@type", "ResearchOrganization"},
                     {"identifier", platform.at("code")},
                     {"name", name_text(platform.at("name"), page.language())},
                     {"parentOrganization", std::move(organisations)}};
    if (!platform.at("name").at("en").is_null())
        out["alternateName"] = json::array{platform.at("name").at("zh"), platform.at("name").at("en")};
    if (!platform.at("city").is_null())
        out["address"] = json::object{
            {"@type", "PostalAddress"}, {"addressCountry", "CN"}, {"addressLocality", platform.at("city")}};
    if (!platform.at("home_page").is_null()) out["url"] = platform.at("home_page");
    return out;
}

}  // namespace

base::Result<Content> platform_page(Page const& page) {
    auto const code = page.request.path_parameter("code");
    KUNYU_TRY(auto const platform,
              page.api.get(page.request, "/api/v1/platforms/" + code, {{"as_of", page.parameter("as_of")}}));
    // A word such as "facets" leads to another of the contract's answers.
    if (!platform.as_object().contains("code")) return base::refuse("http.not_found");
    auto data = page_data(page);
    for (auto const& member : platform.as_object())
        data.set(std::string(member.key()), to_view(member.value(), page.language()));
    set_confidence(page, platform, data);
    auto const committee = committee_text(page, platform.at("committee"));
    auto const point = point_text(page, platform);
    data.set("state_mark", std::string(state_mark(platform.at("state").as_string())));
    data.set("level_text", page.text("level_" + string_of(platform.at("level"))));
    data.set("standing_text", page.text("standing_" + string_of(platform.at("standing"))));
    data.set("basis_text", page.text("basis_" + string_of(platform.at("basis"))));
    data.set("source", source(platform));
    data.set("since_text", since_text(page, platform.at("since")));
    data.set("counting", counting(page, platform));
    data.set("city_centre", platform.at("place_precision") == "city");
    data.set("point_text", point.empty() ? Data(false) : Data(point));
    data.set("committee_text", committee.empty() ? Data(false) : Data(committee));
    data.set("has_directions", !platform.at("directions").as_array().empty());
    data.set("has_supervisors", !platform.at("supervisors").as_array().empty());
    data.set("has_hosts", !platform.at("host_shares").as_array().empty());
    data.set("host_shares", host_shares(page, platform.at("host_shares").as_array()));
    data.set("events", events(page, platform.at("events").as_array()));
    data.set("life_line", life_line(page, platform));
    data.set("relations", relations(page, platform.at("relations").as_array()));
    data.set("has_relations", !platform.at("relations").as_array().empty());
    data.set("document_list", texts(platform.at("document_numbers").as_array()));
    data.set("has_documents", !platform.at("document_numbers").as_array().empty());
    KUNYU_TRY_VOID(add_stations(page, string_of(platform.at("code")), data));
    Content content;
    content.title = name_text(platform.at("name"), page.language());
    content.description = content.title + " (" + string_of(platform.at("code")) + ")";
    content.body = render("platform", data, page.language());
    content.json_ld = json_ld(page, platform);
    content.index = !platform.at("sample").as_bool();
    return content;
}

}  // namespace kunyu::portal
