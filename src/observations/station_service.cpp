#include "observations/station_service.hpp"

#include "base/json.hpp"
#include "files/store.hpp"
#include "observations/entity_rules.hpp"
#include "observations/entity_store.hpp"
#include "observations/station_access.hpp"
#include "observations/station_rules.hpp"
#include "observations/station_store.hpp"

#include <utility>

namespace kunyu::observations {

using identity::Caller;

namespace {

namespace json = boost::json;

void apply(StationInput const& input, Thing& thing) {
    if (input.name) thing.name = *input.name;
    if (input.description) thing.description = *input.description;
    if (input.platform) thing.platform = *input.platform;
    if (input.is_public) thing.is_public = *input.is_public;
    if (input.properties) thing.properties = *input.properties;
}

Location location_at(Position const& position, std::string const& name) {
    json::array coordinates{position.longitude, position.latitude};
    if (position.elevation) coordinates.push_back(*position.elevation);
    Location place;
    place.name = name;
    place.encoding_type = "application/geo+json";
    place.location = json::object{{"type", "Point"}, {"coordinates", std::move(coordinates)}};
    return place;
}

bool is_at(sql::Session& session, Thing const& thing, Position const& position) {
    for (auto const id : thing.locations) {
        auto const place = load(session, id);
        if (place && is_geojson(place->encoding_type) && position_in(place->location) == position) return true;
    }
    return false;
}

json::array people_record(std::vector<ResponsiblePerson> const& people) {
    json::array out;
    for (auto const& person : people)
        out.push_back(json::object{{"name", person.name},
                                   {"role", person.role},
                                   {"contact", base::json_or_null(person.contact)},
                                   {"account", base::json_or_null(person.account)},
                                   {"from", base::to_string(person.from)},
                                   {"to", base::json_or_null(person.to)}});
    return out;
}

base::Result<void> write_checked(sql::Tx& tx, Caller const& caller, Thing const& thing,
                                 std::vector<ResponsiblePerson> const& people) {
    Faults faults;
    check(people, faults);
    KUNYU_TRY_VOID(faults.result());
    RecordedChange change;
    change.action = station_editing;
    change.kind = "station_people";
    change.id = thing.id.value;
    change.label = thing.name;
    change.before = people_record(load_people(tx, thing.id));
    change.after = people_record(people);
    write_people(tx, thing.id, people);
    record_change(tx, caller, thing, std::move(change));
    return {};
}

base::Result<void> attach(sql::Tx& tx, Caller const& caller, Thing const& thing,
                          std::vector<std::int64_t> const& attachments) {
    std::vector<files::FileId> ids;
    for (auto const id : attachments) ids.push_back({id});
    auto attached = files::Store::replace_attached(tx, ids, caller.account.value, "station", thing.id.value);
    if (attached.has_error()) return base::refuse_field("/attachments", attached.error().code, attached.error().params);
    return {};
}

}  // namespace

std::optional<Position> position_in(json::value const& geojson) {
    if (geojson.is_array()) {
        auto const& list = geojson.get_array();
        if (list.empty()) return std::nullopt;
        if (!list[0].is_number()) return position_in(list[0]);
        if (list.size() < 2 || !list[1].is_number()) return std::nullopt;
        Position position{list[0].to_number<double>(), list[1].to_number<double>(), std::nullopt};
        if (list.size() > 2 && list[2].is_number()) position.elevation = list[2].to_number<double>();
        return position;
    }
    if (!geojson.is_object()) return std::nullopt;
    for (auto const* member : {"coordinates", "geometry", "geometries", "features"})
        if (auto const* part = geojson.get_object().if_contains(member)) {
            if (!part->is_array() || part->get_array().empty() || !part->get_array()[0].is_object())
                return position_in(*part);
            return position_in(part->get_array()[0]);
        }
    return std::nullopt;
}

base::Result<void> StationService::apply_position(sql::Tx& tx, Caller const& caller, StationInput const& input,
                                                  Thing& thing) const {
    if (!input.position || is_at(tx, thing, *input.position)) return {};
    KUNYU_TRY(auto const place, entities_.create(tx, caller, location_at(*input.position, thing.name)));
    thing.locations = {place.id};
    return {};
}

base::Result<void> StationService::apply_parts(sql::Tx& tx, Caller const& caller, StationInput const& input,
                                               Thing const& thing) const {
    if (input.people) {
        KUNYU_TRY_VOID(write_checked(tx, caller, thing, *input.people));
    }
    return input.attachments ? attach(tx, caller, thing, *input.attachments) : base::Result<void>{};
}

base::Result<Thing> StationService::create(sql::Tx& tx, Caller const& caller, StationInput const& input) const {
    Thing thing;
    apply(input, thing);
    KUNYU_TRY_VOID(authorise_station(tx, caller, station_editing, thing));
    KUNYU_TRY_VOID(apply_position(tx, caller, input, thing));
    KUNYU_TRY(auto const made, entities_.create(tx, caller, std::move(thing)));
    KUNYU_TRY_VOID(apply_parts(tx, caller, input, made));
    return made;
}

base::Result<Thing> StationService::edit(sql::Tx& tx, Caller const& caller, ThingId id, std::int64_t version,
                                         StationInput const& input) const {
    KUNYU_TRY(auto thing, thing_for(tx, caller, station_editing, id));
    apply(input, thing);
    KUNYU_TRY_VOID(apply_position(tx, caller, input, thing));
    KUNYU_TRY(auto const now, entities_.replace(tx, caller, std::move(thing), version));
    KUNYU_TRY_VOID(apply_parts(tx, caller, input, now));
    return now;
}

}  // namespace kunyu::observations
