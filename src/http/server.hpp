#pragma once
#include "http/router.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace kunyu::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free one, see Server::port()
    std::string tls_certificate;
    std::string tls_key;
    /// Without TLS the server refuses to listen on an address that is not loopback unless this is set.
    bool insecure_http = false;
    int loops = 2;    ///< I/O threads
    int workers = 4;  ///< threads that run handlers
    int max_connections = 10'000;
    std::size_t header_limit = 16 * 1024;  ///< 431 beyond
    int header_deadline = 15;              ///< seconds until the whole header is there; 408
    int idle_timeout = 60;                 ///< seconds between requests
    int drain_deadline = 2;                ///< seconds for requests under way when stopping
    int queue_limit = 1024;                ///< requests waiting for a worker; 503 with Retry-After beyond
    std::vector<std::string> trusted_proxies;
};

/// An HTTP/1.1 server on Boost.Beast: event loops for the sockets, a bounded pool of workers for the handlers. A reply
/// for each limit (400, 408, 413, 414, 431, 503); no client, however slow or hostile, holds a worker or delays another.
class Server {
  public:
    /// Throws std::runtime_error with a sentence when the address cannot be had or the options contradict.
    Server(ServerOptions options, Router const& router);
    ~Server();
    void start();
    /// Stops accepting, lets requests under way finish within the drain deadline, closes. Idempotent.
    void stop();
    std::uint16_t port() const;
    std::string address() const;  ///< "http://127.0.0.1:8080"

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Counters and histograms in Prometheus' text form, for /metrics: requests by route pattern, method and status;
/// durations; open connections; queue length; plus what other modules register.
std::string metrics_text();
/// Registers a gauge read when /metrics is asked.
void register_gauge(std::string name, std::string help, std::function<double()> read);

/// Serves files of `folder` below `prefix` ("/workbench/"): precompressed .gz neighbours, strong ETag, `immutable` for
/// a year for hashed names, no-cache for index.html; an unknown path without a dot answers index.html (the front end's
/// own routes), an unknown asset 404. Read once at start-up.
void serve_static(Router& router, std::string prefix, std::string folder, std::string action);

}  // namespace kunyu::http
