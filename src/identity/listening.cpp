#include "identity/listening.hpp"

#include "identity/permissions.hpp"
#include "identity/resolver.hpp"

#include <stdexcept>
#include <utility>

namespace kunyu::identity {
namespace {

/// By whom his connections are counted: the public by its address.
std::string listener_name(Caller const& caller) {
    return caller.is_public() ? "address " + caller.address : "account " + std::to_string(caller.account.value);
}

}  // namespace

void ListeningGate::listen(http::Router& router, std::string pattern, http::RouteOptions options,
                           ListenHandler handler) const {
    if (!Permissions::instance().has_action(options.action))
        throw std::logic_error("route " + pattern + " names no action of the permission table: " + options.action);
    auto reply = [door = *this, action = options.action, handler = std::move(handler)](http::Request const& request) {
        auto result = door.answer(request, action, handler);
        return result ? std::move(*result) : refused(request, result.error());
    };
    router.add(http::Method::get, std::move(pattern), std::move(options), std::move(reply));
}

base::Result<http::Response> ListeningGate::answer(http::Request const& request, std::string const& action,
                                                   ListenHandler const& handler) const {
    KUNYU_TRY(auto const caller, gate_.admit(request, action));
    KUNYU_TRY(auto seat, listeners_.seat(listener_name(caller)));
    Renew const renew = [door = *this, caller, request, action] { return door.renewed(caller, request, action); };
    KUNYU_TRY(auto reader, handler(caller, request, renew));
    reader->may_go_on = [renew] { return renew().has_value(); };
    reader->seat = std::move(seat);
    return http::events_response(std::move(reader));
}

base::Result<Caller> ListeningGate::renewed(Caller const& before, http::Request const& request,
                                            std::string const& action) const {
    auto const now = clock_.now();
    if (before.is_public()) {
        auto caller = before;
        caller.now = now;
        return caller;
    }
    bool const public_will_do = Permissions::instance().is_public(action);
    KUNYU_TRY(auto resolution,
              database_.read([&](sql::Session& session) { return resolve(session, request, now, public_will_do); }));
    // Where the public is let in too, an ended session would go on as the public's.
    if (resolution.caller.account != before.account) return base::refuse("identity.session_ended");
    KUNYU_TRY_VOID(authorise_any(resolution.caller, action));
    return std::move(resolution.caller);
}

}  // namespace kunyu::identity
