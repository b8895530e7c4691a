#include "app/observations_parts.hpp"

#include "observations/station_routes.hpp"

namespace kunyu::app {

ObservationsParts::ObservationsParts(base::IdGenerator& ids, sql::Database& database)
    : catalogue(database),
      directory(database),
      device_activity(database),
      entities(ids),
      stations(entities),
      parts(ids, entities),
      networks(ids),
      devices(ids, directory),
      database_(database) {}

void ObservationsParts::add_routes(http::Router& router, identity::Gate const& gate) {
    observations::add_station_list_routes(router, gate, catalogue);
    observations::add_station_routes(router, gate, entities, stations);
    observations::add_station_part_routes(router, gate, parts);
    observations::add_network_routes(router, gate, networks);
    observations::add_device_routes(router, gate, database_, devices);
}

void ObservationsParts::add_attachments(operations::Attachments& attachments) const {
    using identity::Caller;
    using sql::Session;
    attachments.add("station", [this](Session& session, Caller const& caller, std::int64_t id) {
        return entities.find(session, caller, observations::ThingId{id}).has_value();
    });
    attachments.add("station_programme", [this](Session& session, Caller const& caller, std::int64_t id) {
        return parts.find(session, caller, observations::ProgrammeId{id}).has_value();
    });
    attachments.add("stream_calibration", [this](Session& session, Caller const& caller, std::int64_t id) {
        return parts.find(session, caller, observations::CalibrationId{id}).has_value();
    });
    attachments.add("station_network", [this](Session& session, Caller const& caller, std::int64_t id) {
        return networks.find(session, caller, observations::NetworkId{id}).has_value();
    });
}

}  // namespace kunyu::app
