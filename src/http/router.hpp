#pragma once
#include "http/message.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::http {

using Handler = std::function<Response(Request const&)>;

/// Sends the reply; called once, on whatever thread.
using Respond = std::function<void(Response)>;
/// Begins an answer that comes later, so that no thread waits for it: thousands may be under way.
using DeferredHandler = std::function<void(std::shared_ptr<Request const>, Respond)>;

struct RouteOptions {
    /// The permission action that this route needs; every route names one ("public" actions too). Checked by identity,
    /// listed by `kunyu routes`. An empty action fails at start-up.
    std::string action = {};
    std::size_t body_limit = 1 << 20;
    /// Total time to read the request, seconds; raised for uploads.
    int read_deadline = 15;
    /// What a body may be ("application/json"): 415 otherwise; empty means no check.
    std::vector<std::string> content_types = {};
    /// The handler never waits (no database, no file): it runs on the event loop, without the way to a worker.
    bool immediate = false;
    /// The handler waits for the disk: it runs on a thread of those that do nothing else, so that many writes can be
    /// committed together and no reader waits behind them.
    bool durable = false;
    /// A segment of the path is a secret: the access log gets the pattern in place of the path.
    bool secret_path = false;
};

struct Route {
    Method method;
    std::string pattern;  ///< "/api/v1/platforms/{id}/events"; "{rest*}" at the end takes the remaining segments
    RouteOptions options;
    Handler handler;
    DeferredHandler deferred = {};  ///< in place of the handler, when set
    /// Whether the deferred handler does not wait for anything with this request, so that it runs on the event loop.
    std::function<bool(Request const&)> at_once = {};
};

/// The table of routes. Filled at start-up, unchanging afterwards. A literal segment wins over a placeholder. An
/// unknown path answers 404, a known path with another method 405 with Allow; OPTIONS answers Allow.
class Router {
  public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Throws std::logic_error for a route without action, a malformed pattern, or a second route for the same place.
    void add(Method method, std::string pattern, RouteOptions options, Handler handler);
    /// A route whose answer comes later. Its plain handler waits for that, for who calls it within the program.
    void defer(Method method, std::string pattern, RouteOptions options, std::function<bool(Request const&)> at_once,
               DeferredHandler handler);

    /// Answers GETs of unknown paths in place of problem+json: a page for people. Runs on the event loop, must not
    /// wait.
    void set_fallback(Handler handler) { fallback_ = std::move(handler); }
    Handler const& fallback() const { return fallback_; }

    struct Match {
        Route const* route = nullptr;      ///< null: see allowed
        std::vector<Method> allowed = {};  ///< methods of the path; empty when the path is unknown
        std::map<std::string, std::string, std::less<>> parameters = {};
    };
    Match match(Method method, std::string_view path) const;
    std::vector<Route> const& routes() const { return routes_; }

  private:
    struct Node;
    std::vector<Route> routes_;
    Handler fallback_;
    std::unique_ptr<Node> root_;
};

}  // namespace kunyu::http
