#pragma once
#include "http/access_log.hpp"
#include "http/proxy.hpp"
#include "http/request_reader.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "http/worker_pool.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_set>

namespace kunyu::http {

class Connection;
class RouteMetrics;

/// What all connections of a server share; the atomics are counted from every loop.
struct Shared {
    ServerOptions options;
    Router const& router;
    TrustedProxies proxies;
    std::unique_ptr<boost::asio::ssl::context> tls;
    WorkerPool workers;
    WorkerPool writers;  ///< for durable routes
    std::unique_ptr<AccessLog> access_log;
    std::map<Route const*, RouteMetrics*> metrics;
    RouteMetrics* unrouted;  ///< requests that met no route, or were refused before
    std::atomic<int> connections{0};
    std::atomic<std::size_t> body_bytes{0};
};

struct Loop;

/// The way back to a loop for answers that come later, perhaps when there is no loop any more.
struct LoopDoor {
    std::mutex mutex;
    Loop* loop = nullptr;
};

/// One event loop: an io_context that one thread runs, with the connections that live on it. All members are for that
/// thread alone. One timer looks over the deadlines of all connections five times a second, which costs less than a
/// timer each and is exact enough.
struct Loop {
    using Time = std::chrono::steady_clock::time_point;
    explicit Loop(Shared& server);
    ~Loop();  ///< answers that come later go nowhere

    void start_tick();
    /// Lets go of the connection; the loop ends when it drains and the last has gone.
    void remove(std::shared_ptr<Connection> const& connection);
    /// Closes what is idle, tells the others that this reply is their last.
    void drain();

    Shared& shared;
    boost::asio::io_context context{1};
    boost::asio::steady_timer timer;
    std::unordered_set<std::shared_ptr<Connection>> connections;
    std::array<char, 64 * 1024> scratch;  ///< where bytes land before they are taken; idle connections hold no buffer
    Time now = std::chrono::steady_clock::now();  ///< of the last tick
    bool draining = false;
    std::shared_ptr<LoopDoor> door = std::make_shared<LoopDoor>();
};

}  // namespace kunyu::http
