#include "observations/station_store.hpp"

#include "files/store.hpp"
#include "observations/change_feed.hpp"
#include "observations/linked_ids.hpp"

#include <string>

namespace kunyu::observations {
namespace {

constexpr char const* programme_columns =
    "SELECT id, version, thing, observed_property, protocol, protocol_version, protocol_file, cadence_seconds,"
    " valid_from, valid_to, note FROM observation_programme";
constexpr char const* calibration_columns =
    "SELECT id, version, stream, valid_from, valid_to, factor, added, document_file, note FROM"
    " observation_calibration";
constexpr char const* deployment_columns =
    "SELECT id, version, thing, sensor, serial, place, valid_from, valid_to, note FROM observation_deployment";

Programme programme_of(sql::Row const& row) {
    Programme programme;
    programme.id = row.id<ProgrammeTag>(0);
    programme.version = row.integer(1);
    programme.thing = row.id<ThingTag>(2);
    programme.observed_property = row.id<ObservedPropertyTag>(3);
    programme.protocol = row.text(4);
    programme.protocol_version = row.text(5);
    programme.protocol_file = row.optional_integer(6);
    programme.cadence_seconds = row.integer(7);
    programme.from = row.day(8);
    programme.to = row.optional_day(9);
    programme.note = row.optional_text(10);
    return programme;
}

Calibration calibration_of(sql::Row const& row) {
    Calibration calibration;
    calibration.id = row.id<CalibrationTag>(0);
    calibration.version = row.integer(1);
    calibration.stream = row.id<StreamTag>(2);
    calibration.from = row.instant(3);
    calibration.to = row.optional_instant(4);
    calibration.factor = row.real(5);
    calibration.added = row.real(6);
    calibration.document_file = row.optional_integer(7);
    calibration.note = row.optional_text(8);
    return calibration;
}

Deployment deployment_of(sql::Row const& row) {
    Deployment deployment;
    deployment.id = row.id<DeploymentTag>(0);
    deployment.version = row.integer(1);
    deployment.thing = row.id<ThingTag>(2);
    deployment.sensor = row.id<SensorTag>(3);
    deployment.serial = row.text(4);
    deployment.place = row.optional_text(5);
    deployment.from = row.instant(6);
    deployment.to = row.optional_instant(7);
    deployment.note = row.optional_text(8);
    return deployment;
}

template <typename Make>
auto made_of(std::vector<sql::Row> const& rows, Make make) {
    std::vector<decltype(make(rows.front()))> out;
    for (auto const& row : rows) out.push_back(make(row));
    return out;
}

/// Files of what is removed are nobody's, so that they go with the next tidying.
void release_files(sql::Tx& tx, char const* kind, std::int64_t subject) {
    files::Store::replace_attached(tx, {}, 0, kind, subject).value();
}

}  // namespace

std::vector<ResponsiblePerson> load_people(sql::Session& session, ThingId thing) {
    std::vector<ResponsiblePerson> people;
    for (auto const& row : session.query(
             "SELECT name, role, contact, account, valid_from, valid_to FROM observation_station_person WHERE thing = ?"
             " ORDER BY ordinal",
             thing))
        people.push_back(
            {row.text(0), row.text(1), row.optional_text(2), row.optional_integer(3), row.day(4), row.optional_day(5)});
    return people;
}

void write_people(sql::Tx& tx, ThingId thing, std::vector<ResponsiblePerson> const& people) {
    tx.exec("DELETE FROM observation_station_person WHERE thing = ?", thing);
    std::int64_t ordinal = 0;
    for (auto const& person : people)
        tx.exec(
            "INSERT INTO observation_station_person (thing, ordinal, name, role, contact, account, valid_from,"
            " valid_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            thing, ordinal++, person.name, person.role, person.contact, person.account, person.from, person.to);
}

std::vector<Programme> load_programmes(sql::Session& session, std::optional<ThingId> thing) {
    return made_of(query_all_or_one(session, programme_columns, "thing",
                                    thing ? std::optional(thing->value) : std::nullopt, "thing, valid_from, id"),
                   programme_of);
}

std::vector<Calibration> load_calibrations(sql::Session& session, std::optional<StreamId> stream) {
    return made_of(query_all_or_one(session, calibration_columns, "stream",
                                    stream ? std::optional(stream->value) : std::nullopt, "stream, valid_from, id"),
                   calibration_of);
}

std::vector<Deployment> load_deployments(sql::Session& session, ThingId thing) {
    return made_of(query_all_or_one(session, deployment_columns, "thing", thing.value, "valid_from, id"),
                   deployment_of);
}

std::vector<Deployment> load_deployments(sql::Session& session, SensorId sensor, std::string const& serial) {
    return made_of(
        session.query(std::string(deployment_columns) + " WHERE sensor = ? AND serial = ? ORDER BY valid_from, id",
                      sensor, serial),
        deployment_of);
}

std::optional<Programme> load(sql::Session& session, ProgrammeId id) {
    return first_of(made_of(query_all_or_one(session, programme_columns, "id", id.value, "id"), programme_of));
}

std::optional<Calibration> load(sql::Session& session, CalibrationId id) {
    return first_of(made_of(query_all_or_one(session, calibration_columns, "id", id.value, "id"), calibration_of));
}

std::optional<Deployment> load(sql::Session& session, DeploymentId id) {
    return first_of(made_of(query_all_or_one(session, deployment_columns, "id", id.value, "id"), deployment_of));
}

void insert(sql::Tx& tx, Programme const& programme) {
    tx.exec(
        "INSERT INTO observation_programme (id, version, thing, observed_property, protocol, protocol_version,"
        " protocol_file, cadence_seconds, valid_from, valid_to, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        programme.id, programme.version, programme.thing, programme.observed_property, programme.protocol,
        programme.protocol_version, programme.protocol_file, programme.cadence_seconds, programme.from, programme.to,
        programme.note);
    note_change(tx, ChangeKind::programme, programme.thing.value);
}

void insert(sql::Tx& tx, Calibration const& calibration) {
    tx.exec(
        "INSERT INTO observation_calibration (id, version, stream, valid_from, valid_to, factor, added, document_file,"
        " note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        calibration.id, calibration.version, calibration.stream, calibration.from, calibration.to, calibration.factor,
        calibration.added, calibration.document_file, calibration.note);
    note_change(tx, ChangeKind::calibration, calibration.stream.value);
}

void insert(sql::Tx& tx, Deployment const& deployment) {
    tx.exec(
        "INSERT INTO observation_deployment (id, version, thing, sensor, serial, place, valid_from, valid_to, note)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        deployment.id, deployment.version, deployment.thing, deployment.sensor, deployment.serial, deployment.place,
        deployment.from, deployment.to, deployment.note);
}

void update(sql::Tx& tx, Programme const& programme) {
    tx.exec(
        "UPDATE observation_programme SET version = ?, observed_property = ?, protocol = ?, protocol_version = ?,"
        " protocol_file = ?, cadence_seconds = ?, valid_from = ?, valid_to = ?, note = ? WHERE id = ?",
        programme.version, programme.observed_property, programme.protocol, programme.protocol_version,
        programme.protocol_file, programme.cadence_seconds, programme.from, programme.to, programme.note, programme.id);
    note_change(tx, ChangeKind::programme, programme.thing.value);
}

void update(sql::Tx& tx, Calibration const& calibration) {
    tx.exec(
        "UPDATE observation_calibration SET version = ?, valid_from = ?, valid_to = ?, factor = ?, added = ?,"
        " document_file = ?, note = ? WHERE id = ?",
        calibration.version, calibration.from, calibration.to, calibration.factor, calibration.added,
        calibration.document_file, calibration.note, calibration.id);
    note_change(tx, ChangeKind::calibration, calibration.stream.value);
}

void update(sql::Tx& tx, Deployment const& deployment) {
    tx.exec(
        "UPDATE observation_deployment SET version = ?, sensor = ?, serial = ?, place = ?, valid_from = ?,"
        " valid_to = ?, note = ? WHERE id = ?",
        deployment.version, deployment.sensor, deployment.serial, deployment.place, deployment.from, deployment.to,
        deployment.note, deployment.id);
}

void remove(sql::Tx& tx, Programme const& programme) {
    release_files(tx, "station_programme", programme.id.value);
    tx.exec("DELETE FROM observation_programme WHERE id = ?", programme.id);
    note_change(tx, ChangeKind::programme, programme.thing.value);
}

void remove(sql::Tx& tx, Calibration const& calibration) {
    release_files(tx, "stream_calibration", calibration.id.value);
    tx.exec("DELETE FROM observation_calibration WHERE id = ?", calibration.id);
    note_change(tx, ChangeKind::calibration, calibration.stream.value);
}

void remove(sql::Tx& tx, Deployment const& deployment) {
    tx.exec("DELETE FROM observation_deployment WHERE id = ?", deployment.id);
}

void remove_station(sql::Tx& tx, ThingId thing) {
    tx.exec("DELETE FROM observation_station_person WHERE thing = ?", thing);
    tx.exec("DELETE FROM observation_deployment WHERE thing = ?", thing);
    tx.exec("DELETE FROM observation_network_member WHERE thing = ?", thing);
    for (auto const& programme : load_programmes(tx, thing)) remove(tx, programme);
    release_files(tx, "station", thing.value);
}

void remove_calibrations_of(sql::Tx& tx, StreamId stream) {
    for (auto const& calibration : load_calibrations(tx, stream)) remove(tx, calibration);
}

void remove_deployments_of(sql::Tx& tx, SensorId sensor) {
    tx.exec("DELETE FROM observation_deployment WHERE sensor = ?", sensor);
}

void remove_programmes_of(sql::Tx& tx, ObservedPropertyId property) {
    for (auto const& row : tx.query("SELECT id FROM observation_programme WHERE observed_property = ?", property))
        if (auto const programme = load(tx, row.id<ProgrammeTag>(0))) remove(tx, *programme);
}

}  // namespace kunyu::observations
