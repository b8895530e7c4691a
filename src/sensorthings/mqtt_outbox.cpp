#include "sensorthings/mqtt_outbox.hpp"

#include "archive/revision_rows.hpp"
#include "base/log.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace kunyu::sensorthings {
namespace {

constexpr std::chrono::milliseconds connect_patience{10'000};
constexpr std::chrono::milliseconds settle_patience{30'000};
constexpr std::chrono::milliseconds turn{200};
constexpr std::size_t frames_at_once = 256;
/// Published by one view: who may read a stream changes in the midst of a large import, too.
constexpr std::size_t observations_at_once = 500;
constexpr std::int64_t revisions_at_once = 100;
/// So that a large import fills no memory.
constexpr std::size_t most_unsettled = 1'000;

void add_run(std::vector<std::int64_t>& ordinals, archive::OrdinalRun const& run) {
    auto const from = ordinals.size();
    ordinals.resize(from + static_cast<std::size_t>(run.count));
    std::iota(ordinals.begin() + static_cast<std::ptrdiff_t>(from), ordinals.end(), run.first);
}

/// The observations that read otherwise since this version, or can be read again.
std::vector<std::int64_t> changed_by(archive::Revision const& revision) {
    auto ordinals = revision.replacements.ordinals;
    for (auto const& run : revision.restorations) add_run(ordinals, run);
    return ordinals;
}

}  // namespace

MqttOutbox::MqttOutbox(OutboxParts const& parts, mqtt::Settings settings, std::vector<MqttWish> wishes,
                       std::string root)
    : parts_(parts),
      settings_(std::move(settings)),
      wishes_(std::move(wishes)),
      root_(std::move(root)),
      place_(parts_.database, "outbox"),
      thread_("outbox", [this](IsEnding const& is_ending) { return session(is_ending); }) {}

void MqttOutbox::start() {
    if (place_.hold()) place_.cursor(parts_.store.applied());
    thread_.start();
}

Reading MqttOutbox::reading_of(observations::View const& view) const {
    auto const now = parts_.clock.now();
    return Reading{view, observations::ReadScope::nothing_internal(now), parts_.reader, now, root_, {}};
}

base::Result<void> MqttOutbox::session(IsEnding const& is_ending) {
    if (!place_.hold()) return {};
    auto cursor = place_.cursor(parts_.store.applied());
    mqtt::Client client(settings_, is_ending);
    KUNYU_TRY_VOID(client.open({}, connect_patience));
    thread_.works();
    observations::Arrivals arrivals(parts_.store, cursor.observations);
    while (!is_ending() && place_.hold()) {
        KUNYU_TRY(bool const has_changes, publish_changes(client, cursor));
        KUNYU_TRY(bool const has_frames, publish_frames(client, arrivals, cursor, is_ending));
        KUNYU_TRY(bool const has_revisions, publish_revisions(client, cursor, is_ending));
        // Also notices that the broker has gone, and keeps the connection alive.
        KUNYU_TRY_VOID(client.receive(std::chrono::milliseconds{0}));
        KUNYU_TRY_VOID(client.flush());
        if (!has_changes && !has_frames && !has_revisions) parts_.store.log().wait_beyond(cursor.observations, turn);
    }
    return {};
}

base::Result<bool> MqttOutbox::publish_changes(mqtt::Client& client, MqttCursor& cursor) {
    auto const view = parts_.catalogue.fresh();
    auto changes = parts_.database.read(
        [&](sql::Session& session) { return observations::changes_after(session, cursor.changes); });
    // What the view does not have yet is told the next time.
    std::erase_if(changes, [&](auto const& change) { return change.sequence > view.state().sequence; });
    if (changes.empty()) {
        told_ = view;
        return false;
    }
    auto const reading = reading_of(view);
    auto const before = told_ ? std::optional(reading_of(*told_)) : std::nullopt;
    MqttEditor const editor(reading, wishes_);
    for (auto const& change : changes) KUNYU_TRY_VOID(send(client, editor.entity(change, before ? &*before : nullptr)));
    KUNYU_TRY_VOID(settle(client));
    cursor.changes = changes.back().sequence;
    KUNYU_TRY_VOID(move(cursor));
    told_ = view;
    return true;
}

base::Result<bool> MqttOutbox::publish_frames(mqtt::Client& client, observations::Arrivals& arrivals,
                                              MqttCursor& cursor, IsEnding const& is_ending) {
    KUNYU_TRY(auto const frames, arrivals.next(frames_at_once));
    if (frames.empty()) return false;
    // Streams that another process made for these observations are known from here on.
    parts_.catalogue.refresh();
    for (auto const& frame : frames)
        for (auto const& arrival : frame.arrivals) KUNYU_TRY_VOID(publish(client, arrival, is_ending));
    KUNYU_TRY_VOID(settle(client));
    cursor.observations = frames.back().sequence;
    KUNYU_TRY_VOID(move(cursor));
    return true;
}

base::Result<bool> MqttOutbox::publish_revisions(mqtt::Client& client, MqttCursor& cursor, IsEnding const& is_ending) {
    KUNYU_TRY(auto const revisions, parts_.database.read([&](sql::Session& session) {
        return archive::revisions_after(session, cursor.revisions, revisions_at_once);
    }));
    if (revisions.empty()) return false;
    parts_.catalogue.refresh();
    for (auto const& revision : revisions) KUNYU_TRY_VOID(publish(client, *revision, is_ending));
    KUNYU_TRY_VOID(settle(client));
    cursor.revisions = revisions.back()->id;
    KUNYU_TRY_VOID(move(cursor));
    return true;
}

base::Result<void> MqttOutbox::publish(mqtt::Client& client, observations::Arrival const& arrival,
                                       IsEnding const& is_ending) {
    std::vector<std::int64_t> ordinals;
    add_run(ordinals, {arrival.first_ordinal, arrival.count});
    return publish_in_parts(client, {observations::StreamId{arrival.stream}, ordinals, {}}, is_ending);
}

base::Result<void> MqttOutbox::publish(mqtt::Client& client, archive::Revision const& revision,
                                       IsEnding const& is_ending) {
    // A microsecond is the least step of time.
    return publish_in_parts(
        client, {observations::StreamId{revision.stream}, changed_by(revision), base::Instant{revision.at - 1}},
        is_ending);
}

base::Result<void> MqttOutbox::publish_in_parts(mqtt::Client& client, Told const& told, IsEnding const& is_ending) {
    std::span<std::int64_t const> rest(told.ordinals);
    while (!rest.empty()) {
        if (is_ending()) return base::refuse("mqtt.interrupted", {{"reason", "stopping"}});
        auto const count = std::min(observations_at_once, rest.size());
        KUNYU_TRY_VOID(publish_part(client, told, rest.first(count)));
        rest = rest.subspan(count);
    }
    return {};
}

base::Result<void> MqttOutbox::publish_part(mqtt::Client& client, Told const& told,
                                            std::span<std::int64_t const> ordinals) {
    auto const reading = reading_of(parts_.catalogue.view());
    auto const* stream = reading.view.find(told.stream);
    if (!stream || !reading.scope.sees(reading.view, *stream)) return {};
    auto before = reading;
    before.as_of = told.before;
    MqttEditor const editor(reading, wishes_);
    for (auto const ordinal : ordinals) {
        auto const number = observations::ObservationId{told.stream, ordinal}.value();
        KUNYU_TRY(auto const news, told.before ? editor.correction(number, before) : editor.observation(number));
        KUNYU_TRY_VOID(send(client, news));
    }
    return {};
}

base::Result<void> MqttOutbox::send(mqtt::Client& client, std::vector<MqttNews> const& news) const {
    for (auto const& one : news) KUNYU_TRY_VOID(client.publish(one.topic, one.payload));
    return client.unsettled() < most_unsettled ? base::Result<void>{} : settle(client);
}

base::Result<void> MqttOutbox::settle(mqtt::Client& client) const {
    KUNYU_TRY(auto const unwanted, client.settle(settle_patience));
    // The broker's own access control says no; it would say so again.
    if (unwanted > 0) base::log(base::LogLevel::warning, "mqtt.unwanted", {{"messages", std::to_string(unwanted)}});
    return {};
}

base::Result<void> MqttOutbox::move(MqttCursor const& cursor) {
    if (!place_.move(cursor)) return base::refuse("mqtt.interrupted", {{"reason", "another process has taken over"}});
    return {};
}

}  // namespace kunyu::sensorthings
