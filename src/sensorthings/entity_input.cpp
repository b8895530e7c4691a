#include "sensorthings/entity_input.hpp"

#include "base/text.hpp"
#include "observations/entity_rules.hpp"
#include "observations/openness.hpp"
#include "sensorthings/bad_request.hpp"
#include "sensorthings/members.hpp"
#include "sensorthings/observation_input.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kunyu::sensorthings {

namespace json = boost::json;
using namespace observations;  // NOLINT: nearly every name here is an entity

namespace {

template <typename T>
void read_common(Members& members, T& entity) {
    entity.name = members.text("name");
    entity.description = members.text("description");
    entity.properties = members.optional_object("properties");
}

Thing read_thing(Members& members) {
    Thing out;
    read_common(members, out);
    out.platform = members.optional_integer("platform");
    out.is_public = members.optional_boolean("isPublic").value_or(true);
    return out;
}

Location read_location(Members& members) {
    Location out;
    read_common(members, out);
    out.encoding_type = members.text("encodingType");
    out.location = members.any("location");
    return out;
}

HistoricalLocation read_historical_location(Members& members) {
    HistoricalLocation out;
    out.time = members.instant("time");
    return out;
}

Sensor read_sensor(Members& members) {
    Sensor out;
    read_common(members, out);
    out.encoding_type = members.text("encodingType");
    out.metadata = members.any("metadata");
    return out;
}

ObservedProperty read_observed_property(Members& members) {
    ObservedProperty out;
    read_common(members, out);
    out.definition = members.text("definition");
    return out;
}

Feature read_feature(Members& members) {
    Feature out;
    read_common(members, out);
    out.encoding_type = members.text("encodingType");
    out.feature = members.any("feature");
    return out;
}

/// Members may be null, or missing, for what has no unit.
UnitOfMeasurement read_unit(json::value const& value, std::string const& path, Faults& faults) {
    UnitOfMeasurement out;
    if (!value.is_object()) {
        faults.add(path, "base.expected_object");
        return out;
    }
    Members members(value.get_object(), path, faults);
    out.name = members.optional_text("name");
    out.symbol = members.optional_text("symbol");
    out.definition = members.optional_text("definition");
    members.note_unknown();
    return out;
}

/// The array, or an empty one when it is missing or none, which is noted.
json::array read_array(Members& members, std::string_view name) {
    auto const value = members.any(name);
    if (value.is_array()) return value.get_array();
    if (!value.is_null()) members.wrong_type(name, "array");
    return {};
}

void read_openness(Members& members, Stream& out) {
    if (auto const word = members.optional_text("openness")) {
        auto const openness = parse_openness(*word);
        if (!openness)
            members.fault("openness", "base.not_a_choice",
                          {{"value", base::clip(*word, 60)}, {"choices", "open, embargo, internal"}});
        out.openness = openness.value_or(Openness::open);
    }
    out.embargo_days = members.optional_integer("embargoDays").value_or(0);
    out.licence = members.optional_text("licence").value_or("");
}

Stream read_stream_common(Members& members) {
    Stream out;
    read_common(members, out);
    read_openness(members, out);
    // Computed from the observations; what a client sends there is passed over.
    for (auto const* computed : {"observedArea", "phenomenonTime", "resultTime"}) members.ignore(computed);
    return out;
}

Stream read_datastream(Members& members) {
    auto out = read_stream_common(members);
    out.observation_type = members.text("observationType");
    auto const unit = members.any("unitOfMeasurement");
    if (!unit.is_null()) out.units = {read_unit(unit, members.path_of("unitOfMeasurement"), members.faults())};
    return out;
}

Stream read_multi_datastream(Members& members) {
    auto out = read_stream_common(members);
    out.multi = true;
    out.observation_type = members.optional_text("observationType").value_or(std::string(complex_observation));
    for (auto const& unit : read_array(members, "unitOfMeasurements")) {
        auto const path = members.path_of("unitOfMeasurements") + '/' + std::to_string(out.units.size());
        out.units.push_back(read_unit(unit, path, members.faults()));
    }
    for (auto const& type : read_array(members, "multiObservationDataTypes")) {
        if (!type.is_string()) members.wrong_type("multiObservationDataTypes", "string");
        out.multi_observation_types.emplace_back(type.is_string() ? std::string(type.get_string()) : std::string());
    }
    return out;
}

decltype(EntityInput::entity) read_structure(Kind kind, Members& members, base::Instant now) {
    switch (kind) {
        case Kind::thing:
            return read_thing(members);
        case Kind::location:
            return read_location(members);
        case Kind::historical_location:
            return read_historical_location(members);
        case Kind::datastream:
            return read_datastream(members);
        case Kind::multi_datastream:
            return read_multi_datastream(members);
        case Kind::sensor:
            return read_sensor(members);
        case Kind::observed_property:
            return read_observed_property(members);
        case Kind::observation:
            return read_observation(members, now);
        case Kind::feature_of_interest:
            return read_feature(members);
    }
    throw std::logic_error("no such kind");
}

/// The links that an entity of this kind must have (18-088, table 24 and the relations of clauses 8 and 12).
std::vector<std::string_view> required_links(Kind kind) {
    switch (kind) {
        case Kind::historical_location:
            return {"Thing", "Locations"};
        case Kind::datastream:
            return {"Thing", "Sensor", "ObservedProperty"};
        case Kind::multi_datastream:
            return {"Thing", "Sensor", "ObservedProperties"};
        default:
            return {};
    }
}

/// Reads the body and what is inline in it, noting faults all the way.
class Reading {
  public:
    Reading(base::Instant now, bool creates) : now_(now), creates_(creates) {}

    EntityInput entity(Kind kind, json::object const& object, std::string const& path,
                       std::optional<EntityKey> const& owner) {
        EntityInput out;
        out.kind = kind;
        out.path = path;
        Members members(object, path, faults_);
        out.entity = read_structure(kind, members, now_);
        for (auto const& navigation : type_of(kind).navigations) read_navigation(out, members, navigation);
        members.note_unknown();
        if (owner) check_owner(out, members, *owner);
        if (creates_) check_links(out, members, owner);
        return out;
    }

    base::Result<void> result() const {
        auto result = faults_.result();
        if (result.has_error()) return as_bad_request(result.error(), "");
        return result;
    }

  private:
    void read_navigation(EntityInput& out, Members& members, Navigation const& navigation) {
        auto const* value = members.find(navigation.name);
        if (!value) return;
        auto& related = out.related[std::string(navigation.name)];
        if (!navigation.many) {
            add_related(related, *value, members.path_of(navigation.name), out.kind, navigation);
        } else if (value->is_array()) {
            for (auto const& item : value->get_array())
                add_related(related, item, members.path_of(navigation.name) + '/' + std::to_string(related.size()),
                            out.kind, navigation);
        } else {
            members.wrong_type(navigation.name, "array");
        }
    }

    void add_related(std::vector<RelatedInput>& related, json::value const& value, std::string path, Kind from,
                     Navigation const& navigation) {
        auto& added = related.emplace_back();
        added.path = path;
        if (!value.is_object()) return faults_.add(std::move(path), "base.expected_object");
        auto const& object = value.get_object();
        // An id names what is there; what else a client sends with it is not looked at: FROST's sends the entity whole.
        if (auto const* id = object.if_contains("@iot.id")) return read_link(added, *id);
        if (!creates_) return faults_.add(std::move(path), "sensorthings.inline_in_update");
        added.entity = std::make_unique<EntityInput>(entity(navigation.target, object, path, EntityKey{from}));
    }

    void read_link(RelatedInput& related, json::value const& id) {
        if (!id.is_int64() && !id.is_uint64())
            return faults_.add(related.path + "/@iot.id", "base.wrong_type", {{"expected", "integer"}});
        related.link = id.is_int64() ? id.get_int64() : -1;
    }

    /// The body may name the owner once more, but no other in its place.
    void check_owner(EntityInput& input, Members& members, EntityKey const& owner) {
        auto const& back = inverse_navigation(input.kind, owner.kind);
        if (back.many || input.at(back.name).empty()) return;
        auto const& named = input.at(back.name).front();
        if (named.entity || owner.id == 0 || named.link != owner.id)
            members.fault(back.name, "sensorthings.conflicting_link");
    }

    void check_links(EntityInput const& input, Members& members, std::optional<EntityKey> const& owner) {
        auto const by_owner = [&](std::string_view name) {
            return owner && inverse_navigation(input.kind, owner->kind).name == name;
        };
        for (auto const name : required_links(input.kind))
            if (input.at(name).empty() && !by_owner(name)) members.fault(name, "base.required");
        if (input.kind != Kind::observation) return;
        bool const single = !input.at("Datastream").empty() || by_owner("Datastream");
        bool const multi = !input.at("MultiDatastream").empty() || by_owner("MultiDatastream");
        if (!single && !multi) members.fault("Datastream", "base.required");
        if (single && multi) members.fault("MultiDatastream", "sensorthings.conflicting_link");
    }

    Faults faults_;
    base::Instant now_;
    bool creates_;
};

base::Result<EntityInput> read(Reading reading, Kind kind, json::value const& body,
                               std::optional<EntityKey> const& owner) {
    if (!body.is_object()) return bad_member("", "base.expected_object");
    auto out = reading.entity(kind, body.get_object(), "", owner);
    KUNYU_TRY_VOID(reading.result());
    return out;
}

}  // namespace

std::vector<RelatedInput> const& EntityInput::at(std::string_view navigation) const {
    static std::vector<RelatedInput> const none;
    auto const found = related.find(navigation);
    return found == related.end() ? none : found->second;
}

Navigation const& inverse_navigation(Kind child, Kind parent) {
    for (auto const& navigation : type_of(child).navigations)
        if (navigation.target == parent) return navigation;
    throw std::logic_error("no way back");
}

base::Result<EntityInput> read_new_entity(Kind kind, json::value const& body, std::optional<EntityKey> owner,
                                          base::Instant now) {
    constexpr bool creates = true;
    return read(Reading(now, creates), kind, body, owner);
}

base::Result<EntityInput> read_changed_entity(Kind kind, json::value const& document, base::Instant now) {
    constexpr bool creates = false;
    return read(Reading(now, creates), kind, document, std::nullopt);
}

}  // namespace kunyu::sensorthings
