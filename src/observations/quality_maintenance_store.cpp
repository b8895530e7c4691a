#include "observations/quality_maintenance_store.hpp"

#include "observations/linked_ids.hpp"

namespace kunyu::observations {
namespace {

constexpr char const* columns =
    "SELECT id, thing, stream, valid_from, valid_to, ended_at, reason, created_by_name, created_at FROM"
    " observation_maintenance";

std::vector<Maintenance> maintenance_of(std::vector<sql::Row> const& rows) {
    std::vector<Maintenance> out;
    for (auto const& row : rows)
        out.push_back({row.id<MaintenanceTag>(0),
                       row.id<ThingTag>(1),
                       row.optional_id<StreamTag>(2),
                       {row.instant(3), row.instant(4)},
                       row.optional_instant(5),
                       row.text(6),
                       row.text(7),
                       row.instant(8)});
    return out;
}

}  // namespace

std::optional<Maintenance> load(sql::Session& session, MaintenanceId id) {
    return first_of(maintenance_of(query_all_or_one(session, columns, "id", id.value, "id")));
}

std::vector<Maintenance> load_maintenance(sql::Session& session, ThingId thing) {
    return maintenance_of(query_all_or_one(session, columns, "thing", thing.value, "valid_from DESC, id DESC"));
}

std::vector<Maintenance> maintenance_ahead(sql::Session& session, Stream const& stream, base::Instant now) {
    return maintenance_of(session.query(
        std::string(columns) + " WHERE thing = ? AND (stream IS NULL OR stream = ?) AND ended_at IS NULL AND"
                               " valid_to > ? ORDER BY valid_from, id",
        stream.thing, stream.id, now));
}

void insert(sql::Tx& tx, Maintenance const& maintenance, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_maintenance (id, thing, stream, valid_from, valid_to, reason, created_by,"
        " created_by_name, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        maintenance.id, maintenance.thing, maintenance.stream, maintenance.window.from, maintenance.window.to,
        maintenance.reason, stamp.by, maintenance.created_by_name, stamp.at);
}

void end_maintenance(sql::Tx& tx, MaintenanceId id, base::Instant at) {
    tx.exec("UPDATE observation_maintenance SET ended_at = ? WHERE id = ?", at, id);
}

}  // namespace kunyu::observations
