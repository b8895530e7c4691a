#include "identity/organisation_rules.hpp"
#include "identity_fixture.hpp"
#include "sql/search.hpp"

#include <fstream>

namespace kunyu::identity {
namespace {

using http::Method;

base::Day day(std::string_view text) {
    return *base::parse_day(text);
}

TEST(OrganisationRules, IntervalsOverlapWhenTheyShareADay) {
    auto const d1 = day("2018-01-01"), d2 = day("2019-01-01"), d3 = day("2020-01-01");
    EXPECT_FALSE(any_overlap({}));
    EXPECT_FALSE(any_overlap({{std::nullopt, d1}, {d1, d2}, {d2, std::nullopt}}));
    EXPECT_TRUE(any_overlap({{d1, d3}, {d2, std::nullopt}}));
    EXPECT_TRUE(any_overlap({{std::nullopt, std::nullopt}, {d1, d2}}));
    EXPECT_FALSE(any_overlap({{d2, d3}, {d1, d2}}));
}

TEST(OrganisationRules, TheChainOfSuccessorsIsFollowed) {
    OrganisationId const a{1}, b{2}, c{3}, d{4};
    std::vector<SuccessionEdge> const edges{{a, b}, {b, c}, {a, d}};
    EXPECT_TRUE(leads_to(edges, a, c));
    EXPECT_TRUE(leads_to(edges, a, a));
    EXPECT_FALSE(leads_to(edges, c, a));
    EXPECT_FALSE(leads_to(edges, d, c));
    EXPECT_TRUE(leads_to({{a, b}, {b, a}}, a, b));  // ends in a circle, too
}

TEST(OrganisationRules, ANameBeginsAfterTheOneBefore) {
    OrganisationName first;
    first.validity.from = day("2010-01-01");
    auto const today = day("2018-06-30");
    auto const code = [&](std::vector<OrganisationName> const& names, std::optional<base::Day> from) {
        auto const result = name_to_end(names, from, today);
        if (result) return std::string();
        return result.error().fields.empty() ? result.error().code : result.error().fields.front().code;
    };
    EXPECT_EQ(code({}, std::nullopt), "");
    EXPECT_EQ(code({first}, std::nullopt), "base.required");
    EXPECT_EQ(code({first}, day("2018-07-01")), "identity.day_in_future");
    EXPECT_EQ(code({first}, day("2010-01-01")), "identity.name_not_later");
    EXPECT_EQ(code({first}, day("2010-01-02")), "");
}

class OrganisationTest : public IdentityFixture {
  protected:
    OrganisationTest() { officer = client_for(make_account("officer", {over_all("ministry_officer")})); }
    Answer make(json::object body) { return post(officer, "/api/v1/organisations", json::serialize(body)); }
    Answer edit(std::string const& slug, std::string const& body) {
        auto const etag = get({}, "/api/v1/organisations/" + slug).header("ETag");
        return call(officer, Method::patch, "/api/v1/organisations/" + slug, body, {{"if-match", etag}});
    }
    std::string names(std::string const& query) {
        std::string out;
        auto const answer = get({}, "/api/v1/organisations" + query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        auto const found = answer.object().at("items").as_array();
        for (auto const& item : found) out += std::string(item.at("name").at("zh").as_string()) + " ";
        return out;
    }
    /// The table that scopes are checked against, made anew from the parents.
    void expect_subtree_true() {
        read([&](sql::Session& session) {
            auto const expected = session.query(
                "WITH RECURSIVE up (ancestor, descendant, depth) AS (SELECT id, id, 0 FROM organisation UNION ALL "
                "SELECT o.parent, up.descendant, up.depth + 1 FROM up JOIN organisation o ON o.id = up.ancestor "
                "WHERE o.parent IS NOT NULL) SELECT ancestor, descendant, depth FROM up ORDER BY 1, 2");
            auto const stored =
                session.query("SELECT ancestor, descendant, depth FROM organisation_subtree ORDER BY 1, 2");
            ASSERT_EQ(stored.size(), expected.size());
            for (std::size_t i = 0; i < stored.size(); ++i) EXPECT_EQ(stored[i].values(), expected[i].values());
        });
    }
    Client officer;
};
KUNYU_ON_EACH_ENGINE(OrganisationTest);

TEST_P(OrganisationTest, TheSubtreeFollowsEveryMove) {
    expect_subtree_true();
    EXPECT_EQ(edit("branch", R"({"parent":"other"})").status, 200);
    expect_subtree_true();
    EXPECT_EQ(edit("branch", R"({"parent":null})").status, 200);
    expect_subtree_true();
    EXPECT_EQ(edit("root", R"({"parent":"leaf"})").status, 200);
    expect_subtree_true();
    EXPECT_EQ(edit("leaf", R"({"parent":"other"})").status, 422);
    EXPECT_EQ(edit("leaf", R"({"parent":"leaf"})").status, 422);
    expect_subtree_true();
}

TEST_P(OrganisationTest, AMoveIsSeenFromItsDayOn) {
    EXPECT_EQ(edit("leaf", R"({"parent":"other"})").status, 200);
    auto const parent = [&](std::string const& as_of) {
        return std::string(
            get({}, "/api/v1/organisations/leaf?as_of=" + as_of).object().at("parent").at("slug").as_string());
    };
    EXPECT_EQ(parent("2018-06-29"), "branch");
    EXPECT_EQ(parent("2018-06-30"), "other");
    EXPECT_EQ(edit("leaf", R"({"parent":"root"})").status, 200);
    EXPECT_EQ(parent("2018-06-30"), "root");
    EXPECT_EQ(parent("2018-06-29"), "branch");
    EXPECT_EQ(names("?parent=branch&as_of=2018-06-29"), "leaf单位 ");
    EXPECT_EQ(names("?parent=branch"), "");
}

TEST_P(OrganisationTest, NamesFollowOneAnother) {
    auto const rename = [&](std::string const& zh, std::string const& from) {
        json::object body{{"name", {{"zh", zh}}}, {"kind", "official"}};
        if (!from.empty()) body["valid_from"] = from;
        return post(officer, "/api/v1/organisations/leaf/names", json::serialize(body));
    };
    EXPECT_EQ(rename("新名研究所", "").status, 422);
    EXPECT_EQ(rename("新名研究所", "2018-03-19").status, 201);
    EXPECT_EQ(rename("更早的名字", "2018-03-19").status, 409);
    EXPECT_EQ(rename("明天的名字", "2018-07-01").status, 422);
    EXPECT_EQ(names("?q=新名"), "新名研究所 ");
    EXPECT_EQ(names("?q=leaf&as_of=2018-03-18"), "leaf单位 ");
    EXPECT_EQ(names("?q=leaf"), "新名研究所 ");  // still found under the old one
    auto const hits =
        read([](sql::Session& session) { return sql::search(session, "新名", {"organisation"}, false, 10); });
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits.front().subject, organisation.at("leaf").value);
    read([&](sql::Session& session) {
        std::vector<base::Interval> official;
        for (auto const& name : load_names(session, organisation.at("leaf")))
            if (name.official) official.push_back({name.validity.from, name.validity.to});
        EXPECT_EQ(official.size(), 2U);
        EXPECT_FALSE(any_overlap(official));
    });
}

TEST_P(OrganisationTest, OneBodyIsRecordedOnce) {
    EXPECT_EQ(make({{"name", {{"zh", "新所"}}}, {"kind", "institute"}, {"aliases", {"老所"}}}).status, 201);
    EXPECT_EQ(make({{"name", {{"zh", "新所"}}}, {"kind", "institute"}}).code(), "identity.organisation_exists");
    EXPECT_EQ(make({{"name", {{"zh", "老所"}}}, {"kind", "institute"}}).code(), "identity.organisation_exists");
    EXPECT_EQ(make({{"name", {{"zh", "别所"}}}, {"kind", "institute"}, {"slug", "leaf"}}).code(),
              "identity.slug_taken");
    EXPECT_EQ(names("?q=老所"), "新所 ");
}

TEST_P(OrganisationTest, AsOfShowsWhatWasThere) {
    EXPECT_EQ(make({{"name", {{"zh", "短命所"}}},
                    {"kind", "school"},
                    {"valid_from", "2015-01-01"},
                    {"valid_to", "2017-01-01"}})
                  .status,
              201);
    EXPECT_EQ(names("?kind=school&as_of=2014-12-31"), "");
    EXPECT_EQ(names("?kind=school&as_of=2015-01-01"), "短命所 ");
    EXPECT_EQ(names("?kind=school&as_of=2016-12-31"), "短命所 ");
    EXPECT_EQ(names("?kind=school&as_of=2017-01-01"), "");
    EXPECT_EQ(make({{"name", {{"zh", "倒置所"}}},
                    {"kind", "school"},
                    {"valid_from", "2018-01-01"},
                    {"valid_to", "2017-01-01"}})
                  .status,
              422);
}

TEST_P(OrganisationTest, SuccessionsEndThePredecessorAndNeverClose) {
    auto const succeed = [&](std::string const& from, std::string const& to, std::string const& kind) {
        return post(officer, "/api/v1/organisations/" + from + "/succession",
                    json::serialize(
                        json::object{{"successors", json::array{to}}, {"kind", kind}, {"effective_on", "2018-03-19"}}));
    };
    auto const done = succeed("leaf", "branch", "merged");
    ASSERT_EQ(done.status, 201) << done.body;
    EXPECT_EQ(done.object().at("valid_to").as_string(), "2018-03-19");
    EXPECT_EQ(succeed("branch", "other", "transferred").object().at("valid_to"), json::value(nullptr));
    EXPECT_EQ(succeed("other", "leaf", "renamed").code(), "identity.succession_would_close");
    EXPECT_EQ(succeed("leaf", "leaf", "renamed").code(), "identity.succession_would_close");
    EXPECT_EQ(succeed("leaf", "nowhere", "renamed").status, 422);
    EXPECT_EQ(succeed("leaf", "branch", "swallowed").status, 422);
    auto const predecessors = get({}, "/api/v1/organisations/branch").object().at("predecessors").as_array();
    ASSERT_EQ(predecessors.size(), 1U);
    EXPECT_EQ(predecessors[0].at("organisation").at("slug").as_string(), "leaf");
}

TEST_P(OrganisationTest, AGroupsMembersAreUnitsOrNotKnown) {
    make({{"name", {{"zh", "有关单位"}}}, {"kind", "group"}, {"slug", "units"}});
    auto const put = [&](std::string const& slug, std::string const& body) {
        auto const etag = get({}, "/api/v1/organisations/" + slug).header("ETag");
        return call(officer, Method::put, "/api/v1/organisations/" + slug + "/members", body, {{"if-match", etag}});
    };
    EXPECT_EQ(get({}, "/api/v1/organisations/units").object().at("members"), json::value(nullptr));
    auto const done = put("units", R"({"members":["leaf","other"]})");
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(done.object().at("members").as_array().size(), 2U);
    EXPECT_EQ(put("units", R"({"members":[]})").object().at("members").as_array().size(), 0U);
    EXPECT_EQ(put("units", R"({"members":null})").object().at("members"), json::value(nullptr));
    EXPECT_EQ(put("units", R"({"members":["leaf","leaf"]})").status, 422);
    EXPECT_EQ(put("units", R"({"members":["units"]})").status, 422);
    EXPECT_EQ(put("units", R"({"members":"leaf"})").status, 422);
    EXPECT_EQ(put("units", "{}").status, 422);
    EXPECT_EQ(put("leaf", R"({"members":["other"]})").status, 409);
}

TEST_P(OrganisationTest, BadInputIsNamedAndStoresNothing) {
    auto const before = count("organisation");
    for (auto const* body :
         {"{}", "[]", R"({"name":"x","kind":"institute"})", R"({"name":{"zh":""},"kind":"institute"})",
          R"({"name":{"zh":"x"},"kind":"empire"})", R"({"name":{"zh":"x"},"kind":"institute","slug":"Größe"})",
          R"({"name":{"zh":"x"},"kind":"institute","province":"ab"})",
          R"({"name":{"zh":"x"},"kind":"institute","valid_from":"2017-02-30"})",
          R"({"name":{"zh":"x"},"kind":"institute","parent":"nowhere"})",
          R"({"name":{"zh":"x"},"kind":"institute","parent":[1]})",
          R"({"name":{"zh":"x","fr":"y"},"kind":"institute"})", R"({"name":{"zh":"x\u0000y"},"kind":"institute"})",
          R"({"name":{"zh":"x"},"kind":"institute","documents":[1]})",
          R"({"name":{"zh":"x"},"kind":"institute","version":9})"})
        EXPECT_EQ(post(officer, "/api/v1/organisations", body).status, 422) << body;
    EXPECT_EQ(post(officer, "/api/v1/organisations", "{\"name\":").status, 400);
    EXPECT_EQ(make({{"name", {{"zh", std::string(601, 'x')}}}, {"kind", "institute"}}).status, 422);
    EXPECT_EQ(count("organisation"), before);
    for (auto const* bad : {"0", "-1", "9007199254740993", "1e3", "nowhere", "1'--"})
        EXPECT_EQ(get({}, std::string("/api/v1/organisations/") + bad).status, 404) << bad;
    for (auto const* bad : {"?as_of=2018-02-29", "?limit=0", "?kind=empire", "?parent=nowhere", "?page=2"})
        EXPECT_EQ(get({}, std::string("/api/v1/organisations") + bad).status, 422) << bad;
}

TEST_P(OrganisationTest, OnlyTheMinistryEdits) {
    auto const host = client_for(make_account("host", {over("host_manager", "leaf")}));
    EXPECT_EQ(post(host, "/api/v1/organisations", "{}").status, 403);
    EXPECT_EQ(post({}, "/api/v1/organisations", "{}").status, 401);
}

TEST_P(OrganisationTest, ThePackComesInOnceAndLeavesLaterEditsAlone) {
    auto const pack = packs::load(KUNYU_PACKS_DIR "/mlr-2017");
    ASSERT_TRUE(pack);
    auto const import = [&] { return *write([&](sql::Tx& tx) { return import_pack(tx, system(), ids, *pack); }); };
    auto const first = import();
    EXPECT_EQ(first.added, static_cast<int>(pack->organisations.size()));
    auto const audited = count("audit_record");
    auto const again = import();
    EXPECT_EQ(again.added + again.changed, 0);
    EXPECT_EQ(count("audit_record"), audited);
    expect_subtree_true();

    EXPECT_EQ(edit("clspi", R"({"city":"北京"})").status, 200);
    import();
    EXPECT_EQ(get({}, "/api/v1/organisations/clspi").object().at("city").as_string(), "北京");
    EXPECT_EQ(get({}, "/api/v1/organisations/provinces").object().at("members").as_array().size(), 32U);
    EXPECT_EQ(get({}, "/api/v1/organisations/affiliates").object().at("members"), json::value(nullptr));
    EXPECT_EQ(names("?q=自然资源部&kind=ministry&as_of=2017-12-31"), "");
    EXPECT_EQ(names("?q=自然资源部&kind=ministry"), "自然资源部 ");
    EXPECT_EQ(get({}, "/api/v1/organisations/mlr").object().at("successors").as_array().size(), 1U);

    auto newer = *pack;
    newer.organisations.front().name.zh = "国土资源部（更正）";
    auto const changed = *write([&](sql::Tx& tx) { return import_pack(tx, system(), ids, newer); });
    EXPECT_EQ(changed.changed, 1);
    EXPECT_EQ(get({}, "/api/v1/organisations/mlr").object().at("name").at("zh").as_string(), "国土资源部（更正）");
}

}  // namespace
}  // namespace kunyu::identity
