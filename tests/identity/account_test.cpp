#include "audit/audit.hpp"
#include "identity_fixture.hpp"

namespace kunyu::identity {
namespace {

using http::Method;

class AccountTest : public IdentityFixture {
  protected:
    AccountTest() {
        root = make_account("root", {over_all("administrator")});
        officer = make_account("officer", {over("regional_officer", "branch")}, "branch");
        host = make_account("host", {over("host_manager", "leaf")}, "leaf");
        stranger = make_account("stranger", {over("host_manager", "other")}, "other");
    }
    std::string refused(AccountId by, AccountId whom, GrantInput const& grant) {
        auto const caller = caller_for(by);
        auto const result = write([&](sql::Tx& tx) { return accounts.add_grant(tx, caller, whom, grant); });
        return result ? "" : result.error().code;
    }
    std::string path(AccountId id) const { return "/api/v1/accounts/" + std::to_string(id.value); }

    AccountId root, officer, host, stranger;
};
KUNYU_ON_EACH_ENGINE(AccountTest);

TEST_P(AccountTest, NobodyGivesARoleOrScopeBeyondHisOwn) {
    EXPECT_EQ(refused(root, host, over("regional_officer", "root")), "");
    EXPECT_EQ(refused(officer, host, over("platform_director", "leaf")), "identity.account_above_yours");
    auto const fresh = make_account("fresh", {}, "leaf");
    EXPECT_EQ(refused(officer, fresh, over("host_manager", "leaf")), "");
    EXPECT_EQ(refused(officer, fresh, over("platform_secretary", "branch")), "");
    EXPECT_EQ(refused(officer, fresh, over("host_manager", "other")), "identity.role_above_yours");
    EXPECT_EQ(refused(officer, fresh, over("host_manager", "root")), "identity.role_above_yours");
    EXPECT_EQ(refused(officer, fresh, over("regional_officer", "leaf")), "identity.role_above_yours");
    EXPECT_EQ(refused(officer, fresh, over_all("administrator")), "identity.role_above_yours");
    EXPECT_EQ(refused(officer, fresh, over_all("researcher")), "identity.role_above_yours");
}

TEST_P(AccountTest, AnAccountOutsideOnesScopeIsNotThere) {
    EXPECT_EQ(refused(host, stranger, over("data_steward", "leaf")), "identity.account_not_found");
    auto const client = client_for(host);
    EXPECT_EQ(get(client, path(stranger)).status, 404);
    EXPECT_EQ(get(client, path(host)).status, 200);
    auto const listed = get(client, "/api/v1/accounts").object().at("items").as_array();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].at("user").as_string(), "host");
    EXPECT_EQ(post(client, path(stranger) + "/password-reset").status, 404);
}

TEST_P(AccountTest, WhoStandsHigherIsNotTakenOverByAPasswordReset) {
    auto const boss = make_account("boss", {over_all("ministry_officer")}, "leaf");
    auto const client = client_for(host);
    EXPECT_EQ(get(client, path(boss)).status, 200);
    auto const reset = post(client, path(boss) + "/password-reset");
    EXPECT_EQ(reset.status, 403);
    EXPECT_EQ(reset.code(), "identity.account_above_yours");
    EXPECT_EQ(call(client, Method::patch, path(boss), R"({"active":false})", {{"if-match", "\"1\""}}).status, 403);
    EXPECT_EQ(get(client, path(boss) + "/sessions").status, 403);
}

TEST_P(AccountTest, ARoleYetToComeProtectsTheAccountToo) {
    auto later = over_all("administrator");
    later.valid_from = base::parse_day("2030-01-01");
    auto const heir = make_account("heir", {later}, "leaf");
    EXPECT_EQ(post(client_for(host), path(heir) + "/password-reset").status, 403);
}

TEST_P(AccountTest, TheLastAdministratorStays) {
    auto const client = client_for(root);
    auto const grant = get(client, path(root)).object().at("grants").as_array()[0].at("id").as_int64();
    auto const remove = [&] {
        return call(client, Method::del, path(root) + "/grants/" + std::to_string(grant)).status;
    };
    EXPECT_EQ(remove(), 409);
    EXPECT_EQ(call(client, Method::patch, path(root), R"({"active":false})", {{"if-match", "\"1\""}}).code(),
              "identity.last_administrator");
    auto passing = over_all("administrator");
    passing.valid_to = base::parse_day("2019-01-01");
    make_account("passing", {passing});
    EXPECT_EQ(remove(), 409);
    make_account("second", {over_all("administrator")});
    EXPECT_EQ(remove(), 204);
    EXPECT_EQ(get(client, "/api/v1/accounts").status, 403);
}

TEST_P(AccountTest, ATokensScopeBoundsWhatItsOwnerGives) {
    auto const secret = *create_user_token(db(), clock, ids, "root", "t", {"account.manage", "account.read"}, {});
    auto const body = R"({"user":"x1","display_name":"x","grants":[{"role":"administrator","scope":{"kind":"all"}}]})";
    EXPECT_EQ(post({{}, {}, secret}, "/api/v1/accounts", body).status, 403);
    EXPECT_EQ(read([](sql::Session& session) { return find_account(session, "x1"); }), std::nullopt);
}

TEST_P(AccountTest, InputsAreNamedOneByOne) {
    auto const client = client_for(root);
    auto const faults = [&](std::string const& body) {
        auto const answer = post(client, "/api/v1/accounts", body);
        EXPECT_EQ(answer.status, 422) << body << answer.body;
        std::string paths;
        auto const found = answer.object().at("fields").as_array();
        for (auto const& field : found) paths += std::string(field.at("path").as_string()) + " ";
        return paths;
    };
    EXPECT_EQ(faults("{}"), "/user /display_name ");
    EXPECT_EQ(faults(R"({"user":"UPPER","display_name":"x"})"), "/user ");
    EXPECT_EQ(faults(R"({"user":"a'b--","display_name":"x"})"), "/user ");
    EXPECT_EQ(faults(R"({"user":"ab","display_name":"x\u0007"})"), "/display_name ");
    EXPECT_EQ(faults(R"({"user":"ab","display_name":"x","email":"no","admin":true})"), "/email /admin ");
    EXPECT_EQ(faults(R"({"user":"ab","display_name":"x","organisation":"nowhere"})"), "/organisation ");
    EXPECT_EQ(faults(R"({"user":"ab","display_name":"x","organisation":1.5})"), "/organisation ");
    EXPECT_EQ(faults(R"({"user":"ab","display_name":"x","password":"short"})"), "/password ");
    EXPECT_EQ(faults(R"({"user":"ab","display_name":"x","grants":[{"role":"public","scope":{"kind":"all"}}]})"),
              "/grants/0/role ");
    EXPECT_EQ(faults(R"({"user":"ab","display_name":"x","grants":[{"role":"administrator","scope":
        {"kind":"organisation","id":"root"}}]})"),
              "/grants/0/scope/kind ");
    EXPECT_EQ(faults(R"({"user":"ab","display_name":"x","grants":[{"role":"host_manager","scope":
        {"kind":"organisation","id":"root"},"valid_from":"2019-01-01","valid_to":"2018-01-01"}]})"),
              "/grants/0/valid_to ");
    EXPECT_EQ(count("account"), 4);
}

TEST_P(AccountTest, TextIsTextWhateverItLooksLike) {
    auto const nasty = std::string("x'); DROP TABLE account; --<script>alert(1)</script>");
    auto const client = client_for(root);
    auto const made =
        post(client, "/api/v1/accounts", json::serialize(json::object{{"user", "nasty"}, {"display_name", nasty}}));
    ASSERT_EQ(made.status, 201);
    EXPECT_EQ(made.object().at("display_name").as_string(), nasty);
    EXPECT_EQ(made.header("Location"), "/api/v1/accounts/" + std::to_string(made.id()));
    EXPECT_EQ(get(client, "/api/v1/accounts?q=DROP TABLE").object().at("items").as_array().size(), 1U);
    EXPECT_EQ(get(client, "/api/v1/accounts?q=%").object().at("items").as_array().size(), 0U);
    EXPECT_EQ(post(client, "/api/v1/accounts", R"({"user":"nasty","display_name":"x"})").code(), "identity.user_taken");
}

TEST_P(AccountTest, ListsAreFilteredAndPaged) {
    auto const client = client_for(root);
    auto const users = [&](std::string const& query) {
        std::string out;
        auto const answer = get(client, "/api/v1/accounts" + query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        auto const found = answer.object().at("items").as_array();
        for (auto const& item : found) out += std::string(item.at("user").as_string()) + " ";
        return out;
    };
    EXPECT_EQ(users("?role=host_manager"), "host stranger ");
    EXPECT_EQ(users("?organisation=branch"), "host officer ");
    EXPECT_EQ(users("?q=off"), "officer ");
    EXPECT_EQ(users("?active=false"), "");
    auto const first = get(client, "/api/v1/accounts?limit=3").object();
    EXPECT_EQ(first.at("items").as_array().size(), 3U);
    EXPECT_EQ(users("?limit=3&cursor=" + std::string(first.at("next").as_string())), "stranger ");
    for (auto const* bad : {"?limit=0", "?limit=501", "?active=maybe", "?no_such=1", "?limit=1&limit=2", "?role=king",
                            "?organisation=nowhere"})
        EXPECT_EQ(get(client, std::string("/api/v1/accounts") + bad).status, 422) << bad;
    EXPECT_EQ(get(client, "/api/v1/accounts?cursor=nonsense").status, 400);
}

TEST_P(AccountTest, TheOperatorKeepsTheSameRules) {
    auto const add = [&](std::string const& user, std::vector<std::string> const& grants) {
        AccountInput input;
        input.user = user;
        input.display_name = user;
        auto const made = add_user(db(), clock, ids, input, grants);
        return made ? std::string() : made.error().code;
    };
    EXPECT_EQ(add("fresh", {"host_manager@leaf", "expert"}), "");
    EXPECT_EQ(add("fresh", {}), "identity.user_taken");
    EXPECT_EQ(add("Bad Name", {}), "base.invalid_input");
    EXPECT_EQ(add("other1", {"king"}), "identity.no_such_role");
    EXPECT_EQ(add("other2", {"public"}), "identity.no_such_role");
    EXPECT_EQ(add("other3", {"host_manager@nowhere"}), "base.invalid_input");
    EXPECT_EQ(add("other4", {"administrator@leaf"}), "base.invalid_input");
    EXPECT_EQ(list_users(db(), clock).size(), 5U);
    EXPECT_EQ(set_user_active(db(), clock, ids, "root", false).error().code, "identity.last_administrator");
    EXPECT_EQ(reset_user_password(db(), clock, ids, "nobody").error().code, "identity.no_such_user");
    EXPECT_TRUE(reset_user_password(db(), clock, ids, "fresh"));
}

TEST_P(AccountTest, EveryChangeIsInTheRecord) {
    auto const client = client_for(root);
    auto const before = count("audit_record");
    EXPECT_EQ(call(client, Method::patch, path(host), R"({"display_name":"新名"})", {{"if-match", "\"1\""}}).status,
              200);
    EXPECT_EQ(call(client, Method::patch, path(host), R"({"display_name":"旧"})", {{"if-match", "\"1\""}}).status, 412);
    EXPECT_EQ(
        post(client, path(host) + "/grants", R"({"role":"data_steward","scope":{"kind":"organisation","id":"leaf"}})")
            .status,
        201);
    EXPECT_EQ(
        post(client, path(host) + "/grants", R"({"role":"data_steward","scope":{"kind":"organisation","id":"leaf"}})")
            .code(),
        "identity.grant_exists");
    EXPECT_EQ(count("audit_record"), before + 2);
    EXPECT_TRUE(read([](sql::Session& session) { return audit::verify(session); }));
}

class DelegationTest : public AccountTest {
  protected:
    DelegationTest() { deputy = make_account("deputy"); }
    Answer lend(Client const& client, std::string const& to, std::string const& first, std::string const& last) {
        return post(
            client, "/api/v1/delegations",
            json::serialize(json::object{{"to", to}, {"valid_from", first}, {"valid_to", last}, {"reason", "出差"}}));
    }
    bool endorses(AccountId id) {
        auto const caller = caller_for(id);
        return read([&](sql::Session& session) {
            return may(session, caller, "application.endorse", {{organisation.at("leaf")}, std::nullopt});
        });
    }
    AccountId deputy;
};
KUNYU_ON_EACH_ENGINE(DelegationTest);

TEST_P(DelegationTest, LendsTheRolesForItsDaysBothIncluded) {
    ASSERT_EQ(lend(client_for(officer), "deputy", "2018-07-01", "2018-07-02").status, 201);
    EXPECT_FALSE(endorses(deputy));
    clock.set(base::start_of(*base::parse_day("2018-07-01")));
    EXPECT_TRUE(endorses(deputy));
    clock.set({base::start_of(*base::parse_day("2018-07-03")).microseconds - 1});
    EXPECT_TRUE(endorses(deputy));
    EXPECT_EQ(caller_for(deputy).grants.at(0).on_behalf_of, "officer");
    clock.set(base::start_of(*base::parse_day("2018-07-03")));
    EXPECT_FALSE(endorses(deputy));
}

TEST_P(DelegationTest, EndsWithItsRevocationItsGrantAndItsGiver) {
    auto const today = base::to_string(clock.today());
    auto const giver = client_for(officer);
    auto const made = lend(giver, "deputy", today, today);
    ASSERT_TRUE(endorses(deputy));
    EXPECT_EQ(call(client_for(stranger), Method::del, "/api/v1/delegations/" + std::to_string(made.id())).status, 404);
    EXPECT_EQ(call(giver, Method::del, "/api/v1/delegations/" + std::to_string(made.id())).status, 204);
    EXPECT_FALSE(endorses(deputy));
    lend(giver, "deputy", today, today);
    ASSERT_TRUE(endorses(deputy));
    ASSERT_TRUE(set_user_active(db(), clock, ids, "officer", false));
    EXPECT_FALSE(endorses(deputy));
    ASSERT_TRUE(set_user_active(db(), clock, ids, "officer", true));
    EXPECT_TRUE(endorses(deputy));
    auto const grant = get(giver, "/api/v1/delegations").object().at("items").as_array()[0].at("grants").at(0);
    EXPECT_EQ(
        call(client_for(root), Method::del, path(officer) + "/grants/" + std::to_string(grant.at("id").as_int64()))
            .status,
        204);
    EXPECT_FALSE(endorses(deputy));
}

TEST_P(DelegationTest, WhatWasLentIsNotLentOnNorUsedToManageAccounts) {
    auto const today = base::to_string(clock.today());
    ASSERT_EQ(lend(client_for(root), "deputy", today, today).status, 201);
    auto const client = client_for(deputy);
    EXPECT_EQ(lend(client, "host", today, today).code(), "identity.nothing_to_delegate");
    EXPECT_EQ(get(client, "/api/v1/accounts").status, 200);
    EXPECT_EQ(post(client, "/api/v1/accounts", R"({"user":"x1","display_name":"x"})").status, 403);
    EXPECT_EQ(post(client, path(host) + "/grants", R"({"role":"expert","scope":{"kind":"all"}})").status, 403);
    EXPECT_EQ(post(client, path(host) + "/password-reset").status, 403);
    auto const mine = read([&](sql::Session& session) { return load_grants(session, root).at(0).id.value; });
    EXPECT_EQ(post(client, "/api/v1/delegations",
                   json::serialize(json::object{{"to", "host"},
                                                {"valid_from", today},
                                                {"valid_to", today},
                                                {"reason", "x"},
                                                {"grants", json::array{mine}}}))
                  .status,
              422);
}

TEST_P(DelegationTest, ImpossibleDaysAndPeopleAreRefused) {
    auto const giver = client_for(officer);
    auto const today = base::to_string(clock.today());
    EXPECT_EQ(lend(giver, "deputy", "2018-07-02", "2018-07-01").status, 422);
    EXPECT_EQ(lend(giver, "deputy", "2018-01-01", "2018-01-02").status, 422);
    EXPECT_EQ(lend(giver, "deputy", today, "2020-01-01").status, 422);
    EXPECT_EQ(lend(giver, "deputy", "2018-02-30", today).status, 422);
    EXPECT_EQ(lend(giver, "officer", today, today).status, 422);
    EXPECT_EQ(lend(giver, "nobody", today, today).status, 422);
    EXPECT_EQ(count("delegation"), 0);
}

TEST_P(DelegationTest, WhatTheDeputyDoesIsRecordedForTheGiver) {
    auto const today = base::to_string(clock.today());
    auto const giver = make_account("ministry", {over_all("ministry_officer")});
    ASSERT_EQ(lend(client_for(giver), "deputy", today, today).status, 201);
    EXPECT_EQ(call(client_for(deputy), Method::patch, "/api/v1/organisations/leaf", R"({"city":"西安"})",
                   {{"if-match", "\"1\""}})
                  .status,
              200);
    auto const row = read([](sql::Session& session) {
        return *session.first("SELECT actor, on_behalf_of FROM audit_record ORDER BY sequence DESC LIMIT 1");
    });
    EXPECT_EQ(row.integer(0), deputy.value);
    EXPECT_EQ(row.text(1), "ministry");
}

}  // namespace
}  // namespace kunyu::identity
