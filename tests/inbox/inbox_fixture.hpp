#pragma once
#include "identity/identity_fixture.hpp"
#include "inbox/inbox.hpp"
#include "inbox/inbox_routes.hpp"
#include "inbox/mail_routes.hpp"
#include "inbox/notification_routes.hpp"
#include "inbox/notifier.hpp"

namespace kunyu::inbox {

namespace json = boost::json;

/// The routes of the inbox, with three people: an officer of the ministry, one of the branch, a host's manager.
class InboxFixture : public identity::IdentityFixture {
  protected:
    InboxFixture() {
        add_routes(router, gate, inbox);
        add_notification_routes(router, gate, outbox);
        add_mail_routes(router, gate, outbox);
        ministry = make_account("ministry", {over_all("ministry_officer")});
        branch = make_account("branch", {over("regional_officer", "branch")});
        host = make_account("host", {over("host_manager", "leaf")});
    }

    identity::Target leaf() const { return {{organisation.at("leaf")}, {}}; }

    NewTodo todo(std::string action, std::optional<base::Day> due = {}) const {
        NewTodo out;
        out.kind = action;
        out.subject = {"application", 12, "土地重点实验室", std::nullopt};
        out.title = {"审核：土地重点实验室", "Check: land"};
        out.action = std::move(action);
        out.target = leaf();
        out.due = due;
        out.link = "/applications/12";
        return out;
    }

    TodoId open(NewTodo const& todo, identity::Caller const& caller) {
        return *write([&](sql::Tx& tx) -> base::Result<TodoId> { return inbox.open(tx, caller, todo); });
    }

    NewNotification news(std::string key, std::vector<identity::AccountId> to) const {
        NewNotification out;
        out.kind = "programme.slip_issued";
        out.key = std::move(key);
        out.subject = {"slip", 7, "督办单7号", "Slip 7"};
        out.title = {"督办单7号已下发", "Slip 7 was issued"};
        out.text = {"请于十日内答复。", "Answer within ten days."};
        out.link = "/programme/slips/7";
        out.to = std::move(to);
        return out;
    }

    void tell(NewNotification const& notification) {
        ASSERT_TRUE(write([&](sql::Tx& tx) -> base::Result<void> {
            notifier.notify(tx, clock.now(), notification);
            return {};
        }));
    }

    json::array list(identity::AccountId account, std::string const& query = {}) {
        auto const answer = get(client_for(account), "/api/v1/notifications" + query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.object().at("items").as_array();
    }
    std::vector<std::string> titles(identity::AccountId account, std::string const& query = {}) {
        std::vector<std::string> out;
        for (auto const& item : list(account, query)) out.emplace_back(item.at("title").at("en").as_string());
        return out;
    }
    std::int64_t unread(identity::AccountId account) {
        return get(client_for(account), "/api/v1/notifications/counts").object().at("unread").as_int64();
    }

    Outbox outbox{ids, {true, "https://kunyu.example.cn"}};
    Notifier notifier{ids, &outbox};
    Inbox inbox{ids, &notifier};
    identity::AccountId ministry;
    identity::AccountId branch;
    identity::AccountId host;
};

}  // namespace kunyu::inbox
