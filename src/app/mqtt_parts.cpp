#include "app/mqtt_parts.hpp"

#include "base/config.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace kunyu::app {
namespace {

/// Of each client one name: the broker keeps what comes for the inbox while it is away, and two processes never both
/// have it.
mqtt::Settings named(mqtt::Settings settings, std::string const& part, bool lasting_session) {
    settings.client_id = "kunyu-" + part;
    settings.lasting_session = lasting_session;
    return settings;
}

}  // namespace

base::Result<MqttSettings> read_mqtt_settings(MqttOptions const& options) {
    MqttSettings out;
    KUNYU_TRY(out.broker.address, mqtt::read_address(options.url));
    out.broker.user = options.user;
    out.broker.ca_file = options.ca_file;
    if (!options.ca_file.empty() && !base::read_file(options.ca_file))
        return base::refuse("mqtt.ca_unreadable", {{"file", options.ca_file}});
    if (!options.password_file.empty()) {
        auto const text = base::read_file(options.password_file);
        if (!text) return base::refuse("mqtt.password_unreadable", {{"file", options.password_file}});
        out.broker.password = base::trim(*text);
    }
    auto const& address = out.broker.address;
    if (!address.tls && !out.broker.password.empty() && !mqtt::is_loopback(address))
        return base::refuse("mqtt.in_clear", {{"host", address.host}});
    for (auto const& url : options.public_urls) {
        KUNYU_TRY(auto const public_address, mqtt::read_address(url));
        out.endpoints.push_back(mqtt::to_string(public_address));
    }
    if (out.endpoints.empty()) out.endpoints.push_back(mqtt::to_string(address));
    for (auto const& topic : options.topics) {
        KUNYU_TRY(auto wish, sensorthings::read_mqtt_wish(topic));
        out.wishes.push_back(std::move(wish));
    }
    return out;
}

MqttParts::MqttParts(sensorthings::WriteParts const& writing, sensorthings::OutboxParts const& publishing,
                     identity::Gate const& gate, MqttSettings const& settings, std::string const& root)
    : inbox_(writing, gate, named(settings.broker, "inbox", true)),
      outbox_(publishing, named(settings.broker, "outbox", false), settings.wishes, root) {}

void MqttParts::start() {
    outbox_.start();
    inbox_.start();
}

void MqttParts::stop() {
    inbox_.stop();
    outbox_.stop();
}

std::string MqttParts::metrics() const {
    return fmt::format(
        "# HELP kunyu_mqtt_connected Whether this process has reached the broker.\n# TYPE kunyu_mqtt_connected gauge\n"
        "kunyu_mqtt_connected{{part=\"inbox\"}} {}\nkunyu_mqtt_connected{{part=\"outbox\"}} {}\n",
        inbox_.is_connected() ? 1 : 0, outbox_.is_connected() ? 1 : 0);
}

}  // namespace kunyu::app
