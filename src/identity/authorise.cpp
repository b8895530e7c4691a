#include "identity/permissions.hpp"

#include <algorithm>

namespace kunyu::identity {

namespace {

bool token_allows(Caller const& caller, std::string_view action) {
    return !caller.token_actions || caller.token_actions->contains(action);
}

/// Whether a subtree whose head is `ancestor` holds one of the organisations.
bool holds_any(sql::Session& session, OrganisationId ancestor, std::vector<OrganisationId> const& organisations) {
    return std::any_of(organisations.begin(), organisations.end(), [&](OrganisationId organisation) {
        return organisation == ancestor ||
               session
                   .first("SELECT 1 FROM organisation_subtree WHERE ancestor = ? AND descendant = ?", ancestor,
                          organisation)
                   .has_value();
    });
}

/// A grant over nothing in particular is one over everything.
bool over_everything(Grant const& grant) {
    return !grant.organisation && !grant.platform;
}

bool fits(sql::Session& session, Grant const& grant, Target const& target) {
    if (over_everything(grant)) return true;
    if (grant.platform) return target.platform == grant.platform;
    return holds_any(session, *grant.organisation, target.organisations);
}

bool gives(sql::Session& session, Grant const& grant, std::string_view action, Target const& target) {
    auto const reach = reach_of(grant, action);
    return reach == Reach::all || (reach == Reach::scope && fits(session, grant, target));
}

}  // namespace

Reach reach_of(Grant const& grant, std::string_view action) {
    auto const& permissions = Permissions::instance();
    if (!grant.on_behalf_of.empty() && !permissions.is_delegable(action)) return Reach::none;
    return permissions.reach(grant.role, action);
}

base::Result<void> authorise_any(Caller const& caller, std::string_view action) {
    auto const& permissions = Permissions::instance();
    if (caller.is_system || permissions.is_public(action)) return {};
    if (caller.is_public()) return base::refuse("identity.login_required");
    auto const refusal = base::refuse("identity.not_permitted", {{"action", std::string(action)}});
    if (!token_allows(caller, action))
        return base::refuse("identity.token_too_narrow", {{"action", std::string(action)}});
    if (permissions.is_own(action)) return {};
    auto const has = [&](Grant const& grant) { return reach_of(grant, action) != Reach::none; };
    if (std::none_of(caller.grants.begin(), caller.grants.end(), has)) return refusal;
    return {};
}

bool may(sql::Session& session, Caller const& caller, std::string_view action, Target const& target) {
    if (caller.is_system || Permissions::instance().is_public(action)) return true;
    if (caller.is_public() || !token_allows(caller, action)) return false;
    return std::any_of(caller.grants.begin(), caller.grants.end(),
                       [&](Grant const& grant) { return gives(session, grant, action, target); });
}

base::Result<void> authorise(sql::Session& session, Caller const& caller, std::string_view action,
                             Target const& target) {
    KUNYU_TRY_VOID(authorise_any(caller, action));
    if (may(session, caller, action, target)) return {};
    return base::refuse("identity.not_permitted", {{"action", std::string(action)}});
}

Scope scope_of(sql::Session&, Caller const& caller, std::string_view action) {
    Scope scope;
    if (caller.is_system || Permissions::instance().is_public(action)) {
        scope.everything = true;
        return scope;
    }
    if (caller.is_public() || !token_allows(caller, action)) return scope;
    for (auto const& grant : caller.grants) {
        auto const reach = reach_of(grant, action);
        if (reach == Reach::all || (reach == Reach::scope && over_everything(grant))) {
            Scope whole;
            whole.everything = true;
            return whole;
        }
        if (reach != Reach::scope) continue;
        if (grant.platform)
            scope.platforms.push_back(*grant.platform);
        else
            scope.organisations.push_back(*grant.organisation);
    }
    return scope;
}

std::vector<std::string> actions_of(Caller const& caller) {
    std::vector<std::string> out;
    for (auto const& action : Permissions::instance().actions())
        if (authorise_any(caller, action)) out.push_back(action);
    return out;
}

std::string on_behalf_of(sql::Session& session, Caller const& caller, std::string_view action, Target const& target) {
    std::string delegator;
    for (auto const& grant : caller.grants) {
        if (!gives(session, grant, action, target)) continue;
        if (grant.on_behalf_of.empty()) return {};
        if (delegator.empty()) delegator = grant.on_behalf_of;
    }
    return delegator;
}

}  // namespace kunyu::identity
