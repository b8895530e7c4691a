#pragma once
#include "identity/gate.hpp"
#include "mqtt/client.hpp"
#include "sensorthings/mqtt_place.hpp"
#include "sensorthings/mqtt_tally.hpp"
#include "sensorthings/mqtt_thread.hpp"
#include "sensorthings/mqtt_topics.hpp"
#include "sensorthings/write_routes.hpp"
#include "sensorthings/writer.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

/// Takes what loggers publish below `devices/` (18-088, 14.1 create-observations-via-mqtt): each message is a POST of
/// its topic's path by the holder of its key, with the same rights and refusals as over HTTP. The broker hears that a
/// message has arrived once its observations are in the archive for good, or once it is refused, which its device is
/// told; what can be neither (no room, database away) stays with the broker and comes again. So does, after a crash
/// between archive and acknowledgement, what is archived: QoS 1 says at least once, and libmosquitto does not hand over
/// the mark of a repeated message (DUP), nor is there one after a broker has lost acknowledgements. So every
/// observation is compared with what is there (observations/repeats.hpp). Devices are held to their rate over a day:
/// see MqttTally. Several processes on one database take turns; a thread of its own; all parts outlive it.
class MqttInbox {
  public:
    MqttInbox(WriteParts const& parts, identity::Gate const& gate, mqtt::Settings settings);
    void start() { thread_.start(); }
    void stop() { thread_.stop(); }
    /// Whether it has reached the broker; false also where another process does this part.
    bool is_connected() const { return thread_.is_working(); }

  private:
    /// A message on its way, and what became of it.
    struct Posting;

    base::Result<void> session(IsEnding const& is_ending);
    /// What a message asks for; nothing when it asks for nothing here.
    std::unique_ptr<Posting> read(mqtt::Message& message) const;
    /// Answers when every message has gone its way; refused when one has to come again.
    base::Result<void> take(mqtt::Client& client, std::vector<mqtt::Message> messages);
    void post(Posting& posting);
    void post_or_refuse(Posting& posting, std::function<void(base::Refusal const&)> const& refuse);
    base::Result<Author> author_of(http::Request const& request);
    void tell(mqtt::Client& client, Posting const& posting);
    void tell_too_fast(mqtt::Client& client);

    WriteParts parts_;
    identity::Gate const& gate_;
    mqtt::Settings settings_;
    Writer writer_;
    observations::DeviceLimits limits_;
    MqttTally too_fast_;
    MqttPlace place_;
    MqttThread thread_;
};

}  // namespace kunyu::sensorthings
