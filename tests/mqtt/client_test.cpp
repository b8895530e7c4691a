#include "mqtt/client.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace kunyu::mqtt {
namespace {

using namespace std::string_literals;

std::string const admitted = "\x20\x03\x00\x00\x00"s;
std::string const resumed = "\x20\x03\x01\x00\x00"s;
std::string const not_authorised = "\x20\x03\x00\x87\x00"s;
constexpr char subscribe_packet = '\x82';
constexpr char publish_packet = '\x32';
constexpr char acknowledgement = '\x40';
constexpr Client::Patience patience{20'000};

/// PUBLISH of MQTT 5 with QoS 1 and, when it is not empty, the user property "authorization".
std::string publication(std::string const& topic, std::string const& payload, char number,
                        std::string const& authorization = "") {
    std::string properties;
    if (!authorization.empty())
        properties = "\x26\x00\x0D"s + "authorization" + '\0' + static_cast<char>(authorization.size()) + authorization;
    std::string body = ""s + '\0' + static_cast<char>(topic.size()) + topic + '\0' + number;
    body += static_cast<char>(properties.size());
    body += properties + payload;
    return ""s + publish_packet + static_cast<char>(body.size()) + body;
}

/// A broker that says what the test wants it to say, to one client, and keeps what it hears.
class Broker {
  public:
    using Script = std::function<void(Broker&)>;

    explicit Broker(Script script) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener_, 1), 0);
        EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this, script = std::move(script)] {
            peer_ = ::accept(listener_, nullptr, nullptr);
            script(*this);
        });
    }
    ~Broker() {
        join();
        ::close(peer_);
        ::close(listener_);
    }
    void join() {
        if (thread_.joinable()) thread_.join();
    }
    /// Comes and goes without a word.
    void knock() const {
        auto const visitor = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port_);
        EXPECT_EQ(::connect(visitor, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        ::close(visitor);
    }
    Settings settings(bool lasting) const {
        Settings out;
        out.address = {"127.0.0.1", port_, false};
        out.client_id = "test";
        out.lasting_session = lasting;
        return out;
    }

    void say(std::string const& bytes) {
        EXPECT_EQ(::send(peer_, bytes.data(), bytes.size(), 0), ssize_t(bytes.size()));
    }
    /// The first byte of the next packet, or 0 when the client has gone. Packets here are short.
    char hear() {
        char head[2]{};
        if (::recv(peer_, head, 2, MSG_WAITALL) != 2) return 0;
        std::string body(static_cast<std::size_t>(head[1]), '\0');
        EXPECT_EQ(::recv(peer_, body.data(), body.size(), MSG_WAITALL), ssize_t(body.size()));
        if (head[0] == subscribe_packet) say("\x90\x04"s + body[0] + body[1] + "\x00\x01"s);
        if (head[0] == publish_packet) {
            auto const number = 2 + static_cast<std::size_t>(body[1]);
            published.push_back(body.substr(number + 3));
            say("\x40\x02"s + body[number] + body[number + 1]);
        }
        return head[0];
    }
    std::string hear_all() {
        std::string all;
        for (auto one = hear(); one != 0; one = hear()) all += one;
        return all;
    }
    /// Listens until the client goes, and says nothing.
    void ignore() const {
        char one = 0;
        while (::recv(peer_, &one, 1, 0) == 1) continue;
    }
    std::string heard;
    std::vector<std::string> published;

  private:
    int listener_ = -1;
    int peer_ = -1;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

std::vector<Message> wait_for_messages(Client& client) {
    for (;;) {
        auto got = client.receive(patience).value();
        if (!got.empty()) return got;
        client.flush().value();
    }
}

TEST(Client, AcknowledgesNothingBeforeItIsToldTo) {
    Broker broker([](Broker& self) {
        self.hear();
        self.say(admitted);
        self.hear();
        self.say(publication("devices/key/v1.1/Observations", "{}", 7));
        self.heard = self.hear_all();
    });
    {
        Client client(broker.settings(true));
        client.open({"devices/#"}, patience).value();
        auto const got = wait_for_messages(client);
        ASSERT_EQ(got.size(), 1U);
        EXPECT_EQ(got.front().topic, "devices/key/v1.1/Observations");
        EXPECT_EQ(got.front().payload, "{}");
    }
    broker.join();
    EXPECT_EQ(broker.heard, "");
}

TEST(Client, AcknowledgesOnceItIsToldTo) {
    Broker broker([](Broker& self) {
        self.hear();
        self.say(admitted);
        self.hear();
        self.say(publication("a", "1", 7) + publication("a", "2", 8));
        self.heard = self.hear_all();
    });
    {
        Client client(broker.settings(true));
        client.open({"a"}, patience).value();
        for (std::size_t taken = 0; taken < 2;) {
            taken += wait_for_messages(client).size();
            client.flush().value();
        }
    }
    broker.join();
    EXPECT_EQ(broker.heard, std::string(2, acknowledgement));
}

TEST(Client, WhatABrokerKeptIsNotAcknowledgedByTheSubscription) {
    Broker broker([](Broker& self) {
        self.hear();
        self.say(resumed + publication("a", "kept", 7));
        self.heard = self.hear_all();
    });
    {
        Client client(broker.settings(true));
        client.open({"a"}, patience).value();
        EXPECT_EQ(wait_for_messages(client).front().payload, "kept");
    }
    broker.join();
    EXPECT_THAT(broker.heard, testing::Not(testing::Contains(acknowledgement)));
}

TEST(Client, ReadsTheAuthorizationOfAMessage) {
    Broker broker([](Broker& self) {
        self.hear();
        self.say(admitted + publication("a", "1", 7, "Bearer key"));
        self.heard = self.hear_all();
    });
    {
        Client client(broker.settings(true));
        client.open({"a"}, patience).value();
        EXPECT_EQ(wait_for_messages(client).front().authorization, "Bearer key");
    }
}

TEST(Client, SettlesOnceTheBrokerHasEverything) {
    Broker broker([](Broker& self) {
        self.hear();
        self.say(admitted);
        self.heard = self.hear_all();
    });
    {
        Client client(broker.settings(false));
        client.open({}, patience).value();
        for (auto const* payload : {"1", "2", "3"}) client.publish("v1.1/Observations", payload).value();
        EXPECT_EQ(client.settle(patience).value(), 0U);
    }
    broker.join();
    EXPECT_THAT(broker.published, testing::ElementsAre("1", "2", "3"));
}

/// A server stops at once, also while its broker is there and says nothing.
TEST(Client, WaitsNoLongerOnceItIsToEnd) {
    using namespace std::chrono_literals;
    for (bool const admits : {true, false}) {
        Broker broker([admits](Broker& self) {
            self.hear();
            if (admits) self.say(admitted);
            self.ignore();
        });
        bool is_ending = !admits;
        Client client(broker.settings(false), [&] { return is_ending; });
        auto const begun = std::chrono::steady_clock::now();
        auto const opened = client.open({}, patience);
        ASSERT_EQ(opened.has_value(), admits);
        is_ending = true;
        if (admits) {
            client.publish("topic", "text").value();
            EXPECT_EQ(client.settle(patience).error().code, "mqtt.interrupted");
        }
        EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
    }
}

TEST(Client, SaysWhyItIsNotAdmitted) {
    Broker broker([](Broker& self) {
        self.hear();
        self.say(not_authorised);
    });
    Client client(broker.settings(false));
    EXPECT_EQ(client.open({}, patience).error().code, "mqtt.not_admitted");
}

TEST(Client, DoesNotGoOnInClearWithoutTheAuthorityOfCertificates) {
    Broker broker([](Broker& self) { self.heard = self.hear_all(); });
    auto settings = broker.settings(false);
    settings.address.tls = true;
    settings.ca_file = "/nowhere/ca.crt";
    settings.user = "kunyu";
    settings.password = "secret";
    EXPECT_EQ(Client(settings).open({}, patience).error().code, "mqtt.unreachable");
    broker.knock();
    broker.join();
    EXPECT_EQ(broker.heard, "");
}

TEST(Client, SaysWhenTheConnectionIsLost) {
    Broker broker([](Broker& self) {
        self.hear();
        self.say(admitted);
        self.hear();
        self.say("\xE0\x00"s);
    });
    Client client(broker.settings(true));
    client.open({"a"}, patience).value();
    auto got = client.receive(patience);
    while (got.has_value()) got = client.receive(patience);
    EXPECT_EQ(got.error().code, "mqtt.connection_lost");
}

}  // namespace
}  // namespace kunyu::mqtt
