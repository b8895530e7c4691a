#include "sensorthings/mqtt_tally.hpp"

namespace kunyu::sensorthings {
namespace {

constexpr std::int64_t seconds_between = 60;

}  // namespace

std::vector<MqttTally::Count> MqttTally::due(base::Instant now) {
    std::vector<Count> out;
    for (auto at = counts_.begin(); at != counts_.end();) {
        auto& entry = at->second;
        bool const waits = entry.told > now.plus_seconds(-seconds_between);
        if (!waits && entry.messages == 0) {
            at = counts_.erase(at);
            continue;
        }
        if (!waits) {
            out.push_back({at->first, entry.messages});
            entry = {0, now};
        }
        ++at;
    }
    return out;
}

}  // namespace kunyu::sensorthings
