#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "http/event_channel.hpp"
#include "http/listeners.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "sql/database.hpp"

#include <functional>
#include <memory>
#include <string>

namespace kunyu::identity {

/// Finds the caller anew while he listens; refuses when he may no longer do so (his session has ended, say).
using Renew = std::function<base::Result<Caller>()>;
/// Answers where the caller's events come from.
using ListenHandler =
    std::function<base::Result<std::shared_ptr<http::EventReader>>(Caller const&, http::Request const&, Renew const&)>;

/// The gate's door for those who stay: a GET answered with events for as long as the caller may have them. He takes a
/// seat among the listeners, and is found anew at each heartbeat; that he listens is no use of his session, which would
/// never end so. Throws std::logic_error at start-up for an action that is not in the permission table. Safe for all
/// threads; all references must outlive the router.
class ListeningGate {
  public:
    ListeningGate(Gate const& gate, sql::Database& database, base::Clock const& clock, http::Listeners& listeners)
        : gate_(gate), database_(database), clock_(clock), listeners_(listeners) {}

    void listen(http::Router& router, std::string pattern, http::RouteOptions options, ListenHandler handler) const;

  private:
    base::Result<http::Response> answer(http::Request const& request, std::string const& action,
                                        ListenHandler const& handler) const;
    base::Result<Caller> renewed(Caller const& before, http::Request const& request, std::string const& action) const;

    Gate gate_;
    sql::Database& database_;
    base::Clock const& clock_;
    http::Listeners& listeners_;
};

}  // namespace kunyu::identity
