#include "app/serve.hpp"

#include "app/application.hpp"
#include "app/data_folder.hpp"
#include "app/terminal.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "http/server.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <iostream>

namespace kunyu::app {
namespace {

/// SIGINT and SIGTERM, kept from every thread started after it and waited for by one.
class StopSignals {
  public:
    StopSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    }
    void wait() const {
        int signal = 0;
        sigwait(&signals_, &signal);
    }

  private:
    sigset_t signals_{};
};

/// "127.0.0.1:8080" or "[::1]:8080".
base::Result<void> read_listen(std::string const& listen, http::ServerOptions& server) {
    auto const colon = listen.rfind(':');
    auto const bad = base::refuse("app.bad_listen", {{"value", base::clip(listen, 80)}});
    if (colon == std::string::npos || colon == 0) return bad;
    std::string host = listen.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    std::string const port = listen.substr(colon + 1);
    auto const number = port == "0" ? std::optional<std::int64_t>{0} : base::parse_id(port);
    if (!number || *number > 65535) return bad;
    server.address = host;
    server.port = static_cast<std::uint16_t>(*number);
    return {};
}

base::Result<http::ServerOptions> server_options(ServeOptions const& options) {
    http::ServerOptions server;
    KUNYU_TRY_VOID(read_listen(options.listen, server));
    server.tls_certificate = options.tls_certificate;
    server.tls_key = options.tls_key;
    server.insecure_http = options.insecure_http;
    server.trusted_proxies = options.trusted_proxies;
    server.workers = options.workers;
    server.access_log = !options.quiet;
    server.language = terminal_language();
    return server;
}

base::Result<DataFolder::Options> folder_options(ServeOptions const& options) {
    DataFolder::Options folder;
    folder.folder = options.folder;
    folder.database = options.database;
    folder.exclusive = true;
    folder.readers = options.workers;
    folder.base_url = options.base_url;
    if (!options.mail.url.empty()) folder.mail = options.mail;
    if (!options.now.empty()) {
        folder.now = base::parse_day(options.now);
        if (!folder.now) return base::refuse("app.bad_day", {{"value", base::clip(options.now, 40)}});
    }
    return folder;
}

}  // namespace

base::Result<void> serve(ServeOptions const& options) {
    StopSignals const stop_signals;
    KUNYU_TRY(auto const server_settings, server_options(options));
    KUNYU_TRY(auto folder_settings, folder_options(options));
    KUNYU_TRY(auto const folder, DataFolder::open(std::move(folder_settings)));
    KUNYU_TRY(auto archive, open_archive(*folder));
    Application application(*folder, std::move(archive));
    if (auto const& mail = folder->configuration().mail) {
        KUNYU_TRY(auto const settings, inbox::read_mail_settings(*mail));
        application.send_mail_by(settings);
    }
    if (!options.mqtt.url.empty()) {
        KUNYU_TRY(auto const settings, read_mqtt_settings(options.mqtt));
        application.join_broker(settings);
    }
    application.limit_listeners(options.listeners);
    http::Router router;
    application.add_routes(router);
    http::Server server(server_settings, router);
    application.start();
    server.start();
    std::cout << say("app.serving", {{"address", server.address()}}) << std::endl;
    stop_signals.wait();
    std::cout << say("app.stopping") << std::endl;
    server.stop();
    application.stop();
    return {};
}

void print_routes(std::ostream& out, bool json) {
    std::string name = (std::filesystem::temp_directory_path() / "kunyu-routes-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make a temporary folder");
    http::Router router;
    {
        DataFolder::Options options;
        options.folder = name;
        auto const folder = DataFolder::create(options, {});
        Application application(**folder, open_archive(**folder).value());
        application.add_routes(router);
        base::json::array list;
        for (auto const& route : router.routes()) {
            if (json) {
                list.push_back(base::json::object{{"method", http::to_string(route.method)},
                                                  {"path", route.pattern},
                                                  {"action", route.options.action}});
            } else {
                out << fmt::format("{:7} {:60} {}\n", http::to_string(route.method), route.pattern,
                                   route.options.action);
            }
        }
        if (json) out << base::json::serialize(list) << '\n';
    }
    std::filesystem::remove_all(name);
}

}  // namespace kunyu::app
