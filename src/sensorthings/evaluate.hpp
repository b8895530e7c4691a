#pragma once
#include "base/time.hpp"
#include "sensorthings/expression.hpp"
#include "sensorthings/value.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

/// An entity whose properties, and those of the entities around it, are asked for.
class PropertySource {
  public:
    virtual ~PropertySource() = default;
    /// Null for what is absent; Several through a navigation to many. Objects and arrays in the answer stay valid as
    /// long as the source.
    virtual Value property(std::vector<std::string> const& segments) const = 0;
    /// Calls `visit` with each entity of a collection until it answers false.
    virtual void each(std::vector<std::string> const& collection,
                      std::function<bool(PropertySource const&)> const& visit) const = 0;
    /// Asked at each step of an evaluation with how dear it is (1: a comparison of numbers); when false, what is left
    /// of the evaluation is null.
    virtual bool affords(std::size_t /*effort*/) const { return true; }
};

/// The value of an expression for an entity; Several when a path in it passes a navigation to many.
Value evaluate(Expression const& expression, PropertySource const& entity, base::Instant now);

/// Whether a filter takes the entity: true, where one of Several is enough; not false, null or another value.
bool matches(Expression const& filter, PropertySource const& entity, base::Instant now);

/// The value of an expression that names no property (now() sub duration'P1D'); nothing for others.
std::optional<Value> constant_value(Expression const& expression, base::Instant now);

}  // namespace kunyu::sensorthings
