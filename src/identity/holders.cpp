#include "identity/holders.hpp"

#include "identity/permissions.hpp"
#include "sql/filter.hpp"

#include <set>
#include <string>

namespace kunyu::identity {

namespace {

/// A condition on a grant `g`, with its parameters.
struct Condition {
    std::string text;
    std::vector<sql::Value> args;

    template <typename T>
    void add_list(std::string_view before, std::vector<T> const& values) {
        text.append(before).append(" IN (").append(sql::Where::marks(values.size())).append(")");
        for (auto const& value : values) args.push_back(sql::to_value(value));
    }
};

std::vector<std::string> roles_with(std::string_view action, Reach reach) {
    auto const& permissions = Permissions::instance();
    std::vector<std::string> roles;
    for (auto const& role : permissions.roles())
        if (permissions.reach(role, action) == reach) roles.push_back(role);
    return roles;
}

/// The organisations whose subtrees hold one of these.
std::vector<OrganisationId> heads_over(sql::Session& session, std::vector<OrganisationId> const& organisations) {
    std::set<OrganisationId> heads(organisations.begin(), organisations.end());
    if (heads.empty()) return {};
    sql::Where where;
    where.add_in("descendant", organisations);
    for (auto const& row :
         session.query_with("SELECT DISTINCT ancestor FROM organisation_subtree" + where.text(), where.args()))
        heads.insert(row.id<OrganisationTag>(0));
    return {heads.begin(), heads.end()};
}

Condition over_target(sql::Session& session, Target const& target) {
    Condition condition{"(g.organisation IS NULL AND g.platform IS NULL)", {}};
    if (target.platform) {
        condition.text += " OR g.platform = ?";
        condition.args.push_back(sql::to_value(*target.platform));
    }
    auto const heads = heads_over(session, target.organisations);
    if (!heads.empty()) condition.add_list(" OR g.platform IS NULL AND g.organisation", heads);
    return condition;
}

/// Whether a grant gives the action over the target; nothing when no role has it.
std::optional<Condition> giving(sql::Session& session, std::string_view action, Target const& target) {
    auto const everywhere = roles_with(action, Reach::all);
    auto const within = roles_with(action, Reach::scope);
    Condition condition;
    if (!everywhere.empty()) condition.add_list("g.role", everywhere);
    if (!within.empty()) {
        condition.add_list(condition.text.empty() ? "g.role" : " OR g.role", within);
        auto const fits = over_target(session, target);
        condition.text += " AND (" + fits.text + ")";
        condition.args.insert(condition.args.end(), fits.args.begin(), fits.args.end());
    }
    if (condition.text.empty()) return std::nullopt;
    return condition;
}

void add_valid(sql::Where& where, Condition const& condition, base::Day day) {
    where.add("(g.valid_from IS NULL OR g.valid_from <= ?)", day);
    where.add("(g.valid_to IS NULL OR g.valid_to > ?)", day);
    where.add_with("(" + condition.text + ")", condition.args);
}

void collect(sql::Session& session, std::string const& from, sql::Where const& where, std::set<AccountId>& found) {
    for (auto const& row : session.query_with("SELECT DISTINCT a.id FROM " + from + where.text(), where.args()))
        found.insert(row.id<AccountTag>(0));
}

}  // namespace

std::vector<AccountId> holders_of(sql::Session& session, std::string_view action, Target const& target, base::Day day) {
    auto const condition = giving(session, action, target);
    if (!condition) return {};
    std::set<AccountId> found;
    sql::Where own;
    own.add("a.active = 1");
    add_valid(own, *condition, day);
    collect(session, "account_grant g JOIN account a ON a.id = g.account", own, found);
    if (Permissions::instance().is_delegable(action)) {
        sql::Where lent;
        lent.add("a.active = 1");
        lent.add("b.active = 1");
        lent.add("d.revoked_at IS NULL");
        lent.add("d.first_day <= ?", day);
        lent.add("d.last_day >= ?", day);
        add_valid(lent, *condition, day);
        collect(session,
                "delegation d JOIN delegation_grant l ON l.delegation = d.id JOIN account_grant g ON g.id = "
                "l.account_grant JOIN account a ON a.id = d.to_account JOIN account b ON b.id = d.from_account",
                lent, found);
    }
    return {found.begin(), found.end()};
}

}  // namespace kunyu::identity
