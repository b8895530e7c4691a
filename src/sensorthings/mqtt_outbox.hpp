#pragma once
#include "archive/store.hpp"
#include "mqtt/client.hpp"
#include "observations/arrivals.hpp"
#include "observations/catalogue.hpp"
#include "observations/observation_reader.hpp"
#include "sensorthings/mqtt_news.hpp"
#include "sensorthings/mqtt_place.hpp"
#include "sensorthings/mqtt_thread.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

/// What publishing needs; all of it outlives the outbox.
struct OutboxParts {
    sql::Database& database;
    base::Clock const& clock;
    archive::Store& store;
    observations::Catalogue& catalogue;
    observations::ObservationReader const& reader;
};

/// Publishes what everybody may read as it comes (18-088, 14.2 receive-updates-via-mqtt): observations in the order of
/// the archive's log, changes of entities and of observations in that of their commits. A correction is told, as the
/// standard has it for every entity that is updated; a deletion has no message in the standard, and flags of quality
/// are no part of what an observation says. How far it is, is noted once the broker has
/// everything up to there; so a broker that was away, or a crash here, leaves nothing out, though something may come
/// twice. A thread of its own; several processes on one database take turns.
class MqttOutbox {
  public:
    /// `root`: of the links in what is published, "https://example.org/sta/v1.1".
    MqttOutbox(OutboxParts const& parts, mqtt::Settings settings, std::vector<MqttWish> wishes, std::string root);
    /// What comes from now on is published, even if there is no broker yet.
    void start();
    void stop() { thread_.stop(); }
    /// Whether it has reached the broker; false also where another process does this part.
    bool is_connected() const { return thread_.is_working(); }

  private:
    /// Observations of one stream that are to be told.
    struct Told {
        observations::StreamId stream;
        std::vector<std::int64_t> ordinals;
        std::optional<base::Instant> before;  ///< the moment before they were changed; nothing for new ones
    };

    base::Result<void> session(IsEnding const& is_ending);
    /// Publishes what is next of each; whether there was anything.
    base::Result<bool> publish_changes(mqtt::Client& client, MqttCursor& cursor);
    base::Result<bool> publish_frames(mqtt::Client& client, observations::Arrivals& arrivals, MqttCursor& cursor,
                                      IsEnding const& is_ending);
    base::Result<bool> publish_revisions(mqtt::Client& client, MqttCursor& cursor, IsEnding const& is_ending);
    base::Result<void> publish(mqtt::Client& client, observations::Arrival const& arrival, IsEnding const& is_ending);
    base::Result<void> publish(mqtt::Client& client, archive::Revision const& revision, IsEnding const& is_ending);
    base::Result<void> publish_in_parts(mqtt::Client& client, Told const& told, IsEnding const& is_ending);
    base::Result<void> publish_part(mqtt::Client& client, Told const& told, std::span<std::int64_t const> ordinals);
    base::Result<void> send(mqtt::Client& client, std::vector<MqttNews> const& news) const;
    base::Result<void> settle(mqtt::Client& client) const;
    base::Result<void> move(MqttCursor const& cursor);
    Reading reading_of(observations::View const& view) const;

    OutboxParts parts_;
    mqtt::Settings settings_;
    std::vector<MqttWish> wishes_;
    std::string root_;
    MqttPlace place_;
    /// What entities were like when they were told last.
    std::optional<observations::View> told_;
    MqttThread thread_;
};

}  // namespace kunyu::sensorthings
