#include "observations/station_json.hpp"

#include "files/file_json.hpp"
#include "files/store.hpp"
#include "observations/epochs.hpp"
#include "observations/network_store.hpp"
#include "observations/openness.hpp"
#include "observations/station_position.hpp"
#include "observations/station_store.hpp"
#include "registry/application_attachments.hpp"
#include "registry/application_json.hpp"

#include <algorithm>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

json::value position_json(std::optional<Position> const& position) {
    if (!position) return nullptr;
    return json::object{{"longitude", position->longitude},
                        {"latitude", position->latitude},
                        {"elevation", base::json_or_null(position->elevation)}};
}

std::int64_t visible_streams(View const& view, ReadScope const& scope, Thing const& thing) {
    auto const streams = view.streams_of(thing.id);
    return std::count_if(streams.begin(), streams.end(), [&](StreamId id) { return scope.sees(view, *view.find(id)); });
}

json::value platform_ref(sql::Session& session, std::optional<std::int64_t> platform) {
    return registry::platform_json(session, platform ? std::optional(registry::PlatformId{*platform}) : std::nullopt);
}

/// Who is reached how is for the station's own people.
json::array people_json(std::vector<ResponsiblePerson> const& people, bool own) {
    json::array out;
    for (auto const& person : people)
        out.push_back(json::object{{"name", person.name},
                                   {"role", person.role},
                                   {"contact", own ? base::json_or_null(person.contact) : json::value(nullptr)},
                                   {"account", own ? base::json_or_null(person.account) : json::value(nullptr)},
                                   {"from", base::to_string(person.from)},
                                   {"to", base::json_or_null(person.to)}});
    return out;
}

json::array networks_json(sql::Session& session, ThingId thing, base::Day day) {
    json::array out;
    for (auto const& network : networks_of(session, thing, day))
        out.push_back(
            json::object{{"id", network.id.value}, {"name", base::to_json_name(network.name_zh, network.name_en)}});
    return out;
}

json::array units_json(std::vector<UnitOfMeasurement> const& units) {
    json::array out;
    for (auto const& unit : units)
        out.push_back(json::object{{"name", base::json_or_null(unit.name)},
                                   {"symbol", base::json_or_null(unit.symbol)},
                                   {"definition", base::json_or_null(unit.definition)}});
    return out;
}

/// The cadence that is due on the day, where a programme says so.
json::value cadence_json(View const& view, Stream const& stream, base::Day day) {
    for (auto const& epoch : cadence_epochs(view.programmes_of(stream.thing), stream))
        if (holds_at(epoch, base::start_of(day))) return epoch.seconds;
    return nullptr;
}

json::value file_json(sql::Session& session, std::optional<std::int64_t> file) {
    if (!file) return nullptr;
    auto files = registry::files_json(session, {*file});
    return files.empty() ? json::value(nullptr) : files.front();
}

}  // namespace

json::object station_summary_json(sql::Session& session, View const& view, ReadScope const& scope, Thing const& thing) {
    return {{"id", thing.id.value},
            {"version", thing.version},
            {"name", thing.name},
            {"description", thing.description},
            {"platform", platform_ref(session, thing.platform)},
            {"position", position_json(position_of(view, thing))},
            {"is_public", thing.is_public},
            {"sample", thing.sample},
            {"streams", visible_streams(view, scope, thing)}};
}

json::object station_json(sql::Session& session, View const& view, ReadScope const& scope, Thing const& thing,
                          base::Day day) {
    auto out = station_summary_json(session, view, scope, thing);
    out["properties"] = thing.properties;
    out["people"] = people_json(load_people(session, thing.id), scope.owns(thing));
    out["networks"] = networks_json(session, thing.id, day);
    out["attachments"] = files::to_json(files::Store::attached_to(session, "station", thing.id.value));
    return out;
}

json::object stream_summary_json(View const& view, Stream const& stream, base::Day day) {
    json::array properties;
    for (auto const property : stream.observed_properties) properties.push_back(entity_ref_json(view, property));
    return {{"id", stream.id.value},
            {"version", stream.version},
            {"name", stream.name},
            {"description", stream.description},
            {"multi", stream.multi},
            {"observation_type", stream.observation_type},
            {"units", units_json(stream.units)},
            {"sensor", entity_ref_json(view, stream.sensor)},
            {"observed_properties", std::move(properties)},
            {"openness", to_string(stream.openness)},
            {"embargo_days", stream.embargo_days},
            {"licence", stream.licence},
            {"cadence_seconds", cadence_json(view, stream, day)}};
}

json::object programme_json(sql::Session& session, View const& view, Programme const& programme) {
    return {{"id", programme.id.value},
            {"version", programme.version},
            {"station", programme.thing.value},
            {"observed_property", entity_ref_json(view, programme.observed_property)},
            {"protocol", programme.protocol},
            {"protocol_version", programme.protocol_version},
            {"protocol_file", file_json(session, programme.protocol_file)},
            {"cadence_seconds", programme.cadence_seconds},
            {"from", base::to_string(programme.from)},
            {"to", base::json_or_null(programme.to)},
            {"note", base::json_or_null(programme.note)}};
}

json::object calibration_json(sql::Session& session, Calibration const& calibration) {
    return {{"id", calibration.id.value},
            {"version", calibration.version},
            {"stream", calibration.stream.value},
            {"from", base::to_string(calibration.from)},
            {"to", base::json_or_null(calibration.to)},
            {"factor", calibration.factor},
            {"offset", calibration.added},
            {"document_file", file_json(session, calibration.document_file)},
            {"note", base::json_or_null(calibration.note)}};
}

json::object deployment_json(View const& view, Deployment const& deployment) {
    return {{"id", deployment.id.value},
            {"version", deployment.version},
            {"station", deployment.thing.value},
            {"sensor", entity_ref_json(view, deployment.sensor)},
            {"serial", deployment.serial},
            {"place", base::json_or_null(deployment.place)},
            {"from", base::to_string(deployment.from)},
            {"to", base::json_or_null(deployment.to)},
            {"note", base::json_or_null(deployment.note)}};
}

json::object device_json(Device const& device) {
    json::array keys;
    for (auto const& key : device.keys)
        keys.push_back(json::object{{"prefix", key.prefix},
                                    {"created_at", base::to_string(key.created_at)},
                                    {"valid_until", base::json_or_null(key.valid_until)}});
    return {{"id", device.id.value},
            {"version", device.version},
            {"station", device.thing.value},
            {"name", device.name},
            {"description", device.description},
            {"per_minute", device.per_minute},
            {"keys", std::move(keys)},
            {"revoked_at", base::json_or_null(device.revoked_at)},
            {"revoked_because", base::json_or_null(device.revoked_because)},
            {"last_seen_at", base::json_or_null(device.last_seen_at)},
            {"created_at", base::to_string(device.created_at)},
            {"created_by", device.created_by_name}};
}

json::object network_json(sql::Session& session, Network const& network) {
    json::array members;
    for (auto const& member : network.members)
        members.push_back(json::object{{"station", member.thing.value},
                                       {"from", base::to_string(member.from)},
                                       {"to", base::json_or_null(member.to)}});
    return {{"id", network.id.value},
            {"version", network.version},
            {"name", base::to_json_name(network.name_zh, network.name_en)},
            {"description", network.description},
            {"standard", base::json_or_null(network.standard)},
            {"agreement", base::json_or_null(network.agreement)},
            {"sample", is_sample(session, network.id)},
            {"members", std::move(members)},
            {"attachments", files::to_json(files::Store::attached_to(session, "station_network", network.id.value))}};
}

}  // namespace kunyu::observations
