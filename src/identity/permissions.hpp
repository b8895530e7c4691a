#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

/// What a role may do with an action: nothing, with what is the account's own (each account has it, whatever its role),
/// for its own scope, or everywhere.
enum class Reach { none, own, scope, all };
std::string_view to_string(Reach reach);

struct TextPair {
    std::string zh;
    std::string en;
};

struct Role {
    std::string id;
    TextPair name;
    /// Roles that its holder may give to others and take away, within his own scope.
    std::set<std::string, std::less<>> may_grant;
    /// Kinds of scope it can be held over: "all", "organisation", "platform".
    std::set<std::string, std::less<>> scopes;
};

struct Action {
    std::string id;
    TextPair name;
    std::string basis;  ///< official, template, local, ours
    TextPair reason;
    bool everyone = false;         ///< logged in or not
    bool delegable = true;         ///< comes with a delegated role
    Reach accounts = Reach::none;  ///< `own`, when each account has it
    std::map<std::string, Reach, std::less<>> reach;
};

/// The one permission table, src/identity/permissions.json: action x role -> reach, with texts in both languages.
/// Embedded, unchanging, so safe for all threads.
class Permissions {
  public:
    static Permissions const& instance();
    bool has_action(std::string_view action) const;
    /// Whether anybody, logged in or not, may do it.
    bool is_public(std::string_view action) const;
    /// Whether each account has it for what is its own, without any role.
    bool is_own(std::string_view action) const;
    bool is_delegable(std::string_view action) const;
    Reach reach(std::string_view role, std::string_view action) const;
    /// Whether a holder of `role` may give `other` to somebody.
    bool may_grant(std::string_view role, std::string_view other) const;
    std::vector<std::string> const& roles() const { return role_ids_; }
    std::vector<std::string> const& actions() const { return action_ids_; }
    /// Throws for an unknown one: our mistake.
    Role const& role(std::string_view id) const;
    Action const& action(std::string_view id) const;

  private:
    Permissions();
    std::vector<std::string> role_ids_;
    std::vector<std::string> action_ids_;
    std::map<std::string, Role, std::less<>> roles_;
    std::map<std::string, Action, std::less<>> actions_;
};

/// Whether the grant, as it came to the caller, gives the action at all: a delegated one does not give what cannot be
/// delegated.
Reach reach_of(Grant const& grant, std::string_view action);

/// Whether the caller has the action on any scope at all: 401 identity.login_required, or 403 identity.not_permitted
/// {action}.
base::Result<void> authorise_any(Caller const& caller, std::string_view action);

/// Whether the caller may do the action to this target (subtrees are looked up in the organisation tree).
bool may(sql::Session& session, Caller const& caller, std::string_view action, Target const& target);

/// As may(), as a refusal identity.not_permitted (403). Services that must hide existence answer their own not_found
/// (404) instead.
base::Result<void> authorise(sql::Session& session, Caller const& caller, std::string_view action,
                             Target const& target);

/// The organisations (with all below them) and platforms over which the caller has the action, for filters of lists:
/// `everything`, or ids.
struct Scope {
    bool everything = false;
    std::vector<OrganisationId> organisations;
    std::vector<std::int64_t> platforms;
};
Scope scope_of(sql::Session& session, Caller const& caller, std::string_view action);

/// Every action the caller has on any scope at all, in the table's order: which menus to show.
std::vector<std::string> actions_of(Caller const& caller);

/// For whom the caller acts when he does the action to this target: nobody (empty) when one of his own grants, or no
/// grant at all, suffices; otherwise the delegator's log-in name.
std::string on_behalf_of(sql::Session& session, Caller const& caller, std::string_view action, Target const& target);

}  // namespace kunyu::identity
