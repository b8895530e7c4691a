#include "identity/idempotency.hpp"
#include "identity/secrets.hpp"
#include "identity_fixture.hpp"

#include <chrono>
#include <thread>

namespace kunyu::identity {
namespace {

using http::Method;

/// Routes of its own beside those of the fixture: a counter that anybody may read and an officer may raise.
class GateTest : public IdentityFixture {
  protected:
    GateTest() {
        http::RouteOptions open;
        open.action = "platform.read";
        gate.read(router, Method::get, "/counter", open, [](sql::Session&, Caller const& caller, http::Request const&) {
            return http::Response::text(200, caller.is_public() ? "public" : caller.user);
        });
        http::RouteOptions edit;
        edit.action = "platform.event";
        gate.write(router, Method::post, "/counter", edit,
                   [](sql::Tx& tx, Caller const& caller, http::Request const& request) -> base::Result<http::Response> {
                       if (request.body == "refuse") return base::refuse("identity.grant_exists", {{"role", "x"}});
                       tx.exec("INSERT INTO organisation_document (organisation, file, position) VALUES (?, ?, 0)",
                               std::stoll(request.body), caller.now.microseconds + std::stoll(request.body));
                       auto response = http::Response::json(201, R"({"id":)" + request.body + "}");
                       response.header("Location", "/counter/" + request.body);
                       return response;
                   });
        officer = client_for(make_account("officer", {over_all("ministry_officer")}));
        key = std::to_string(organisation.at("root").value);
    }
    Client officer;
    std::string key;
};
KUNYU_ON_EACH_ENGINE(GateTest);

TEST_P(GateTest, ARouteWithAnUnknownActionFailsAtStart) {
    http::RouteOptions options;
    options.action = "no.action";
    EXPECT_THROW(gate.read(router, Method::get, "/x", options,
                           [](sql::Session&, Caller const&, http::Request const&) { return http::Response(); }),
                 std::logic_error);
}

TEST_P(GateTest, ThePublicReadsWhatIsPublicAndNothingElse) {
    EXPECT_EQ(get({}, "/counter").body, "public");
    EXPECT_EQ(get(officer, "/counter").body, "officer");
    auto const refused = post({}, "/counter", key);
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.code(), "identity.login_required");
    EXPECT_FALSE(refused.header("WWW-Authenticate").empty());
    EXPECT_EQ(get({}, "/api/v1/me/tokens").status, 401);
}

TEST_P(GateTest, AnAccountWithoutTheActionIsRefused) {
    auto const expert = client_for(make_account("expert", {over_all("expert")}));
    auto const refused = post(expert, "/counter", key);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code(), "identity.not_permitted");
    EXPECT_EQ(get(expert, "/counter").status, 200);
}

TEST_P(GateTest, AnUnknownBearerTokenIsNobodyNotThePublic) {
    for (auto const* secret : {"x", "kunyu_", "kunyu_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --"}) {
        auto const refused = get({{}, {}, secret}, "/counter");
        EXPECT_EQ(refused.status, 401) << secret;
        EXPECT_EQ(refused.code(), "identity.token_invalid");
    }
    EXPECT_EQ(call({}, Method::get, "/counter", {}, {{"authorization", "Basic YTpi"}}).body, "public");
}

TEST_P(GateTest, AForgedCookieIsThePublicAtMost) {
    EXPECT_EQ(get({"forged", {}, {}}, "/counter").body, "public");
    EXPECT_EQ(get({"forged", {}, {}}, "/api/v1/session").code(), "identity.session_ended");
    EXPECT_EQ(post({"forged", "forged", {}}, "/counter", key).status, 401);
}

TEST_P(GateTest, ATokenEndsWithItsDayItsAccountAndItsRevocation) {
    auto const secret = *create_user_token(db(), clock, ids, "officer", "short", {}, clock.today());
    EXPECT_EQ(get({{}, {}, secret}, "/counter").body, "officer");
    clock.set(base::start_of(clock.today().plus_days(1)));
    EXPECT_EQ(get({{}, {}, secret}, "/counter").status, 401);
    EXPECT_EQ(get(officer, "/counter").body, "officer");
    ASSERT_TRUE(set_user_active(db(), clock, ids, "officer", false).has_error());  // nobody else administers
    make_account("root", {over_all("administrator")});
    ASSERT_TRUE(set_user_active(db(), clock, ids, "officer", false));
    EXPECT_EQ(get(officer, "/counter").status, 401);
}

TEST_P(GateTest, ATokenDoesOnlyItsScopes) {
    auto const narrow = *create_user_token(db(), clock, ids, "officer", "narrow", {"account.read"}, std::nullopt);
    EXPECT_EQ(get({{}, {}, narrow}, "/api/v1/accounts").status, 200);
    EXPECT_EQ(get({{}, {}, narrow}, "/counter").status, 200);
    auto const refused = post({{}, {}, narrow}, "/counter", key);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code(), "identity.token_too_narrow");
    EXPECT_EQ(get({{}, {}, narrow}, "/api/v1/session").status, 403);
}

TEST_P(GateTest, TheSameKeyAndRequestAnswerTheFirstReplyAgain) {
    auto const first = post(officer, "/counter", key, {{"idempotency-key", "k-1"}});
    clock.set(clock.now().plus_seconds(60));
    auto const again = post(officer, "/counter", key, {{"idempotency-key", "k-1"}});
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("Location"), first.header("Location"));
    EXPECT_EQ(count("organisation_document"), 1);
}

TEST_P(GateTest, AKeyBelongsToOneRequestOfOneAccountForADay) {
    auto const other = std::to_string(organisation.at("other").value);
    ASSERT_EQ(post(officer, "/counter", key, {{"idempotency-key", "k-1"}}).status, 201);
    auto const reused = post(officer, "/counter", other, {{"idempotency-key", "k-1"}});
    EXPECT_EQ(reused.status, 422);
    EXPECT_EQ(reused.code(), "identity.idempotency_key_reused");
    auto const second = client_for(make_account("second", {over_all("ministry_officer")}));
    EXPECT_EQ(post(second, "/counter", other, {{"idempotency-key", "k-1"}}).status, 201);
    clock.set(clock.now().plus_seconds(idempotency_seconds));
    EXPECT_EQ(post(officer, "/counter", key, {{"idempotency-key", "k-1"}}).status, 201);
    EXPECT_EQ(count("organisation_document"), 3);
}

TEST_P(GateTest, ARefusalIsNotKept) {
    EXPECT_EQ(post(officer, "/counter", "refuse", {{"idempotency-key", "k-1"}}).status, 409);
    EXPECT_EQ(count("idempotent_reply"), 0);
    EXPECT_EQ(post(officer, "/counter", key, {{"idempotency-key", "k-1"}}).status, 201);
}

TEST_P(GateTest, AMalformedKeyIsRefused) {
    for (auto const& bad : {std::string(), std::string("a b"), std::string("ключ"), std::string(201, 'x')})
        EXPECT_EQ(post(officer, "/counter", key, {{"idempotency-key", bad}}).code(), "identity.bad_idempotency_key");
    EXPECT_EQ(count("organisation_document"), 0);
}

TEST_P(GateTest, TheSameKeyAtOnceFromManyThreadsActsOnce) {
    std::vector<std::thread> threads;
    std::vector<Answer> answers(8);
    for (auto& answer : answers)
        threads.emplace_back([&] { answer = post(officer, "/counter", key, {{"idempotency-key", "k-1"}}); });
    for (auto& thread : threads) thread.join();
    for (auto const& answer : answers) EXPECT_EQ(answer.body, answers.front().body);
    EXPECT_EQ(count("organisation_document"), 1);
}

TEST_P(GateTest, AKeptReplyCannotBeReadFromTheDatabase) {
    auto const made = post(officer, "/api/v1/accounts", R"({"user":"fresh","display_name":"新人"})",
                           {{"idempotency-key", "k-secret"}});
    ASSERT_EQ(made.status, 201) << made.body;
    auto const password = std::string(made.object().at("initial_password").as_string());
    auto const again = post(officer, "/api/v1/accounts", R"({"user":"fresh","display_name":"新人"})",
                            {{"idempotency-key", "k-secret"}});
    EXPECT_EQ(again.object().at("initial_password").as_string(), password);
    auto const stored =
        read([](sql::Session& session) { return session.first("SELECT reply FROM idempotent_reply")->blob(0); });
    EXPECT_EQ(stored.find(password), std::string::npos);
}

TEST_P(GateTest, ARereadWithinAMinuteIsNoWrite) {
    auto const seen = [&] {
        return read([](sql::Session& session) {
            return session.first("SELECT last_used_at FROM account_token")->optional_instant(0);
        });
    };
    auto const eventually = [&](base::Instant when) {
        for (int i = 0; i < 200 && seen() != when; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return seen();
    };
    auto const begin = clock.now();
    get(officer, "/counter");
    EXPECT_EQ(eventually(begin), begin);
    clock.set(begin.plus_seconds(59));
    get(officer, "/counter");
    auto const writes = db().write_statistics().writes;
    clock.set(begin.plus_seconds(60));
    get(officer, "/counter");
    EXPECT_EQ(eventually(begin.plus_seconds(60)), begin.plus_seconds(60));
    EXPECT_EQ(db().write_statistics().writes, writes + 1);
}

TEST_P(GateTest, AStaleVersionIsAnsweredWithWhatIsThere) {
    auto const path = "/api/v1/organisations/leaf";
    auto const patch = [&](std::string const& if_match) {
        Headers headers;
        if (!if_match.empty()) headers.emplace("if-match", if_match);
        return call(officer, Method::patch, path, R"({"city":"西安"})", headers);
    };
    EXPECT_EQ(patch("").status, 428);
    for (auto const* bad : {"1", "W/\"1\"", "\"x\"", "\"1", "\"-1\"", "\"1\", \"2\"", "*", "\"\""})
        EXPECT_EQ(patch(bad).status, 400) << bad;
    auto const done = patch("\"1\"");
    EXPECT_EQ(done.status, 200);
    EXPECT_EQ(done.header("ETag"), "\"2\"");
    auto const stale = patch("\"1\"");
    EXPECT_EQ(stale.status, 412);
    EXPECT_EQ(stale.object().at("current").at("version").as_int64(), 2);
}

}  // namespace
}  // namespace kunyu::identity
