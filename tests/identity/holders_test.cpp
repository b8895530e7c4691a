#include "identity/holders.hpp"

#include "identity/identity_fixture.hpp"

namespace kunyu::identity {
namespace {

class Holders : public IdentityFixture {
  protected:
    AccountId delegate_to(std::string const& from, std::string const& to, int first, int last) {
        auto const giver = accounts_by_name.at(from);
        auto const taker = accounts_by_name.at(to);
        DelegationInput input;
        input.to = to;
        input.first_day = clock.today().plus_days(first);
        input.last_day = clock.today().plus_days(last);
        input.reason = "出差";
        auto const made = write([&](sql::Tx& tx) { return own.delegate(tx, caller_for(giver), input); });
        EXPECT_TRUE(made);
        return taker;
    }

    void make(std::string const& user, std::vector<GrantInput> grants) {
        accounts_by_name[user] = make_account(user, std::move(grants));
    }

    void disable(std::string const& user) {
        write([&](sql::Tx& tx) -> base::Result<void> {
            tx.exec("UPDATE account SET active = 0 WHERE id = ?", accounts_by_name.at(user));
            return {};
        });
    }

    std::vector<std::string> names(std::string_view action, Target const& target) {
        auto const found =
            read([&](sql::Session& session) { return holders_of(session, action, target, clock.today()); });
        std::vector<std::string> out;
        for (auto const& [user, id] : accounts_by_name)
            if (std::find(found.begin(), found.end(), id) != found.end()) out.push_back(user);
        return out;
    }

    std::map<std::string, AccountId> accounts_by_name;
};
KUNYU_ON_EACH_ENGINE(Holders);

using testing::ElementsAre;

TEST_P(Holders, AreThoseWhoseRoleAndScopeFit) {
    make("ministry", {over_all("ministry_officer")});
    make("branch", {over("regional_officer", "branch")});
    make("other", {over("regional_officer", "other")});
    make("host", {over("host_manager", "leaf")});
    make("nobody", {});
    Target const leaf{{organisation.at("leaf")}, {}};
    EXPECT_THAT(names("application.endorse", leaf), ElementsAre("branch", "ministry"));
    EXPECT_THAT(names("application.draft", leaf), ElementsAre("host"));
    EXPECT_THAT(names("application.endorse", {}), ElementsAre("ministry"));
    EXPECT_THAT(names("todo.own", leaf), ElementsAre());
}

TEST_P(Holders, DelegatesCountWhileTheDelegationHolds) {
    make("ministry", {over_all("ministry_officer")});
    make("today", {});
    make("tomorrow", {});
    delegate_to("ministry", "today", 0, 1);
    delegate_to("ministry", "tomorrow", 1, 2);
    EXPECT_THAT(names("application.decide", {}), ElementsAre("ministry", "today"));
    EXPECT_THAT(names("account.manage", {}), ElementsAre("ministry"));
    clock.set(clock.now().plus_seconds(86'400 * 2));
    EXPECT_THAT(names("application.decide", {}), ElementsAre("ministry", "tomorrow"));
    disable("ministry");
    EXPECT_THAT(names("application.decide", {}), ElementsAre());
}

TEST_P(Holders, AreExactlyThoseWhoMay) {
    make("ministry", {over_all("ministry_officer")});
    make("branch", {over("regional_officer", "branch"), over("expert", "other")});
    make("root", {over("regional_officer", "root")});
    make("host", {over("host_manager", "leaf")});
    make("director", {over("platform_director", "other")});
    make("delegate", {over("researcher", "leaf")});
    make("gone", {over_all("administrator")});
    delegate_to("host", "delegate", 0, 0);
    disable("gone");
    std::vector<Target> targets{{}, {{}, 7}};
    for (auto const& [slug, id] : organisation) targets.push_back({{id}, {}});
    targets.push_back({{organisation.at("leaf"), organisation.at("other")}, 7});
    for (auto const& action : Permissions::instance().actions()) {
        if (Permissions::instance().is_public(action)) continue;
        for (auto const& target : targets) {
            std::vector<std::string> expected;
            for (auto const& [user, id] : accounts_by_name) {
                if (user == "gone") continue;
                auto const caller = caller_for(id);
                bool const has = read([&](sql::Session& session) { return may(session, caller, action, target); });
                if (has) expected.push_back(user);
            }
            EXPECT_EQ(names(action, target), expected) << action;
        }
    }
}

}  // namespace
}  // namespace kunyu::identity
