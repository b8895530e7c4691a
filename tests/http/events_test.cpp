#include "http/client.hpp"
#include "http/event_channel.hpp"
#include "http/listeners.hpp"
#include "http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace kunyu::http {
namespace {

using testing::HasSubstr;
using testing::Not;

std::shared_ptr<std::string const> text(std::string bytes) {
    return std::make_shared<std::string const>(std::move(bytes));
}

// ---- the channel

TEST(EventChannel, GivesWhatWasPutInInOrderAndTheEndAfterIt) {
    EventChannel channel;
    EXPECT_TRUE(channel.push(text("a")));
    EXPECT_TRUE(channel.push(text("b")));
    channel.end();
    EXPECT_FALSE(channel.push(text("c")));
    EXPECT_EQ(channel.take(100), "ab");
    EXPECT_TRUE(channel.ended());
    EXPECT_FALSE(channel.overflowed());
}

TEST(EventChannel, EndsASlowReaderAndForgetsWhatHeHasNotRead) {
    EventChannel channel(10);
    EXPECT_TRUE(channel.push(text("a single large one")));
    EXPECT_FALSE(channel.push(text("b")));
    EXPECT_TRUE(channel.overflowed());
    EXPECT_EQ(channel.take(100), "");
}

TEST(EventChannel, WakesOnceUntilItIsTakenFrom) {
    EventChannel channel;
    int woken = 0;
    channel.attach([&] { ++woken; });
    channel.push(text("a"));
    channel.push(text("b"));
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(channel.take(1), "a");
    channel.push(text("c"));
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(channel.take(100), "bc");
    channel.end();
    channel.end();
    EXPECT_EQ(woken, 2);
}

TEST(EventChannel, EndsWhenNobodyReads) {
    auto const channel = std::make_shared<EventChannel>();
    { EventReader const reader(channel); }
    EXPECT_FALSE(channel->push(text("a")));
}

TEST(Listeners, AreCountedInAllAndOfEachCaller) {
    Listeners listeners({3, 2});
    auto first = listeners.seat("a").value();
    auto const second = listeners.seat("a").value();
    EXPECT_EQ(listeners.seat("a").error().code, "http.too_many_of_one");
    auto const third = listeners.seat("b").value();
    EXPECT_EQ(listeners.seat("c").error().code, "http.too_many_listeners");
    first.reset();
    EXPECT_TRUE(listeners.seat("c").has_value());
    EXPECT_EQ(listeners.count(), 2U);
}

// ---- over the wire

class EventsTest : public testing::Test {
  protected:
    EventsTest() {
        options.port = 0;
        options.access_log = false;
        options.heartbeat = 1;
        options.idle_timeout = 1;
        RouteOptions route;
        route.action = "t";
        router.add(Method::get, "/events", route, [this](Request const&) {
            auto channel = std::make_shared<EventChannel>();
            auto reader = std::make_shared<EventReader>(channel);
            reader->may_go_on = [this] { return allowed.load(); };
            reader->seat = std::shared_ptr<void>(nullptr, [this](void*) { ++left; });
            channel->push(text("data: hello\n\n"));
            std::lock_guard const lock(mutex);
            channels.push_back(std::move(channel));
            opened.notify_all();
            return events_response(std::move(reader));
        });
        server = std::make_unique<Server>(options, router);
        server->start();
    }
    std::shared_ptr<EventChannel> next_channel() {
        std::unique_lock lock(mutex);
        if (!opened.wait_for(lock, std::chrono::seconds(10), [this] { return !channels.empty(); }))
            throw std::runtime_error("no channel was opened");
        auto channel = std::move(channels.front());
        channels.pop_front();
        return channel;
    }
    static bool soon(std::function<bool()> const& condition) {
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition())
            if (std::chrono::steady_clock::now() > until)
                return false;
            else
                std::this_thread::yield();
        return true;
    }
    static std::string read_until(Client& client, std::string const& end) {
        std::string all;
        while (all.find(end) == std::string::npos) {
            auto const more = client.read_some(1U << 20);
            if (more.empty()) throw std::runtime_error("the events ended: " + all);
            all += more;
        }
        return all;
    }

    ServerOptions options;
    Router router;
    std::mutex mutex;
    std::condition_variable opened;
    std::deque<std::shared_ptr<EventChannel>> channels;
    std::atomic<bool> allowed{true};
    std::atomic<int> left{0};
    std::unique_ptr<Server> server;
};

TEST_F(EventsTest, AreSentAsTheyCome) {
    Client client(server->port());
    client.get("/events", "Accept-Encoding: gzip\r\n");
    auto const head = read_until(client, "data: hello\n\n");
    EXPECT_THAT(head, HasSubstr("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"));
    EXPECT_THAT(head, HasSubstr("Cache-Control: no-store\r\n"));
    EXPECT_THAT(head, HasSubstr("X-Accel-Buffering: no\r\n"));
    EXPECT_THAT(head, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
    EXPECT_THAT(head, Not(HasSubstr("Content-Encoding")));
    auto const channel = next_channel();
    channel->push(text(event_text("news", "7", "{}")));
    EXPECT_EQ(read_until(client, "\n\n"), "event: news\nid: 7\ndata: {}\n\n");
    channel->end();
    EXPECT_TRUE(client.at_end());
}

TEST_F(EventsTest, HaveSignsOfLifeBetweenThemBeyondEveryDeadline) {
    Client client(server->port());
    client.get("/events");
    read_until(client, "data: hello\n\n");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(read_until(client, "\n\n"), ":\n\n");
    EXPECT_FALSE(next_channel()->ended());
}

TEST_F(EventsTest, OfALargeEventArriveWhole) {
    Client client(server->port());
    client.get("/events");
    read_until(client, "data: hello\n\n");
    std::string const large(8U << 20, 'x');
    next_channel()->push(text(large + "\n\n"));
    EXPECT_EQ(read_until(client, "\n\n").size(), large.size() + 2);
}

TEST_F(EventsTest, EndWhenTheClientGoes) {
    for (bool const politely : {true, false}) {
        Client client(server->port());
        client.get("/events");
        read_until(client, "data: hello\n\n");
        auto const channel = next_channel();
        if (politely)
            client.finish_sending();
        else
            client.abort();
        EXPECT_TRUE(soon([&] { return channel->ended(); }));
    }
    EXPECT_TRUE(soon([&] { return left == 2; }));
}

TEST_F(EventsTest, EndForWhoDoesNotRead) {
    Client client(server->port());
    client.get("/events");
    read_until(client, "data: hello\n\n");
    auto const channel = next_channel();
    auto const event = text("data: " + std::string(10'000, 'x') + "\n\n");
    int taken = 0;
    while (taken < 100'000 && channel->push(event)) ++taken;
    // What lies in the sockets' buffers and in the channel, no more.
    EXPECT_LT(taken, 100'000);
    EXPECT_TRUE(channel->overflowed());
    EXPECT_TRUE(soon([&] { return left == 1; }));
}

TEST_F(EventsTest, EndForWhoStopsReadingALargeOne) {
    Client client(server->port());
    client.get("/events");
    read_until(client, "data: hello\n\n");
    auto const channel = next_channel();
    channel->push(text(std::string(64U << 20, 'x')));
    EXPECT_TRUE(soon([&] { return channel->ended(); }));
}

TEST_F(EventsTest, EndForWhoDoesNotListenButTalks) {
    Client client(server->port());
    client.get("/events");
    read_until(client, "data: hello\n\n");
    client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const channel = next_channel();
    EXPECT_EQ(read_until(client, "\n\n"), ":\n\n");  // what was pipelined is not answered
    EXPECT_FALSE(channel->ended());
    client.send(std::string(1U << 20, 'x'));
    EXPECT_TRUE(soon([&] { return channel->ended(); }));
}

TEST_F(EventsTest, EndWhenTheCallerMayNoLongerListen) {
    Client client(server->port());
    client.get("/events");
    read_until(client, "data: hello\n\n");
    allowed = false;
    auto const channel = next_channel();
    EXPECT_TRUE(soon([&] { return channel->ended(); }));
    EXPECT_EQ(client.read_some(100), ":\n\n");
    EXPECT_TRUE(client.at_end());
}

TEST_F(EventsTest, EndAtOnceWhenTheServerStops) {
    Client client(server->port());
    client.get("/events");
    read_until(client, "data: hello\n\n");
    auto const begun = std::chrono::steady_clock::now();
    server->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(1500));
    EXPECT_TRUE(client.at_end());
    EXPECT_TRUE(next_channel()->ended());
}

TEST_F(EventsTest, StayBehindOnHead) {
    Client client(server->port());
    client.send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read(true).header("content-type"), "text/event-stream");
    EXPECT_TRUE(client.at_end());
    EXPECT_TRUE(next_channel()->ended());
}

TEST_F(EventsTest, EndWithAConnectionThatIsGoneBeforeTheyBegin) {
    Client client(server->port());
    client.get("/events").abort();
    auto const channel = next_channel();
    EXPECT_TRUE(soon([&] { return channel->ended(); }));
}

}  // namespace
}  // namespace kunyu::http
