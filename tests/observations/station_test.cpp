#include "observations/epochs.hpp"
#include "observations/network_service.hpp"
#include "observations/station_facets.hpp"
#include "observations/station_list.hpp"
#include "observations/station_part_service.hpp"
#include "observations/station_rules.hpp"
#include "observations/station_service.hpp"
#include "observations/station_store.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::observations::test {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

base::Day day(char const* text) {
    return base::parse_day(text).value();
}

Programme programme(std::int64_t id, std::int64_t property, char const* from, char const* to, std::int64_t seconds) {
    Programme out;
    out.id = {id};
    out.thing = {1};
    out.observed_property = {property};
    out.from = day(from);
    if (*to) out.to = day(to);
    out.cadence_seconds = seconds;
    return out;
}

std::vector<Programme> programmes() {
    return {programme(1, 1, "2015-01-01", "2018-01-01", 86'400), programme(2, 1, "2018-01-01", "2020-06-01", 3600),
            programme(3, 1, "2021-01-01", "", 60), programme(4, 2, "2019-01-01", "", 600)};
}

TEST(Epochs, TheProgrammeOfTheDay) {
    struct Case {
        std::int64_t property;
        char const* on;
        std::int64_t id;  // 0: none
    };
    auto const all = programmes();
    for (auto const& one : {Case{1, "2014-12-31", 0}, Case{1, "2015-01-01", 1}, Case{1, "2017-12-31", 1},
                            Case{1, "2018-01-01", 2}, Case{1, "2020-06-01", 0}, Case{1, "2030-01-01", 3},
                            Case{2, "2018-12-31", 0}, Case{2, "2019-01-01", 4}, Case{3, "2019-01-01", 0}}) {
        auto const* found = programme_of(all, {one.property}, day(one.on));
        EXPECT_EQ(found ? found->id.value : 0, one.id) << one.on;
    }
}

TEST(Epochs, TheCadencesOfAStreamAreThoseOfItsProperty) {
    auto const start = [](char const* on) { return base::start_of(day(on)); };
    auto stream = StationWorld::stream_of({1}, {1}, {1});
    EXPECT_THAT(cadence_epochs(programmes(), stream),
                ElementsAre(CadenceEpoch{start("2015-01-01"), start("2018-01-01"), 86'400},
                            CadenceEpoch{start("2018-01-01"), start("2020-06-01"), 3600},
                            CadenceEpoch{start("2021-01-01"), std::nullopt, 60}));
    stream.observed_properties = {{9}, {2}, {1}};
    EXPECT_THAT(cadence_epochs(programmes(), stream),
                ElementsAre(CadenceEpoch{start("2019-01-01"), std::nullopt, 600}));
    stream.observed_properties = {{9}};
    EXPECT_THAT(cadence_epochs(programmes(), stream), IsEmpty());
    EXPECT_EQ(start("2015-01-01").microseconds % 86'400'000'000, 16 * 3'600'000'000) << "midnight of Asia/Shanghai";
}

TEST(Epochs, TheCalibrationOfTheMoment) {
    std::vector<Calibration> all(2);
    all[0].id = {1};
    all[0].from = {100};
    all[0].to = base::Instant{200};
    all[0].factor = 2;
    all[0].added = 0.5;
    all[1].id = {2};
    all[1].from = {300};
    all[1].factor = -1;
    struct Case {
        std::int64_t at;
        double value;
    };
    for (auto const& one :
         {Case{99, 10}, Case{100, 20.5}, Case{199, 20.5}, Case{200, 10}, Case{300, -10}, Case{9999, -10}})
        EXPECT_EQ(calibrated(calibration_at(all, {one.at}), 10), one.value) << one.at;
}

TEST(StationRules, EpochsOfOneThingDoNotOverlap) {
    struct Case {
        char const* from;
        char const* to;
        char const* faults;
    };
    for (auto const& one : {Case{"2020-06-01", "2021-01-01", ""}, Case{"2020-06-01", "2021-01-02", "/from"},
                            Case{"2020-05-31", "2020-06-02", "/from"}, Case{"2020-06-01", "", "/from"},
                            Case{"2014-01-01", "2015-01-01", ""}, Case{"2020-07-01", "2020-07-01", "/to"}}) {
        Faults faults;
        check(programme(9, 1, one.from, one.to, 60), programmes(), faults);
        EXPECT_EQ(refused(faults.result()), one.faults) << one.from << " " << one.to;
    }
    Faults itself;
    check(programmes()[2], programmes(), itself);
    EXPECT_EQ(refused(itself.result()), "");
    Faults never;
    check(programme(9, 7, "2020-01-01", "", 0), programmes(), never);
    EXPECT_EQ(refused(never.result()), "/cadence_seconds");
    Faults members;
    check(std::vector<Network::Member>{{{1}, day("2020-01-01"), day("2021-01-01")},
                                       {{1}, day("2021-01-01"), {}},
                                       {{2}, day("2020-01-01"), {}},
                                       {{1}, day("2022-01-01"), {}}},
          members);
    EXPECT_EQ(refused(members.result()), "/members/3");
}

TEST(Positions, AreTheFirstOfAPlace) {
    auto const at = [](char const* text) { return position_in(json::parse(text)); };
    EXPECT_EQ(at(R"({"type":"Point","coordinates":[110.5,25,150]})"), (Position{110.5, 25, 150.0}));
    EXPECT_EQ(at(R"({"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]})"), (Position{1, 2, {}}));
    EXPECT_EQ(at(R"({"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}})"), (Position{1, 2, {}}));
    EXPECT_EQ(at(R"({"type":"FeatureCollection","features":[{"geometry":{"coordinates":[1,2]}}]})"),
              (Position{1, 2, {}}));
    EXPECT_EQ(at(R"({"type":"MultiPoint","coordinates":[]})"), std::nullopt);
    EXPECT_EQ(at(R"("nowhere")"), std::nullopt);
}

class Stations : public kunyu::test::OnEachEngine {
  protected:
    template <typename T>
    base::Result<T> add(identity::Caller const& caller, T part) {
        return world.write([&](sql::Tx& tx) { return parts.create(tx, world.as(caller), part); });
    }
    Stream stream = {};
    StationWorld world{db()};
    StationPartService parts{world.ids, world.entities};
    StationService stations{world.entities};
    NetworkService networks{world.ids};
    Catalogue catalogue{db()};
};
KUNYU_ON_EACH_ENGINE(Stations);

TEST_P(Stations, KeepProgrammesThatTheCatalogueKnows) {
    stream = world.whole_stream();
    auto daily = programme(0, stream.observed_properties.front().value, "2020-01-01", "", 86'400);
    daily.thing = stream.thing;
    daily.protocol = "GB/T 51040";
    daily.protocol_version = "2014";
    auto made = add(world.director, daily).value();
    EXPECT_EQ(refused(add(world.director, daily)), "/from");
    EXPECT_EQ(refused(add(world.stranger, daily)), "identity.not_permitted");
    auto const view = catalogue.fresh();
    ASSERT_THAT(view.programmes_of(stream.thing), SizeIs(1));
    EXPECT_EQ(view.programmes_of(stream.thing).front().protocol, "GB/T 51040");
    made.to = day("2021-01-01");
    made = world.write([&](sql::Tx& tx) { return parts.replace(tx, world.as(world.director), made, 1); }).value();
    EXPECT_EQ(refused(add(world.director, programme(0, 999, "2021-01-01", "", 60))), "observations.thing_not_found");
    daily.from = day("2021-01-01");
    daily.cadence_seconds = 60;
    add(world.director, daily).value();
    EXPECT_THAT(cadence_epochs(catalogue.fresh().programmes_of(stream.thing), stream), SizeIs(2));
    EXPECT_EQ(refused(world.write([&](sql::Tx& tx) { return parts.remove(tx, world.as(world.director), made.id, 1); })),
              "identity.version_conflict");
    world.remove(world.manager, stream.observed_properties.front()).value();
    EXPECT_THAT(catalogue.fresh().programmes_of(stream.thing), IsEmpty()) << "gone with what it was of";
}

TEST_P(Stations, KeepCalibrationsOfStreams) {
    stream = world.whole_stream();
    Calibration calibration;
    calibration.stream = stream.id;
    calibration.from = world.clock.now();
    calibration.factor = 0.1;
    calibration.added = -3.25;
    auto const made = add(world.manager, calibration).value();
    EXPECT_EQ(refused(add(world.manager, calibration)), "/from");
    auto const kept = catalogue.fresh().calibrations_of(stream.id);
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept.front().factor, 0.1);
    EXPECT_EQ(kept.front().added, -3.25);
    EXPECT_EQ(refused(world.write([&](sql::Tx& tx) { return parts.remove(tx, world.as(world.stranger), made.id, 1); })),
              "identity.not_permitted");
    world.remove(world.manager, stream.id).value();
    EXPECT_THAT(catalogue.fresh().calibrations_of(stream.id), IsEmpty());
}

TEST_P(Stations, HaveAPieceOfASensorAtOnePlaceAtATime) {
    stream = world.whole_stream();
    Deployment deployment;
    deployment.thing = stream.thing;
    deployment.sensor = stream.sensor;
    deployment.serial = "SN-7";
    deployment.from = world.clock.now();
    auto made = add(world.manager, deployment).value();
    auto elsewhere = deployment;
    elsewhere.thing = world.create(world.manager, world.thing("另一站")).value().id;
    EXPECT_EQ(refused(add(world.manager, elsewhere)), "/from");
    made.to = world.clock.now().plus_seconds(60);
    world.write([&](sql::Tx& tx) { return parts.replace(tx, world.as(world.manager), made, 1); }).value();
    elsewhere.from = *made.to;
    EXPECT_EQ(refused(add(world.manager, elsewhere)), "");
    deployment.serial = "SN-8";
    EXPECT_EQ(refused(add(world.manager, deployment)), "") << "another piece";
    deployment.sensor = {999};
    EXPECT_EQ(refused(add(world.manager, deployment)), "/sensor");
}

TEST_P(Stations, AreMadeWithPlaceAndPeopleAtOnce) {
    StationInput input;
    input.name = "丫吉试验场";
    input.platform = world.karst;
    input.position = Position{110.37, 25.24, 200.0};
    input.people = std::vector<ResponsiblePerson>{{"张三", "站长", "0773-1", {}, day("2020-01-01"), {}}};
    auto const make = [&](identity::Caller const& caller) {
        return world.write([&](sql::Tx& tx) { return stations.create(tx, world.as(caller), input); });
    };
    EXPECT_EQ(refused(make(world.stranger)), "identity.not_permitted");
    auto thing = make(world.manager).value();
    auto view = catalogue.fresh();
    ASSERT_THAT(thing.locations, SizeIs(1));
    EXPECT_EQ(position_in(view.find(thing.locations.front())->location), input.position);
    EXPECT_THAT(view.historical_locations_of(thing.id), SizeIs(1));
    EXPECT_EQ(view.locations().size(), 1U) << "a refused station leaves no place behind";
    auto const edit = [&](std::int64_t version) {
        return world.write(
            [&](sql::Tx& tx) { return stations.edit(tx, world.as(world.director), thing.id, version, input); });
    };
    input.people->front().to = day("2019-01-01");
    EXPECT_EQ(refused(edit(1)), "/people/0/to");
    input.people->front().to = day("2026-01-01");
    world.pass(60);
    thing = edit(1).value();
    EXPECT_THAT(catalogue.fresh().historical_locations_of(thing.id), SizeIs(1)) << "no move";
    input.position->longitude = 110.4;
    thing = edit(2).value();
    EXPECT_THAT(catalogue.fresh().historical_locations_of(thing.id), SizeIs(2));
    EXPECT_EQ(refused(edit(2)), "identity.version_conflict");
    auto const people = db().read([&](sql::Session& session) { return load_people(session, thing.id); });
    EXPECT_EQ(people.front().to, day("2026-01-01"));
}

TEST_P(Stations, AreListedByPagesOfThoseSeen) {
    for (int i = 0; i < 5; ++i) {
        auto thing = world.thing("站" + std::to_string(i));
        thing.is_public = i != 2;
        world.create(world.manager, thing).value();
    }
    auto theirs = world.thing("ＡＢＣ冰川");
    theirs.platform = world.glacier;
    auto const glacier = world.create(world.stranger, theirs).value();
    auto const view = catalogue.fresh();
    auto const names = [&](ReadScope const& scope, StationFilter const& filter) {
        std::vector<std::string> out;
        std::optional<std::string> cursor;
        do {
            auto const page = list_stations(view, scope, filter, cursor, 2).value();
            for (auto const* thing : page.items) out.push_back(thing->name);
            cursor = page.next;
        } while (cursor);
        return out;
    };
    auto const outside = ReadScope::nothing_internal();
    EXPECT_THAT(names(outside, {}), ElementsAre("站0", "站1", "站3", "站4", "ＡＢＣ冰川"));
    EXPECT_THAT(names(ReadScope::over({world.karst}), {}), SizeIs(6));
    StationFilter filter;
    filter.words = "abc";
    EXPECT_THAT(names(outside, filter), ElementsAre("ＡＢＣ冰川"));
    filter = {};
    filter.platform = world.glacier;
    EXPECT_THAT(names(outside, filter), ElementsAre("ＡＢＣ冰川"));
    filter = {};
    filter.among = std::set<ThingId>{glacier.id};
    EXPECT_THAT(names(outside, filter), ElementsAre("ＡＢＣ冰川"));
    filter = {};
    filter.observed_property = ObservedPropertyId{1};
    EXPECT_THAT(names(outside, filter), IsEmpty());
    EXPECT_EQ(refused(list_stations(view, outside, {}, "x", 2)), "base.bad_cursor");
}

TEST_P(Stations, AreCountedByFacetsOfThoseSeenAlone) {
    auto const open = world.create(world.manager, world.thing("开放站")).value();
    auto secret = world.thing("内部站");
    secret.is_public = false;
    auto const hidden = world.create(world.manager, secret).value();
    auto theirs = world.thing("冰川站");
    theirs.platform = world.glacier;
    auto const glacier = world.create(world.stranger, theirs).value();
    auto const sensor = world.create(world.manager, StationWorld::sensor()).value();
    auto const level = world.create(world.manager, StationWorld::property("水位")).value();
    auto const leak = world.create(world.manager, StationWorld::property("裂缝")).value();
    world.create(world.manager, StationWorld::stream_of(open.id, sensor.id, level.id)).value();
    auto internal = StationWorld::stream_of(open.id, sensor.id, leak.id);
    internal.openness = Openness::internal;
    world.create(world.manager, internal).value();
    world.create(world.manager, StationWorld::stream_of(hidden.id, sensor.id, leak.id)).value();
    auto const view = catalogue.fresh();
    StationGroups const groups{{{NetworkId{1}, {open.id, hidden.id}}, {NetworkId{2}, {hidden.id}}},
                               {{world.karst, "45"}, {world.glacier, "54"}}};
    auto const outside = ReadScope::nothing_internal();
    auto const all = count_facets(view, outside, {}, groups);
    EXPECT_EQ(all.total, 2);
    EXPECT_EQ(all.streams, 1);
    EXPECT_EQ(all.platform, (StationCounts<std::int64_t>{{world.karst, 1}, {world.glacier, 1}}));
    EXPECT_EQ(all.network, (StationCounts<NetworkId>{{NetworkId{1}, 1}})) << "nothing of the network of hidden ones";
    EXPECT_EQ(all.observed_property, (StationCounts<ObservedPropertyId>{{level.id, 1}})) << "nor of internal streams";
    EXPECT_EQ(all.province, (StationCounts<std::string>{{"45", 1}, {"54", 1}}));
    EXPECT_EQ(count_facets(view, ReadScope::over({world.karst}), {}, groups).streams, 3);
    StationFilter filter;
    filter.platform = world.glacier;
    auto const narrowed = count_facets(view, outside, filter, groups);
    EXPECT_THAT(narrowed.found, ElementsAre(view.find(glacier.id)));
    EXPECT_EQ(narrowed.platform, all.platform) << "each facet with every filter but its own";
    EXPECT_THAT(narrowed.observed_property, IsEmpty());
    EXPECT_EQ(narrowed.province, (StationCounts<std::string>{{"54", 1}}));
    filter = {};
    filter.platforms = std::set<std::int64_t>{world.karst};
    EXPECT_THAT(all_stations(view, outside, filter), ElementsAre(view.find(open.id)));
}

TEST_P(Stations, FormNetworksWhoseHiddenMembersStayHidden) {
    auto hidden = world.thing("内部站");
    hidden.is_public = false;
    Network network;
    network.name_zh = "岩溶监测网";
    network.standard = "DZ/T 0307";
    for (auto const& thing : {world.thing(), hidden})
        network.members.push_back({world.create(world.manager, thing).value().id, day("2020-01-01"), {}});
    auto const create = [&](identity::Caller const& caller) {
        return world.write([&](sql::Tx& tx) { return networks.create(tx, world.as(caller), network, {}); });
    };
    EXPECT_EQ(refused(create(world.manager)), "identity.not_permitted");
    auto const officer = world.account("officer", "ministry_officer", {}, {});
    auto const made = create(officer).value();
    auto const seen = [&](identity::Caller const& caller) {
        return db().read([&](sql::Session& session) {
            return networks.list(session, caller, {}, 10).value().items.at(0).members.size();
        });
    };
    EXPECT_EQ(seen(officer), 2U);
    EXPECT_EQ(seen(world.director), 2U);
    EXPECT_EQ(seen(world.nobody), 1U);
    network.members.push_back({{999}, day("2020-01-01"), {}});
    EXPECT_EQ(refused(create(officer)), "/members/2/station");
    world.remove(world.manager, network.members.front().thing).value();
    EXPECT_EQ(seen(officer), 1U);
    EXPECT_EQ(
        refused(world.write([&](sql::Tx& tx) { return networks.remove(tx, world.as(officer), made.id, 1, "误建"); })),
        "");
    EXPECT_EQ(refused(db().read([&](sql::Session& session) { return networks.find(session, officer, made.id); })),
              "observations.network_not_found");
}

}  // namespace
}  // namespace kunyu::observations::test
