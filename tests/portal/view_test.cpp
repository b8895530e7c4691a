#include "portal/view.hpp"

#include "portal/templates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kunyu::portal {
namespace {

namespace json = boost::json;
using base::Language;

json::value bounded(json::value day, json::value earliest, json::value latest, char const* precision) {
    return json::object{
        {"day", day}, {"earliest", earliest}, {"latest", latest}, {"precision", precision}, {"text", "运行"}};
}

std::string shown(json::value const& day, Language language = Language::en) {
    return view_object(day.as_object(), language).get("shown")->string_value();
}

TEST(BoundedDay, SaysWhatIsKnownAndNoMore) {
    EXPECT_EQ(shown(bounded("2018-06-30", nullptr, nullptr, "day")), "2018-06-30");
    EXPECT_EQ(shown(bounded("2018-06-01", nullptr, nullptr, "month")), "2018-06");
    EXPECT_EQ(shown(bounded("2018-01-01", nullptr, nullptr, "year")), "2018");
    EXPECT_EQ(shown(bounded(nullptr, nullptr, "2017-11-06", "bounded")), "not after 2017-11-06");
    EXPECT_EQ(shown(bounded(nullptr, "2018-03-01", nullptr, "bounded")), "not before 2018-03-01");
    EXPECT_EQ(shown(bounded(nullptr, "2018-03-01", "2019-01-01", "bounded"), Language::zh),
              "2018-03-01 至 2019-01-01 之间");
    EXPECT_EQ(shown(bounded(nullptr, nullptr, nullptr, "unknown"), Language::zh), "未知");
}

TEST(NameView, MarksTheLanguageWhereItIsNotThePages) {
    json::object const named{{"zh", "岩溶"}, {"en", nullptr}};
    EXPECT_EQ(view_object(named, Language::en).get("lang")->string_value(), "zh");
    EXPECT_TRUE(view_object(named, Language::zh).get("lang")->is_false());
    json::object const both{{"zh", "岩溶"}, {"en", "Karst"}};
    EXPECT_EQ(view_object(both, Language::en).get("text")->string_value(), "Karst");
    EXPECT_EQ(name_text(both, Language::zh), "岩溶");
}

TEST(Render, EscapesWhatPeopleWrote) {
    Data data{Data::type::object};
    data.set("heading", "<script>alert(1)</script> & \"x\"");
    data.set("home_href", "/");
    data.set("request_id", "r");
    auto const html = render("error", data, Language::zh);
    EXPECT_THAT(html, testing::HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;"));
    EXPECT_THAT(html, testing::HasSubstr("网站地图"));
}

TEST(Render, RefusesATemplateThatIsNotThere) {
    EXPECT_THROW(render("nowhere", Data{Data::type::object}, Language::zh), std::logic_error);
}

TEST(SizeText, IsShort) {
    EXPECT_EQ(size_text(999), "999 B");
    EXPECT_EQ(size_text(183'422), "183 KB");
    EXPECT_EQ(size_text(52'428'800), "52.4 MB");
}

TEST(FreeText, IsMarkedAsChineseWhereThePageIsNot) {
    EXPECT_EQ(free_text("毛村 A", Language::en).get("lang")->string_value(), "zh");
    EXPECT_TRUE(free_text("Maocun 2°", Language::en).get("lang")->is_false());
    EXPECT_TRUE(free_text("毛村", Language::zh).get("lang")->is_false());
}

TEST(MomentText, IsThatOfBeijing) {
    EXPECT_EQ(moment_text(base::parse_instant("2018-06-29T16:00:00Z").value()), "2018-06-30 00:00");
    EXPECT_EQ(moment_text(base::parse_instant("1969-12-31T23:59:59.5Z").value()), "1970-01-01 07:59:59");
}

TEST(StateMark, DiffersInShape) {
    EXPECT_NE(state_mark("operating"), state_mark("rectifying"));
    EXPECT_NE(state_mark("building"), state_mark("exited"));
}

}  // namespace
}  // namespace kunyu::portal
