#include "base/words.hpp"
#include "events/events.hpp"
#include "observations/quality_alarm_service.hpp"
#include "observations/quality_alarm_store.hpp"
#include "observations/quality_alarm_watch.hpp"
#include "observations/quality_maintenance_service.hpp"
#include "observations/station_store.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace kunyu::observations::test {
namespace {

using quality::AlarmStatus;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

quality::AlarmRule above(double high) {
    quality::AlarmRule rule;
    rule.severity = quality::Severity::orange;
    rule.condition = quality::ThresholdCondition{quality::ThresholdSide::above, {}, high, 0};
    rule.escalate_after_minutes = {30};
    return rule;
}

quality::AlarmRule silent(double cadences) {
    quality::AlarmRule rule;
    rule.condition = quality::SilenceCondition{{}, cadences};
    return rule;
}

class Alarms : public kunyu::test::OnEachEngine {
  protected:
    base::Result<AlarmStanding> make(identity::Caller const& caller, quality::AlarmRule const& rule) {
        return world.write([&](sql::Tx& tx) {
            return alarms.create(tx, world.as(caller), stream.id, {"水位超警戒", std::nullopt, rule});
        });
    }
    AlarmId made(quality::AlarmRule const& rule) { return make(world.manager, rule).value().alarm.id; }
    base::Result<AlarmStanding> edit(AlarmId id, std::int64_t version, AlarmSettings const& settings) {
        return world.write(
            [&](sql::Tx& tx) { return alarms.edit(tx, world.as(world.manager), id, version, settings); });
    }
    base::Result<AlarmStanding> acknowledge(identity::Caller const& caller, AlarmId id, std::int64_t occurrence,
                                            std::string const& note = {}) {
        return world.write([&](sql::Tx& tx) {
            return alarms.acknowledge(tx, world.as(caller), id, {occurrence, note});
        });
    }
    base::Result<void> remove(AlarmId id) {
        return world.write([&](sql::Tx& tx) { return alarms.remove(tx, world.as(world.manager), id, {}); });
    }
    /// One value observed and come in now.
    StreamArrival value(double value) {
        return {
            stream.id, ++sequence, world.clock.now(), {{world.clock.now().microseconds, value, quality::Flag::good}}};
    }
    void arrive(std::vector<StreamArrival> const& arrivals) {
        world
            .write([&](sql::Tx& tx) -> base::Result<void> {
                watch.arrive(tx, arrivals);
                return {};
            })
            .value();
    }
    void tick() {
        world
            .write([&](sql::Tx& tx) -> base::Result<void> {
                watch.tick(tx, world.clock.now());
                return {};
            })
            .value();
    }
    AlarmStanding standing(AlarmId id) {
        return db().read([&](sql::Session& session) { return load_standing(session, id).value(); });
    }
    base::Result<AlarmPage> listed(identity::Caller const& caller, AlarmFilter const& filter) {
        return db().read([&](sql::Session& session) { return alarms.list(session, world.as(caller), filter); });
    }
    std::vector<AlarmId> ids(identity::Caller const& caller, AlarmFilter const& filter) {
        std::vector<AlarmId> out;
        for (auto const& one : listed(caller, filter).value().items) out.push_back(one.alarm.id);
        return out;
    }
    std::vector<std::string> history(AlarmId id) {
        std::vector<std::string> words;
        for (auto const& entry :
             db().read([&](sql::Session& session) { return entries_of(session, id, std::nullopt, 100); }))
            words.insert(words.begin(), std::string(base::word_of(quality::alarm_changes, entry.transition.change)));
        return words;
    }
    std::vector<std::string> published() {
        std::vector<std::string> names;
        for (auto const& row : db().read([](sql::Session& session) {
                 return session.query(
                     "SELECT name FROM event_record WHERE name LIKE 'observations.alarm%' ORDER BY sequence");
             }))
            names.push_back(row.text(0).substr(std::string("observations.alarm_").size()));
        return names;
    }

    StationWorld world{db()};
    AlarmService alarms{world.ids, world.entities};
    MaintenanceService maintenance{world.ids};
    AlarmWatch watch{world.ids};
    Stream stream = world.whole_stream();
    std::int64_t sequence = 0;
};
KUNYU_ON_EACH_ENGINE(Alarms);

TEST_P(Alarms, AreRaisedToldAndAcknowledged) {
    auto const id = made(above(10));
    arrive({value(9)});
    EXPECT_THAT(history(id), IsEmpty());
    world.pass(60);
    arrive({value(11)});
    EXPECT_EQ(standing(id).state.status, AlarmStatus::raised);
    EXPECT_EQ(acknowledge(world.manager, id, 1).value().state.status, AlarmStatus::acknowledged);
    EXPECT_EQ(refused(acknowledge(world.manager, id, 1)), "quality.other_occurrence");
    world.pass(60);
    arrive({value(9)});
    EXPECT_THAT(history(id), ElementsAre("raised", "notified", "acknowledged", "ended"));
    EXPECT_THAT(published(), ElementsAre("raised", "notified", "acknowledged", "ended"));
}

TEST_P(Alarms, TakeInAnEntryOfTheLogOnce) {
    auto const id = made(above(10));
    auto const first = value(11);
    world.pass(60);
    auto const second = value(9);
    arrive({first});
    arrive({first, second});
    arrive({first, second});
    EXPECT_THAT(history(id), ElementsAre("raised", "notified", "ended"));
    EXPECT_EQ(standing(id).state.sequence, 2);
}

TEST_P(Alarms, EscalateByTheClock) {
    auto const id = made(above(10));
    arrive({value(11)});
    world.pass(29 * 60);
    tick();
    world.pass(60);
    tick();
    tick();
    EXPECT_THAT(history(id), ElementsAre("raised", "notified", "escalated"));
    EXPECT_EQ(standing(id).state.escalations, 1);
}

TEST_P(Alarms, OfSilenceFollowTheProgramme) {
    auto const id = made(silent(3));
    world.pass(7200);
    tick();
    EXPECT_THAT(history(id), IsEmpty()) << "nothing is expected";
    world
        .write([&](sql::Tx& tx) -> base::Result<void> {
            Programme hourly;
            hourly.id = world.ids.next_as<ProgrammeTag>();
            hourly.thing = stream.thing;
            hourly.observed_property = stream.observed_properties.front();
            hourly.cadence_seconds = 3600;
            hourly.from = base::day_of(world.clock.now());
            insert(tx, hourly);
            return {};
        })
        .value();
    world.pass(3600);
    tick();
    EXPECT_THAT(history(id), IsEmpty()) << "three hours are not more than three";
    world.pass(60);
    tick();
    EXPECT_THAT(history(id), ElementsAre("raised", "notified"));
    arrive({value(1)});
    EXPECT_EQ(standing(id).state.status, AlarmStatus::cleared);
}

TEST_P(Alarms, WithAnotherRuleBeginAnew) {
    auto const id = made(above(10));
    arrive({value(11)});
    auto const renamed = edit(id, 1, {"水位", std::nullopt, std::nullopt}).value();
    EXPECT_EQ(renamed.alarm.version, 2);
    EXPECT_EQ(renamed.state.status, AlarmStatus::raised) << "its name alone changes nothing";
    auto const higher = edit(id, 2, {std::nullopt, std::nullopt, above(20)}).value();
    EXPECT_EQ(higher.state.status, AlarmStatus::cleared);
    EXPECT_EQ(refused(edit(id, 2, {"x", std::nullopt, std::nullopt})), "identity.version_conflict");
    EXPECT_EQ(refused(remove(id)), "quality.alarm_open");
    EXPECT_EQ(acknowledge(world.director, id, 1).value().state.status, AlarmStatus::quiet);
    EXPECT_EQ(refused(remove(id)), "");
    EXPECT_FALSE(db().read([&](sql::Session& session) { return load(session, id).has_value(); }));
}

TEST_P(Alarms, NotWatchedRaiseNothingButTellWhatIsLeft) {
    auto const id = made(above(10));
    arrive({value(11)});
    ASSERT_EQ(refused(edit(id, 1, {std::nullopt, false, std::nullopt})), "");
    world.pass(31 * 60);
    arrive({value(12)});
    tick();
    EXPECT_THAT(history(id), ElementsAre("raised", "notified", "ended", "escalated"));
}

TEST_P(Alarms, AreForTheStationsPeople) {
    auto const id = made(above(10));
    arrive({value(11)});
    auto const open = [&](identity::Caller const& caller) { return listed(caller, {}); };
    auto const find = [&](identity::Caller const& caller) {
        return refused(db().read([&](sql::Session& session) { return alarms.find(session, caller, id); }));
    };
    EXPECT_THAT(open(world.manager).value().items, SizeIs(1));
    EXPECT_THAT(open(world.director).value().items, SizeIs(1));
    EXPECT_THAT(open(world.stranger).value().items, IsEmpty());
    EXPECT_EQ(refused(open(world.nobody)), "identity.login_required");
    EXPECT_EQ(find(world.director), "");
    EXPECT_EQ(find(world.stranger), "quality.alarm_not_found");
    EXPECT_EQ(refused(make(world.stranger, above(1))), "identity.not_permitted");
    EXPECT_EQ(refused(acknowledge(world.stranger, id, 1)), "quality.alarm_not_found");
}

TEST_P(Alarms, OpenOnesComeWithTheGravestFirst) {
    auto yellow = above(10), red = above(10);
    yellow.severity = quality::Severity::yellow;
    red.severity = quality::Severity::red;
    auto const first = made(yellow), second = made(red);
    arrive({value(11)});
    EXPECT_THAT(ids(world.manager, {}), ElementsAre(second, first));
}

TEST_P(Alarms, AreListedByStateStationAndNetworkPageByPage) {
    auto const quiet = made(above(100)), raised = made(above(10)), seen = made(above(10));
    arrive({value(11)});
    acknowledge(world.manager, seen, 1).value();
    EXPECT_THAT(ids(world.manager, {}), ElementsAre(seen, raised));
    AlarmFilter filter;
    filter.statuses = {AlarmStatus::acknowledged};
    EXPECT_THAT(ids(world.manager, filter), ElementsAre(seen));
    filter.statuses = {AlarmStatus::quiet, AlarmStatus::raised, AlarmStatus::acknowledged};
    filter.station = stream.thing;
    EXPECT_THAT(ids(world.manager, filter), ElementsAre(seen, raised, quiet));
    EXPECT_THAT(ids(world.stranger, filter), IsEmpty());
    filter.limit = 2;
    auto const first = listed(world.manager, filter).value();
    EXPECT_THAT(first.items, SizeIs(2));
    filter.cursor = first.next;
    EXPECT_THAT(ids(world.manager, filter), ElementsAre(quiet));
    filter.station = ThingId{1};
    EXPECT_THAT(ids(world.manager, filter), IsEmpty());
    filter.cursor = "nonsense";
    EXPECT_EQ(refused(listed(world.manager, filter)), "base.bad_cursor");
    AlarmFilter of_network;
    of_network.network = NetworkId{1};
    EXPECT_EQ(refused(listed(world.manager, of_network)), "network");
}

TEST_P(Alarms, KeepWhatWasSaidOfThem) {
    auto const id = made(above(10));
    arrive({value(11)});
    acknowledge(world.manager, id, 1, "已派人检查").value();
    auto const entries = db().read([&](sql::Session& session) { return entries_of(session, id, std::nullopt, 1); });
    EXPECT_EQ(entries.at(0).transition.reason.code, "quality.alarm_acknowledged_note");
    EXPECT_EQ(entries.at(0).transition.reason.params.at("note"), "已派人检查");
}

TEST_P(Alarms, HaveALimitForAStream) {
    for (std::size_t i = 0; i < most_alarms; ++i) made(above(10));
    EXPECT_EQ(refused(make(world.manager, above(10))), "quality.too_many_alarms");
}

TEST_P(Alarms, AreNotJudgedDuringMaintenance) {
    auto const before = made(above(10));
    auto const now = world.clock.now();
    auto const announce = [&](std::optional<StreamId> of, std::int64_t from, std::int64_t to) {
        return world.write([&](sql::Tx& tx) {
            return maintenance.announce(
                tx, world.as(world.director),
                {stream.thing, of, {now.plus_seconds(from), now.plus_seconds(to)}, "更换水位计"});
        });
    };
    EXPECT_EQ(refused(announce({}, 100, 100)), "/to");
    EXPECT_EQ(refused(announce({}, -40 * 86'400, 400 * 86'400)), "/to /from");
    EXPECT_EQ(refused(announce(StreamId{77}, 0, 100)), "/stream");
    auto const work = announce({}, 0, 7200).value();
    auto const after = made(above(10));
    world.pass(60);
    arrive({value(11)});
    EXPECT_THAT(history(before), IsEmpty());
    EXPECT_THAT(history(after), IsEmpty()) << "an alarm made meanwhile knows of it";
    world.pass(60);
    auto const end = [&](identity::Caller const& caller) {
        return world.write([&](sql::Tx& tx) { return maintenance.end(tx, world.as(caller), work.id); });
    };
    EXPECT_EQ(refused(end(world.stranger)), "quality.maintenance_not_found");
    EXPECT_EQ(end(world.manager).value().ended_at, world.clock.now());
    EXPECT_EQ(refused(end(world.manager)), "") << "a second time does nothing";
    world.pass(60);
    arrive({value(11)});
    EXPECT_THAT(history(before), ElementsAre("raised", "notified"));
    EXPECT_THAT(history(after), ElementsAre("raised", "notified"));
    auto const listed =
        db().read([&](sql::Session& session) { return maintenance.of_station(session, world.manager, stream.thing); });
    EXPECT_THAT(listed.value(), SizeIs(1));
}

TEST_P(Alarms, GoWithTheirStream) {
    auto const id = made(above(10));
    arrive({value(11)});
    ASSERT_EQ(refused(world.remove(world.manager, stream.thing)), "");
    EXPECT_FALSE(db().read([&](sql::Session& session) { return load(session, id).has_value(); }));
    tick();
    arrive({value(11)});
}

}  // namespace
}  // namespace kunyu::observations::test
