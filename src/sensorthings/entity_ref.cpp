#include "sensorthings/entity_ref.hpp"

namespace kunyu::sensorthings {
namespace {

namespace obs = observations;

Kind kind_of(obs::Thing const&) {
    return Kind::thing;
}
Kind kind_of(obs::Location const&) {
    return Kind::location;
}
Kind kind_of(obs::HistoricalLocation const&) {
    return Kind::historical_location;
}
Kind kind_of(obs::Stream const& stream) {
    return stream.multi ? Kind::multi_datastream : Kind::datastream;
}
Kind kind_of(obs::Sensor const&) {
    return Kind::sensor;
}
Kind kind_of(obs::ObservedProperty const&) {
    return Kind::observed_property;
}
Kind kind_of(obs::Feature const&) {
    return Kind::feature_of_interest;
}
Kind kind_of(obs::Observation const&) {
    return Kind::observation;
}

template <typename T>
std::int64_t number_of(T const& entity) {
    return entity.id.value;
}
std::int64_t number_of(obs::Observation const& observation) {
    return observation.id.value();
}

}  // namespace

Kind EntityRef::kind() const {
    return std::visit([](auto const* entity) { return kind_of(*entity); }, of);
}

std::int64_t EntityRef::id() const {
    return std::visit([](auto const* entity) { return number_of(*entity); }, of);
}

}  // namespace kunyu::sensorthings
