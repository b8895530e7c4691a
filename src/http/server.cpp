#include "http/server.hpp"

#include "base/log.hpp"
#include "http/connection.hpp"
#include "http/metrics.hpp"
#include "http/tls.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <sys/resource.h>

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace kunyu::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto tick = std::chrono::milliseconds(200);
constexpr auto accept_pause = std::chrono::milliseconds(100);
constexpr int backlog = 4096;

std::string sentence(ServerOptions const& options, std::string_view code, base::Params const& params) {
    return base::Messages::instance().text(code, options.language, params);
}

std::string url_of(tcp::endpoint const& endpoint, bool tls) {
    auto const address = endpoint.address();
    auto const host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
    return (tls ? "https://" : "http://") + host + ":" + std::to_string(endpoint.port());
}

tcp::endpoint resolve(asio::io_context& context, ServerOptions const& options) {
    error_code ec;
    auto const address = asio::ip::make_address(options.address, ec);
    if (!ec) return {address, options.port};
    auto const found = tcp::resolver(context).resolve(options.address, std::to_string(options.port), ec);
    if (ec || found.empty())
        throw std::runtime_error(
            sentence(options, "http.cannot_listen", {{"address", options.address}, {"reason", ec.message()}}));
    return found.begin()->endpoint();
}

TrustedProxies parse_proxies(ServerOptions const& options) {
    auto proxies = TrustedProxies::parse(options.trusted_proxies);
    if (proxies.has_error()) throw std::runtime_error(sentence(options, proxies.error().code, proxies.error().params));
    return std::move(*proxies);
}

std::unique_ptr<asio::ssl::context> make_tls(ServerOptions const& options) {
    if (options.tls_certificate.empty() != options.tls_key.empty())
        throw std::runtime_error(sentence(options, "http.tls_pair", {}));
    if (options.tls_certificate.empty()) return nullptr;
    return make_tls_context(options.tls_certificate, options.tls_key, options.language);
}

/// As many descriptors as connections need, as far as the system lets us.
void raise_descriptor_limit(int connections) {
    rlimit limit{};
    auto const wanted = static_cast<rlim_t>(connections) + 512;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted)
        base::log(base::LogLevel::warning, "http.few_descriptors",
                  {{"wanted", std::to_string(wanted)}, {"have", std::to_string(limit.rlim_cur)}});
}

constexpr std::string_view too_many_connections =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

}  // namespace

Loop::Loop(Shared& server) : shared(server), timer(context) {
    door->loop = this;
}

Loop::~Loop() {
    std::lock_guard const lock(door->mutex);
    door->loop = nullptr;
}

void Loop::start_tick() {
    timer.expires_after(tick);
    timer.async_wait([this](error_code ec) {
        if (ec) return;
        now = std::chrono::steady_clock::now();
        // A passed deadline may remove its connection from the set.
        std::vector<std::shared_ptr<Connection>> const all(connections.begin(), connections.end());
        for (auto const& connection : all) connection->check_deadline(now);
        if (!draining || !connections.empty()) start_tick();
    });
}

void Loop::remove(std::shared_ptr<Connection> const& connection) {
    connections.erase(connection);
    if (draining && connections.empty()) timer.cancel();
}

void Loop::drain() {
    draining = true;
    std::vector<std::shared_ptr<Connection>> const all(connections.begin(), connections.end());
    for (auto const& connection : all) connection->drain();
    if (connections.empty()) timer.cancel();
}

struct Server::Impl {
    Shared shared;
    std::vector<std::unique_ptr<Loop>> loops;
    std::unique_ptr<tcp::acceptor> acceptor;
    std::unique_ptr<asio::steady_timer> accept_timer;
    std::vector<std::thread> threads;
    std::size_t next_loop = 0;
    std::string url;
    std::uint16_t port = 0;
    std::mutex mutex;
    std::condition_variable ended;
    std::size_t running = 0;
    bool stopped = false;

    Impl(ServerOptions const& options, Router const& router);
    void prepare_metrics();
    void listen();
    void accept();
    void on_accepted(Loop& loop, Connection::Socket socket);
    void run(Loop& loop);
    void stop();
};

Server::Impl::Impl(ServerOptions const& options, Router const& router)
    : shared{options,
             router,
             parse_proxies(options),
             make_tls(options),
             WorkerPool(options.workers, static_cast<std::size_t>(options.queue_limit)),
             WorkerPool(options.writers, static_cast<std::size_t>(options.queue_limit)),
             options.access_log ? std::make_unique<AccessLog>() : nullptr,
             {},
             &Metrics::instance().route(Method::get, ""),
             {},
             {}} {
    for (int i = 0; i < std::max(options.loops, 1); ++i) loops.push_back(std::make_unique<Loop>(shared));
    prepare_metrics();
    listen();
}

void Server::Impl::prepare_metrics() {
    for (auto const& route : shared.router.routes())
        shared.metrics[&route] = &Metrics::instance().route(route.method, route.pattern);
    register_gauge("kunyu_http_connections", "Open connections.", [this] { return shared.connections.load(); });
    register_gauge("kunyu_http_queue", "Requests waiting for a worker.",
                   [this] { return static_cast<double>(shared.workers.waiting() + shared.writers.waiting()); });
    register_gauge("kunyu_http_body_bytes", "Bytes of bodies being read or answered.",
                   [this] { return static_cast<double>(shared.body_bytes.load()); });
}

void Server::Impl::listen() {
    auto& context = loops.front()->context;
    auto const& options = shared.options;
    auto const endpoint = resolve(context, options);
    if (!endpoint.address().is_loopback() && !shared.tls && !options.insecure_http)
        throw std::runtime_error(sentence(options, "http.needs_tls", {{"address", options.address}}));
    raise_descriptor_limit(options.max_connections);
    acceptor = std::make_unique<tcp::acceptor>(context);
    error_code ec;
    acceptor->open(endpoint.protocol(), ec);
    if (!ec) acceptor->set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec) acceptor->bind(endpoint, ec);
    if (!ec) acceptor->listen(backlog, ec);
    if (ec)
        throw std::runtime_error(
            sentence(options, "http.cannot_listen",
                     {{"address", url_of(endpoint, shared.tls != nullptr)}, {"reason", ec.message()}}));
    port = acceptor->local_endpoint().port();
    url = url_of(acceptor->local_endpoint(), shared.tls != nullptr);
    accept_timer = std::make_unique<asio::steady_timer>(context);
}

/// Connections go to the loops in turn.
void Server::Impl::accept() {
    auto& loop = *loops[next_loop++ % loops.size()];
    acceptor->async_accept(loop.context, [this, &loop](error_code ec, Connection::Socket socket) {
        if (ec == asio::error::operation_aborted || !acceptor->is_open()) return;
        if (!ec) {
            on_accepted(loop, std::move(socket));
            return accept();
        }
        // Out of descriptors, most likely: wait for some to be given back.
        base::log(base::LogLevel::warning, "http.accept_failed", {{"what", ec.message()}});
        accept_timer->expires_after(accept_pause);
        accept_timer->async_wait([this](error_code cancelled) {
            if (!cancelled) accept();
        });
    });
}

void Server::Impl::on_accepted(Loop& loop, Connection::Socket socket) {
    if (shared.connections.load() >= shared.options.max_connections) {
        error_code ec;
        socket.non_blocking(true, ec);
        if (!shared.tls) socket.write_some(asio::buffer(too_many_connections.data(), too_many_connections.size()), ec);
        socket.shutdown(tcp::socket::shutdown_both, ec);
        return;
    }
    auto connection = std::make_shared<Connection>(loop, std::move(socket));
    asio::post(loop.context, [&loop, connection = std::move(connection)] {
        if (loop.draining) return;
        loop.connections.insert(connection);
        connection->start();
    });
}

void Server::Impl::run(Loop& loop) {
    for (;;) {
        try {
            loop.context.run();
            break;
        } catch (std::exception const& fault) {  // a fault of ours in one connection must not end the others
            base::log(base::LogLevel::error, "http.loop_failed", {{"what", fault.what()}});
        }
    }
    std::lock_guard const lock(mutex);
    --running;
    ended.notify_all();
}

void Server::Impl::stop() {
    if (std::exchange(stopped, true)) return;
    asio::post(loops.front()->context, [this] {
        error_code ec;
        acceptor->close(ec);
        accept_timer->cancel();
    });
    for (auto const& loop : loops) asio::post(loop->context, [&loop = *loop] { loop.drain(); });
    {
        std::unique_lock lock(mutex);
        ended.wait_for(lock, std::chrono::seconds(shared.options.drain_deadline), [this] { return running == 0; });
    }
    for (auto const& loop : loops) loop->context.stop();
    for (auto& thread : threads) thread.join();
    shared.workers.stop();
    shared.writers.stop();
    for (auto const* gauge : {"kunyu_http_connections", "kunyu_http_queue", "kunyu_http_body_bytes"})
        Metrics::instance().remove_gauge(gauge);
}

Server::Server(ServerOptions const& options, Router const& router) : impl_(std::make_unique<Impl>(options, router)) {}

Server::~Server() {
    stop();
}

void Server::start() {
    std::signal(SIGPIPE, SIG_IGN);
    impl_->running = impl_->loops.size();
    for (auto const& loop : impl_->loops) {
        loop->start_tick();
        impl_->threads.emplace_back([this, &loop = *loop] { impl_->run(loop); });
    }
    asio::post(impl_->loops.front()->context, [this] { impl_->accept(); });
}

void Server::stop() {
    impl_->stop();
}

std::uint16_t Server::port() const {
    return impl_->port;
}

std::string Server::address() const {
    return impl_->url;
}

}  // namespace kunyu::http
