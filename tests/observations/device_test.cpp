#include "observations/device_activity.hpp"
#include "observations/device_directory.hpp"
#include "observations/device_limits.hpp"
#include "observations/device_service.hpp"
#include "observations/device_store.hpp"
#include "observations/station_world.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace kunyu::observations::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Devices : public kunyu::test::OnEachEngine {
  protected:
    Devices() { thing = world.create(world.manager, world.thing()).value().id; }

    base::Result<DeviceWithSecret> make(identity::Caller const& caller) {
        DeviceChange change;
        change.name = "遥测终端1号";
        return world.write([&](sql::Tx& tx) { return devices.create(tx, world.as(caller), thing, change); });
    }
    base::Result<DeviceWithSecret> rotate(DeviceId id, std::int64_t overlap) {
        return world.write([&](sql::Tx& tx) { return devices.rotate(tx, world.as(world.director), id, {}, overlap); });
    }
    base::Result<Device> revoke(DeviceId id) {
        return world.write([&](sql::Tx& tx) { return devices.revoke(tx, world.as(world.director), id, {}, "被盗"); });
    }
    std::string recognised(DeviceDirectory const& in, std::string const& secret) {
        return refused(in.recognise(secret, world.clock.now()));
    }
    Device stored(DeviceId id) {
        return db().read([&](sql::Session& session) { return load(session, id).value(); });
    }

    StationWorld world{db()};
    DeviceDirectory directory{db()};
    DeviceService devices{world.ids, directory};
    ThingId thing;
};
KUNYU_ON_EACH_ENGINE(Devices);

TEST_P(Devices, AreRecognisedByAKeyOfWhichOnlyTheDigestIsKept) {
    auto const made = make(world.manager).value();
    EXPECT_THAT(made.secret, HasSubstr("kunyu_device_"));
    EXPECT_EQ(made.secret.find(made.device.keys.front().prefix), 0U);
    EXPECT_EQ(recognised(directory, made.secret), "observations.bad_device_key") << "not read yet";
    auto const known = directory.recognise_or_refresh(made.secret, world.clock.now()).value();
    EXPECT_EQ(known.id, made.device.id);
    EXPECT_EQ(known.thing, thing);
    EXPECT_EQ(known.per_minute, usual_per_minute);
    EXPECT_EQ(recognised(directory, made.secret + "x"), "observations.bad_device_key");
    auto const rows = db().read([](sql::Session& session) {
        std::string all;
        for (auto const& row : session.query("SELECT digest, prefix FROM observation_device_key"))
            all += row.text(0) + row.text(1);
        for (auto const& row : session.query("SELECT after_json FROM audit_record WHERE subject_kind = 'device'"))
            all += row.optional_text(0).value_or("");
        return all;
    });
    EXPECT_THAT(rows, Not(HasSubstr(made.secret)));
    EXPECT_THAT(rows, Not(HasSubstr(made.secret.substr(made.secret.size() - 20))));
}

TEST_P(Devices, AreManagedByTheStationsPeople) {
    auto const made = make(world.director).value();
    EXPECT_EQ(refused(make(world.stranger)), "identity.not_permitted");
    auto const find = [&](identity::Caller const& caller) {
        return refused(db().read([&](sql::Session& session) { return devices.find(session, caller, made.device.id); }));
    };
    EXPECT_EQ(find(world.manager), "");
    EXPECT_EQ(find(world.stranger), "observations.device_not_found");
    EXPECT_EQ(find(world.nobody), "identity.login_required");
    DeviceChange change;
    change.per_minute = 5;
    auto const edit = [&](std::int64_t version) {
        return world.write(
            [&](sql::Tx& tx) { return devices.edit(tx, world.as(world.manager), made.device.id, version, change); });
    };
    EXPECT_EQ(edit(made.device.version).value().per_minute, 5);
    EXPECT_EQ(refused(edit(made.device.version)), "identity.version_conflict");
}

TEST_P(Devices, LiveOnWithTheOldKeyForTheTimeStated) {
    auto const made = make(world.manager).value();
    auto const turned = rotate(made.device.id, 3600).value();
    EXPECT_NE(turned.secret, made.secret);
    EXPECT_THAT(turned.device.keys, SizeIs(2));
    directory.refresh();
    EXPECT_EQ(recognised(directory, made.secret), "");
    EXPECT_EQ(recognised(directory, turned.secret), "");
    world.pass(3599);
    EXPECT_EQ(recognised(directory, made.secret), "");
    world.pass(1);
    EXPECT_EQ(recognised(directory, made.secret), "observations.bad_device_key");
    EXPECT_EQ(recognised(directory, turned.secret), "");
    auto const again = rotate(made.device.id, 0).value();
    EXPECT_EQ(recognised(directory, turned.secret), "observations.bad_device_key") << "at once, without a refresh";
    directory.refresh();
    EXPECT_EQ(recognised(directory, again.secret), "");
}

TEST_P(Devices, RevokedAreUnknownAtOnceHereAndAfterARefreshElsewhere) {
    auto const made = make(world.manager).value();
    auto const second = sql::Database::open(store.options());
    DeviceDirectory elsewhere(*second);
    directory.refresh();
    elsewhere.refresh();
    EXPECT_EQ(recognised(elsewhere, made.secret), "");
    auto const gone = revoke(made.device.id).value();
    EXPECT_THAT(gone.keys, IsEmpty());
    EXPECT_EQ(gone.revoked_because, "被盗");
    EXPECT_EQ(recognised(directory, made.secret), "observations.bad_device_key");
    elsewhere.refresh();
    EXPECT_EQ(recognised(elsewhere, made.secret), "observations.bad_device_key");
    EXPECT_EQ(refused(rotate(made.device.id, 0)), "observations.device_revoked");
    EXPECT_EQ(revoke(made.device.id).value().version, gone.version) << "once is enough";
}

/// However refreshes fall, no request after the answer to a revocation is let in.
TEST_P(Devices, RevokedStayUnknownWhileOthersRefresh) {
    std::atomic<bool> done{false};
    std::thread refresher([&] {
        while (!done) directory.refresh();
    });
    for (int round = 0; round < 20; ++round) {
        auto const made = make(world.manager).value();
        directory.refresh();
        ASSERT_EQ(recognised(directory, made.secret), "");
        revoke(made.device.id).value();
        ASSERT_EQ(recognised(directory, made.secret), "observations.bad_device_key");
    }
    done = true;
    refresher.join();
}

TEST_P(Devices, GoWithTheirStation) {
    auto const made = make(world.manager).value();
    directory.refresh();
    world.remove(world.manager, thing).value();
    directory.refresh();
    EXPECT_EQ(recognised(directory, made.secret), "observations.bad_device_key");
}

TEST_P(Devices, AreNotedAsSeenTogether) {
    auto const made = make(world.manager).value();
    auto const now = world.clock.now();
    {
        DeviceActivity activity(db());
        activity.note(made.device.id, now);
        activity.note(made.device.id, now.plus_seconds(5));
        activity.note({999}, now);
        EXPECT_EQ(activity.flush(), 2U);
        EXPECT_EQ(activity.flush(), 0U);
        EXPECT_EQ(stored(made.device.id).last_seen_at, now.plus_seconds(5));
        activity.note(made.device.id, now);
        activity.flush();
        EXPECT_EQ(stored(made.device.id).last_seen_at, now.plus_seconds(5)) << "never back";
        activity.note(made.device.id, now.plus_seconds(60));
    }
    EXPECT_EQ(stored(made.device.id).last_seen_at, now.plus_seconds(60)) << "what waited at the end";
}

TEST(DeviceLimits, LetAMinutesWorthThroughAndThenTheRate) {
    DeviceLimits limits;
    KnownDevice const device{{1}, {1}, "x", 4};
    base::Instant now{1'000'000'000};
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(limits.take(device, now)) << i;
    EXPECT_EQ(refused(limits.take(device, now)), "observations.device_too_fast");
    EXPECT_EQ(refused(limits.take(device, now.plus_seconds(14))), "observations.device_too_fast");
    EXPECT_TRUE(limits.take(device, now.plus_seconds(15)));
    EXPECT_EQ(refused(limits.take(device, now)), "observations.device_too_fast") << "a clock that steps back";
    now = now.plus_seconds(86'400);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(limits.take(device, now)) << i;
    EXPECT_FALSE(limits.take(device, now));
    EXPECT_TRUE(limits.take({{2}, {1}, "y", 1}, now)) << "each for itself";
}

TEST(DeviceLimits, MayBeOfMoreThanAMinute) {
    DeviceLimits limits(3);
    KnownDevice const device{{1}, {1}, "x", 4};
    base::Instant const now{1'000'000'000};
    for (int i = 0; i < 12; ++i) EXPECT_TRUE(limits.take(device, now)) << i;
    EXPECT_FALSE(limits.take(device, now));
    limits.give_back(device);
    EXPECT_TRUE(limits.take(device, now)) << "what could not be served";
    EXPECT_FALSE(limits.take(device, now.plus_seconds(14)));
    EXPECT_TRUE(limits.take(device, now.plus_seconds(15)));
}

}  // namespace
}  // namespace kunyu::observations::test
