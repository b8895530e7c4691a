#pragma once
#include "base/time.hpp"
#include "observations/device.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace kunyu::sensorthings {

/// Counts messages of devices that are over their limit. A logger cannot be asked to come again later, as over HTTP,
/// and holding back its acknowledgements would hold back everybody's, since they go in the order of the messages (MQTT
/// 5, 4.6). So such messages are refused; lest a device that runs wild fills the log and the broker too, it is told of
/// once a minute with the number. For one thread.
class MqttTally {
  public:
    struct Count {
        observations::DeviceId device;
        std::int64_t messages = 0;
    };

    void add(observations::DeviceId device) { ++counts_[device].messages; }
    /// What is to be told now: of each device at once, and then at most once a minute.
    std::vector<Count> due(base::Instant now);

  private:
    struct Entry {
        std::int64_t messages = 0;  ///< not told yet
        base::Instant told;
    };
    std::map<observations::DeviceId, Entry> counts_;
};

}  // namespace kunyu::sensorthings
