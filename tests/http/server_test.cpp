#include "http/server.hpp"

#include "http/client.hpp"
#include "http/gzip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace kunyu::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

class ServerTest : public testing::Test {
  protected:
    ServerTest() {
        options.port = 0;
        options.header_deadline = 1;
        options.idle_timeout = 2;
        options.access_log = false;
        options.workers = 2;
        add(Method::get, "/hello/{name}", {"t"}, [](Request const& request) {
            return Response::text(200, "hello " + request.path_parameter("name") + " " + request.id);
        });
        add(Method::get, "/now", fast(), [](Request const&) { return Response::text(200, "now"); });
        add(Method::post, "/echo", {"t", 1000, 1},
            [](Request const& request) { return Response::text(200, request.body); });
        add(Method::post, "/big", {"t", 50U << 20},
            [](Request const& request) { return Response::text(200, std::to_string(request.body.size())); });
        add(Method::post, "/json", {"t", 1000, 15, {"application/json"}},
            [](Request const&) { return Response::no_content(); });
        add(Method::get, "/slow", {"t"}, [this](Request const&) {
            ++slow_begun;
            std::this_thread::sleep_for(milliseconds(400));
            return Response::text(200, "slow");
        });
        add(Method::post, "/durable", durable(), [this](Request const&) {
            ++slow_begun;
            committed.wait();
            return Response::no_content();
        });
        add(Method::get, "/large", {"t"}, [](Request const&) {
            return Response::bytes_of("application/octet-stream", std::make_shared<std::string const>(32U << 20, 'x'));
        });
        router.defer(Method::post, "/later", {"t"}, [](Request const& request) { return request.body == "at once"; },
                     [this](std::shared_ptr<Request const> const& request, Respond const& answer) {
                         if (request->body == "throw") throw std::runtime_error("secret");
                         std::lock_guard const lock(later_mutex);
                         later.push_back([answer, request] { answer(Response::text(200, request->body)); });
                         ++later_begun;
                     });
        add(Method::get, "/throws", {"t"}, [](Request const&) -> Response { throw std::runtime_error("secret"); });
    }
    static RouteOptions fast() {
        RouteOptions route{"t"};
        route.immediate = true;
        return route;
    }
    static RouteOptions durable() {
        RouteOptions route{"t"};
        route.durable = true;
        return route;
    }
    void add(Method method, std::string pattern, RouteOptions route, Handler handler) {
        router.add(method, std::move(pattern), std::move(route), std::move(handler));
    }
    Client client() {
        if (!server) {
            server = std::make_unique<Server>(options, router);
            server->start();
        }
        return Client(server->port());
    }

    ServerOptions options;
    Router router;
    std::atomic<int> slow_begun{0};
    std::atomic<int> later_begun{0};
    std::mutex later_mutex;
    std::vector<std::function<void()>> later;
    std::promise<void> commit;
    std::shared_future<void> committed{commit.get_future()};
    std::unique_ptr<Server> server;
};

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
    auto c = client();
    auto const first = c.get("/hello/%E5%B2%A9", "X-Request-Id: abc-1\r\n").read();
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, "hello 岩 abc-1");
    EXPECT_EQ(first.header("x-request-id"), "abc-1");
    EXPECT_EQ(first.header("connection"), "keep-alive");
    auto const second = c.get("/now").read();
    EXPECT_EQ(second.body, "now");
    EXPECT_EQ(second.header("x-request-id").size(), 16U);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    auto c = client();
    std::string all;
    for (int i = 0; i < 50; ++i)
        all += "GET /hello/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nX-Request-Id: i\r\n\r\n" +
               "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /now HTTP/1.1\r\nHost: a\r\n\r\n";
    c.send(all);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(c.read().body, "hello " + std::to_string(i) + " i");
        EXPECT_EQ(c.read().body, "abc");
        EXPECT_EQ(c.read().body, "now");
    }
}

TEST_F(ServerTest, AnAnswerMayComeLaterWithoutAThreadThatWaits) {
    auto const post = [](std::string_view body) {
        return "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               std::string(body);
    };
    std::vector<Client> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(client());
        clients.back().send(post(i % 2 == 0 ? "at once" : "by worker"));
    }
    while (later_begun < 100) std::this_thread::sleep_for(milliseconds(1));
    EXPECT_EQ(client().get("/hello/there").read().status, 200);
    for (auto const& answer : later) answer();
    for (int i = 0; i < 100; ++i) {
        auto const answer = clients[static_cast<std::size_t>(i)].read();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, i % 2 == 0 ? "at once" : "by worker");
    }
    auto const thrown = clients[0].send(post("throw")).read();
    EXPECT_EQ(thrown.status, 500);
    EXPECT_THAT(thrown.body, testing::Not(HasSubstr("secret")));
}

TEST_F(ServerTest, ADeferredAnswerIsLetGoWhenItsClientHasGone) {
    { client().send("POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"); }
    while (later_begun == 0) std::this_thread::sleep_for(milliseconds(1));
    later.front()();
    EXPECT_EQ(client().get("/now").read().status, 200);
}

TEST_F(ServerTest, HeadHasNoBody) {
    auto c = client();
    auto const answer = c.send("HEAD /now HTTP/1.1\r\nHost: a\r\n\r\n").read(true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-length"), "3");
    EXPECT_EQ(c.get("/now").read().body, "now");
}

TEST_F(ServerTest, NamesTheMethodsOfAPath) {
    auto c = client();
    auto const wrong = c.send("DELETE /now HTTP/1.1\r\nHost: a\r\n\r\n").read();
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("allow"), "GET, HEAD, OPTIONS");
    auto const asked = c.send("OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n").read();
    EXPECT_EQ(asked.status, 204);
    EXPECT_EQ(asked.header("allow"), "POST, OPTIONS");
    EXPECT_EQ(c.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").read().status, 204);
    auto const missing = c.get("/nowhere", "Accept-Language: en\r\n").read();
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.header("content-type"), "application/problem+json");
    EXPECT_THAT(missing.body, HasSubstr("There is nothing at this address"));
}

TEST_F(ServerTest, AFaultInAHandlerAnswers500WithoutItsText) {
    auto c = client();
    auto const answer = c.get("/throws").read();
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr("http.internal"));
    EXPECT_THAT(answer.body, testing::Not(HasSubstr("secret")));
    EXPECT_EQ(c.get("/now").read().status, 200);
}

TEST_F(ServerTest, RefusesABodyOnItsLengthAlone) {
    auto c = client();
    c.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
    auto const answer = c.read();
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.header("connection"), "close");
    // What is sent all the same does not turn the reply into a reset.
    auto other = client();
    other.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + std::string(1'000'000, 'x'));
    EXPECT_EQ(other.read().status, 413);
    EXPECT_TRUE(other.at_end());
}

TEST_F(ServerTest, CountsChunks) {
    auto c = client();
    std::string const head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(c.send(head + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").read().body, "abcde");
    EXPECT_EQ(c.send(head + "3e9\r\n").read().status, 413);
    EXPECT_TRUE(c.at_end());
}

TEST_F(ServerTest, TakesALargeBodyWhereTheRouteAllowsIt) {
    auto c = client();
    std::string const body(20U << 20, 'x');
    c.send("POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    EXPECT_EQ(c.read().body, std::to_string(body.size()));
    std::string const chunk = "10000\r\n" + std::string(0x10000, 'y') + "\r\n";
    c.send("POST /big HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 100; ++i) c.send(chunk);
    EXPECT_EQ(c.send("0\r\n\r\n").read().body, std::to_string(100 * 0x10000));
}

TEST_F(ServerTest, BodiesShareAMemory) {
    options.body_memory = 1 << 20;
    auto c = client();
    c.send("POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
    EXPECT_EQ(c.read().status, 503);
    auto chunked = client();
    chunked.send("POST /big HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" +
                 std::string(2U << 20, 'x'));
    auto const answer = chunked.read();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("retry-after"), "1");
    auto small = client();
    EXPECT_EQ(small.send("POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab").read().body, "2");
}

TEST_F(ServerTest, ChecksTheTypeOfABody) {
    auto c = client();
    EXPECT_EQ(c.send("POST /json HTTP/1.1\r\nHost: a\r\nContent-Type: application/json; charset=utf-8\r\n"
                     "Content-Length: 2\r\n\r\n{}")
                  .read()
                  .status,
              204);
    auto const answer =
        c.send("POST /json HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}").read();
    EXPECT_EQ(answer.status, 415);
    EXPECT_THAT(answer.body, HasSubstr("application/json"));
    auto const status_of = [&](std::string const& type) {
        auto again = client();
        return again.send("POST /json HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nContent-Length: 2\r\n\r\n{}")
            .read()
            .status;
    };
    EXPECT_EQ(status_of("application/json; charset=gb2312"), 415);
    EXPECT_EQ(status_of("application/json; charset=UTF-8"), 204);
    EXPECT_EQ(status_of("application/json;charset=\"utf-8\""), 204);
}

TEST_F(ServerTest, GoesOnWhenAsked) {
    auto c = client();
    c.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(c.read().status, 100);
    EXPECT_EQ(c.send("ab").read().body, "ab");
    c.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");
    EXPECT_EQ(c.read().status, 413);
}

TEST_F(ServerTest, RefusesSmuggling) {
    for (std::string const headers :
         {"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "Host: b\r\n",
          "X: a\r\n b\r\n", "Content-Length: 3\r\nContent-Length: 4\r\n", "Transfer-Encoding: chunked, identity\r\n"}) {
        auto c = client();
        auto const answer =
            c.send("POST /echo HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n0\r\n\r\nGET /now HTTP/1.1\r\nHost: a\r\n\r\n")
                .read();
        EXPECT_EQ(answer.status, 400) << headers;
        EXPECT_TRUE(c.at_end()) << headers;
    }
}

TEST_F(ServerTest, RefusesHugeHeaders) {
    auto c = client();
    EXPECT_EQ(c.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x')).read().status, 431);
    EXPECT_TRUE(c.at_end());
}

TEST_F(ServerTest, AnswersAHalfClosedClient) {
    auto c = client();
    c.get("/hello/a", "X-Request-Id: i\r\n");
    c.finish_sending();
    EXPECT_EQ(c.read().body, "hello a i");
    EXPECT_TRUE(c.at_end());
}

TEST_F(ServerTest, EndsARequestThatDoesNotCome) {
    auto slow_header = client();
    slow_header.send("GET / HT");
    auto slow_body = client();
    slow_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_EQ(slow_header.read().status, 408);
    EXPECT_TRUE(slow_header.at_end());
    EXPECT_EQ(slow_body.read().status, 408);
    auto silent = client();
    EXPECT_TRUE(silent.at_end());
}

TEST_F(ServerTest, TricklingDoesNotMoveTheDeadline) {
    auto c = client();
    auto const begin = std::chrono::steady_clock::now();
    std::string const text = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(200, 'x');
    for (char const byte : text) {
        c.send({&byte, 1});
        if (c.readable_within(20)) break;
    }
    EXPECT_EQ(c.read().status, 408);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(2500));
}

TEST_F(ServerTest, EndsAnIdleConnection) {
    auto c = client();
    c.get("/now").read();
    auto const begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(c.at_end());
    EXPECT_GT(std::chrono::steady_clock::now() - begin, milliseconds(1500));
}

TEST_F(ServerTest, SurvivesAbortedDownloads) {
    for (int i = 0; i < 20; ++i) {
        auto c = client();
        c.get("/large").read_some(1000);
        c.abort();
    }
    auto c = client();
    EXPECT_EQ(c.get("/large").read().body.size(), 32U << 20);
}

TEST_F(ServerTest, AClientThatDoesNotReadHoldsNobodyUp) {
    std::vector<Client> lazy;
    for (int i = 0; i < 10; ++i) {
        lazy.push_back(client());
        lazy.back().get("/large");
    }
    auto c = client();
    EXPECT_EQ(c.get("/hello/a", "X-Request-Id: i\r\n").read().body, "hello a i");
    std::this_thread::sleep_for(milliseconds(2500));  // beyond the write's deadline: they are let go
    EXPECT_EQ(client().get("/now").read().status, 200);
}

TEST_F(ServerTest, RefusesWhatTheQueueCannotHold) {
    options.queue_limit = 1;
    options.workers = 1;
    std::vector<Client> clients;
    for (int i = 0; i < 6; ++i) clients.push_back(client());
    for (auto& c : clients) c.get("/slow");
    int refused = 0;
    for (auto& c : clients) {
        auto const answer = c.read();
        if (answer.status == 503) {
            ++refused;
            EXPECT_EQ(answer.header("retry-after"), "1");
        }
    }
    EXPECT_GE(refused, 3);
    EXPECT_LE(refused, 5);
}

TEST_F(ServerTest, WritesWaitTogetherAndHoldNoReaderUp) {
    options.workers = 1;
    std::vector<Client> writers;
    for (int i = 0; i < 20; ++i) {
        writers.push_back(client());
        writers.back().send("POST /durable HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    }
    while (slow_begun < 20) std::this_thread::sleep_for(milliseconds(1));
    EXPECT_EQ(client().get("/hello/a").read().status, 200);
    commit.set_value();
    for (auto& writer : writers) EXPECT_EQ(writer.read().status, 204);
}

TEST_F(ServerTest, RefusesMoreConnectionsThanItHolds) {
    options.max_connections = 3;
    std::vector<Client> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(client());
        clients.back().get("/now").read();
    }
    EXPECT_EQ(client().read().status, 503);
    clients.clear();
    std::this_thread::sleep_for(milliseconds(300));
    EXPECT_EQ(client().get("/now").read().status, 200);
}

TEST_F(ServerTest, DrainsRequestsUnderWay) {
    auto busy = client();
    auto idle = client();
    idle.get("/now").read();
    busy.get("/slow");
    while (slow_begun == 0) std::this_thread::sleep_for(milliseconds(5));
    auto const begin = std::chrono::steady_clock::now();
    auto stopping = std::async(std::launch::async, [this] { server->stop(); });
    EXPECT_TRUE(idle.at_end());
    auto const answer = busy.read();
    EXPECT_EQ(answer.body, "slow");
    EXPECT_TRUE(busy.at_end());
    stopping.get();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(2500));
    EXPECT_THROW(Client(server->port()), std::runtime_error);
}

TEST_F(ServerTest, StopsOnItsDeadlineWhateverClientsDo) {
    options.drain_deadline = 1;
    options.header_deadline = 30;
    auto trickling = client();
    trickling.send("GET / HTTP/1.1\r\n");
    auto lazy = client();
    lazy.get("/large").read_some(100);
    auto const begin = std::chrono::steady_clock::now();
    server->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(2000));
}

TEST_F(ServerTest, StartsAgainOnThePortItHad) {
    client().get("/now").read();
    options.port = server->port();
    server.reset();
    EXPECT_EQ(client().get("/now").read().status, 200);
}

TEST_F(ServerTest, ServesOthersUnderAThousandTricklingClients) {
    options.header_deadline = 30;
    std::vector<Client> trickling;
    for (int i = 0; i < 1000; ++i) {
        trickling.push_back(client());
        trickling.back().send("GET /now HTTP/1.1\r\nHost: a\r\nX");
    }
    auto c = client();
    auto const begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < 200; ++i) {
        for (std::size_t j = 0; j < 25; ++j) trickling[(i * 25 + j) % trickling.size()].send("x");
        EXPECT_EQ(c.get("/hello/a", "X-Request-Id: i\r\n").read().body, "hello a i");
    }
    // Who waited for one of them would wait until its header is overdue.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(options.header_deadline) / 2);
}

TEST_F(ServerTest, CountsRequestsByRoute) {
    auto c = client();
    c.get("/hello/a").read();
    c.get("/nowhere").read();
    auto const text = metrics_text();
    EXPECT_THAT(text, HasSubstr("kunyu_http_requests_total{route=\"/hello/{name}\",method=\"GET\",status=\"200\"}"));
    EXPECT_THAT(text, HasSubstr("kunyu_http_requests_total{route=\"\",method=\"GET\",status=\"404\"}"));
    EXPECT_THAT(
        text,
        HasSubstr("kunyu_http_request_duration_seconds_bucket{route=\"/hello/{name}\",method=\"GET\",le=\"+Inf\"}"));
    EXPECT_THAT(text, HasSubstr("kunyu_http_connections 1"));
}

TEST_F(ServerTest, BelievesATrustedProxyOnly) {
    add(Method::get, "/who", {"t"},
        [](Request const& request) { return Response::text(200, request.remote + (request.secure ? " secure" : "")); });
    options.trusted_proxies = {"10.0.0.0/8", "127.0.0.1"};
    std::string const headers = "X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n";
    EXPECT_EQ(client().get("/who", headers).read().body, "203.0.113.9 secure");
    server.reset();
    options.trusted_proxies = {};
    EXPECT_EQ(client().get("/who", headers).read().body, "127.0.0.1");
    server.reset();
    options.trusted_proxies = {"10.0.0.0/99"};
    EXPECT_THROW(client(), std::runtime_error);
}

std::string failure_of(ServerOptions const& options) {
    Router const router;
    try {
        Server const server(options, router);
    } catch (std::runtime_error const& failure) {
        return failure.what();
    }
    return "";
}

TEST(ServerStart, SaysWhatToDo) {
    ServerOptions options;
    options.port = 0;
    options.access_log = false;
    options.address = "0.0.0.0";
    EXPECT_THAT(failure_of(options), HasSubstr("--insecure-http"));
    options.language = base::Language::zh;
    EXPECT_THAT(failure_of(options), HasSubstr("不是本机地址"));
    options.language = base::Language::en;
    options.insecure_http = true;
    EXPECT_EQ(failure_of(options), "");
    options.address = "localhost";
    EXPECT_EQ(failure_of(options), "");
    options.address = "no such host";
    EXPECT_THAT(failure_of(options), HasSubstr("Cannot listen"));
    options.address = "127.0.0.1";
    options.tls_certificate = "/nowhere/cert.pem";
    EXPECT_THAT(failure_of(options), HasSubstr("together"));
    options.tls_key = "/nowhere/key.pem";
    EXPECT_THAT(failure_of(options), HasSubstr("/nowhere/cert.pem cannot be used"));
}

TEST(ServerStart, NamesThePortThatIsTaken) {
    ServerOptions options;
    options.port = 0;
    options.access_log = false;
    Router const router;
    Server const first(options, router);
    options.port = first.port();
    EXPECT_THAT(failure_of(options), HasSubstr(std::to_string(first.port())));
}

}  // namespace
}  // namespace kunyu::http
