#include "identity_fixture.hpp"

#include <algorithm>
#include <fstream>
#include <regex>

namespace kunyu::identity {
namespace {

Permissions const& table() {
    return Permissions::instance();
}

TEST(PermissionTable, NamesEachRoleAndActionInBothLanguages) {
    for (auto const& id : table().roles()) {
        EXPECT_FALSE(table().role(id).name.zh.empty()) << id;
        EXPECT_FALSE(table().role(id).name.en.empty()) << id;
    }
    for (auto const& id : table().actions()) {
        auto const& action = table().action(id);
        EXPECT_FALSE(action.name.zh.empty() || action.name.en.empty() || action.reason.zh.empty()) << id;
        EXPECT_THAT((std::vector<std::string>{"official", "template", "local", "ours"}),
                    testing::Contains(action.basis));
    }
}

TEST(PermissionTable, ThePublicHasNothingButWhatEverybodyHas) {
    for (auto const& action : table().actions())
        EXPECT_EQ(table().reach("public", action) != Reach::none, table().is_public(action)) << action;
}

TEST(PermissionTable, TheAdministratorHasEverything) {
    for (auto const& action : table().actions())
        EXPECT_NE(table().reach("administrator", action), Reach::none) << action;
}

TEST(PermissionTable, NobodyButTheAdministratorGivesHisOwnRoleOrOneThatGivesHis) {
    for (auto const& role : table().roles()) {
        if (role == "administrator") continue;
        EXPECT_FALSE(table().may_grant(role, role)) << role;
        for (auto const& other : table().roles())
            EXPECT_FALSE(table().may_grant(role, other) && table().may_grant(other, role)) << role << " " << other;
    }
}

TEST(PermissionTable, WhoGivesARoleReachesAsFarAsThatRole) {
    for (auto const& role : table().roles())
        for (auto const& other : table().role(role).may_grant)
            for (auto const& action : table().actions())
                EXPECT_TRUE(table().reach(other, action) != Reach::all || table().reach(role, action) == Reach::all)
                    << role << " gives " << other << ": " << action;
}

TEST(PermissionTable, NeitherAccountsNorRolesAreManagedByDelegation) {
    EXPECT_FALSE(table().is_delegable("account.manage"));
    EXPECT_FALSE(table().is_delegable("grant.manage"));
}

TEST(PermissionTable, UnknownNamesAreOurMistake) {
    EXPECT_FALSE(table().has_action("no.action"));
    EXPECT_THROW((void)table().is_public("no.action"), std::logic_error);
    EXPECT_THROW((void)table().role("nobody"), std::logic_error);
}

class Matrix : public IdentityFixture {
  protected:
    Target inside() const { return {{organisation.at("leaf")}, std::nullopt}; }
    Target outside() const { return {{organisation.at("other")}, std::nullopt}; }
    static Target platform(std::int64_t id) { return {{}, id}; }

    bool does(Caller const& caller, std::string const& action, Target const& target) {
        return read([&](sql::Session& session) { return may(session, caller, action, target); });
    }

    Caller with(std::string const& role, std::optional<std::string> const& slug,
                std::optional<std::int64_t> on_platform = std::nullopt, std::string on_behalf = {}) {
        Caller caller;
        caller.account = {7};
        caller.now = clock.now();
        Grant grant;
        grant.role = role;
        if (slug) grant.organisation = organisation.at(*slug);
        grant.platform = on_platform;
        grant.on_behalf_of = std::move(on_behalf);
        caller.grants.push_back(grant);
        return caller;
    }
};
KUNYU_ON_EACH_ENGINE(Matrix);

TEST_P(Matrix, EachRoleDoesEachActionExactlyWhereTheTableSays) {
    for (auto const& role : table().roles()) {
        auto const over_branch = with(role, "branch");
        auto const over_platform = with(role, std::nullopt, 42);
        auto const everywhere = with(role, std::nullopt);
        for (auto const& action : table().actions()) {
            SCOPED_TRACE(role + " " + action);
            auto const reach = table().reach(role, action);
            bool const all = reach == Reach::all;
            bool const scope = all || reach == Reach::scope;
            bool const his = table().is_own(action);
            EXPECT_EQ(does(over_branch, action, inside()), scope);
            EXPECT_EQ(does(over_branch, action, {{organisation.at("branch")}, std::nullopt}), scope);
            EXPECT_EQ(does(over_branch, action, outside()), all);
            EXPECT_EQ(does(over_branch, action, {{organisation.at("root")}, std::nullopt}), all);
            EXPECT_EQ(does(over_branch, action, {}), all);
            EXPECT_EQ(does(over_branch, action, {{organisation.at("other"), organisation.at("leaf")}, 1}), scope);
            EXPECT_EQ(does(over_platform, action, platform(42)), scope);
            EXPECT_EQ(does(over_platform, action, platform(43)), all);
            EXPECT_EQ(does(over_platform, action, inside()), all);
            EXPECT_EQ(does(everywhere, action, outside()), scope);
            EXPECT_EQ(authorise_any(over_branch, action).has_value(), scope || his);
        }
    }
}

TEST_P(Matrix, WithoutAGrantOnlyWhatEverybodyHas) {
    Caller nobody;
    nobody.account = {7};
    Caller stranger;
    for (auto const& action : table().actions()) {
        SCOPED_TRACE(action);
        EXPECT_EQ(does(nobody, action, inside()), table().is_public(action));
        EXPECT_EQ(does(stranger, action, inside()), table().is_public(action));
        EXPECT_EQ(authorise_any(nobody, action).has_value(), table().is_public(action) || table().is_own(action));
        auto const refused = authorise_any(stranger, action);
        EXPECT_EQ(refused.has_value(), table().is_public(action));
        if (refused.has_error()) {
            EXPECT_EQ(refused.error().code, "identity.login_required");
        }
    }
}

TEST_P(Matrix, ADelegatedRoleGivesAllButWhatCannotBeDelegated) {
    for (auto const& role : table().roles()) {
        auto const deputy = with(role, "branch", std::nullopt, "boss");
        for (auto const& action : table().actions()) {
            auto const reach = table().reach(role, action);
            bool const gives = reach == Reach::scope || reach == Reach::all;
            bool const expected = table().is_public(action) || (gives && table().is_delegable(action));
            EXPECT_EQ(does(deputy, action, inside()), expected) << role << " " << action;
        }
    }
}

TEST_P(Matrix, ATokenNarrowsAndNeverWidens) {
    for (auto const& role : table().roles()) {
        auto caller = with(role, "branch");
        for (auto const& action : table().actions()) {
            SCOPED_TRACE(role + " " + action);
            caller.token_actions.reset();
            bool const without = does(caller, action, inside());
            caller.token_actions = {{action}};
            EXPECT_EQ(does(caller, action, inside()), without);
            caller.token_actions = {{"no.such"}};
            EXPECT_EQ(does(caller, action, inside()), table().is_public(action));
            EXPECT_EQ(authorise_any(caller, action).has_value(), table().is_public(action));
        }
    }
}

TEST_P(Matrix, TheScopeOfAListIsWhatMayAdmits) {
    for (auto const& role : table().roles()) {
        auto const caller = with(role, "branch");
        for (auto const& action : table().actions()) {
            auto const scope = read([&](sql::Session& session) { return scope_of(session, caller, action); });
            EXPECT_EQ(scope.everything, does(caller, action, outside())) << role << " " << action;
            EXPECT_EQ(scope.everything || !scope.organisations.empty(), does(caller, action, inside()))
                << role << " " << action;
        }
    }
}

TEST_P(Matrix, TheProgramItselfMayDoEverything) {
    for (auto const& action : table().actions()) EXPECT_TRUE(does(system(), action, outside())) << action;
}

TEST_P(Matrix, AGrantHoldsInItsPeriodOnly) {
    auto grant = over("host_manager", "branch");
    grant.valid_from = base::parse_day("2018-07-01");
    grant.valid_to = base::parse_day("2018-08-01");
    auto const account = make_account("li", {grant});
    EXPECT_FALSE(does(caller_for(account), "application.draft", inside()));
    clock.set(base::start_of(*base::parse_day("2018-07-01")));
    EXPECT_TRUE(does(caller_for(account), "application.draft", inside()));
    clock.set({base::start_of(*base::parse_day("2018-08-01")).microseconds - 1});
    EXPECT_TRUE(does(caller_for(account), "application.draft", inside()));
    clock.set(base::start_of(*base::parse_day("2018-08-01")));
    EXPECT_FALSE(does(caller_for(account), "application.draft", inside()));
}

TEST_P(Matrix, TheOwnRightStandsBeforeTheLentOne) {
    auto caller = with("ministry_officer", std::nullopt, std::nullopt, "boss");
    auto const for_whom = [&] {
        return read([&](sql::Session& session) { return on_behalf_of(session, caller, "platform.event", inside()); });
    };
    EXPECT_EQ(for_whom(), "boss");
    caller.grants.push_back(with("administrator", std::nullopt).grants.front());
    EXPECT_EQ(for_whom(), "");
}

TEST_P(Matrix, AMovedOrganisationTakesItsBranchToTheOtherOfficers) {
    auto const officer = with("regional_officer", "branch");
    EXPECT_TRUE(does(officer, "account.read", inside()));
    OrganisationPatch patch;
    patch.parent = Change<std::string>(std::string("other"));
    auto const moved = write([&](sql::Tx& tx) { return organisations.edit(tx, system(), "leaf", 1, patch); });
    ASSERT_TRUE(moved);
    EXPECT_FALSE(does(officer, "account.read", inside()));
    EXPECT_TRUE(does(with("regional_officer", "other"), "account.read", inside()));
    EXPECT_TRUE(does(with("regional_officer", "root"), "account.read", inside()));
}

}  // namespace
}  // namespace kunyu::identity
