#include "observations/station_view.hpp"

#include "observations/entity_store.hpp"
#include "observations/station_store.hpp"

#include <memory>
#include <utility>

namespace kunyu::observations {
namespace {

template <typename Id>
void put(CatalogueState& state, sql::Session& session, Id id) {
    if (auto entity = load(session, id)) state.put(std::move(*entity));
}

void put_stream(CatalogueState& state, sql::Session& session, StreamId id) {
    auto stream = load(session, id);
    if (!stream) return;
    put(state, session, stream->sensor);
    for (auto const property : stream->observed_properties) put(state, session, property);
    state.put(std::move(*stream));
}

}  // namespace

View load_station_view(sql::Session& session, ThingId id) {
    auto state = std::make_shared<CatalogueState>();
    auto thing = load(session, id);
    if (!thing) return View(std::move(state));
    for (auto const place : thing->locations) put(*state, session, place);
    for (auto const stream : streams_of(session, id)) put_stream(*state, session, stream);
    auto programmes = load_programmes(session, id);
    for (auto const& programme : programmes) put(*state, session, programme.observed_property);
    for (auto const& deployment : load_deployments(session, id)) put(*state, session, deployment.sensor);
    state->put(id, std::move(programmes));
    state->put(std::move(*thing));
    return View(std::move(state));
}

}  // namespace kunyu::observations
