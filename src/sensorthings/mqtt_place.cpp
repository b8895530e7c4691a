#include "sensorthings/mqtt_place.hpp"

#include "archive/chunk_index.hpp"
#include "archive/revision_rows.hpp"
#include "base/text.hpp"
#include "observations/change_feed.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace kunyu::sensorthings {
namespace {

constexpr std::string_view log_cursor = "mqtt";
constexpr std::int64_t lease_seconds = 15;
constexpr std::chrono::seconds pause{5};

/// Leases run on the system's clock, whatever day the process replays.
std::int64_t seconds_now() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

/// Leases that ended before this moment are nobody's. The folder of SQLite has one server alone: whoever held anything
/// has died.
std::int64_t ends_before(sql::Database const& database, std::int64_t now) {
    return database.engine() == sql::Engine::sqlite ? std::numeric_limits<std::int64_t>::max() : now;
}

}  // namespace

MqttPlace::MqttPlace(sql::Database& database, std::string name)
    : database_(database), name_(std::move(name)), holder_(base::hex(base::random_bytes(8))) {}

MqttPlace::~MqttPlace() {
    if (!held_) return;
    try {
        database_
            .write([&](sql::Tx& tx) -> base::Result<void> {
                tx.exec("UPDATE mqtt_place SET held_until = 0 WHERE name = ? AND holder = ?", name_, holder_);
                return {};
            })
            .value();
    } catch (sql::SqlError const&) {
        // It runs out by itself.
    }
}

bool MqttPlace::hold() {
    auto const now = std::chrono::steady_clock::now();
    if (asked_.time_since_epoch().count() != 0 && now - asked_ < pause) return held_;
    held_ = renew();
    asked_ = now;
    return held_;
}

bool MqttPlace::renew() {
    return database_
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            auto const now = seconds_now();
            tx.exec(
                "INSERT INTO mqtt_place (name, holder, held_until, changes) VALUES (?, ?, 0, -1) ON CONFLICT (name) DO "
                "NOTHING",
                name_, holder_);
            tx.exec(
                "UPDATE mqtt_place SET holder = ?, held_until = ? WHERE name = ? AND (holder = ? OR held_until < ?)",
                holder_, now + lease_seconds, name_, holder_, ends_before(database_, now));
            return tx.first("SELECT holder FROM mqtt_place WHERE name = ?", name_)->text(0) == holder_;
        })
        .value();
}

MqttCursor MqttPlace::cursor(std::uint64_t last) {
    return database_
        .write([&](sql::Tx& tx) -> base::Result<MqttCursor> {
            auto const row = tx.first("SELECT changes, revisions FROM mqtt_place WHERE name = ?", name_);
            MqttCursor cursor{last, row ? row->integer(0) : -1, row ? row->integer(1) : -1};
            // A backup that was restored may name frames that this log does not have yet.
            if (cursor.changes >= 0)
                cursor.observations = std::min(archive::cursor_of(tx, log_cursor), last);
            else
                cursor.changes = observations::last_change(tx);
            if (cursor.revisions < 0) cursor.revisions = archive::last_revision(tx);
            store(tx, cursor);
            return cursor;
        })
        .value();
}

void MqttPlace::store(sql::Tx& tx, MqttCursor const& cursor) {
    archive::store_cursor(tx, log_cursor, cursor.observations);
    tx.exec("UPDATE mqtt_place SET changes = ?, revisions = ? WHERE name = ?", cursor.changes, cursor.revisions, name_);
}

bool MqttPlace::move(MqttCursor const& cursor) {
    return database_
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            auto const row = tx.first("SELECT holder FROM mqtt_place WHERE name = ?", name_);
            if (!row || row->text(0) != holder_) return false;
            store(tx, cursor);
            return true;
        })
        .value();
}

void forget_mqtt_place(sql::Database& database) {
    bool const has_any =
        database.read([](sql::Session& session) { return session.first("SELECT name FROM mqtt_place").has_value(); });
    if (!has_any) return;
    database
        .write([&](sql::Tx& tx) -> base::Result<void> {
            if (tx.first("SELECT name FROM mqtt_place WHERE held_until >= ?", ends_before(database, seconds_now())))
                return {};
            tx.exec("DELETE FROM mqtt_place");
            tx.exec("DELETE FROM archive_cursor WHERE name = ?", log_cursor);
            return {};
        })
        .value();
}

}  // namespace kunyu::sensorthings
