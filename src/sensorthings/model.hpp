#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kunyu::sensorthings {

/// The entity types of SensorThings 1.1 (18-088, clauses 8.2 and 12).
enum class Kind {
    thing,
    location,
    historical_location,
    datastream,
    multi_datastream,
    sensor,
    observed_property,
    observation,
    feature_of_interest
};
inline constexpr std::size_t kind_count = 9;

/// What a property's value may be, as far as paths and filters ask.
enum class PropertyForm {
    text,
    time,  ///< an instant or an interval
    json   ///< anything; its members can be addressed
};

struct Property {
    std::string_view name;
    PropertyForm form;
    bool required;  ///< of who creates an entity
};

struct Navigation {
    std::string_view name;
    Kind target;
    bool many;
};

/// One entity type: a row of the tables of the standard. Unchanging and known at compile time; references to it and to
/// its members stay valid for ever.
struct EntityType {
    Kind kind;
    std::string_view name;  ///< "Thing"
    std::string_view set;   ///< "Things"
    std::span<Property const> properties;
    std::span<Navigation const> navigations;

    /// nullptr when the type has none of that name.
    Property const* property(std::string_view property_name) const;
    Navigation const* navigation(std::string_view navigation_name) const;
};

EntityType const& type_of(Kind kind);
/// All of them in the order of the landing page.
std::span<EntityType const, kind_count> entity_types();
/// What a property path of a filter leads to.
struct PathTarget {
    Kind kind;  ///< of the entity at its end
    /// nullptr when it ends in an id, or in a navigation.
    Property const* property = nullptr;
    bool is_entity = false;  ///< it ends in a navigation
    bool many = false;       ///< it passes a navigation to many
};
/// Follows {"Datastream", "Thing", "properties", "x"} from an entity of this type. Nothing when the model has no such
/// way, or there are members below what has none.
std::optional<PathTarget> follow(Kind from, std::span<std::string const> segments);

/// The type whose entity set has this name; nullptr for another.
EntityType const* type_of_set(std::string_view set);

}  // namespace kunyu::sensorthings
