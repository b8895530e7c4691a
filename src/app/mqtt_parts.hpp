#pragma once
#include "base/result.hpp"
#include "mqtt/client.hpp"
#include "sensorthings/mqtt_inbox.hpp"
#include "sensorthings/mqtt_outbox.hpp"

#include <string>
#include <vector>

namespace kunyu::app {

/// As the command line has it.
struct MqttOptions {
    std::string url;  ///< empty: without a broker
    std::string user;
    std::string password_file;
    std::string ca_file;
    std::vector<std::string> public_urls;  ///< where subscribers reach it; `url` when empty
    std::vector<std::string> topics;       ///< with $select, $filter or $expand
};

/// The same, checked.
struct MqttSettings {
    mqtt::Settings broker;
    std::vector<sensorthings::MqttWish> wishes;
    std::vector<std::string> endpoints;  ///< for the landing page
};

/// Refuses mqtt.bad_address, mqtt.ca_unreadable, mqtt.password_unreadable, mqtt.in_clear, and what topics are refused
/// for.
base::Result<MqttSettings> read_mqtt_settings(MqttOptions const& options);

/// Both directions of the traffic with a broker. The parts outlive it.
class MqttParts {
  public:
    MqttParts(sensorthings::WriteParts const& writing, sensorthings::OutboxParts const& publishing,
              identity::Gate const& gate, MqttSettings const& settings, std::string const& root);
    void start();
    void stop();
    /// In Prometheus' text form.
    std::string metrics() const;

  private:
    sensorthings::MqttInbox inbox_;
    sensorthings::MqttOutbox outbox_;
};

}  // namespace kunyu::app
