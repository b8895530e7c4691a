#include "http/client.hpp"
#include "http/event_channel.hpp"
#include "http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

namespace kunyu::http {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

template <auto release>
struct Releaser {
    template <typename T>
    void operator()(T* object) const {
        release(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;

Key write_key(fs::path const& path) {
    Key key(EVP_EC_gen("P-256"));
    std::unique_ptr<FILE, Releaser<std::fclose>> const file(std::fopen(path.c_str(), "w"));
    PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return key;
}

/// A certificate signed by its own key, valid for an hour.
void write_certificate(fs::path const& path, EVP_PKEY* key) {
    std::unique_ptr<X509, Releaser<X509_free>> const certificate(X509_new());
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key);
    auto* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key, EVP_sha256());
    std::unique_ptr<FILE, Releaser<std::fclose>> const file(std::fopen(path.c_str(), "w"));
    PEM_write_X509(file.get(), certificate.get());
}

/// A TLS client over the plain one's socket.
class TlsClient {
  public:
    TlsClient(std::uint16_t port, int max_version)
        : plain_(port), context_(SSL_CTX_new(TLS_client_method())), tls_(nullptr) {
        SSL_CTX_set_max_proto_version(context_.get(), max_version);
        if (max_version < TLS1_2_VERSION) SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
        tls_.reset(SSL_new(context_.get()));
        SSL_set_fd(tls_.get(), plain_.descriptor());
    }
    bool handshake() { return SSL_connect(tls_.get()) == 1; }
    std::string version() const { return SSL_get_version(tls_.get()); }
    void send(std::string_view text) { SSL_write(tls_.get(), text.data(), static_cast<int>(text.size())); }
    /// All up to the end of the stream; fails the test when it is cut without a close_notify.
    std::string read_all() {
        std::string out;
        char piece[16384];
        int count = 0;
        while ((count = SSL_read(tls_.get(), piece, sizeof piece)) > 0)
            out.append(piece, static_cast<std::size_t>(count));
        EXPECT_EQ(SSL_get_error(tls_.get(), count), SSL_ERROR_ZERO_RETURN);
        return out;
    }

  private:
    Client plain_;
    std::unique_ptr<SSL_CTX, Releaser<SSL_CTX_free>> context_;
    std::unique_ptr<SSL, Releaser<SSL_free>> tls_;
};

class TlsTest : public testing::Test {
  protected:
    TlsTest() : folder(fs::temp_directory_path() / ("kunyu-tls-" + std::to_string(::getpid()))) {
        fs::create_directories(folder);
        auto const key = write_key(folder / "key.pem");
        write_certificate(folder / "cert.pem", key.get());
        options.port = 0;
        options.access_log = false;
        options.header_deadline = 1;
        options.tls_certificate = folder / "cert.pem";
        options.tls_key = folder / "key.pem";
        router.add(Method::post, "/echo", {"t", 10U << 20}, [](Request const& request) {
            return Response::text(200, (request.secure ? "secure " : "") + request.body);
        });
    }
    ~TlsTest() override { fs::remove_all(folder); }

    fs::path folder;
    ServerOptions options;
    Router router;
};

TEST_F(TlsTest, AnswersOverTls) {
    Server server(options, router);
    server.start();
    EXPECT_THAT(server.address(), HasSubstr("https://127.0.0.1:"));
    for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient client(server.port(), version);
        ASSERT_TRUE(client.handshake());
        client.send(
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n1POST /echo HTTP/1.1\r\nHost: a\r\n"
            "Connection: close\r\nContent-Length: 1\r\n\r\n2");
        auto const answers = client.read_all();
        EXPECT_THAT(answers, HasSubstr("secure 1"));
        EXPECT_THAT(answers, HasSubstr("secure 2"));
        EXPECT_THAT(answers, HasSubstr("Strict-Transport-Security: max-age="));
    }
}

TEST_F(TlsTest, CarriesLargeBodiesBothWays) {
    Server server(options, router);
    server.start();
    TlsClient client(server.port(), TLS1_3_VERSION);
    ASSERT_TRUE(client.handshake());
    std::string const body(5U << 20, 'x');
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n");
    client.send(body);
    EXPECT_GT(client.read_all().size(), body.size());
}

TEST_F(TlsTest, RefusesOldProtocolsAndPlainText) {
    Server server(options, router);
    server.start();
    EXPECT_FALSE(TlsClient(server.port(), TLS1_1_VERSION).handshake());
    Client plain(server.port());
    plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    while (!plain.read_some(1000).empty()) {
    }
    EXPECT_TRUE(plain.at_end());
}

TEST_F(TlsTest, EndsAHandshakeThatDoesNotCome) {
    Server server(options, router);
    server.start();
    Client silent(server.port());
    silent.send("\x16\x03\x01");
    EXPECT_TRUE(silent.at_end());
}

TEST_F(TlsTest, RefusesALimitWithAReply) {
    Server server(options, router);
    server.start();
    TlsClient client(server.port(), TLS1_3_VERSION);
    ASSERT_TRUE(client.handshake());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n");
    client.send(std::string(100'000, 'x'));
    EXPECT_THAT(client.read_all(), HasSubstr("HTTP/1.1 413"));
    TlsClient slow(server.port(), TLS1_3_VERSION);
    ASSERT_TRUE(slow.handshake());
    slow.send("GET / HT");
    EXPECT_THAT(slow.read_all(), HasSubstr("HTTP/1.1 408"));
}

TEST_F(TlsTest, CarriesEventsAndTheirEnd) {
    auto const channel = std::make_shared<EventChannel>();
    options.heartbeat = 1;
    RouteOptions route;
    route.action = "t";
    router.add(Method::get, "/events", route, [&](Request const&) {
        auto reader = std::make_shared<EventReader>(channel);
        // Asked at the first sign of life.
        reader->may_go_on = [&] {
            channel->push(std::make_shared<std::string const>(event_text("", "", std::string(100'000, 'x'))));
            channel->end();
            return true;
        };
        return events_response(std::move(reader));
    });
    Server server(options, router);
    server.start();
    TlsClient client(server.port(), TLS1_3_VERSION);
    ASSERT_TRUE(client.handshake());
    client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const all = client.read_all();
    EXPECT_THAT(all, HasSubstr("\r\n\r\n:\n\ndata: xxx"));
    EXPECT_THAT(all, testing::EndsWith("xxx\n\n"));
}

TEST_F(TlsTest, SaysWhichFileIsWrong) {
    write_key(folder / "other.pem");
    options.tls_key = folder / "other.pem";
    EXPECT_THROW(Server(options, router), std::runtime_error);
    options.tls_key = folder / "cert.pem";
    EXPECT_THROW(Server(options, router), std::runtime_error);
}

}  // namespace
}  // namespace kunyu::http
