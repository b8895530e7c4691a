#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

/// What a role may do with an action: nothing, for its own scope (`scope`), or everywhere (`all`).
enum class Reach { none, scope, all };

/// The one permission table, identity/permissions.json: action x role -> reach, with texts in both languages. Embedded,
/// unchanging.
class Permissions {
  public:
    static Permissions const& instance();
    bool has_action(std::string_view action) const;
    /// Whether anybody, logged in or not, may do it.
    bool is_public(std::string_view action) const;
    Reach reach(std::string_view role, std::string_view action) const;
    std::vector<std::string> const& roles() const;
    std::vector<std::string> const& actions() const;

  private:
    Permissions();
    std::vector<std::string> roles_;
    std::vector<std::string> actions_;
    std::map<std::string, std::map<std::string, Reach, std::less<>>, std::less<>> table_;
};

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

}  // namespace kunyu::identity
