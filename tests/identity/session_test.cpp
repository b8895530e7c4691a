#include "identity/password.hpp"
#include "identity/secrets.hpp"
#include "identity_fixture.hpp"

#include <chrono>

namespace kunyu::identity {
namespace {

using http::Method;

constexpr auto password = "correct horse battery";

/// Hashing takes a while, so the hash of that password is made once.
std::string const& hash() {
    static std::string const made = *hash_password(password);
    return made;
}

class SessionTest : public IdentityFixture {
  protected:
    SessionTest() { account = make_account("wang", {over_all("administrator")}, std::nullopt, hash()); }
    Client opened() { return client_of(log_in("wang", password)); }
    AccountId account;
};
KUNYU_ON_EACH_ENGINE(SessionTest);

TEST(Password, RulesAreNamed) {
    auto const code = [](std::string_view text) {
        auto const result = check_password("/new", text, "wang.keji.laoshi");
        return result ? std::string() : result.error().fields.front().code;
    };
    EXPECT_EQ(code("short"), "base.too_short");
    EXPECT_EQ(code("九个字的口令不够长"), "base.too_short");
    EXPECT_EQ(code("十个字的口令就够长了吗"), "");
    EXPECT_EQ(code(std::string(1025, 'x')), "base.too_long");
    EXPECT_EQ(code("Wang.Keji.Laoshi"), "identity.password_is_user_name");
    EXPECT_EQ(code("aaaaaaaaaaaa"), "identity.password_too_simple");
}

TEST(Password, MadeOnesDifferAndHaveNoLookAlikes) {
    EXPECT_NE(make_password(), make_password());
    EXPECT_EQ(make_password().size(), 24U);
    EXPECT_EQ(make_password().find_first_of("il1o0"), std::string::npos);
}

TEST(Password, TheHashIsArgon2idWithItsCosts) {
    EXPECT_TRUE(hash().starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << hash();
    EXPECT_TRUE(*verify_password(hash(), password));
    EXPECT_FALSE(*verify_password(hash(), "wrong"));
    EXPECT_FALSE(*verify_password(std::nullopt, password));
}

TEST(Password, NobodysPasswordTakesAsLongAsSomebodys) {
    using Watch = std::chrono::steady_clock;
    auto const time = [](std::optional<std::string> const& against) {
        auto const begin = Watch::now();
        (void)verify_password(against, "some wrong password");
        return std::chrono::duration<double>(Watch::now() - begin).count();
    };
    time(std::nullopt);
    double unknown = 1e9;
    double known = 1e9;
    for (int i = 0; i < 5; ++i) {
        unknown = std::min(unknown, time(std::nullopt));
        known = std::min(known, time(hash()));
    }
    // The same work; a path without it would be a thousand times quicker.
    EXPECT_LT(known / unknown, 4);
    EXPECT_LT(unknown / known, 4);
}

TEST_P(SessionTest, TheCookieIsOutOfReachAndTheSecretIsNotStored) {
    auto const answer = log_in("wang", password);
    ASSERT_EQ(answer.status, 201) << answer.body;
    auto const cookie = answer.header("Set-Cookie");
    for (auto const* part : {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="})
        EXPECT_NE(cookie.find(part), std::string::npos) << part;
    EXPECT_EQ(cookie.find("Secure"), std::string::npos);
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    auto const secret = client_of(answer).cookie;
    EXPECT_EQ(read([&](sql::Session& session) {
                  return session.first("SELECT COUNT(*) FROM account_session WHERE digest = ?", secret)->integer(0);
              }),
              0);
    EXPECT_EQ(answer.object().at("account").at("user").as_string(), "wang");
    EXPECT_THAT(json::serialize(answer.object().at("actions")), testing::HasSubstr("platform.event"));
}

TEST_P(SessionTest, UnknownNameAndWrongPasswordAreAnsweredAlike) {
    auto const wrong = log_in("wang", "not the password");
    auto const unknown = log_in("nobody", "not the password");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.body, unknown.body);
    make_account("second", {over_all("administrator")});
    ASSERT_TRUE(set_user_active(db(), clock, ids, "wang", false));
    EXPECT_EQ(log_in("wang", password).body, wrong.body);
}

TEST_P(SessionTest, GuessingIsSlowedDownAndTheRightPasswordWaitsToo) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(log_in("wang", "guess " + std::to_string(i)).status, 401);
    auto const blocked = log_in("wang", password);
    EXPECT_EQ(blocked.status, 429);
    EXPECT_EQ(blocked.header("Retry-After"), "5");
    remote = "198.51.100.1";
    EXPECT_EQ(log_in("wang", password).status, 429);
    clock.set(clock.now().plus_seconds(5));
    EXPECT_EQ(log_in("wang", password).status, 201);
    EXPECT_EQ(log_in("wang", "wrong again").status, 401);
}

TEST_P(SessionTest, AnUnsafeRequestNeedsTheTokenOfItsOwnSession) {
    auto client = opened();
    auto const other = opened();
    auto const body = R"({"name":"t","scopes":["platform.read"]})";
    EXPECT_EQ(post({client.cookie, {}, {}}, "/api/v1/me/tokens", body).code(), "identity.csrf_token_missing");
    EXPECT_EQ(post({client.cookie, "wrong", {}}, "/api/v1/me/tokens", body).status, 403);
    EXPECT_EQ(post({client.cookie, other.csrf, {}}, "/api/v1/me/tokens", body).status, 403);
    EXPECT_EQ(post(client, "/api/v1/me/tokens", body).status, 201);
    EXPECT_EQ(get({client.cookie, {}, {}}, "/api/v1/me/tokens").status, 200);
    EXPECT_EQ(call({client.cookie, {}, {}}, Method::put, "/api/v1/me/password", "{}").status, 403);
}

TEST_P(SessionTest, LoggingInEndsTheSessionThatCameAlong) {
    auto const planted = opened();
    auto const answer = log_in("wang", password, {planted.cookie, {}, {}});
    ASSERT_EQ(answer.status, 201);
    auto const fresh = client_of(answer);
    EXPECT_NE(fresh.cookie, planted.cookie);
    EXPECT_NE(fresh.csrf, planted.csrf);
    EXPECT_EQ(get(planted, "/api/v1/session").status, 401);
    EXPECT_EQ(get(fresh, "/api/v1/session").status, 200);
}

TEST_P(SessionTest, EndsWhenIdleAndAtTheLatestAfterItsLongestTime) {
    auto const idle = opened();
    clock.set(clock.now().plus_seconds(session_idle_seconds));
    EXPECT_EQ(get(idle, "/api/v1/session").code(), "identity.session_ended");
    auto const busy = opened();
    auto const begin = clock.now();
    for (auto passed = session_idle_seconds / 2; passed < session_longest_seconds; passed += session_idle_seconds / 2) {
        clock.set(begin.plus_seconds(passed));
        EXPECT_EQ(post(busy, "/api/v1/me/tokens", R"({"name":"t","scopes":["*"]})").status, 201) << passed;
    }
    clock.set(begin.plus_seconds(session_longest_seconds));
    EXPECT_EQ(get(busy, "/api/v1/session").status, 401);
}

TEST_P(SessionTest, LoggingOutEndsItAtOnce) {
    auto const client = opened();
    auto const answer = call(client, Method::del, "/api/v1/session");
    EXPECT_EQ(answer.status, 204);
    EXPECT_NE(answer.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(get(client, "/api/v1/session").status, 401);
}

TEST_P(SessionTest, OwnSessionsAreListedAndEndedAndNobodyElses) {
    auto const one = opened();
    auto const two = opened();
    auto const items = get(one, "/api/v1/me/sessions").object().at("items").as_array();
    ASSERT_EQ(items.size(), 2U);
    std::int64_t other = 0;
    for (auto const& item : items)
        if (!item.at("current").as_bool()) other = item.at("id").as_int64();
    make_account("li", {}, std::nullopt, hash());
    auto const stranger = client_of(log_in("li", password));
    EXPECT_EQ(call(stranger, Method::del, "/api/v1/me/sessions/" + std::to_string(other)).status, 404);
    EXPECT_EQ(call(one, Method::del, "/api/v1/me/sessions/" + std::to_string(other)).status, 204);
    EXPECT_EQ(get(two, "/api/v1/session").status, 401);
    for (auto const* bad : {"0", "-1", "x", "99999999999999999999"})
        EXPECT_EQ(call(one, Method::del, std::string("/api/v1/me/sessions/") + bad).status, 404);
}

TEST_P(SessionTest, ChangingThePasswordEndsTheOthersAndNeedsTheCurrentOne) {
    auto const one = opened();
    auto const two = opened();
    auto const change = [&](std::string const& current, std::string const& fresh) {
        return call(one, Method::put, "/api/v1/me/password",
                    json::serialize(json::object{{"current", current}, {"new", fresh}}));
    };
    EXPECT_EQ(change("wrong password", "another long one").status, 422);
    EXPECT_EQ(change(password, "short").status, 422);
    EXPECT_EQ(change(password, password).status, 422);
    EXPECT_EQ(change(password, "another long one").status, 204);
    EXPECT_EQ(get(one, "/api/v1/session").status, 200);
    EXPECT_EQ(get(two, "/api/v1/session").status, 401);
    EXPECT_EQ(log_in("wang", password).status, 401);
    EXPECT_EQ(log_in("wang", "another long one").status, 201);
}

TEST_P(SessionTest, AnOneTimePasswordOpensNothingButItsChange) {
    auto const session = opened();
    auto const reset = post(session, "/api/v1/accounts/" + std::to_string(account.value) + "/password-reset");
    ASSERT_EQ(reset.status, 200) << reset.body;
    EXPECT_EQ(get(session, "/api/v1/session").status, 401);
    auto const one_time = std::string(reset.object().at("password").as_string());
    auto const answer = log_in("wang", one_time);
    ASSERT_EQ(answer.status, 201);
    EXPECT_TRUE(answer.object().at("account").at("must_change_password").as_bool());
    auto const client = client_of(answer);
    EXPECT_EQ(get(client, "/api/v1/accounts").code(), "identity.password_change_required");
    EXPECT_EQ(post(client, "/api/v1/me/tokens", R"({"name":"t","scopes":["*"]})").status, 403);
    EXPECT_EQ(get(client, "/api/v1/session").status, 200);
    EXPECT_EQ(call(client, Method::put, "/api/v1/me/password",
                   json::serialize(json::object{{"current", one_time}, {"new", "my own password"}}))
                  .status,
              204);
    EXPECT_EQ(get(client, "/api/v1/accounts").status, 200);
}

TEST_P(SessionTest, HostileLogInsAreRefusedAndStoreNothing) {
    auto const raw = [&](std::string const& body) { return post({}, "/api/v1/session", body).status; };
    EXPECT_EQ(raw("{"), 400);
    EXPECT_EQ(raw("[]"), 422);
    EXPECT_EQ(raw(R"({"user":"wang"})"), 422);
    EXPECT_EQ(raw(R"({"user":1,"password":[]})"), 422);
    EXPECT_EQ(raw(R"({"user":"wang","password":"x","role":"administrator"})"), 422);
    EXPECT_EQ(raw(R"({"user":"wa\u0000ng","password":"x"})"), 422);
    EXPECT_EQ(raw(json::serialize(json::object{{"user", std::string(101, 'x')}, {"password", "x"}})), 422);
    EXPECT_EQ(raw(json::serialize(json::object{{"user", "wang"}, {"password", std::string(1025, 'x')}})), 422);
    EXPECT_EQ(raw(R"({"user":"' OR 1=1 --","password":"' OR 1=1 --"})"), 401);
    EXPECT_EQ(count("account_session"), 0);
}

TEST_P(SessionTest, TheFirstAdministratorIsMadeOnce) {
    EXPECT_FALSE(create_first_administrator(db(), clock, ids)->has_value());
    test::TemporaryDatabase fresh(GetParam());
    auto const made = create_first_administrator(fresh.database(), clock, ids);
    ASSERT_TRUE(made && *made);
    EXPECT_FALSE(create_first_administrator(fresh.database(), clock, ids)->has_value());
    auto const found = authenticator.authenticate(fresh.database(), "Admin", **made);
    EXPECT_TRUE(found && *found);
    auto const token = create_user_token(fresh.database(), clock, ids, "admin", "script", {}, std::nullopt);
    EXPECT_TRUE(token && token->starts_with("kunyu_"));
    EXPECT_EQ(create_user_token(fresh.database(), clock, ids, "nobody", "x", {}, std::nullopt).error().code,
              "identity.no_such_user");
}

}  // namespace
}  // namespace kunyu::identity
