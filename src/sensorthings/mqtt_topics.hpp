#pragma once
#include "base/result.hpp"
#include "sensorthings/options.hpp"
#include "sensorthings/path.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::sensorthings {

/// Every topic of the protocol begins with its version (18-088, 14.1 and 14.2). What is published by us stands there
/// itself; what loggers hand in comes below `devices/`, since a broker gives everything under one topic to all who
/// subscribe to it: what is under an embargo, not yet checked, or holds a key must not pass there.
inline constexpr std::string_view mqtt_version = "v1.1";

/// What to subscribe to for observations of loggers.
std::vector<std::string> mqtt_inbox_topics();

/// A topic of the inbox: `devices/KEY/v1.1/Datastreams(1)/Observations`, or without the key, which then is in the
/// message's properties.
struct MqttInboxTopic {
    std::optional<std::string> key;
    std::string path;  ///< below the service root
};
/// Nothing for another topic.
std::optional<MqttInboxTopic> read_mqtt_inbox_topic(std::string_view topic);

/// Where a device hears what became of a message that was refused.
std::string mqtt_refusal_topic(std::int64_t device);

/// A topic that is published because somebody asked for it: `v1.1/Datastreams(1)/Observations?$filter=result gt 5`.
struct MqttWish {
    std::string topic;
    ResourcePath path;
    Options options;  ///< $select, $filter, $expand alone
};
/// Refuses sensorthings.bad_mqtt_topic, and what paths and options refuse.
base::Result<MqttWish> read_mqtt_wish(std::string_view topic);

}  // namespace kunyu::sensorthings
