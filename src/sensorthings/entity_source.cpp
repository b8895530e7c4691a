#include "sensorthings/entity_source.hpp"

#include "sensorthings/observation_cursor.hpp"
#include "sensorthings/properties.hpp"
#include "sensorthings/relations.hpp"

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
namespace obs = observations;

using Path = std::span<std::string const>;

/// What does not stand in the entity: extents, which the archive is asked for, and the area of what is observed.
bool is_looked_up(EntityRef const& entity, std::string_view name) {
    return entity.get<obs::Stream>() && (name == "phenomenonTime" || name == "resultTime" || name == "observedArea");
}
constexpr std::size_t effort_of_look_up = 200;

Value of_json(json::value const* value) {
    return value ? Value::of(*value) : Value();
}

bool leads_to_observations(Navigation const& navigation) {
    return navigation.target == Kind::observation;
}

/// The navigation a path begins with; nullptr for a property.
Navigation const* navigation_of(EntityRef const& entity, Path path) {
    return path.empty() ? nullptr : type_of(entity.kind()).navigation(path.front());
}

/// Long texts count as several steps, so that many of them cannot fill the memory.
std::size_t weight(Value const& value) {
    constexpr std::size_t bytes_of_one_step = 64;
    auto const* text = value.get<std::string>();
    return text ? text->size() / bytes_of_one_step : 0;
}

void add(Several& several, Value value) {
    if (auto* more = std::get_if<Several>(&value.held))
        for (auto& one : more->values) several.values.push_back(std::move(one));
    else
        several.values.push_back(std::move(value));
}

}  // namespace

Value EntitySource::property(std::vector<std::string> const& segments) const {
    return value_at(entity_, segments);
}

Value EntitySource::kept(json::value json) const {
    if (!json.is_structured()) return Value::of(json);
    made_.push_back(std::move(json));
    return Value::of(made_.back());
}

Value EntitySource::value_at(EntityRef const& entity, Path path) const {
    auto const* navigation = navigation_of(entity, path);
    if (!navigation) return own_value(entity, path);
    auto const rest = path.subspan(1);
    if (leads_to_observations(*navigation)) return values_of_observations(entity, rest);
    auto const found = related(reading_, entity, *navigation);
    if (!navigation->many) return found.empty() ? Value() : value_at(found.front(), rest);
    Several several;
    for (auto const& one : found) {
        auto value = value_at(one, rest);
        reading_.work.steps += weight(value);
        add(several, std::move(value));
    }
    return several;
}

Value EntitySource::own_value(EntityRef const& entity, Path path) const {
    if (path.empty()) return {};
    auto const& name = path.front();
    auto const members = path.subspan(1);
    if (name == "id") return static_cast<double>(entity.id());
    if (auto const* stored = stored_json(entity, name)) return of_json(member_at(stored, members));
    if (name == "properties" && !members.empty()) {
        auto const* object = free_properties(entity);
        return object ? of_json(member_at(object->if_contains(members.front()), members.subspan(1))) : Value();
    }
    if (is_looked_up(entity, name) && !affords(effort_of_look_up)) return {};
    auto const value = property_of(reading_, entity, name);
    if (auto const* at = std::get_if<base::Instant>(&value)) return Moment{*at};
    if (auto const* span = std::get_if<obs::TimeSpan>(&value)) return *span;
    auto const* found = member_at(&std::get<json::value>(value), members);
    return found ? kept(*found) : Value();
}

Value EntitySource::values_of_observations(EntityRef const& owner, Path path) const {
    Several several;
    ObservationCursor cursor(reading_, observations_of(reading_, owner), {.expected = 1'000});
    while (auto const* row = cursor.next()) {
        auto value = value_at(EntityRef{row}, path);
        // The row goes; what it holds stays.
        if (auto const* json = value.get<json::value const*>()) value = kept(**json);
        reading_.work.rows += weight(value);
        add(several, std::move(value));
    }
    refuse_stopped(cursor);
    return several;
}

void EntitySource::refuse_stopped(ObservationCursor const& cursor) const {
    if (cursor.stopped())
        reading_.work.refuse(base::refuse("sensorthings.too_many_rows", {{"limit", std::to_string(most_rows)}}));
}

void EntitySource::each(std::vector<std::string> const& collection,
                        std::function<bool(PropertySource const&)> const& visit) const {
    each_at(entity_, collection, visit);
}

bool EntitySource::each_at(EntityRef const& entity, Path path,
                           std::function<bool(PropertySource const&)> const& visit) const {
    if (path.empty()) return visit(EntitySource(reading_, entity));
    auto const* navigation = navigation_of(entity, path);
    if (!navigation) return true;
    auto const rest = path.subspan(1);
    if (!leads_to_observations(*navigation)) {
        for (auto const& one : related(reading_, entity, *navigation))
            if (!each_at(one, rest, visit)) return false;
        return true;
    }
    ObservationCursor cursor(reading_, observations_of(reading_, entity), {.expected = 1'000});
    while (auto const* row = cursor.next())
        if (!each_at(EntityRef{row}, rest, visit)) return false;
    refuse_stopped(cursor);
    return true;
}

}  // namespace kunyu::sensorthings
