#pragma once
#include "app/mqtt_parts.hpp"
#include "base/config.hpp"
#include "base/result.hpp"
#include "http/listeners.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::app {

struct ServeOptions {
    std::filesystem::path folder = "data";
    std::string listen = "127.0.0.1:8080";  ///< HOST:PORT, [::1]:8080
    std::optional<std::string> database;
    std::string tls_certificate;
    std::string tls_key;
    bool insecure_http = false;
    std::vector<std::string> trusted_proxies;
    int workers = 4;
    http::Listeners::Limits listeners;
    std::string now;  ///< the day of a simulation, or empty
    bool quiet = false;
    std::string base_url;          ///< in place of the configured one, or empty
    base::MailConfiguration mail;  ///< in place of the configured one, when it has a URL
    MqttOptions mqtt;
};

/// Serves until SIGINT or SIGTERM, then drains. Prints the address when it listens.
base::Result<void> serve(ServeOptions const& options);

/// The table of routes: method, pattern, action. Needs no data folder.
void print_routes(std::ostream& out, bool json);

}  // namespace kunyu::app
