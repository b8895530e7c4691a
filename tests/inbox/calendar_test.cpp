#include "inbox/calendar.hpp"

#include "inbox/calendar_routes.hpp"
#include "inbox/inbox_fixture.hpp"

namespace kunyu::inbox {
namespace {

using testing::HasSubstr;
using testing::Not;

class Calendars : public InboxFixture {
  protected:
    Calendars() {
        calendar.add(todos);
        add_calendar_routes(router, gate, calendar);
    }

    std::string rotate(identity::AccountId account) {
        auto const answer = post(client_for(account), "/api/v1/me/calendar/rotate");
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(answer.object().at("path").as_string());
    }

    TodoCalendar todos{inbox};
    Calendar calendar{"https://kunyu.example.cn"};
};
KUNYU_ON_EACH_ENGINE(Calendars);

TEST_P(Calendars, HoldWhatWaitsForTheAccountWithADay) {
    open(todo("application.endorse", clock.today().plus_days(10)), caller_for(host));
    open(todo("application.decide", clock.today().plus_days(20)), caller_for(host));
    open(todo("application.endorse"), caller_for(host));
    auto const answer = get({}, rotate(branch));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "text/calendar; charset=utf-8");
    EXPECT_THAT(answer.body, HasSubstr("DTSTART;VALUE=DATE:20180710\r\n"));
    EXPECT_THAT(answer.body, Not(HasSubstr("20180720")));
    EXPECT_THAT(answer.body, HasSubstr("URL:https://kunyu.example.cn/workbench/applications/12\r\n"));
    EXPECT_THAT(get({}, rotate(ministry)).body, HasSubstr("20180720"));
    EXPECT_THAT(get({}, rotate(host)).body, Not(HasSubstr("VEVENT")));
}

TEST_P(Calendars, AreTheSameBytesUntilSomethingChanges) {
    open(todo("application.endorse", clock.today().plus_days(10)), caller_for(host));
    auto const path = rotate(branch);
    auto const first = get({}, path);
    clock.set(clock.now().plus_seconds(3600));
    EXPECT_EQ(get({}, path).header("ETag"), first.header("ETag"));
    open(todo("application.endorse", clock.today().plus_days(11)), caller_for(host));
    EXPECT_NE(get({}, path).header("ETag"), first.header("ETag"));
}

TEST_P(Calendars, ANewLinkEndsTheOldOne) {
    auto const client = client_for(branch);
    EXPECT_TRUE(get(client, "/api/v1/me/calendar").object().at("made_at").is_null());
    auto const old_path = rotate(branch);
    auto const new_path = rotate(branch);
    EXPECT_NE(old_path, new_path);
    EXPECT_EQ(get({}, old_path).status, 404);
    EXPECT_EQ(get({}, new_path).status, 200);
    auto const shown = get(client, "/api/v1/me/calendar").object();
    EXPECT_FALSE(shown.at("made_at").is_null());
    EXPECT_TRUE(shown.at("path").is_null()) << "a secret is shown once";
    EXPECT_EQ(call(client, http::Method::del, "/api/v1/me/calendar").status, 204);
    EXPECT_EQ(get({}, new_path).status, 404);
    EXPECT_EQ(call(client, http::Method::del, "/api/v1/me/calendar").status, 204);
}

TEST_P(Calendars, OnlyTheDigestOfTheSecretIsKept) {
    auto const path = rotate(branch);
    auto const secret = path.substr(10, path.size() - 14);
    auto const rows = read([](sql::Session& session) { return session.query("SELECT digest FROM inbox_calendar"); });
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_THAT(rows.front().text(0), Not(HasSubstr(secret)));
    auto const audited = read([](sql::Session& session) {
        return session.query("SELECT after_json FROM audit_record WHERE action = 'calendar.own'");
    });
    ASSERT_EQ(audited.size(), 1U);
    EXPECT_THAT(audited.front().text(0), Not(HasSubstr(secret)));
}

TEST_P(Calendars, WhatIsNoSecretFindsNothing) {
    auto const path = rotate(branch);
    for (auto const& wrong : {std::string("/calendar/x.ics"), std::string("/calendar/.ics"),
                              path.substr(0, path.size() - 4), path.substr(0, path.size() - 5) + ".ics"})
        EXPECT_EQ(get({}, wrong).status, 404) << wrong;
    write([&](sql::Tx& tx) -> base::Result<void> {
        tx.exec("UPDATE account SET active = 0 WHERE id = ?", branch);
        return {};
    });
    EXPECT_EQ(get({}, path).status, 404) << "a disabled account";
    EXPECT_TRUE(router.match(http::Method::get, path).route->options.secret_path) << "it must not stand in a log";
}

TEST_P(Calendars, FollowTheRightsOfTheDay) {
    open(todo("application.endorse", clock.today().plus_days(10)), caller_for(ministry));
    auto const path = rotate(branch);
    EXPECT_THAT(get({}, path).body, HasSubstr("VEVENT"));
    write([&](sql::Tx& tx) -> base::Result<void> {
        tx.exec("UPDATE account_grant SET valid_to = ? WHERE account = ?", clock.today(), branch);
        return {};
    });
    EXPECT_THAT(get({}, path).body, Not(HasSubstr("VEVENT")));
}

}  // namespace
}  // namespace kunyu::inbox
