#pragma once
#include "base/result.hpp"
#include "observations/change_feed.hpp"
#include "sensorthings/mqtt_topics.hpp"
#include "sensorthings/reading.hpp"
#include "sensorthings/target.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

/// What goes to a topic.
struct MqttNews {
    std::string topic;
    std::string payload;
    friend bool operator==(MqttNews const&, MqttNews const&) = default;
};

/// Writes what is new for those who subscribe (18-088, 14.2 receive-updates-via-mqtt). The reading's scope decides what
/// is told: with that of the public, what is internal or under an embargo is not. For some new entities of one view;
/// the reading and the wishes outlive it.
class MqttEditor {
  public:
    MqttEditor(Reading const& reading, std::vector<MqttWish> const& wishes);

    /// A new observation, for v1.1/Observations and those of its Datastream and feature, and for the wishes that it
    /// fulfils. Nothing for one that is not there, or not to be told. Refused: archive.damaged.
    base::Result<std::vector<MqttNews>> observation(std::int64_t id) const;

    /// An observation that was changed later: as entity(), `before` being the same reading as of the moment before.
    /// Refused: archive.damaged.
    base::Result<std::vector<MqttNews>> correction(std::int64_t id, Reading const& before) const;

    /// An entity that was made or changed: for its set, the collections of other entities that it is in, itself, and
    /// each of its properties that differs. `before`: as it was told last; nothing when that is not known. Nothing
    /// for one that reads as it did, or is gone.
    std::vector<MqttNews> entity(observations::Change const& change, Reading const* before) const;

  private:
    struct Wanted {
        MqttWish const* wish;
        PathTargets targets;
    };
    /// How the entity was told last.
    struct Before {
        Reading const* reading = nullptr;
        EntityRef const* entity = nullptr;  ///< nullptr when that is not known
    };
    std::vector<MqttNews> update(EntityRef const& entity, Before const& before) const;
    base::Result<void> checked() const;
    void add_wishes(EntityRef const& entity, std::vector<MqttNews>& news) const;
    bool is_wanted(Wanted const& wanted, EntityRef const& entity) const;

    Reading const& reading_;
    std::vector<Wanted> wanted_;
};

}  // namespace kunyu::sensorthings
