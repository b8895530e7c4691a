#include "archive/chunk_index.hpp"
#include "http/event_channel.hpp"
#include "live/cursor.hpp"
#include "live/hub.hpp"
#include "observations/revision_service.hpp"
#include "observations/station_world.hpp"

#include <boost/json.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace kunyu::live::test {
namespace {

using namespace observations;
using namespace observations::test;

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(LiveCursor, IsWrittenAndReadStrictly) {
    LiveCursor const cursor{120, 118, 7};
    EXPECT_EQ(to_string(cursor), "120-118-7");
    EXPECT_EQ(parse_live_cursor("120-118-7"), cursor);
    EXPECT_EQ(parse_live_cursor("0-0-0"), LiveCursor{});
    for (auto const* text : {"", "1", "1-2", "1-2-3-4", "1-2-", "-1-2-3", "1--2-3", "01-2-3", "1-2-+3", "1-2-3 ",
                             "a-b-c", "99999999999999999999-1-1"})
        EXPECT_EQ(parse_live_cursor(text), std::nullopt) << text;
}

/// One event as a browser reads it.
struct Event {
    std::string name;
    std::string id;
    json::object data;
};

std::vector<Event> events_in(std::string text) {
    std::vector<Event> events;
    for (auto end = text.find("\n\n"); end != std::string::npos; end = text.find("\n\n")) {
        auto const one = text.substr(0, end + 1);
        text.erase(0, end + 2);
        auto const field = [&](std::string const& name) {
            auto const at = one.find(name + ": ") + name.size() + 2;
            return one.substr(at, one.find('\n', at) - at);
        };
        events.push_back({field("event"), field("id"), json::parse(field("data")).as_object()});
    }
    return events;
}

class LiveTest : public kunyu::test::OnEachEngine {
  protected:
    LiveTest() {
        // As a follower does, so that the log keeps what was sealed.
        world
            .write([](sql::Tx& tx) -> base::Result<void> {
                archive::store_cursor(tx, "test", 0);
                return {};
            })
            .value();
        archive::Store::Options options;
        options.folder = folder.path();
        options.background = false;
        options.memtable_rows = 40;
        store = archive::Store::open(db(), world.ids, world.clock, options).value();
        hub = std::make_unique<LiveHub>(*store, db(), catalogue, world.clock);
        first = world.whole_stream();
        second = world.whole_stream();
        catalogue.refresh();
    }

    struct Ear {
        std::shared_ptr<http::EventChannel> channel = std::make_shared<http::EventChannel>(16U << 20U);
        std::string last_id;

        std::vector<Event> hear() {
            auto events = events_in(channel->take(64U << 20U));
            if (!events.empty()) last_id = events.back().id;
            return events;
        }
    };
    Ear listen(identity::Caller const& caller, std::vector<Stream> const& streams, std::string const& after = "") {
        Ear ear;
        LiveWish wish;
        for (auto const& stream : streams) wish.streams.push_back(stream.id);
        wish.after = parse_live_cursor(after);
        wish.renew = [this, caller]() -> base::Result<identity::Caller> {
            ++renewed;
            if (revoked) return base::refuse("identity.session_ended");
            return world.as(caller);
        };
        hub->add(std::move(wish), ear.channel);
        hub->run_round();
        return ear;
    }
    /// Their ordinals, from the archive's own answer.
    std::int64_t observe(Stream const& stream, std::vector<std::pair<base::Instant, double>> const& rows) {
        archive::StreamPoints points;
        points.stream = stream.id.value;
        for (auto const& [time, value] : rows) {
            points.points.times.push_back(time.microseconds);
            points.points.numbers.push_back(value);
        }
        return store->append({{points}, {}}).value().first_ordinals.front();
    }
    base::Instant minute(std::int64_t number) const { return world.clock.now().plus_seconds(60 * number); }
    static std::vector<std::int64_t> ids_in(Event const& event) {
        std::vector<std::int64_t> ids;
        for (auto const& stream : event.data.at("streams").as_array())
            for (auto const& one : stream.at("observations").as_array()) ids.push_back(one.at("id").as_int64());
        return ids;
    }
    std::int64_t id(Stream const& stream, std::int64_t ordinal) const {
        return ObservationId{stream.id, ordinal}.value();
    }

    StationWorld world{db()};
    kunyu::test::TemporaryFolder folder;
    Catalogue catalogue{db()};
    std::unique_ptr<archive::Store> store;
    std::unique_ptr<LiveHub> hub;
    Stream first, second;
    int renewed = 0;
    bool revoked = false;
};

TEST_P(LiveTest, TellsWhatComesInWithItsIds) {
    observe(first, {{minute(-1), 1}});
    auto ear = listen(world.nobody, {first, second});
    auto const welcome = ear.hear();
    ASSERT_EQ(welcome.size(), 1U);
    EXPECT_EQ(welcome[0].name, "ready");
    observe(first, {{minute(0), 2.5}, {minute(1), 3}});
    observe(second, {{minute(2), 4}});
    hub->run_round();
    auto const events = ear.hear();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].name, "observations");
    EXPECT_THAT(ids_in(events[0]), ElementsAre(id(first, 1), id(first, 2), id(second, 0)));
    auto const& of_first = events[0].data.at("streams").at(0).as_object();
    EXPECT_EQ(of_first.at("count").as_int64(), 2);
    EXPECT_EQ(of_first.at("observations").at(0).at("result").as_double(), 2.5);
    EXPECT_EQ(of_first.at("observations").at(0).at("quality").as_int64(), 2);
    hub->run_round();
    EXPECT_THAT(ear.hear(), IsEmpty());
}

TEST_P(LiveTest, TellsOnlyWhatWasAskedFor) {
    auto ear = listen(world.nobody, {first});
    ear.hear();
    observe(second, {{minute(0), 1}});
    hub->run_round();
    EXPECT_THAT(ear.hear(), IsEmpty());
    EXPECT_EQ(renewed, 0);
}

/// Whenever a listener breaks off and comes again with the last id, each observation is told exactly once.
TEST_P(LiveTest, MissesNothingAndRepeatsNothingAcrossConnections) {
    std::mt19937 random(11);
    std::vector<std::int64_t> expected;
    std::vector<std::int64_t> told;
    auto ear = listen(world.nobody, {first, second});
    auto other = listen(world.nobody, {second});
    auto const hear = [&](std::size_t most) {
        auto events = events_in(ear.channel->take(64U << 20U));
        if (events.size() > most) events.resize(most);  // the rest was lost with the connection
        for (auto const& event : events) {
            ear.last_id = event.id;
            if (event.name == "observations")
                for (auto const one : ids_in(event)) told.push_back(one);
        }
    };
    for (int step = 0; step < 120; ++step) {
        auto const& stream = random() % 2 == 0 ? first : second;
        auto const ordinal = observe(stream, {{minute(step), step}, {minute(-step), step}});
        expected.push_back(id(stream, ordinal));
        expected.push_back(id(stream, ordinal + 1));
        if (random() % 4 == 0) store->append({{}, {{stream.id.value, {{{ordinal, 1}, 4}}}}}).value();
        if (random() % 10 == 0) store->seal_due().value();
        if (random() % 3 == 0) hub->run_round();
        if (random() % 6 == 0) {
            hear(random() % 2);
            ear.channel->abandon();
            ear.channel = listen(world.nobody, {first, second}, ear.last_id).channel;
        }
    }
    hub->run_round();
    hear(1000);
    std::sort(expected.begin(), expected.end());
    std::sort(told.begin(), told.end());
    EXPECT_EQ(told, expected);
}

/// Frames hold no ordinals: they are counted from what was read before, which may lie before or behind.
TEST_P(LiveTest, NumbersWhatCameWhereverItWasReadLast) {
    LiveLog log(*store, db());
    for (int i = 0; i < 3; ++i) observe(first, {{minute(i), i}});
    auto const ordinals = [&](std::uint64_t after, std::uint64_t until) {
        auto state = log.state();
        state.cursor.observations = state.cursor.flags = until;
        auto const news = log.since({after, after, state.cursor.revision}, state, [](std::int64_t) { return true; });
        std::vector<std::int64_t> out;
        for (auto const& arrival : news.value().streams.at(first.id.value).arrivals)
            out.insert(out.end(), arrival.points.ordinals.begin(), arrival.points.ordinals.end());
        return out;
    };
    EXPECT_THAT(ordinals(0, 3), ElementsAre(0, 1, 2));
    EXPECT_THAT(ordinals(0, 1), ElementsAre(0));
    auto const last = store->applied();
    observe(first, {{minute(3), 3}});
    EXPECT_THAT(ordinals(last, last + 1), ElementsAre(3));
    EXPECT_THAT(ordinals(1, 2), ElementsAre(1));
    EXPECT_THAT(ordinals(2, last + 1), ElementsAre(2, 3));
}

TEST_P(LiveTest, TellsFlagsFoundOnArrivalAndLaterVersions) {
    RevisionService const revisions(*store);
    observe(first, {{minute(0), 1}, {minute(1), 2}, {minute(2), 3}});
    auto ear = listen(world.nobody, {first});
    ear.hear();
    store->append({{}, {{first.id.value, {{{1, 1}, 3}}}}}).value();
    hub->run_round();
    auto events = ear.hear();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].name, "revised");
    auto const& flagged = events[0].data.at("streams").at(0).as_object();
    EXPECT_EQ(flagged.at("first"), json::value(base::to_string(minute(1))));
    EXPECT_EQ(flagged.at("last"), json::value(base::to_string(minute(1))));
    EXPECT_FALSE(flagged.at("reread").as_bool());
    EXPECT_EQ(flagged.at("flags").at(0).at("id").as_int64(), id(first, 1));
    EXPECT_EQ(flagged.at("flags").at(0).at("quality").as_int64(), 3);
    world
        .write([&](sql::Tx& tx) {
            return revisions.flag(tx, world.as(world.director), first.id, {{{0, 3}, 4}}, "尖峰");
        })
        .value();
    hub->run_round();
    events = ear.hear();
    ASSERT_EQ(events.size(), 1U);
    auto const& revised = events[0].data.at("streams").at(0).as_object();
    EXPECT_EQ(revised.at("first"), json::value(base::to_string(minute(0))));
    EXPECT_EQ(revised.at("last"), json::value(base::to_string(minute(2))));
    EXPECT_TRUE(revised.at("reread").as_bool());
}

TEST_P(LiveTest, KeepsWhatIsUnderEmbargo) {
    first.openness = Openness::embargo;
    first.embargo_days = 30;
    first = world.replace(world.manager, first).value();
    RevisionService const revisions(*store);
    auto anybody = listen(world.nobody, {first});
    auto own = listen(world.manager, {first});
    anybody.hear();
    own.hear();
    observe(first, {{minute(0), 1}, {world.clock.now().plus_seconds(-31 * 86'400), 2}});
    observe(first, {{minute(1), 3}});
    world
        .write([&](sql::Tx& tx) {
            return revisions.flag(tx, world.as(world.director), first.id, {{{0, 1}, 4}}, "错");
        })
        .value();
    hub->run_round();
    auto const told = anybody.hear();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_THAT(ids_in(told[0]), ElementsAre(id(first, 1)));
    EXPECT_EQ(told[0].data.at("streams").at(0).at("count").as_int64(), 1);
    auto const all = own.hear();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_THAT(ids_in(all[0]), ElementsAre(id(first, 0), id(first, 1), id(first, 2)));
}

TEST_P(LiveTest, FollowsWhatBecomesOpenOrClosed) {
    auto ear = listen(world.nobody, {first});
    ear.hear();
    first.openness = Openness::internal;
    first = world.replace(world.manager, first).value();
    observe(first, {{minute(0), 1}});
    hub->run_round();
    EXPECT_THAT(ear.hear(), IsEmpty());
    first.openness = Openness::open;
    first = world.replace(world.manager, first).value();
    observe(first, {{minute(1), 2}});
    hub->run_round();
    auto const events = ear.hear();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_THAT(ids_in(events[0]), ElementsAre(id(first, 1)));
}

TEST_P(LiveTest, AsksWhoHeIsAgainOnceSomethingWasRecorded) {
    auto ear = listen(world.manager, {first});
    observe(first, {{minute(0), 1}});
    hub->run_round();
    observe(first, {{minute(1), 1}});
    hub->run_round();
    EXPECT_EQ(renewed, 1);
    second.name = "水位二";
    second = world.replace(world.manager, second).value();
    revoked = true;
    observe(first, {{minute(2), 1}});
    hub->run_round();
    EXPECT_EQ(renewed, 2);
    EXPECT_TRUE(ear.channel->ended());
    EXPECT_THAT(ids_in(ear.hear().back()), ElementsAre(id(first, 1)));
}

TEST_P(LiveTest, CountsWhatIsTooMuchToTell) {
    auto ear = listen(world.nobody, {first});
    ear.hear();
    std::vector<std::pair<base::Instant, double>> rows;
    for (int i = 0; i < 501; ++i) rows.emplace_back(minute(i), i);
    observe(first, rows);
    hub->run_round();
    auto const told = ear.hear();
    ASSERT_EQ(told.size(), 1U);
    auto const& item = told[0].data.at("streams").at(0).as_object();
    EXPECT_EQ(item.at("count").as_int64(), 501);
    EXPECT_EQ(item.at("last"), json::value(base::to_string(minute(500))));
    EXPECT_THAT(ids_in(told[0]), IsEmpty());
}

TEST_P(LiveTest, SaysWhenAPlaceCanNoLongerBeReached) {
    observe(first, {{minute(0), 1}});
    for (auto const* place : {"9999-9999-0", "1-1-9999", "0-1-0"}) {
        auto ear = listen(world.nobody, {first}, place);
        auto const events = ear.hear();
        ASSERT_EQ(events.size(), 1U) << place;
        EXPECT_EQ(events[0].name, "reset") << place;
    }
}

/// Who comes again from far back holds up nobody for long.
TEST_P(LiveTest, DoesNotGoBackThroughMuchOfTheLog) {
    auto const near = listen(world.nobody, {first}).hear().at(0).id;
    archive::StreamPoints large;
    large.stream = second.id.value;
    large.points.kind = archive::ResultKind::text;
    large.points.times = {minute(0).microseconds};
    large.points.texts = {std::string(12U << 20U, 'x')};
    for (int i = 0; i < 2; ++i) store->append({{large}, {}}).value();
    EXPECT_EQ(listen(world.nobody, {first}, near).hear().at(0).name, "ready");
    for (int i = 0; i < 3; ++i) store->append({{large}, {}}).value();
    EXPECT_EQ(listen(world.nobody, {first}, near).hear().at(0).name, "reset");
}

TEST_P(LiveTest, ForgetsWhoHasGone) {
    auto ear = listen(world.nobody, {first});
    ear.channel->abandon();
    observe(first, {{minute(0), 1}});
    hub->run_round();
    EXPECT_EQ(renewed, 0);
}

/// By the thread: nothing has to be asked for, and the end comes to all.
TEST_P(LiveTest, TellsByItselfAndEndsEverybodyWhenItStops) {
    hub->start();
    auto const channel = std::make_shared<http::EventChannel>();
    std::promise<void> woken;
    std::atomic<int> wakes{0};
    channel->attach([&] {
        if (++wakes == 1) woken.set_value();
    });
    LiveWish wish;
    wish.streams = {first.id};
    wish.renew = [this]() -> base::Result<identity::Caller> { return world.nobody; };
    hub->add(std::move(wish), channel);
    ASSERT_EQ(woken.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
    EXPECT_EQ(events_in(channel->take(1000)).at(0).name, "ready");
    hub->stop();
    EXPECT_TRUE(channel->ended());
}

KUNYU_ON_EACH_ENGINE(LiveTest);

}  // namespace
}  // namespace kunyu::live::test
