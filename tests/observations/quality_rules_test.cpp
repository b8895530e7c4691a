#include "observations/quality_cadence.hpp"
#include "observations/quality_rules_service.hpp"
#include "observations/station_store.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace kunyu::observations::test {
namespace {

using base::Day;
using testing::SizeIs;

class QualityRules : public kunyu::test::OnEachEngine {
  protected:
    base::Result<StreamQualityRules> replace(identity::Caller const& caller, std::optional<std::int64_t> version,
                                             quality::QartodRules const& rules) {
        return world.write(
            [&](sql::Tx& tx) { return service.replace(tx, world.as(caller), stream.id, version, rules); });
    }
    base::Result<StreamQualityRules> find(identity::Caller const& caller) {
        return db().read([&](sql::Session& session) { return service.find(session, caller, stream.id); });
    }
    static quality::QartodRules some_rules(double high) {
        quality::QartodRules rules;
        rules.gross_range = quality::GrossRange{quality::Range{-0.3, high}, {}};
        rules.flat_line = quality::FlatLine{0.001, 3600, {}};
        return rules;
    }

    StationWorld world{db()};
    QualityRulesService service{world.entities};
    Stream stream = world.whole_stream();
};
KUNYU_ON_EACH_ENGINE(QualityRules);

TEST_P(QualityRules, StandAsTheyWereSetAndEverybodyMaySeeThem) {
    EXPECT_EQ(find(world.nobody).value().version, 0) << "none yet";
    EXPECT_EQ(find(world.nobody).value().rules, quality::QartodRules{});
    auto const set = replace(world.manager, 0, some_rules(12.7)).value();
    EXPECT_EQ(set.version, 1);
    EXPECT_EQ(set.rules, some_rules(12.7));
    EXPECT_EQ(find(world.nobody).value().rules, some_rules(12.7));
    EXPECT_EQ(find(world.nobody).value().updated_by_name, "manager");
    EXPECT_EQ(refused(replace(world.manager, 0, some_rules(13))), "identity.version_conflict");
    EXPECT_EQ(replace(world.director, 1, some_rules(13)).value().version, 2);
    EXPECT_THAT(db().read([](sql::Session& session) { return load_quality_rules(session); }), SizeIs(1));
}

TEST_P(QualityRules, AreSetByTheStationsPeopleAndRecorded) {
    EXPECT_EQ(refused(replace(world.stranger, {}, some_rules(1))), "identity.not_permitted");
    EXPECT_EQ(refused(replace(world.nobody, {}, some_rules(1))), "identity.login_required");
    ASSERT_EQ(refused(replace(world.manager, {}, some_rules(12.7))), "");
    auto const records = db().read([](sql::Session& session) {
        return session.query("SELECT after_json FROM audit_record WHERE subject_kind = 'observation_quality'");
    });
    ASSERT_THAT(records, SizeIs(1));
    EXPECT_THAT(records.front().text(0), testing::HasSubstr("gross_range"));
}

TEST_P(QualityRules, GoWithTheirStream) {
    ASSERT_EQ(refused(replace(world.manager, {}, some_rules(12.7))), "");
    ASSERT_EQ(refused(world.remove(world.manager, stream.thing)), "");
    EXPECT_THAT(db().read([](sql::Session& session) { return load_quality_rules(session); }), SizeIs(0));
}

TEST_P(QualityRules, TheCadenceIsThatOfTheProgrammeOfTheDay) {
    auto const programme = [&](Day from, std::optional<Day> to, std::int64_t seconds) {
        Programme one;
        one.id = world.ids.next_as<ProgrammeTag>();
        one.thing = stream.thing;
        one.observed_property = stream.observed_properties.front();
        one.protocol = "DZ/T 0270";
        one.cadence_seconds = seconds;
        one.from = from;
        one.to = to;
        return one;
    };
    auto const may = Day::of(2018, 5, 1), april = Day::of(2018, 4, 30);
    auto const cadence = world
                             .write([&](sql::Tx& tx) -> base::Result<quality::Cadence> {
                                 insert(tx, programme(april, may, 3600));
                                 insert(tx, programme(may, std::nullopt, 60));
                                 return cadence_for(tx, stream);
                             })
                             .value();
    EXPECT_EQ(cadence.expected(base::start_of(april), base::start_of(may.plus_days(1))), 24 + 1440);
    Stream other = stream;
    other.observed_properties = {{1}};
    EXPECT_TRUE(db().read([&](sql::Session& session) { return cadence_for(session, other).empty(); }));
}

TEST(CalibrationOfAStream, IsAFactorAndWhatIsAdded) {
    Calibration one;
    one.from = {10};
    one.factor = 2;
    one.added = 0.5;
    std::vector<std::int64_t> const times{9, 10};
    std::vector<double> values{3, 3};
    calibration_for({one}).apply(times, values);
    EXPECT_EQ(values, (std::vector<double>{3, 6.5}));
}

}  // namespace
}  // namespace kunyu::observations::test
