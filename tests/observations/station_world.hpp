#pragma once
#include "base/ids.hpp"
#include "observations/catalogue.hpp"
#include "observations/entity_rules.hpp"
#include "observations/entity_service.hpp"
#include "support/database.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kunyu::observations::test {

/// "" for success; else the refusal's code, or the paths of its fields.
template <typename T>
std::string refused(base::Result<T> const& result) {
    if (result.has_value()) return "";
    std::string out;
    for (auto const& field : result.error().fields) out += (out.empty() ? "" : " ") + field.path;
    return out.empty() ? result.error().code : out;
}

/// Two platforms, karst of the institute and glacier of another unit, with those who work there; entities as the
/// examples of 18-088 have them.
class StationWorld {
  public:
    explicit StationWorld(sql::Database& database)
        : clock(base::start_of(base::Day::of(2026, 11, 26))), ids(clock, 1), entities(ids), db(database) {
        write([&](sql::Tx& tx) -> base::Result<bool> {
            add_organisation(tx, institute, "institute");
            add_organisation(tx, other_unit, "other-unit");
            add_platform(tx, karst, "P001", institute);
            add_platform(tx, glacier, "P002", other_unit);
            return true;
        }).value();
        steward = account("steward", "data_steward", {}, {});
        manager = account("manager", "host_manager", institute, {});
        director = account("director", "platform_director", {}, karst);
        stranger = account("stranger", "host_manager", other_unit, {});
        nobody.now = clock.now();
    }

    template <typename F>
    auto write(F&& f) {
        return db.write([&](sql::Tx& tx) { return f(tx); });
    }
    template <typename T>
    base::Result<T> create(identity::Caller const& caller, T entity) {
        return write([&](sql::Tx& tx) { return entities.create(tx, as(caller), entity); });
    }
    template <typename T>
    base::Result<T> replace(identity::Caller const& caller, T const& entity, std::optional<std::int64_t> version = {}) {
        return write([&](sql::Tx& tx) { return entities.replace(tx, as(caller), entity, version); });
    }
    template <typename Id>
    base::Result<void> remove(identity::Caller const& caller, Id id, std::optional<std::int64_t> version = {}) {
        return write([&](sql::Tx& tx) { return entities.remove(tx, as(caller), id, version); });
    }
    identity::Caller as(identity::Caller caller) const {
        caller.now = clock.now();
        return caller;
    }
    identity::Caller system() const { return identity::Caller::system("test", clock.now()); }
    void pass(std::int64_t seconds) { clock.set(clock.now().plus_seconds(seconds)); }

    Thing thing(std::string name = "毛村地下河站") const {
        Thing out;
        out.name = std::move(name);
        out.description = "桂林岩溶地下河";
        out.properties = {{"elevation", 150}};
        out.platform = karst;
        return out;
    }
    static Location location(double longitude = 110.52) {
        Location out;
        out.name = "出口";
        out.description = "地下河出口";
        out.encoding_type = "application/geo+json";
        out.location = boost::json::object{{"type", "Point"}, {"coordinates", {longitude, 25.18}}};
        return out;
    }
    static Sensor sensor() {
        Sensor out;
        out.name = "水位计";
        out.encoding_type = "application/pdf";
        out.metadata = "https://example.org/level.pdf";
        return out;
    }
    static ObservedProperty property(std::string name = "水位") {
        ObservedProperty out;
        out.name = std::move(name);
        out.definition = "http://vocab.nerc.ac.uk/collection/P01/current/AHGTZZ01/";
        return out;
    }
    static Feature feature() {
        Feature out;
        out.name = "水样";
        out.encoding_type = "application/geo+json";
        out.feature = boost::json::object{{"type", "Point"}, {"coordinates", {110.5, 25.1}}};
        return out;
    }
    static Stream stream_of(ThingId thing, SensorId sensor, ObservedPropertyId property) {
        Stream out;
        out.name = "水位";
        out.observation_type = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement";
        out.units = {{"metre", "m", "http://qudt.org/vocab/unit/M"}};
        out.thing = thing;
        out.sensor = sensor;
        out.observed_properties = {property};
        return out;
    }
    /// A stream of a thing at a place, with all it needs, made by the manager of the institute.
    Stream whole_stream() {
        auto at = create(manager, location()).value();
        auto station = thing();
        station.locations = {at.id};
        auto const made = create(manager, station).value();
        return create(manager,
                      stream_of(made.id, create(manager, sensor()).value().id, create(manager, property()).value().id))
            .value();
    }

    base::FixedClock clock;
    base::IdGenerator ids;
    EntityService entities;
    sql::Database& db;
    identity::OrganisationId institute{501}, other_unit{502};
    std::int64_t karst = 601, glacier = 602;
    /// A data steward over everything; the manager of the institute, the director of its platform; the manager of the
    /// other unit; the public.
    identity::Caller steward, manager, director, stranger, nobody;

    identity::Caller account(std::string const& name, std::string const& role,
                             std::optional<identity::OrganisationId> organisation,
                             std::optional<std::int64_t> platform) {
        identity::Caller caller;
        caller.account = ids.next_as<identity::AccountTag>();
        caller.name = name;
        caller.user = name;
        caller.grants = {{role, organisation, platform, {}}};
        caller.now = clock.now();
        return caller;
    }

  private:
    static void add_organisation(sql::Tx& tx, identity::OrganisationId id, char const* slug) {
        tx.exec(
            "INSERT INTO organisation (id, slug, kind, name_zh, name_key, known_from, basis, members_known, version)"
            " VALUES (?, ?, 'institute', ?, ?, 0, 'ours', 1, 1)",
            id, slug, slug, slug);
        tx.exec("INSERT INTO organisation_subtree (ancestor, descendant, depth) VALUES (?, ?, 0)", id, id);
    }
    static void add_platform(sql::Tx& tx, std::int64_t id, char const* code, identity::OrganisationId host) {
        tx.exec(
            "INSERT INTO platform (id, code, code_key, version, sample, known_from, profile, changed_at) VALUES (?, ?,"
            " ?, 1, 0, 0, '{}', 0)",
            id, code, code);
        tx.exec(
            "INSERT INTO platform_host (platform, valid_from, valid_to, ordinal, organisation, lead, cobuilder) VALUES"
            " (?, 0, 1000000, 0, ?, 1, 0)",
            id, host);
    }
};

}  // namespace kunyu::observations::test
