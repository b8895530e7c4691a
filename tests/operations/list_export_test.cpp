#include "operations/list_export.hpp"

#include "identity/identity_fixture.hpp"
#include "identity/permissions.hpp"
#include "operations/job_routes.hpp"

namespace kunyu::operations {
namespace {

using base::Language;
using identity::Client;
namespace json = boost::json;

json::value const categories = json::parse(R"({
    "events": [{"type": "exit", "name": {"zh": "退出", "en": "Exit"}}],
    "items": [{"id": "bases", "name": {"zh": "基地", "en": "Bases"},
               "fields": [{"id": "land", "name": {"zh": "土地", "en": null}}]}]})");

/// The one cell of a table with that column over the answer.
std::string cell(ListColumn const& column, char const* answer, Language language = Language::en) {
    ExportedList const list{"/api/v1/things", "jobs", false, {column}};
    auto const table = table_of(list, json::parse(answer), Words(language, categories));
    return documents::shown(table.rows.at(0).at(0), table.columns.at(0).type);
}

struct CellCase {
    ListColumn column;
    char const* item;
    char const* shown;
};

TEST(ListTable, AColumnShowsWhatStandsAtItsPath) {
    std::vector<CellCase> const cases{
        {{"id", "id"}, R"({"id": 1432219852790002})", "1432219852790002"},
        {{"id", "id"}, R"({"id": null})", ""},
        {{"id", "id"}, R"({})", ""},
        {{"host", "host.name", Shown::name}, R"({"host": {"name": {"zh": "院", "en": "Institute"}}})", "Institute"},
        {{"host", "host.name", Shown::name}, R"({"host": {"name": {"zh": "院", "en": null}}})", "院"},
        {{"host", "host.name", Shown::name}, R"({"host": null})", ""},
        {{"year", "year", Shown::integer}, R"({"year": 2018})", "2018"},
        {{"latitude", "at", Shown::decimal}, R"({"at": 39.5})", "39.5"},
        {{"late", "late", Shown::boolean}, R"({"late": false})", ""},
        {{"on", "on", Shown::day}, R"({"on": "2018-06-30"})", "2018-06-30"},
        {{"since", "at", Shown::instant}, R"({"at": "2018-06-30T16:00:00.000000Z"})", "2018-07-01 00:00:00"},
        {{"since", "since", Shown::bounded_day}, R"({"since": {"day": "2018-06-30"}})", "2018-06-30"},
        {{"since", "since", Shown::bounded_day},
         R"({"since": {"day": null, "earliest": "2018-01-01", "latest": null}})",
         "2018-01-01/"},
        {{"since", "since", Shown::bounded_day}, R"({"since": {"day": null, "earliest": null, "latest": null}})", ""},
        {{"state", "state", Shown::word, "operations.job_state_"}, R"({"state": "failed"})", "Failed"},
        {{"state", "state", Shown::word, "operations.job_state_"}, R"({"state": "unheard"})", "unheard"},
        {{"field", "field", Shown::word, "field"}, R"({"field": "land"})", "土地"},
        {{"category", "category", Shown::word, "category"}, R"({"category": "bases"})", "Bases"},
        {{"roles", "roles[]", Shown::word, "role"}, R"({"roles": ["expert", "device"]})", "Expert; Device"},
        {{"events", "events[].type", Shown::word, "event"}, R"({"events": [{"type": "exit"}]})", "Exit"},
        {{"events", "events[].type", Shown::word, "event"}, R"({"events": []})", ""},
        {{"exits_done", "exits[].on", Shown::day, {}, "operations.list_not_yet"},
         R"({"exits": [{"on": null}, {"on": "2018-06-30"}]})",
         "not yet; 2018-06-30"},
        {{"conditions_met", "met", Shown::word, "operations.met_"}, R"({"met": false})", "not met"}};
    for (auto const& [column, item, shown] : cases)
        EXPECT_EQ(cell(column, (std::string(R"({"items": [)") + item + "]}").c_str()), shown) << column.path << item;
}

TEST(ListTable, AColumnMayShowTheWholeAnswer) {
    EXPECT_EQ(cell({"as_of", "/as_of", Shown::day}, R"({"as_of": "2018-06-30", "items": [{}]})"), "2018-06-30");
}

TEST(ListTable, AColumnAcrossAListStandsOnceForEachOfIt) {
    ExportedList const list{"/api/v1/things",
                            "layout_provinces",
                            false,
                            {{"counted", "counts[#].counted", Shown::integer, {}, {}, "categories"}}};
    auto const answer =
        json::parse(R"({"categories": [{"name": {"zh": "甲", "en": "A"}}, {"name": {"zh": "乙", "en": "B"}}],
        "items": [{"counts": [{"counted": 3}, {"counted": 4}]}, {"counts": []}]})");
    auto const table = table_of(list, answer, Words(Language::en, nullptr));
    ASSERT_EQ(table.columns.size(), 2U);
    EXPECT_EQ(table.columns[0].title, "A · Counted");
    EXPECT_EQ(table.rows[0], (std::vector<documents::Cell>{std::int64_t{3}, std::int64_t{4}}));
    EXPECT_EQ(table.rows[1], (std::vector<documents::Cell>{documents::Cell{}, documents::Cell{}}));
}

bool is_text(ListColumn const& column) {
    bool const many = column.path.find("[]") != std::string_view::npos;
    return many || column.shown == Shown::text || column.shown == Shown::word || column.shown == Shown::name;
}

TEST(ListTable, EveryExportedListHasItsTitlesAndWords) {
    auto const& messages = base::Messages::instance();
    auto all = exported_lists();
    for (auto const* more : {&work_lists(), &observation_lists()}) all.insert(all.end(), more->begin(), more->end());
    for (auto const& list : all) {
        EXPECT_TRUE(messages.contains("operations.sheet_" + std::string(list.sheet))) << list.path;
        for (auto const& column : list.columns) {
            EXPECT_TRUE(messages.contains("operations.list_" + std::string(column.heading))) << column.heading;
            EXPECT_EQ(column.shown == Shown::word, !column.words.empty()) << column.heading;
            EXPECT_TRUE(column.otherwise.empty() || messages.contains(column.otherwise)) << column.otherwise;
            EXPECT_TRUE(column.otherwise.empty() || is_text(column)) << column.heading;
        }
    }
}

ExportedList const& exported(std::string_view path) {
    auto const& lists = exported_lists();
    return *std::find_if(lists.begin(), lists.end(), [&](auto const& list) { return list.path == path; });
}

class ListExportTest : public identity::IdentityFixture {
  protected:
    ListExportTest() {
        for (auto const* path : {"/api/v1/accounts", "/api/v1/organisations"})
            add_list_export(router, clock, exported(path));
        admin = client_for(make_account("admin", {over_all("administrator")}));
        host = client_for(make_account("host", {over("host_manager", "leaf")}, "leaf"));
        expert = client_for(make_account("expert", {over("expert", "other")}, "other"));
    }
    std::string csv(Client const& client, std::string const& path) {
        auto const answer = get(client, path + (path.find('?') == std::string::npos ? "?" : "&") + "format=csv");
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.body;
    }
    Client admin, host, expert;
};
KUNYU_ON_EACH_ENGINE(ListExportTest);

TEST_P(ListExportTest, HoldsWhatIsListedAsFiltered) {
    auto const text = csv(admin, "/api/v1/organisations/export?parent=branch");
    EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF"));
    EXPECT_NE(text.find("leaf单位"), std::string::npos);
    EXPECT_EQ(text.find("other单位"), std::string::npos);
    auto const listed = get(admin, "/api/v1/organisations").object();
    auto const out = get(admin, "/api/v1/organisations/export?format=json");
    EXPECT_EQ(out.object(), listed);
    EXPECT_NE(out.header("Content-Disposition").find("organisations-"), std::string::npos);
}

TEST_P(ListExportTest, GoesOnToTheLastPage) {
    for (int i = 0; i < 510; ++i) make_organisation("more" + std::to_string(i), "other");
    auto const items = get(admin, "/api/v1/organisations/export?format=json&parent=other").object().at("items");
    EXPECT_EQ(items.as_array().size(), 510U);
}

TEST_P(ListExportTest, HidesAndRefusesWhatTheListDoes) {
    EXPECT_NE(csv(admin, "/api/v1/accounts/export").find("expert"), std::string::npos);
    auto const seen = csv(host, "/api/v1/accounts/export");
    EXPECT_NE(seen.find("host"), std::string::npos);
    EXPECT_EQ(seen.find("expert"), std::string::npos);
    EXPECT_EQ(get(expert, "/api/v1/accounts/export?format=csv").status, 403);
    EXPECT_EQ(get({}, "/api/v1/accounts/export?format=csv").status, 401);
    EXPECT_EQ(get({}, "/api/v1/accounts/export?format=pdf").status, 401);
}

TEST_P(ListExportTest, AWrongQueryIsRefused) {
    for (auto const* bad : {"", "?format=pdf", "?format=csv&kind=empire", "?format=csv&limit=5", "?format=csv&cursor=x",
                            "?format=csv&no_such=1"})
        EXPECT_EQ(get(admin, std::string("/api/v1/organisations/export") + bad).status, 422) << bad;
}

TEST_P(ListExportTest, AListThatNobodyServesIsOurMistake) {
    EXPECT_THROW(add_list_export(router, clock, exported("/api/v1/calls")), std::logic_error);
}

}  // namespace
}  // namespace kunyu::operations
