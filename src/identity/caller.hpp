#pragma once
#include "base/ids.hpp"
#include "base/messages.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kunyu::identity {

struct AccountTag;
struct OrganisationTag;
using AccountId = base::Id<AccountTag>;
using OrganisationId = base::Id<OrganisationTag>;

/// A role held by an account over a scope, valid today. Scope: everything, a subtree of organisations, or one platform
/// (further kinds follow: instrument, station).
struct Grant {
    std::string role;                            ///< "host_manager"
    std::optional<OrganisationId> organisation;  ///< the subtree below it
    std::optional<std::int64_t> platform;
    std::string on_behalf_of;  ///< the delegator's log-in name; set when it came by delegation
};

/// Who asks: resolved once per request from session or token, valid for that request only.
struct Caller {
    AccountId account;       ///< 0 for the public and for the program itself
    std::string name;        ///< to show: "王处长"
    std::string user;        ///< log-in name
    bool is_system = false;  ///< the program itself: command line, pack import, jobs; may do everything
    std::vector<Grant> grants;
    /// Actions a token is limited to; nothing: no limit.
    std::optional<std::set<std::string, std::less<>>> token_actions;
    /// How he came in: a row of account_session or of account_token; both absent for the public and the program itself.
    std::optional<std::int64_t> session;
    std::optional<std::int64_t> token;
    /// A session whose password was set by somebody else: only his own session and password are open to him.
    bool must_change_password = false;
    std::string request_id;
    std::string address;  ///< of the client; empty for the program itself
    base::Language language = base::Language::zh;
    base::Instant now;

    bool is_public() const { return account.value == 0 && !is_system; }
    /// The program itself, for command-line work and jobs.
    static Caller system(std::string name, base::Instant now);
};

/// What an action is aimed at: the organisations it belongs to (host, supervisor…; the caller's subtree must hold one
/// of them) and the platform, if it is one. Empty organisations and no platform: only a grant over everything fits.
struct Target {
    std::vector<OrganisationId> organisations;
    std::optional<std::int64_t> platform;
};

}  // namespace kunyu::identity
