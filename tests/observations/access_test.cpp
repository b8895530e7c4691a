#include "observations/access.hpp"

#include "observations/station_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::observations::test {
namespace {

/// One station of platform 1 with a stream, in memory alone.
class Network {
  public:
    Network(bool is_public, Openness openness, std::int64_t embargo_days = 0) {
        Location place;
        place.id = {1};
        state->put(place);
        Thing thing;
        thing.id = {1};
        thing.platform = 1;
        thing.is_public = is_public;
        thing.locations = {place.id};
        state->put(thing);
        Sensor sensor;
        sensor.id = {1};
        state->put(sensor);
        Feature feature;
        feature.id = {1};
        feature.made_from = place.id;
        state->put(feature);
        HistoricalLocation moved;
        moved.id = {1};
        moved.thing = thing.id;
        moved.locations = {place.id};
        state->put(moved);
        Stream stream;
        stream.id = {1};
        stream.thing = thing.id;
        stream.sensor = sensor.id;
        stream.openness = openness;
        stream.embargo_days = embargo_days;
        stream.features = {{0, feature.id}};
        state->put(stream);
    }
    View view() const { return View(state); }
    Stream const& stream() const { return *view().find(StreamId{1}); }
    std::shared_ptr<CatalogueState> state = std::make_shared<CatalogueState>();
};

TEST(ReadScope, ShowsAStationItsStreamsAndWhatTheyUse) {
    struct Case {
        bool is_public;
        Openness openness;
        bool own;
        bool thing, stream, sensor;
    };
    for (auto const& one :
         {Case{true, Openness::open, false, true, true, true}, Case{true, Openness::embargo, false, true, true, true},
          Case{true, Openness::internal, false, true, false, false},
          Case{true, Openness::internal, true, true, true, true},
          Case{false, Openness::open, false, false, false, false}, Case{false, Openness::open, true, true, true, true},
          Case{false, Openness::internal, true, true, true, true}}) {
        Network const network(one.is_public, one.openness, one.openness == Openness::embargo ? 5 : 0);
        auto const view = network.view();
        auto const scope = one.own ? ReadScope::over({1}) : ReadScope::over({2});
        EXPECT_EQ(scope.sees(view, *view.find(ThingId{1})), one.thing);
        EXPECT_EQ(scope.sees(view, *view.find(LocationId{1})), one.thing);
        EXPECT_EQ(scope.sees(view, *view.find(HistoricalLocationId{1})), one.thing);
        EXPECT_EQ(scope.sees(view, *view.find(StreamId{1})), one.stream);
        EXPECT_EQ(scope.sees(view, *view.find(SensorId{1})), one.sensor);
        EXPECT_EQ(scope.sees(view, *view.find(FeatureId{1})), one.stream);
        EXPECT_TRUE(ReadScope::everything().sees(view, *view.find(StreamId{1})));
    }
}

TEST(ReadScope, GivesObservationsByOpennessAndAge) {
    base::Instant const now{1'000'000'000'000'000};
    auto const five_days_ago = now.plus_seconds(-5 * 86'400);
    struct Case {
        bool is_public;
        Openness openness;
        std::int64_t days;
        bool own;
        base::Instant until;
    };
    for (auto const& one : {Case{true, Openness::open, 0, false, ReadScope::every_observation},
                            Case{true, Openness::embargo, 5, false, five_days_ago},
                            Case{true, Openness::embargo, 5, true, ReadScope::every_observation},
                            Case{true, Openness::internal, 0, false, ReadScope::no_observation},
                            Case{true, Openness::internal, 0, true, ReadScope::every_observation},
                            Case{false, Openness::open, 0, false, ReadScope::no_observation},
                            Case{false, Openness::embargo, 5, false, ReadScope::no_observation},
                            Case{false, Openness::open, 0, true, ReadScope::every_observation}}) {
        Network const network(one.is_public, one.openness, one.days);
        auto const scope = one.own ? ReadScope::over({1}) : ReadScope::nothing_internal();
        EXPECT_EQ(scope.observations_until(network.view(), network.stream(), now), one.until);
        EXPECT_EQ(ReadScope::everything().observations_until(network.view(), network.stream(), now),
                  ReadScope::every_observation);
    }
}

TEST(ReadScope, ShowsAFeatureThatObservationsNameOnceOneOfThemIsOpen) {
    base::Instant const now{1'000'000'000'000'000};
    auto const days_ago = [&](std::int64_t days) { return now.plus_seconds(-days * 86'400); };
    struct Case {
        Openness openness;
        base::Instant since;
        bool public_sees, own_sees;
    };
    for (auto const& one :
         {Case{Openness::open, days_ago(1), true, true}, Case{Openness::embargo, days_ago(6), true, true},
          Case{Openness::embargo, days_ago(5), false, true}, Case{Openness::embargo, days_ago(1), false, true},
          Case{Openness::embargo, Stream::NamedFeature::always, true, true},
          Case{Openness::internal, days_ago(6), false, true}}) {
        Network const network(true, one.openness, one.openness == Openness::embargo ? 5 : 0);
        Feature feature;
        feature.id = {2};
        network.state->put(feature);
        auto stream = network.stream();
        stream.named_features = {{feature.id, one.since}};
        network.state->put(stream);
        auto const view = network.view();
        EXPECT_EQ(ReadScope::nothing_internal(now).sees(view, *view.find(feature.id)), one.public_sees);
        EXPECT_EQ(ReadScope::over({1}, now).sees(view, *view.find(feature.id)), one.own_sees);
        EXPECT_TRUE(ReadScope::everything().sees(view, *view.find(feature.id)));
    }
}

TEST(ReadScope, AStationWithoutAPlatformIsNobodysOwn) {
    Network const network(false, Openness::open);
    auto thing = *network.view().find(ThingId{1});
    thing.platform.reset();
    network.state->put(thing);
    EXPECT_FALSE(ReadScope::over({1}).owns(thing));
    EXPECT_TRUE(ReadScope::everything().owns(thing));
}

class ReadScopeOf : public kunyu::test::OnEachEngine {
  protected:
    ReadScope scope_of(identity::Caller const& caller) {
        return db().read([&](sql::Session& session) { return read_scope(session, caller); });
    }
    StationWorld world{db()};
};
KUNYU_ON_EACH_ENGINE(ReadScopeOf);

TEST_P(ReadScopeOf, ReachesThePlatformsOfTheCaller) {
    auto const own = world.thing();
    auto foreign = own;
    foreign.platform = world.glacier;
    EXPECT_TRUE(scope_of(world.manager).owns(own));
    EXPECT_FALSE(scope_of(world.manager).owns(foreign));
    EXPECT_TRUE(scope_of(world.director).owns(own));
    EXPECT_FALSE(scope_of(world.director).owns(foreign));
    EXPECT_FALSE(scope_of(world.nobody).owns(own));
    EXPECT_TRUE(scope_of(world.steward).owns(foreign));
    EXPECT_TRUE(scope_of(world.system()).owns(foreign));
    auto limited = world.manager;
    limited.token_actions.emplace();
    EXPECT_FALSE(scope_of(limited).owns(own)) << "a token that is not for it";
}

}  // namespace
}  // namespace kunyu::observations::test
