#include "inbox/digest.hpp"
#include "inbox/inbox_fixture.hpp"
#include "inbox/postman.hpp"

namespace kunyu::inbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Mails : public InboxFixture {
  protected:
    Mails() {
        admin = make_account("admin", {over_all("administrator")});
        give_address(host, "host@example.cn");
        give_address(branch, "branch@example.cn");
    }

    void give_address(identity::AccountId account, std::string const& address) {
        write([&](sql::Tx& tx) -> base::Result<void> {
            tx.exec("UPDATE account SET email = ? WHERE id = ?", address, account);
            return {};
        });
    }

    static MailSettings settings() {
        MailSettings out;
        out.sender = {"坤舆", "kunyu@example.cn"};
        return out;
    }

    /// A postman whose server answers what the test has put into `answers`, then accepts.
    Postman postman() {
        return {db(), clock, settings(), [this](std::string const& address, std::string const& message, Tick const&) {
                    offered.push_back(address);
                    messages.push_back(message);
                    if (during) during();
                    if (answers.empty()) return Delivery{Outcome::accepted, {}};
                    auto const answer = answers.front();
                    answers.erase(answers.begin());
                    return answer;
                }};
    }

    std::vector<Mail> mails() {
        return read([](sql::Session& session) { return Outbox::list(session, std::nullopt, {})->items; });
    }
    Mail only() {
        auto const all = mails();
        EXPECT_EQ(all.size(), 1U);
        return all.empty() ? Mail{} : all.front();
    }
    void later(std::int64_t seconds) { clock.set(clock.now().plus_seconds(seconds)); }

    bool digest(identity::AccountId account) {
        return *write(
            [&](sql::Tx& tx) -> base::Result<bool> { return write_digest(tx, outbox, clock.now(), account); });
    }
    std::string body_of(MailId id) {
        return read([&](sql::Session& session) {
            return session.first("SELECT body FROM inbox_mail WHERE id = ?", id)->text(0);
        });
    }

    identity::AccountId admin;
    std::vector<Delivery> answers;
    std::vector<std::string> offered;
    std::vector<std::string> messages;
    std::function<void()> during;
};
KUNYU_ON_EACH_ENGINE(Mails);

TEST_P(Mails, AreWrittenWithTheActAndSentOnce) {
    tell(news("a", {host, ministry}));
    tell(news("a", {host}));
    EXPECT_EQ(only().address, "host@example.cn");
    auto one = postman();
    EXPECT_EQ(one.send_due(), 1);
    EXPECT_EQ(one.send_due(), 0);
    EXPECT_THAT(offered, ElementsAre("host@example.cn"));
    EXPECT_EQ(only().state, MailState::sent);
    EXPECT_EQ(only().sent_at, clock.now());
    EXPECT_THAT(body_of(only().id), HasSubstr("督办单7号已下发\n请于十日内答复。\n"
                                              "https://kunyu.example.cn/workbench/programme/slips/7\n"));
}

TEST_P(Mails, AreNotWrittenWhenTheActFailsOrMailIsOff) {
    EXPECT_TRUE(write([&](sql::Tx& tx) -> base::Result<void> {
                    notifier.notify(tx, clock.now(), news("a", {host}));
                    return base::refuse("inbox.mail_off");
                }).has_error());
    Outbox const off{ids, {}};
    Notifier const quiet{ids, &off};
    ASSERT_TRUE(write([&](sql::Tx& tx) -> base::Result<void> {
        quiet.notify(tx, clock.now(), news("b", {host}));
        return {};
    }));
    EXPECT_THAT(mails(), IsEmpty());
    EXPECT_EQ(list(host).size(), 1U);
    EXPECT_THAT(read(awaiting_digest), IsEmpty()) << "or all of it would go out on the day mail is turned on";
}

TEST_P(Mails, ClearFailuresWaitLongerAndLongerAndThenEnd) {
    tell(news("a", {host}));
    auto one = postman();
    std::vector<std::int64_t> const delays{60, 240, 900, 3600, 14400, 43200, 86400};
    for (auto const wait : delays) {
        answers.push_back({Outcome::not_now, "451 try later"});
        EXPECT_EQ(one.send_due(), 1);
        EXPECT_EQ(only().state, MailState::waiting);
        EXPECT_EQ(only().next_at, clock.now().plus_seconds(wait));
        EXPECT_EQ(only().reason, "451 try later");
        later(wait - 1);
        EXPECT_EQ(one.send_due(), 0);
        later(1);
    }
    answers.push_back({Outcome::not_now, "451 try later"});
    EXPECT_EQ(one.send_due(), 1);
    EXPECT_EQ(only().state, MailState::failed);
    EXPECT_EQ(only().attempts, Postman::most_attempts);
    later(1'000'000);
    EXPECT_EQ(one.send_due(), 0);
    for (auto const& message : messages) EXPECT_EQ(message, messages.front()) << "every try is the same mail";
}

TEST_P(Mails, FinalRefusalsAreFinalAndAnUnknownEndIsUncertain) {
    tell(news("a", {host}));
    tell(news("b", {host}));
    answers = {{Outcome::never, "550 no such mailbox"}, {Outcome::uncertain, "connection lost"}};
    auto one = postman();
    EXPECT_EQ(one.send_due(), 2);
    later(1'000'000);
    EXPECT_EQ(one.send_due(), 0);
    auto const all = mails();
    EXPECT_EQ(all[1].state, MailState::failed);
    EXPECT_EQ(all[1].reason, "550 no such mailbox");
    EXPECT_EQ(all[0].state, MailState::uncertain);
}

TEST_P(Mails, OneWhoseProcessDiedIsUncertainAndNotSentAgain) {
    tell(news("a", {host}));
    // What is left when a process ends between its claim and the answer.
    auto const claimed = [&](base::Instant lease) {
        write([&](sql::Tx& tx) -> base::Result<void> {
            tx.exec("UPDATE inbox_mail SET state = 'sending', owner = 'gone', lease_until = ?, attempts = 1", lease);
            return {};
        });
    };
    auto one = postman();
    claimed(base::SystemClock{}.now().plus_seconds(20));
    EXPECT_EQ(one.send_due(), 0);
    EXPECT_EQ(only().state, MailState::sending) << "its process may live";
    claimed(base::SystemClock{}.now().plus_seconds(-1));
    EXPECT_EQ(one.send_due(), 0);
    EXPECT_EQ(only().state, MailState::uncertain);
    EXPECT_THAT(offered, IsEmpty());
}

TEST_P(Mails, ProcessesDoNotSendTheSameMail) {
    for (int i = 0; i < 40; ++i) tell(news(std::to_string(i), {host}));
    std::mutex mutex;
    std::vector<std::string> sent;
    auto const transport = [&](std::string const&, std::string const& message, Tick const&) {
        std::lock_guard const lock(mutex);
        sent.push_back(message.substr(message.find("Message-ID"), 60));
        return Delivery{Outcome::accepted, {}};
    };
    std::unique_ptr<sql::Database> other;
    if (GetParam() == sql::Engine::postgresql) other = sql::Database::open(store.options());
    Postman first(db(), clock, settings(), transport);
    Postman second(other ? *other : db(), clock, settings(), transport);
    std::thread beside([&] { second.send_due(); });
    first.send_due();
    beside.join();
    EXPECT_THAT(sent, SizeIs(40));
    std::set<std::string> const different(sent.begin(), sent.end());
    EXPECT_THAT(different, SizeIs(40));
}

TEST_P(Mails, WhileOneIsUnderWayItIsSending) {
    tell(news("a", {host}));
    during = [this] { EXPECT_EQ(only().state, MailState::sending); };
    EXPECT_EQ(postman().send_due(), 1);
}

TEST_P(Mails, TheAdministratorSeesThemAndHasOneSentAgain) {
    tell(news("a", {host}));
    answers = {{Outcome::never, "550 no such mailbox"}};
    auto one = postman();
    one.send_due();
    auto const client = client_for(admin);
    auto const listed = get(client, "/api/v1/mails?state=failed").object();
    EXPECT_TRUE(listed.at("on").as_bool());
    EXPECT_EQ(listed.at("counts").at("failed").as_int64(), 1);
    auto const item = listed.at("items").as_array().at(0).as_object();
    EXPECT_EQ(item.at("reason").as_string(), "550 no such mailbox");
    EXPECT_EQ(item.at("account").at("user").as_string(), "host");
    EXPECT_FALSE(item.contains("body"));
    auto const again = "/api/v1/mails/" + std::to_string(item.at("id").as_int64()) + "/send-again";
    EXPECT_EQ(post(client, again).object().at("state").as_string(), "waiting");
    EXPECT_EQ(post(client, again).code(), "inbox.mail_not_stuck");
    EXPECT_EQ(one.send_due(), 1);
    EXPECT_EQ(messages.at(0), messages.at(1));
    EXPECT_EQ(get(client, "/api/v1/mails?state=lost").status, 422);
    EXPECT_EQ(post(client, "/api/v1/mails/1/send-again").status, 404);
    for (auto const account : {ministry, host}) EXPECT_EQ(get(client_for(account), "/api/v1/mails").status, 403);
}

TEST_P(Mails, TheAdministratorTriesMailOut) {
    auto const client = client_for(admin);
    EXPECT_EQ(post(client, "/api/v1/mails/test").code(), "inbox.no_address");
    give_address(admin, "admin@example.cn");
    auto const answer = post(client, "/api/v1/mails/test");
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.object().at("address").as_string(), "admin@example.cn");
    EXPECT_EQ(post(client, "/api/v1/mails/test").status, 201) << "as often as he likes";
    EXPECT_EQ(postman().send_due(), 2);
}

TEST_P(Mails, OneOfTheDayHoldsWhatCameSinceAndWasNotRead) {
    // 2018-06-30 was a Saturday; the clock stands at ten in the morning.
    auto due = todo("application.endorse", clock.today().plus_days(30));
    open(due, caller_for(host));
    EXPECT_EQ(read(awaiting_digest), std::vector{branch}) << "who has no address waits for none";
    EXPECT_FALSE(digest(branch)) << "not at the weekend";
    later(2 * 86'400 - 3 * 3600);
    EXPECT_FALSE(digest(branch)) << "Monday, but seven o'clock";
    later(3600);
    EXPECT_TRUE(digest(branch));
    EXPECT_FALSE(digest(branch));
    auto const body = body_of(only().id);
    EXPECT_EQ(only().subject, "坤舆：2018-07-02 有 1 条新消息");
    EXPECT_THAT(body, HasSubstr("1. 待办：审核：土地重点实验室\n请于 2018-07-30 前（含当日）办理。\n"
                                "https://kunyu.example.cn/workbench/applications/12\n"));
    due.subject.id = 13;
    open(due, caller_for(host));
    later(3600);
    EXPECT_FALSE(digest(branch)) << "one a day";
    later(86'400);
    EXPECT_TRUE(digest(branch));
    due.subject.id = 14;
    open(due, caller_for(host));
    ASSERT_EQ(post(client_for(branch), "/api/v1/notifications/read-all", R"({"up_to": null})").status, 200);
    later(86'400);
    EXPECT_FALSE(digest(branch)) << "all was read";
}

TEST_P(Mails, WhatWaitedInABackupIsHeld) {
    tell(news("a", {host}));
    open(todo("application.endorse"), caller_for(host));
    EXPECT_EQ(*write([](sql::Tx& tx) -> base::Result<std::int64_t> { return Outbox::hold_all(tx); }), 1);
    EXPECT_EQ(only().state, MailState::uncertain);
    EXPECT_THAT(read(awaiting_digest), IsEmpty());
}

TEST_P(Mails, SentOnesLeaveAfterAWhile) {
    tell(news("a", {host}));
    tell(news("b", {host}));
    answers = {{Outcome::accepted, {}}, {Outcome::never, "550"}};
    postman().send_due();
    auto const remove = [&] {
        return *write([&](sql::Tx& tx) -> base::Result<std::int64_t> { return Outbox::remove_sent(tx, clock.now()); });
    };
    EXPECT_EQ(remove(), 0);
    later(1);
    EXPECT_EQ(remove(), 1);
    EXPECT_EQ(only().state, MailState::failed);
}

TEST_P(Mails, AnAddressThatCannotBeOneGetsNone) {
    give_address(host, "host@example.cn\r\nBcc: all@example.cn");
    tell(news("a", {host}));
    EXPECT_THAT(mails(), IsEmpty());
    EXPECT_EQ(list(host).size(), 1U);
}

}  // namespace
}  // namespace kunyu::inbox
