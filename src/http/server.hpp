#pragma once
#include "http/router.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;         ///< 0: any free one, see Server::port()
    std::string tls_certificate = {};  ///< PEM files; both or neither
    std::string tls_key = {};
    /// Without TLS the server refuses to listen on an address that is not loopback unless this is set.
    bool insecure_http = false;
    int loops = 2;     ///< I/O threads
    int workers = 4;   ///< threads that run handlers
    int writers = 64;  ///< threads that run handlers of durable routes; they mostly wait
    int max_connections = 10'000;
    std::size_t header_limit = 16 * 1024;  ///< 431 beyond
    int header_deadline = 15;              ///< seconds until the whole header is there; 408
    int idle_timeout = 60;                 ///< seconds between requests
    int heartbeat = 15;                    ///< seconds between signs of life where events are sent
    int drain_deadline = 2;                ///< seconds for requests under way when stopping
    int queue_limit = 1024;                ///< requests waiting for a worker; 503 with Retry-After beyond
    /// Addresses or networks ("10.0.0.0/8") whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trusted_proxies = {};
    /// Bytes of bodies being read, over all connections; 503 beyond.
    std::size_t body_memory = 512U << 20;
    bool access_log = true;
    /// Of the sentences that the constructor throws.
    base::Language language = base::Language::en;
};

/// An HTTP/1.1 server on Boost.Beast: event loops for the sockets, a bounded pool of workers for the handlers. A reply
/// for each limit (400, 408, 413, 414, 431, 503); no client, however slow or hostile, holds a worker or delays another.
class Server {
  public:
    /// Throws std::runtime_error with a sentence when the address cannot be had or the options contradict.
    Server(ServerOptions const& options, Router const& router);
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

/// One unchanging file in memory, squeezed once: answers with a strong ETag, ranges, gzip where taken; `immutable` for
/// a year when its name changes with its content, no-cache otherwise. Safe for all threads.
class StaticFile {
  public:
    /// `squeezed`: its gzip form when it was made beforehand; made here otherwise.
    StaticFile(std::string media_type, std::string bytes, bool immutable, std::optional<std::string> squeezed = {});
    Response answer(Request const& request) const;

  private:
    std::string media_type_;
    bool immutable_;
    std::string etag_;
    std::shared_ptr<std::string const> plain_;
    std::shared_ptr<std::string const> squeezed_;
};

/// Serves files of `folder` below `prefix` ("/workbench/"): precompressed .gz neighbours (or squeezed here), strong
/// ETag, `immutable` for a year for hashed names, no-cache for index.html; an unknown path without a dot answers
/// index.html (the front end's own routes), an unknown asset 404. Read once at start-up.
void serve_static(Router& router, std::string prefix, std::string folder, std::string action);

}  // namespace kunyu::http
