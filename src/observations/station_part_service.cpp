#include "observations/station_part_service.hpp"

#include "base/json.hpp"
#include "observations/entity_writing.hpp"
#include "observations/programme_record.hpp"
#include "observations/station_rules.hpp"
#include "observations/station_store.hpp"
#include "registry/application_attachments.hpp"

namespace kunyu::observations {

using identity::Caller;

namespace {

namespace json = boost::json;

template <typename T>
struct PartWords;
template <>
struct PartWords<Programme> {
    static constexpr char const* kind = programme_kind;
    static constexpr char const* not_found = "observations.programme_not_found";
};
template <>
struct PartWords<Calibration> {
    static constexpr char const* kind = "stream_calibration";
    static constexpr char const* not_found = "observations.calibration_not_found";
};
template <>
struct PartWords<Deployment> {
    static constexpr char const* kind = "sensor_deployment";
    static constexpr char const* not_found = "observations.deployment_not_found";
};

template <typename T>
json::object span_of(T const& part) {
    return {{"from", base::to_string(part.from)},
            {"to", base::json_or_null(part.to)},
            {"note", base::json_or_null(part.note)}};
}

json::object record_of(Calibration const& part) {
    auto out = span_of(part);
    out["stream"] = part.stream.value;
    out["factor"] = part.factor;
    out["offset"] = part.added;
    out["document_file"] = base::json_or_null(part.document_file);
    return out;
}

json::object record_of(Deployment const& part) {
    auto out = span_of(part);
    out["station"] = part.thing.value;
    out["sensor"] = part.sensor.value;
    out["serial"] = part.serial;
    out["place"] = base::json_or_null(part.place);
    return out;
}

std::string label_of_part(Programme const& part) {
    return part.protocol;
}
std::string label_of_part(Calibration const& part) {
    return base::to_string(part.from);
}
std::string label_of_part(Deployment const& part) {
    return part.serial;
}

/// The station it belongs to, as the caller sees it.
template <typename T>
base::Result<Thing> station_of(EntityService const& entities, sql::Session& session, Caller const& caller,
                               T const& part) {
    if constexpr (std::is_same_v<T, Calibration>) {
        KUNYU_TRY(auto const stream, entities.find(session, caller, part.stream));
        return visible_thing(session, caller, stream.thing);
    } else {
        return visible_thing(session, caller, part.thing);
    }
}

template <typename T>
base::Result<T> visible_part(EntityService const& entities, sql::Session& session, Caller const& caller,
                             decltype(T::id) id) {
    auto part = load(session, id);
    if (!part || !station_of(entities, session, caller, *part)) return base::refuse(PartWords<T>::not_found);
    return std::move(*part);
}

base::Result<void> check_part(sql::Session& session, Caller const&, Programme const& part) {
    Faults faults;
    if (!load(session, part.observed_property))
        faults.add("/observed_property", "observations.unknown_link",
                   {{"id", std::to_string(part.observed_property.value)}});
    check(part, load_programmes(session, part.thing), faults);
    return faults.result();
}

base::Result<void> check_part(sql::Session& session, Caller const&, Calibration const& part) {
    Faults faults;
    check(part, load_calibrations(session, part.stream), faults);
    return faults.result();
}

base::Result<void> check_part(sql::Session& session, Caller const& caller, Deployment const& part) {
    Faults faults;
    if (!find_shared<Sensor>(session, caller, part.sensor))
        faults.add("/sensor", "observations.unknown_link", {{"id", std::to_string(part.sensor.value)}});
    check(part, load_deployments(session, part.sensor, part.serial), faults);
    return faults.result();
}

base::Result<void> attach(sql::Tx& tx, Caller const& caller, Programme const& part) {
    if (!part.protocol_file) return {};
    return registry::attach_files(tx, caller, PartWords<Programme>::kind, part.id.value, {*part.protocol_file},
                                  "/protocol_file");
}

base::Result<void> attach(sql::Tx& tx, Caller const& caller, Calibration const& part) {
    if (!part.document_file) return {};
    return registry::attach_files(tx, caller, PartWords<Calibration>::kind, part.id.value, {*part.document_file},
                                  "/document_file");
}

base::Result<void> attach(sql::Tx&, Caller const&, Deployment const&) {
    return {};
}

template <typename T>
void record_part(sql::Tx& tx, Caller const& caller, Thing const& station, T const& subject, T const* before,
                 T const* after) {
    RecordedChange change;
    change.action = station_editing;
    change.kind = PartWords<T>::kind;
    change.id = subject.id.value;
    change.label = label_of_part(subject);
    if (before) change.before = record_of(*before);
    if (after) change.after = record_of(*after);
    record_change(tx, caller, station, std::move(change));
}

template <typename T>
base::Result<T> create_part(EntityService const& entities, base::IdGenerator& ids, sql::Tx& tx, Caller const& caller,
                            T part) {
    KUNYU_TRY(auto const station, station_of(entities, tx, caller, part));
    KUNYU_TRY_VOID(authorise_station(tx, caller, station_editing, station));
    part.id = {ids.next()};
    part.version = 1;
    KUNYU_TRY_VOID(check_part(tx, caller, part));
    KUNYU_TRY_VOID(attach(tx, caller, part));
    insert(tx, part);
    record_part<T>(tx, caller, station, part, nullptr, &part);
    return part;
}

template <typename T>
base::Result<T> replace_part(EntityService const& entities, sql::Tx& tx, Caller const& caller, T part,
                             std::int64_t version) {
    KUNYU_TRY(auto const before, visible_part<T>(entities, tx, caller, part.id));
    KUNYU_TRY(auto const station, station_of(entities, tx, caller, before));
    KUNYU_TRY_VOID(authorise_station(tx, caller, station_editing, station));
    KUNYU_TRY_VOID(check_version(before.version, version));
    part.version = before.version + 1;
    KUNYU_TRY_VOID(check_part(tx, caller, part));
    KUNYU_TRY_VOID(attach(tx, caller, part));
    update(tx, part);
    record_part<T>(tx, caller, station, part, &before, &part);
    return part;
}

template <typename T>
base::Result<void> remove_part(EntityService const& entities, sql::Tx& tx, Caller const& caller, decltype(T::id) id,
                               std::int64_t version) {
    KUNYU_TRY(auto const before, visible_part<T>(entities, tx, caller, id));
    KUNYU_TRY(auto const station, station_of(entities, tx, caller, before));
    KUNYU_TRY_VOID(authorise_station(tx, caller, station_editing, station));
    KUNYU_TRY_VOID(check_version(before.version, version));
    remove(tx, before);
    record_part<T>(tx, caller, station, before, &before, nullptr);
    return {};
}

}  // namespace

base::Result<Programme> StationPartService::create(sql::Tx& tx, Caller const& caller, Programme part) const {
    return create_part(entities_, ids_, tx, caller, std::move(part));
}

base::Result<Calibration> StationPartService::create(sql::Tx& tx, Caller const& caller, Calibration part) const {
    return create_part(entities_, ids_, tx, caller, std::move(part));
}

base::Result<Deployment> StationPartService::create(sql::Tx& tx, Caller const& caller, Deployment part) const {
    return create_part(entities_, ids_, tx, caller, std::move(part));
}

base::Result<Programme> StationPartService::replace(sql::Tx& tx, Caller const& caller, Programme part,
                                                    std::int64_t version) const {
    return replace_part(entities_, tx, caller, std::move(part), version);
}

base::Result<Calibration> StationPartService::replace(sql::Tx& tx, Caller const& caller, Calibration part,
                                                      std::int64_t version) const {
    return replace_part(entities_, tx, caller, std::move(part), version);
}

base::Result<Deployment> StationPartService::replace(sql::Tx& tx, Caller const& caller, Deployment part,
                                                     std::int64_t version) const {
    return replace_part(entities_, tx, caller, std::move(part), version);
}

base::Result<void> StationPartService::remove(sql::Tx& tx, Caller const& caller, ProgrammeId id,
                                              std::int64_t version) const {
    return remove_part<Programme>(entities_, tx, caller, id, version);
}

base::Result<void> StationPartService::remove(sql::Tx& tx, Caller const& caller, CalibrationId id,
                                              std::int64_t version) const {
    return remove_part<Calibration>(entities_, tx, caller, id, version);
}

base::Result<void> StationPartService::remove(sql::Tx& tx, Caller const& caller, DeploymentId id,
                                              std::int64_t version) const {
    return remove_part<Deployment>(entities_, tx, caller, id, version);
}

base::Result<Programme> StationPartService::find(sql::Session& session, Caller const& caller, ProgrammeId id) const {
    return visible_part<Programme>(entities_, session, caller, id);
}

base::Result<Calibration> StationPartService::find(sql::Session& session, Caller const& caller,
                                                   CalibrationId id) const {
    return visible_part<Calibration>(entities_, session, caller, id);
}

base::Result<Deployment> StationPartService::find(sql::Session& session, Caller const& caller, DeploymentId id) const {
    return visible_part<Deployment>(entities_, session, caller, id);
}

base::Result<std::vector<Programme>> StationPartService::programmes(sql::Session& session, Caller const& caller,
                                                                    ThingId thing) const {
    KUNYU_TRY_VOID(visible_thing(session, caller, thing));
    return load_programmes(session, thing);
}

base::Result<std::vector<Calibration>> StationPartService::calibrations(sql::Session& session, Caller const& caller,
                                                                        StreamId stream) const {
    KUNYU_TRY_VOID(entities_.find(session, caller, stream));
    return load_calibrations(session, stream);
}

base::Result<std::vector<Deployment>> StationPartService::deployments(sql::Session& session, Caller const& caller,
                                                                      ThingId thing) const {
    KUNYU_TRY_VOID(visible_thing(session, caller, thing));
    return load_deployments(session, thing);
}

}  // namespace kunyu::observations
