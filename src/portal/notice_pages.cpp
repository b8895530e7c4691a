#include "base/text.hpp"
#include "portal/pages.hpp"
#include "portal/templates.hpp"

namespace kunyu::portal {
namespace {

namespace json = boost::json;

/// The day of an instant in UTC+8; false where there is none.
Data day_of_instant(json::value const& value) {
    if (!value.is_string()) return Data(false);
    auto const instant = base::parse_instant(value.get_string());
    return instant ? Data(base::to_string(base::day_of(*instant))) : Data(false);
}

Data notice_view(Page const& page, json::value const& notice) {
    auto view = view_object(notice.as_object(), page.language());
    auto const published = day_of_instant(notice.at("published_at"));
    view.set("published_on", published);
    view.set("shown_day",
             notice.at("written_on").is_null() ? published : to_view(notice.at("written_on"), page.language()));
    return view;
}

/// The text by its blank lines and line ends.
Data paragraphs(std::string const& body) {
    Data list{Data::type::list};
    for (auto const& line : base::split(body, '\n'))
        if (auto const trimmed = base::trim(line); !trimmed.empty()) list.push_back(Data(std::string(trimmed)));
    return list;
}

Data attachments(Page const& page, json::array const& files) {
    Data list{Data::type::list};
    for (auto const& file : files) {
        auto item = view_object(file.as_object(), page.language());
        item.set("size_text", size_text(file.at("size").to_number<std::int64_t>()));
        list.push_back(item);
    }
    return list;
}

json::value json_ld(Page const& page, json::value const& notice) {
    return json::object{
        {"@context", "https://schema.org"},
        {"@type", "GovernmentService"},
        {"name", name_text(notice.at("title"), page.language())},
        {"serviceOperator", json::object{{"@type", "GovernmentOrganization"}, {"name", notice.at("issuer")}}},
        {"identifier", notice.at("document_number")}};
}

}  // namespace

Data notice_list(Page const& page, json::array const& notices) {
    Data list{Data::type::list};
    for (auto const& notice : notices) list.push_back(notice_view(page, notice));
    return list;
}

base::Result<Content> notices_page(Page const& page) {
    KUNYU_TRY(auto const answer, page.api.get(page.request, "/api/v1/notices",
                                              {{"state", "published"}, {"cursor", page.parameter("cursor")}}));
    auto const& items = answer.at("items").as_array();
    auto const& next = answer.at("next");
    auto data = page_data(page);
    data.set("items", notice_list(page, items));
    data.set("has_items", !items.empty());
    data.set("next_href",
             next.is_null() ? Data(false) : Data(page.with_query({{"cursor", std::string(next.as_string())}})));
    Content content;
    content.title = page.text("notices");
    content.description = page.text("notices_description");
    content.body = render("notices", data, page.language());
    return content;
}

base::Result<Content> notice_page(Page const& page) {
    KUNYU_TRY(auto const notice, page.api.get(page.request, "/api/v1/notices/" + page.request.path_parameter("id")));
    auto data = page_data(page);
    auto const view = notice_view(page, notice);
    for (auto const& member : notice.as_object())
        data.set(std::string(member.key()), to_view(member.value(), page.language()));
    data.set("published_on", *view.get("published_on"));
    auto const text = name_text(notice.at("body"), page.language());
    auto body = view_object(notice.at("body").as_object(), page.language());
    body.set("paragraphs", paragraphs(text));
    data.set("body", body);
    data.set("has_body", !base::trim(text).empty());
    data.set("attachments", attachments(page, notice.at("attachments").as_array()));
    data.set("has_attachments", !notice.at("attachments").as_array().empty());
    Content content;
    content.title = name_text(notice.at("title"), page.language());
    content.description = content.title;
    content.body = render("notice", data, page.language());
    content.json_ld = json_ld(page, notice);
    return content;
}

}  // namespace kunyu::portal
