#pragma once
#include "sensorthings/entity_ref.hpp"
#include "sensorthings/evaluate.hpp"
#include "sensorthings/reading.hpp"

#include <boost/json.hpp>

#include <deque>
#include <span>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

class ObservationCursor;

/// The properties of an entity of the catalogue or the archive, for filters. Paths lead to what the caller may see
/// only. One that leads through Observations looks at each of them; sensorthings.too_many_rows is noted in Work when
/// they are too many.
class EntitySource final : public PropertySource {
  public:
    EntitySource(Reading const& reading, EntityRef entity) : reading_(reading), entity_(entity) {}
    Value property(std::vector<std::string> const& segments) const override;
    void each(std::vector<std::string> const& collection,
              std::function<bool(PropertySource const&)> const& visit) const override;
    bool affords(std::size_t effort) const override { return reading_.work.affords(effort); }

  private:
    using Path = std::span<std::string const>;
    Value value_at(EntityRef const& entity, Path path) const;
    Value own_value(EntityRef const& entity, Path path) const;
    Value values_of_observations(EntityRef const& owner, Path path) const;
    bool each_at(EntityRef const& entity, Path path, std::function<bool(PropertySource const&)> const& visit) const;
    Value kept(boost::json::value json) const;
    void refuse_stopped(ObservationCursor const& cursor) const;

    Reading const& reading_;
    EntityRef entity_;
    mutable std::deque<boost::json::value> made_;  ///< what values point to and nobody else keeps
};

}  // namespace kunyu::sensorthings
