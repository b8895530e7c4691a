#include "observations/observation_evidence.hpp"

#include "evidence/period.hpp"
#include "observations/station_part_service.hpp"
#include "observations/station_store.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <string>

namespace kunyu::observations::test {
namespace {

using base::Day;
using evidence::Fact;
using evidence::Measure;
using testing::SizeIs;

constexpr std::int64_t hour = 3'600'000'000;  // microseconds
Day const today = Day::of(2026, 11, 26);      // the world's first moment is its midnight
evidence::Period const yesterday{today.plus_days(-1), today};

class ObservationFacts : public kunyu::test::OnEachEngine {
  protected:
    ObservationFacts() {
        archive::Store::Options options;
        options.folder = folder.path();
        options.background = false;
        store = archive::Store::open(db(), world.ids, world.clock, options).value();
        source = std::make_unique<ObservationEvidence>(*store, catalogue);
    }
    Programme hourly() const {
        Programme programme;
        programme.thing = stream.thing;
        programme.observed_property = stream.observed_properties.front();
        programme.protocol = "规范";
        programme.protocol_version = "1";
        programme.cadence_seconds = 3600;
        programme.from = today.plus_days(-30);
        return programme;
    }
    Programme set(Programme const& programme) {
        return world.write([&](sql::Tx& tx) { return parts.create(tx, world.as(world.manager), programme); }).value();
    }
    /// The first so many hourly values of yesterday, which come in now.
    void append(std::int64_t count) {
        archive::Batch batch;
        batch.points.push_back({stream.id.value, {}});
        for (std::int64_t i = 0; i < count; ++i) {
            batch.points.front().points.times.push_back(base::start_of(yesterday.from).microseconds + i * hour);
            batch.points.front().points.numbers.push_back(1.5);
        }
        store->append(std::move(batch)).value();
    }
    std::map<std::string, Fact> facts(identity::Caller const& caller, base::Instant as_of,
                                      evidence::Period const& period = yesterday) {
        evidence::Question question;
        question.platform = world.karst;
        question.periods = {period};
        question.as_of = evidence::settled(as_of);
        for (auto const& indicator : source->indicators()) question.indicators.insert(indicator.id);
        std::map<std::string, Fact> out;
        for (auto& fact : source->facts(db(), world.as(caller), question).value())
            out.emplace(fact.indicator, std::move(fact));
        return out;
    }
    std::map<std::string, Fact> facts() { return facts(world.manager, world.clock.now()); }

    kunyu::test::TemporaryFolder folder;
    StationWorld world{db()};
    Catalogue catalogue{db()};
    StationPartService parts{world.ids, world.entities};
    Stream stream = world.whole_stream();
    std::unique_ptr<archive::Store> store;
    std::unique_ptr<ObservationEvidence> source;
};
KUNYU_ON_EACH_ENGINE(ObservationFacts);

TEST_P(ObservationFacts, CountWhatCameAgainstTheProgramme) {
    set(hourly());
    world.pass(60);
    append(18);
    world.pass(3600);
    auto told = facts();
    EXPECT_EQ(told["observations.completeness"].measure, (Measure{750, 18, 24}));
    EXPECT_EQ(told["observations.received"].measure, (Measure{18, 18, {}}));
    EXPECT_EQ(told["observations.public_stations"].measure, (Measure{1, 1, 1}));
    EXPECT_EQ(told["observations.public_streams"].measure, (Measure{1, 1, 1}));
    // All came in today: within no hour of yesterday, and none within its hour.
    EXPECT_EQ(told["observations.online_rate"].measure, (Measure{0, 0, 24}));
    EXPECT_EQ(told["observations.transmission_rate"].measure, (Measure{0, 0, 24}));
    ASSERT_THAT(told["observations.completeness"].parts, SizeIs(1));
    EXPECT_EQ(told["observations.completeness"].parts.front().measure, (Measure{750, 18, 24}));
}

TEST_P(ObservationFacts, AreTheSameBeforeAndAfterSealingAndLaterChanges) {
    set(hourly());
    append(10);
    world.pass(600);
    auto const then = world.clock.now();
    auto const before = facts();
    store->seal_all().value();
    world.pass(1);
    append(20);
    world.pass(86'400);
    db().write([&](sql::Tx& tx) -> base::Result<void> {
            auto const caller = world.as(world.manager);
            auto programme = load_programmes(tx, stream.thing).front();
            programme.cadence_seconds = 60;
            KUNYU_TRY_VOID(parts.replace(tx, caller, programme, programme.version));
            auto changed = stream;
            changed.openness = Openness::internal;
            KUNYU_TRY_VOID(world.entities.replace(tx, caller, changed));
            return {};
        })
        .value();
    auto const after = facts(world.manager, then);
    for (auto const& [indicator, fact] : before) {
        EXPECT_EQ(fact.measure, after.at(indicator).measure) << indicator;
        EXPECT_EQ(fact.until, after.at(indicator).until);
    }
    world.pass(600);
    auto const now = facts();
    EXPECT_EQ(now.at("observations.completeness").measure, (Measure{20, 30, 1440}));
    EXPECT_EQ(now.at("observations.public_streams").measure, (Measure{1, 1, 1})) << "at the end of the period";
    EXPECT_EQ(
        facts(world.manager, world.clock.now(), {today, today.plus_days(2)}).at("observations.public_streams").measure,
        (Measure{0, 0, 1}));
}

TEST_P(ObservationFacts, StandThoughTheStationWasRemoved) {
    set(hourly());
    append(12);
    world.pass(600);
    auto const then = world.clock.now();
    world.pass(1);
    world.remove(world.manager, stream.thing).value();
    EXPECT_EQ(facts(world.manager, then).at("observations.completeness").measure, (Measure{500, 12, 24}));
    world.pass(600);
    EXPECT_EQ(facts().at("observations.completeness").unknown->code, "evidence.no_stations");
}

TEST_P(ObservationFacts, StandThoughThePropertyWasRemoved) {
    set(hourly());
    append(12);
    world.pass(600);
    auto const then = world.clock.now();
    world.pass(1);
    world.remove(world.manager, stream.observed_properties.front()).value();
    EXPECT_EQ(facts(world.manager, then).at("observations.completeness").measure, (Measure{500, 12, 24}));
}

TEST_P(ObservationFacts, SayNothingOfWhatTheReaderMayNotRead) {
    set(hourly());
    append(24);
    auto hidden = stream;
    hidden.openness = Openness::embargo;
    hidden.embargo_days = 30;
    world.replace(world.manager, hidden).value();
    world.pass(600);
    auto open = facts(world.nobody, world.clock.now());
    EXPECT_EQ(open["observations.received"].measure, (Measure{0, 0, {}}));
    EXPECT_EQ(open["observations.completeness"].unknown->code, "evidence.nothing_expected");
    EXPECT_EQ(facts().at("observations.received").measure, (Measure{24, 24, {}}));
    db().read([&](sql::Session& session) {
        EXPECT_TRUE(source->tells_all(session, world.as(world.manager), world.karst));
        EXPECT_FALSE(source->tells_all(session, world.as(world.nobody), world.karst));
        EXPECT_FALSE(source->tells_all(session, world.as(world.stranger), world.karst));
    });
}

TEST_P(ObservationFacts, SayWhyTheyAreUnknown) {
    world.pass(600);
    EXPECT_EQ(facts().at("observations.completeness").unknown->code, "evidence.nothing_expected");
    for (auto const& [indicator, fact] :
         facts(world.manager, world.clock.now(), {today.plus_days(1), today.plus_days(2)})) {
        EXPECT_EQ(fact.unknown->code, "evidence.not_begun") << indicator;
        EXPECT_FALSE(fact.measure.value);
    }
    EXPECT_EQ(facts(world.manager, world.clock.now(), {today.plus_days(-400), today})
                  .at("observations.online_rate")
                  .unknown->code,
              "evidence.too_long_for_rates");
}

}  // namespace
}  // namespace kunyu::observations::test
