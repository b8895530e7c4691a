#pragma once
#include "base/result.hpp"
#include "mqtt/address.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct mosquitto;

namespace kunyu::mqtt {

/// How to reach a broker, and as whom.
struct Settings {
    Address address;
    std::string user;  ///< empty: without log-in
    std::string password;
    std::string ca_file;  ///< who signed the broker's certificate; empty: whom the system trusts
    std::string client_id;
    /// The broker keeps what comes for this client id while it is away.
    bool lasting_session = false;
};

/// What a publisher sent.
struct Message {
    std::string topic;
    std::string payload;
    bool retained = false;  ///< an old one that the broker keeps for new subscribers
    /// The user property "authorization" of MQTT 5.
    std::optional<std::string> authorization;
};

/// One connection to a broker (MQTT 5, QoS 1). Nothing is written but in open(), flush() and settle(): libmosquitto
/// queues the acknowledgement of a message before it hands the message over, so whoever received one calls flush() only
/// once the message lasts; a client that is destroyed before leaves the message with the broker. Not for two threads.
///
/// Where it waits for the broker it asks `is_ending` a few times a second, and refuses with mqtt.interrupted when that
/// says so; the system alone ends the opening of a connection to a host that does not answer.
class Client {
  public:
    using Patience = std::chrono::milliseconds;

    explicit Client(Settings const& settings, std::function<bool()> is_ending = {});
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    /// Connects, logs in and asks for what is published under these topics. Refused: mqtt.unreachable {reason},
    /// mqtt.not_admitted {reason}. A subscription that the broker does not grant is refused by a later receive().
    base::Result<void> open(std::vector<std::string> const& topics, Patience patience);

    /// What has come, at most some hundreds; empty after `patience`. Refused: mqtt.connection_lost {reason},
    /// mqtt.not_subscribed.
    base::Result<std::vector<Message>> receive(Patience patience);

    /// Sends the acknowledgements of everything received, and what was published. Refused: mqtt.connection_lost.
    base::Result<void> flush();

    /// Queues a message with QoS 1. Refused: mqtt.bad_topic for one that cannot be published.
    base::Result<void> publish(std::string const& topic, std::string_view payload);

    /// How many that were published the broker does not have yet, as far as is known.
    std::size_t unsettled() const { return unsettled_; }

    /// Sends, and waits until the broker has everything that was published; answers how many it did not want. Not for
    /// clients that subscribe. Refused: mqtt.connection_lost.
    base::Result<std::size_t> settle(Patience patience);

  private:
    friend struct Callbacks;
    struct Destroy {
        void operator()(mosquitto* handle) const;
    };

    base::Result<void> wait_for_answer(Patience patience);
    base::Result<void> wait_readable(Patience patience);
    base::Result<bool> wait_for(short events, Patience patience) const;
    base::Result<void> read_packet();
    base::Result<void> keep_alive();
    base::Result<void> lost(int code) const;

    Settings settings_;
    std::function<bool()> is_ending_;
    std::vector<std::string> topics_;
    std::vector<Message> received_;
    std::size_t unsettled_ = 0;  ///< published and not yet acknowledged
    std::size_t unwanted_ = 0;
    int tls_fault_ = 0;            ///< why no encrypted connection can be made; none is then
    std::optional<int> admitted_;  ///< the broker's answer to CONNECT
    bool refused_subscription_ = false;
    bool readable_ = false;
    std::unique_ptr<mosquitto, Destroy> handle_;
};

}  // namespace kunyu::mqtt
