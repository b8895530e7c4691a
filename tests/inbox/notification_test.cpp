#include "inbox/inbox_fixture.hpp"
#include "inbox/notification_kinds.hpp"
#include "inbox/todo_notices.hpp"

namespace kunyu::inbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NotificationKinds, HaveNamesInBothLanguages) {
    for (auto const& kind : notification_kinds()) {
        EXPECT_FALSE(kind.name().zh.empty()) << kind.id;
        EXPECT_FALSE(kind.name().en.empty()) << kind.id;
        EXPECT_EQ(find_kind(kind.id), &kind);
    }
    EXPECT_EQ(find_kind("programme.unheard_of"), nullptr);
}

class Notifications : public InboxFixture {};
KUNYU_ON_EACH_ENGINE(Notifications);

TEST_P(Notifications, ReachWhomTheyNameOnceForOneAct) {
    tell(news("slip/7/issued", {host, branch, host}));
    tell(news("slip/7/issued", {host}));
    tell(news("slip/7/again", {host}));
    EXPECT_EQ(list(host).size(), 2U);
    EXPECT_EQ(list(branch).size(), 1U);
    EXPECT_THAT(list(ministry), IsEmpty());
    auto const shown = list(branch).front();
    EXPECT_EQ(shown.at("link").as_string(), "/programme/slips/7");
    EXPECT_EQ(shown.at("kind_name").at("zh").as_string(), "下发督办单");
    EXPECT_EQ(shown.at("text").at("zh").as_string(), "请于十日内答复。");
    EXPECT_TRUE(shown.at("read_at").is_null());
}

TEST_P(Notifications, ReachWhoHasTheRightButNotWhoActed) {
    auto notification = news("a", {});
    notification.action = "application.endorse";
    notification.target = leaf();
    ASSERT_TRUE(write([&](sql::Tx& tx) -> base::Result<void> {
        notifier.notify(tx, caller_for(ministry), notification);
        return {};
    }));
    EXPECT_THAT(list(ministry), IsEmpty());
    EXPECT_EQ(list(branch).size(), 1U);
    EXPECT_THAT(list(host), IsEmpty());
}

TEST_P(Notifications, DoNotReachDisabledAccountsNorAnybodyWhenTheActFails) {
    write([&](sql::Tx& tx) -> base::Result<void> {
        tx.exec("UPDATE account SET active = 0 WHERE id = ?", branch);
        return {};
    });
    tell(news("a", {branch, host}));
    auto const refused = write([&](sql::Tx& tx) -> base::Result<void> {
        notifier.notify(tx, clock.now(), news("b", {host}));
        return base::refuse("inbox.no_such_notification");
    });
    EXPECT_TRUE(refused.has_error());
    EXPECT_EQ(list(host).size(), 1U);
    EXPECT_EQ(count("inbox_notification"), 1);
}

TEST_P(Notifications, AnUnknownKindIsOurMistake) {
    auto notification = news("a", {host});
    notification.kind = "programme.unheard_of";
    EXPECT_THROW(write([&](sql::Tx& tx) -> base::Result<void> {
                     notifier.notify(tx, clock.now(), notification);
                     return {};
                 }),
                 std::logic_error);
}

TEST_P(Notifications, AreReadOneByOneOrAllThatWereSeen) {
    for (auto const* key : {"a", "b", "c"}) tell(news(key, {host}));
    auto const client = client_for(host);
    auto const items = list(host);
    EXPECT_EQ(unread(host), 3);
    auto const middle = std::to_string(items[1].at("id").as_int64());
    auto const read = post(client, "/api/v1/notifications/" + middle + "/read");
    EXPECT_EQ(read.status, 200) << read.body;
    auto const first_read_at = read.object().at("read_at");
    EXPECT_FALSE(first_read_at.is_null());
    clock.set(clock.now().plus_seconds(60));
    EXPECT_EQ(post(client, "/api/v1/notifications/" + middle + "/read").object().at("read_at"), first_read_at);
    EXPECT_EQ(list(host, "?unread=true").size(), 2U);
    EXPECT_EQ(list(host, "?unread=false").size(), 1U);
    auto const seen = json::serialize(json::object{{"up_to", items[1].at("id")}});
    EXPECT_EQ(post(client, "/api/v1/notifications/read-all", seen).object().at("marked").as_int64(), 1);
    EXPECT_EQ(unread(host), 1);
    EXPECT_EQ(post(client, "/api/v1/notifications/read-all", R"({"up_to": null})").object().at("marked").as_int64(), 1);
    EXPECT_EQ(unread(host), 0);
}

TEST_P(Notifications, OfOthersAreNotThere) {
    tell(news("a", {host}));
    auto const id = std::to_string(list(host).front().at("id").as_int64());
    auto const answer = post(client_for(ministry), "/api/v1/notifications/" + id + "/read");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.code(), "inbox.no_such_notification");
    EXPECT_EQ(post(client_for(ministry), "/api/v1/notifications/read-all", R"({"up_to": null})")
                  .object()
                  .at("marked")
                  .as_int64(),
              0);
    EXPECT_EQ(unread(host), 1);
    EXPECT_EQ(get({}, "/api/v1/notifications").status, 401);
}

TEST_P(Notifications, ComeInPagesAndByKind) {
    for (int i = 0; i < 5; ++i) tell(news(std::to_string(i), {host}));
    auto const client = client_for(host);
    std::set<std::int64_t> seen;
    std::string next;
    do {
        auto const answer = get(client, "/api/v1/notifications?limit=2" + (next.empty() ? "" : "&cursor=" + next));
        ASSERT_EQ(answer.status, 200);
        auto const page = answer.object();
        for (auto const& item : page.at("items").as_array()) seen.insert(item.at("id").as_int64());
        auto const& cursor = page.at("next");
        next = cursor.is_null() ? "" : std::string(cursor.as_string());
    } while (!next.empty());
    EXPECT_EQ(seen.size(), 5U);
    EXPECT_THAT(list(host, "?kind=todo.opened"), IsEmpty());
    EXPECT_EQ(get(client, "/api/v1/notifications?kind=nothing").status, 422);
    EXPECT_EQ(get(client, "/api/v1/notifications?unread=perhaps").status, 422);
}

TEST_P(Notifications, GoWhereTheSettingsSay) {
    auto const client = client_for(host);
    auto const before = get(client, "/api/v1/me/notification-settings");
    EXPECT_EQ(before.header("ETag"), "\"1\"");
    EXPECT_EQ(before.object().at("digest").at("hour").as_int64(), 8);
    EXPECT_TRUE(before.object().at("digest").at("weekdays_only").as_bool());
    EXPECT_EQ(before.object().at("kinds").as_array().size(), notification_kinds().size());
    auto const body = R"({"kinds": [{"kind": "programme.slip_issued", "in_inbox": false, "mail": "none"}],
                          "digest": {"hour": 17, "weekdays_only": false}})";
    auto const put = [&](std::string const& text, std::string const& version) {
        return call(client, http::Method::put, "/api/v1/me/notification-settings", text, {{"if-match", version}});
    };
    EXPECT_EQ(call(client, http::Method::put, "/api/v1/me/notification-settings", body).status, 428);
    auto const after = put(body, "\"1\"");
    ASSERT_EQ(after.status, 200) << after.body;
    EXPECT_EQ(after.header("ETag"), "\"2\"");
    EXPECT_EQ(put(body, "\"1\"").status, 412);
    auto const read = get(client, "/api/v1/me/notification-settings").object();
    EXPECT_EQ(read.at("digest").at("hour").as_int64(), 17);
    tell(news("a", {host, branch}));
    EXPECT_THAT(list(host), IsEmpty());
    EXPECT_EQ(list(branch).size(), 1U);
    ASSERT_EQ(put(R"({"kinds": [], "digest": {"hour": 8, "weekdays_only": true}})", "\"2\"").status, 200);
    tell(news("a", {host}));
    EXPECT_THAT(list(host), IsEmpty()) << "the act was told already";
    tell(news("b", {host}));
    EXPECT_EQ(list(host).size(), 1U);
}

TEST_P(Notifications, SettingsThatAreWrongAreRefusedWhole) {
    auto const client = client_for(host);
    auto const answer = call(client, http::Method::put, "/api/v1/me/notification-settings",
                             R"({"kinds": [{"kind": "nothing", "in_inbox": true, "mail": "none"},
                                           {"kind": "todo.opened", "in_inbox": true, "mail": "hourly"},
                                           {"kind": "todo.opened", "in_inbox": true, "mail": "none"}],
                                 "digest": {"hour": 24, "weekdays_only": true}})",
                             {{"if-match", "\"1\""}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.object().at("fields").as_array().size(), 4U) << answer.body;
}

TEST_P(Notifications, TellOfAToDoAndAreSettledWhenItIsDone) {
    open(todo("application.endorse", clock.today().plus_days(30)), caller_for(host));
    EXPECT_THAT(titles(branch), ElementsAre("To do: Check: land"));
    EXPECT_THAT(titles(ministry), ElementsAre("To do: Check: land"));
    EXPECT_THAT(titles(host), IsEmpty());
    auto const shown = list(branch).front();
    EXPECT_EQ(shown.at("link").as_string(), "/applications/12");
    EXPECT_EQ(shown.at("text").at("zh").as_string(), "请于 2018-07-30 前（含当日）办理。");
    write([&](sql::Tx& tx) -> base::Result<void> {
        inbox.close(tx, caller_for(branch), todo("application.endorse").subject, "endorse");
        return {};
    });
    EXPECT_EQ(unread(ministry), 0);
    EXPECT_EQ(list(ministry).size(), 1U);
}

TEST_P(Notifications, WhatTheProgramEntersIsNewsToNobody) {
    open(todo("application.endorse"), system());
    EXPECT_EQ(count("inbox_notification"), 0);
}

TEST_P(Notifications, WhoMayNotDoAToDoIsNotToldOfIt) {
    auto waiting = todo("application.endorse");
    waiting.not_for = branch;
    open(waiting, caller_for(host));
    EXPECT_EQ(list(ministry).size(), 1U);
    EXPECT_THAT(list(branch), IsEmpty());
}

TEST_P(Notifications, ForgottenSubjectsLeaveNothing) {
    open(todo("application.endorse"), caller_for(host));
    write([&](sql::Tx& tx) -> base::Result<void> {
        inbox.forget(tx, todo("application.endorse").subject);
        return {};
    });
    EXPECT_EQ(count("inbox_notification"), 0);
    EXPECT_EQ(count("inbox_todo"), 0);
}

TEST_P(Notifications, TellOnceOfWhatIsDueWithinAWeek) {
    auto const remind = [&] {
        return *write(
            [&](sql::Tx& tx) -> base::Result<std::int64_t> { return tell_due_soon(tx, notifier, clock.now()); });
    };
    open(todo("application.endorse", clock.today().plus_days(8)), system());
    open(todo("application.decide", clock.today().plus_days(-1)), system());
    open(todo("application.argue"), system());
    EXPECT_EQ(remind(), 0);
    clock.set(clock.now().plus_seconds(86'400));
    EXPECT_EQ(remind(), 1);
    EXPECT_EQ(remind(), 1);
    EXPECT_THAT(titles(branch), ElementsAre("Due soon: Check: land"));
    EXPECT_THAT(titles(ministry), ElementsAre("Due soon: Check: land"));
    clock.set(clock.now().plus_seconds(8 * 86'400));
    EXPECT_EQ(remind(), 0);
}

TEST_P(Notifications, TheToDoSaysWhereItIsDone) {
    open(todo("application.endorse"), caller_for(host));
    auto const items = get(client_for(branch), "/api/v1/todos").object().at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items.front().at("link").as_string(), "/applications/12");
}

}  // namespace
}  // namespace kunyu::inbox
