#include "observations/entity_service.hpp"

#include "observations/entity_store.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::observations::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Entities : public kunyu::test::OnEachEngine {
  protected:
    template <typename Id>
    auto stored(Id id) {
        return db().read([&](sql::Session& session) { return load(session, id); });
    }
    std::vector<HistoricalLocation> history() {
        return db().read([](sql::Session& session) { return load_historical_locations(session); });
    }
    std::int64_t recorded(std::string const& kind) {
        return db().read([&](sql::Session& session) {
            return session.first("SELECT COUNT(*) FROM audit_record WHERE subject_kind = ?", kind)->integer(0);
        });
    }
    base::Result<FeatureId> feature_of(StreamId stream, std::int64_t ordinal) {
        return world.write([&](sql::Tx& tx) {
            return world.entities.feature_for_location(tx, world.as(world.manager), stream, ordinal);
        });
    }
    StationWorld world{db()};
};
KUNYU_ON_EACH_ENGINE(Entities);

TEST_P(Entities, AreKeptAsTheyWereGiven) {
    auto const stream = world.whole_stream();
    EXPECT_EQ(stream.id.value, 1);
    auto const thing = *stored(stream.thing);
    EXPECT_EQ(thing.name, "毛村地下河站");
    EXPECT_EQ(thing.platform, world.karst);
    auto const place = *stored(thing.locations.front());
    EXPECT_EQ(place.location, StationWorld::location().location);
    EXPECT_EQ(stored(stream.sensor)->metadata, "https://example.org/level.pdf");
    EXPECT_EQ(stored(stream.observed_properties.front())->definition, StationWorld::property().definition);
    auto changed = stream;
    changed.units = {{std::nullopt, std::nullopt, std::nullopt}};
    changed.openness = Openness::embargo;
    changed.embargo_days = 365;
    changed.licence = "CC-BY-4.0";
    auto const now = world.replace(world.director, changed, 1).value();
    EXPECT_EQ(now.version, 2);
    auto const kept = *stored(stream.id);
    EXPECT_EQ(kept.units.front().name, std::nullopt);
    EXPECT_EQ(kept.embargo_days, 365);
    EXPECT_EQ(kept.licence, "CC-BY-4.0");
    EXPECT_EQ(refused(world.replace(world.director, changed, 1)), "identity.version_conflict");
    EXPECT_EQ(recorded("observation_stream"), 2);
    EXPECT_EQ(recorded("station"), 1);
}

TEST_P(Entities, OfAStationAreWrittenByItsOwnPeople) {
    auto const own = world.thing();
    auto without = own;
    without.platform.reset();
    for (auto const* caller : {&world.manager, &world.director, &world.steward})
        EXPECT_EQ(refused(world.create(*caller, own)), "");
    EXPECT_EQ(refused(world.create(world.stranger, own)), "identity.not_permitted");
    EXPECT_EQ(refused(world.create(world.nobody, own)), "identity.login_required");
    EXPECT_EQ(refused(world.create(world.manager, without)), "identity.not_permitted");
    EXPECT_EQ(refused(world.create(world.steward, without)), "");
    auto const stream = world.whole_stream();
    EXPECT_EQ(refused(world.replace(world.stranger, stream)), "identity.not_permitted");
    EXPECT_EQ(refused(world.remove(world.stranger, stream.id)), "identity.not_permitted");
    auto moved = *stored(stream.thing);
    moved.platform = world.glacier;
    EXPECT_EQ(refused(world.replace(world.manager, moved)), "identity.not_permitted") << "given away";
    auto nowhere = own;
    nowhere.platform = 999;
    EXPECT_EQ(refused(world.create(world.steward, nowhere)), "/platform");
}

TEST_P(Entities, HiddenFromTheCallerAreNotFound) {
    auto thing = world.thing();
    thing.is_public = false;
    auto const hidden = world.create(world.manager, thing).value();
    EXPECT_EQ(refused(world.replace(world.stranger, hidden)), "observations.thing_not_found");
    EXPECT_EQ(refused(world.remove(world.stranger, hidden.id)), "observations.thing_not_found");
    auto stream = world.whole_stream();
    stream.openness = Openness::internal;
    world.replace(world.manager, stream).value();
    EXPECT_EQ(refused(world.remove(world.stranger, stream.id)), "observations.stream_not_found");
    auto linked = stream;
    linked.thing = hidden.id;
    EXPECT_EQ(refused(world.create(world.stranger, linked)), "/Thing");
}

TEST_P(Entities, ThatOthersUseAreNotChanged) {
    auto const stream = world.whole_stream();
    auto const sensor = *stored(stream.sensor);
    EXPECT_EQ(refused(world.replace(world.director, sensor)), "") << "of a station of his own";
    EXPECT_EQ(refused(world.replace(world.stranger, sensor)), "observations.used_by_others");
    EXPECT_EQ(refused(world.remove(world.stranger, stream.observed_properties.front())), "observations.used_by_others");
    auto const unused = world.create(world.stranger, StationWorld::sensor()).value();
    EXPECT_EQ(refused(world.remove(world.manager, unused.id)), "observations.used_by_others");
    EXPECT_EQ(refused(world.remove(world.steward, unused.id)), "");
    EXPECT_EQ(refused(world.create(world.nobody, StationWorld::sensor())), "identity.login_required");
    auto theirs = world.thing("冰川站");
    theirs.platform = world.glacier;
    auto shared = stream;
    shared.thing = world.create(world.stranger, theirs).value().id;
    world.create(world.stranger, shared).value();
    EXPECT_EQ(refused(world.replace(world.director, sensor)), "observations.used_by_others") << "no longer his alone";
}

TEST_P(Entities, ChangeOfPlaceMakesHistory) {
    auto const first = world.create(world.manager, StationWorld::location()).value();
    auto const second = world.create(world.manager, StationWorld::location(111)).value();
    auto thing = world.create(world.manager, world.thing()).value();
    EXPECT_THAT(history(), IsEmpty());
    world.write([&](sql::Tx& tx) { return world.entities.link(tx, world.as(world.manager), thing.id, first.id); })
        .value();
    world.pass(60);
    thing = *stored(thing.id);
    thing.name = "改名";
    thing = world.replace(world.manager, thing).value();
    EXPECT_THAT(history(), SizeIs(1)) << "no move";
    thing.locations = {second.id};
    world.replace(world.manager, thing).value();
    ASSERT_THAT(history(), SizeIs(2));
    EXPECT_THAT(history().back().locations, ElementsAre(second.id));
    EXPECT_EQ(history().back().time, world.clock.now());
}

TEST_P(Entities, HistoryByHandMovesAThingWhenItIsTheLatest) {
    auto const first = world.create(world.manager, StationWorld::location()).value();
    auto const second = world.create(world.manager, StationWorld::location(111)).value();
    auto thing = world.thing();
    thing.locations = {first.id};
    auto const made = world.create(world.manager, thing).value();
    HistoricalLocation moved{{}, made.id, world.clock.now().plus_seconds(-100), {second.id}};
    world.create(world.manager, moved).value();
    EXPECT_THAT(stored(made.id)->locations, ElementsAre(first.id)) << "an earlier time";
    moved.time = world.clock.now().plus_seconds(100);
    auto const later = world.create(world.manager, moved).value();
    EXPECT_THAT(stored(made.id)->locations, ElementsAre(second.id));
    EXPECT_THAT(history(), SizeIs(3)) << "no further one made by itself";
    EXPECT_EQ(refused(world.remove(world.stranger, later.id)), "identity.not_permitted");
    world.remove(world.manager, later.id).value();
    EXPECT_THAT(history(), SizeIs(2));
    moved.locations.clear();
    EXPECT_EQ(refused(world.create(world.manager, moved)), "/Locations");
}

TEST_P(Entities, TakeAlongWhatHangsOnThem) {
    auto const stream = world.whole_stream();
    world.remove(world.manager, stream.thing, 1).value();
    EXPECT_FALSE(stored(stream.id));
    EXPECT_THAT(history(), IsEmpty());
    EXPECT_TRUE(stored(stream.sensor));

    auto const by_sensor = world.whole_stream();
    EXPECT_EQ(by_sensor.id.value, 2) << "a number is never given twice";
    world.remove(world.manager, by_sensor.sensor).value();
    EXPECT_FALSE(stored(by_sensor.id));
    EXPECT_TRUE(stored(by_sensor.thing));

    auto const by_property = world.whole_stream();
    world.remove(world.manager, by_property.observed_properties.front()).value();
    EXPECT_FALSE(stored(by_property.id));

    auto const at_place = world.whole_stream();
    feature_of(at_place.id, 0).value();
    auto const thing = *stored(at_place.thing);
    world.remove(world.manager, thing.locations.front()).value();
    auto const left = *stored(thing.id);
    EXPECT_THAT(left.locations, IsEmpty());
    EXPECT_GT(left.version, thing.version);
    for (auto const& moved : history()) EXPECT_NE(moved.thing, thing.id);
}

TEST_P(Entities, NeedLinksThatAreThere) {
    auto const whole = world.whole_stream();
    auto stream = whole;
    stream.thing = {999};
    stream.sensor = {999};
    stream.observed_properties = {{999}};
    EXPECT_EQ(refused(world.create(world.manager, stream)), "/Thing /Sensor /ObservedProperty");
    auto thing = world.thing();
    thing.locations = {stored(whole.thing)->locations.front(), {999}};
    EXPECT_EQ(refused(world.create(world.manager, thing)), "/Locations/1");
    EXPECT_EQ(refused(world.remove(world.manager, SensorId{999})), "observations.sensor_not_found");
}

TEST_P(Entities, AFeatureIsMadeOfThePlaceOnceAndAgainWhenThePlaceChanges) {
    auto const stream = world.whole_stream();
    auto const first = feature_of(stream.id, 0).value();
    EXPECT_EQ(feature_of(stream.id, 10).value(), first);
    EXPECT_THAT(stored(stream.id)->features, SizeIs(1));
    auto place = *stored(stored(stream.thing)->locations.front());
    EXPECT_EQ(stored(first)->feature, place.location);

    auto other = stream;
    auto const beside = world.create(world.manager, other).value();
    EXPECT_EQ(feature_of(beside.id, 0).value(), first) << "another stream at the same place";

    auto thing = *stored(stream.thing);
    thing.locations = {world.create(world.manager, StationWorld::location(111)).value().id};
    thing = world.replace(world.manager, thing).value();
    auto const second = feature_of(stream.id, 20).value();
    EXPECT_NE(second, first);
    thing.locations = {place.id};
    world.replace(world.manager, thing).value();
    EXPECT_EQ(feature_of(stream.id, 30).value(), first) << "the place it had before";
    auto const features = stored(stream.id)->features;
    ASSERT_THAT(features, SizeIs(3));
    EXPECT_EQ(features[1].first_ordinal, 20);

    place.location = StationWorld::location(112).location;
    world.replace(world.manager, place).value();
    EXPECT_NE(feature_of(stream.id, 40).value(), first) << "the place itself was corrected";

    EXPECT_EQ(refused(world.remove(world.manager, first)), "");
    EXPECT_THAT(stored(stream.id)->features, SizeIs(2)) << "what held until it came back, and the place corrected";
    auto const free = world.create(world.manager, StationWorld::feature()).value();
    EXPECT_EQ(refused(world.remove(world.manager, free.id)), "");
}

TEST_P(Entities, AThingThatIsNowhereHasNoFeature) {
    auto const stream = world.whole_stream();
    auto thing = *stored(stream.thing);
    thing.locations.clear();
    world.replace(world.manager, thing).value();
    EXPECT_EQ(refused(feature_of(stream.id, 0)), "observations.no_location");
    EXPECT_EQ(refused(feature_of({77}, 0)), "observations.stream_not_found");
}

TEST_P(Entities, AMultiDatastreamHasOneOfEachForEachProperty) {
    auto stream = world.whole_stream();
    stream.multi = true;
    stream.observation_type = std::string(complex_observation);
    stream.observed_properties.push_back(world.create(world.manager, StationWorld::property("水温")).value().id);
    stream.units.push_back({});
    stream.multi_observation_types.assign(2, std::string(observation_type_prefix) + "OM_Measurement");
    auto const made = world.create(world.manager, stream).value();
    auto const kept = *stored(made.id);
    EXPECT_TRUE(kept.multi);
    EXPECT_EQ(kept.observed_properties, stream.observed_properties) << "in the order given";
    EXPECT_THAT(kept.units, SizeIs(2));
    stream.units.pop_back();
    EXPECT_EQ(refused(world.create(world.manager, stream)), "/unitOfMeasurements");
}

TEST_P(Entities, NoMoreStreamsThanAnIdCanHold) {
    auto const stream = world.whole_stream();
    world
        .write([](sql::Tx& tx) -> base::Result<void> {
            tx.exec("UPDATE observation_stream_number SET next = ?", most_streams);
            return {};
        })
        .value();
    EXPECT_EQ(world.create(world.manager, stream).value().id.value, most_streams);
    EXPECT_EQ(refused(world.create(world.manager, stream)), "observations.too_many_streams");
}

}  // namespace
}  // namespace kunyu::observations::test
