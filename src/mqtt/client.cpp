#include "mqtt/client.hpp"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>
#include <utility>

namespace kunyu::mqtt {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int keep_alive_seconds = 30;
constexpr std::uint32_t never_expires = 0xFFFF'FFFF;  // MQTT 5, 3.1.2.11.2
constexpr int at_least_once = 1;
constexpr int first_failure = 0x80;  // reason codes from here on say no (MQTT 5, 2.4)
constexpr std::size_t most_at_once = 512;
constexpr std::chrono::milliseconds write_patience{20'000};
constexpr std::chrono::milliseconds between_questions{200};  ///< whether it is to end

void start_library() {
    static std::once_flag once;
    std::call_once(once, [] { mosquitto_lib_init(); });
}

/// A list of properties, freed with the object.
class Properties {
  public:
    Properties() = default;
    Properties(Properties const&) = delete;
    Properties& operator=(Properties const&) = delete;
    ~Properties() { mosquitto_property_free_all(&list_); }
    void add(int identifier, std::uint32_t value) { mosquitto_property_add_int32(&list_, identifier, value); }
    mosquitto_property const* get() const { return list_; }

  private:
    mosquitto_property* list_ = nullptr;
};

std::optional<std::string> authorization_of(mosquitto_property const* properties) {
    bool again = false;
    for (auto const* at = properties; at;) {
        char* name = nullptr;
        char* value = nullptr;
        at = mosquitto_property_read_string_pair(at, MQTT_PROP_USER_PROPERTY, &name, &value, again);
        again = true;
        std::optional<std::string> found;
        if (at && name && value && std::string_view(name) == "authorization") found = value;
        std::free(name);
        std::free(value);
        if (found) return found;
    }
    return std::nullopt;
}

std::string reason_of(int code) {
    return mosquitto_strerror(code);
}

/// Whether something was read from the socket that was not handed over yet: TLS takes a whole record at once.
bool holds_back(mosquitto* handle) {
    auto const* ssl = static_cast<SSL const*>(mosquitto_ssl_get(handle));
    return ssl && SSL_pending(ssl) > 0;
}

/// Whether TLS can write only once it has read (a handshake).
bool waits_for_peer(mosquitto* handle) {
    auto const* ssl = static_cast<SSL const*>(mosquitto_ssl_get(handle));
    return ssl && SSL_want_read(ssl);
}

Client::Patience left(Clock::time_point end) {
    auto const rest = std::chrono::duration_cast<Client::Patience>(end - Clock::now());
    return std::max(rest, Client::Patience{0});
}

}  // namespace

/// What libmosquitto calls; all within mosquitto_loop_read(), so on the client's own thread.
struct Callbacks {
    static Client& of(void* client) { return *static_cast<Client*>(client); }

    static void connected(mosquitto* handle, void* object, int code, int, mosquitto_property const*) {
        auto& client = of(object);
        client.admitted_ = code;
        if (code != 0) return;
        // Here and not later: what the broker kept for us comes right behind, and its acknowledgements must not leave
        // with the subscription.
        for (auto const& topic : client.topics_)
            mosquitto_subscribe_v5(handle, nullptr, topic.c_str(), at_least_once,
                                   MQTT_SUB_OPT_NO_LOCAL | MQTT_SUB_OPT_SEND_RETAIN_NEVER, nullptr);
    }
    static void subscribed(mosquitto*, void* object, int, int count, int const* granted, mosquitto_property const*) {
        for (int i = 0; i < count; ++i)
            if (granted[i] >= first_failure) of(object).refused_subscription_ = true;
    }
    static void received(mosquitto*, void* object, mosquitto_message const* message,
                         mosquitto_property const* properties) {
        Message out;
        out.topic = message->topic;
        out.payload.assign(static_cast<char const*>(message->payload), static_cast<std::size_t>(message->payloadlen));
        out.retained = message->retain;
        out.authorization = authorization_of(properties);
        of(object).received_.push_back(std::move(out));
    }
    static void published(mosquitto*, void* object, int, int code, mosquitto_property const*) {
        auto& client = of(object);
        if (client.unsettled_ > 0) --client.unsettled_;
        if (code >= first_failure) ++client.unwanted_;
    }
};

void Client::Destroy::operator()(mosquitto* handle) const {
    mosquitto_destroy(handle);
}

Client::Client(Settings const& settings, std::function<bool()> is_ending)
    : settings_(settings), is_ending_(std::move(is_ending)) {
    start_library();
    handle_.reset(mosquitto_new(settings_.client_id.c_str(), !settings_.lasting_session, this));
    if (!handle_) throw std::bad_alloc();
    auto* const handle = handle_.get();
    // Packets are queued, and written by flush() alone.
    mosquitto_threaded_set(handle, true);
    mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_connect_v5_callback_set(handle, Callbacks::connected);
    mosquitto_subscribe_v5_callback_set(handle, Callbacks::subscribed);
    mosquitto_message_v5_callback_set(handle, Callbacks::received);
    mosquitto_publish_v5_callback_set(handle, Callbacks::published);
    if (!settings_.user.empty()) mosquitto_username_pw_set(handle, settings_.user.c_str(), settings_.password.c_str());
    if (!settings_.address.tls) return;
    // The library checks the certificate against both and the host's name; it would go on in clear after a fault here.
    tls_fault_ = settings_.ca_file.empty()
                     ? mosquitto_int_option(handle, MOSQ_OPT_TLS_USE_OS_CERTS, 1)
                     : mosquitto_tls_set(handle, settings_.ca_file.c_str(), nullptr, nullptr, nullptr, nullptr);
}

Client::~Client() = default;

base::Result<void> Client::lost(int code) const {
    auto const reason = code == MOSQ_ERR_CONN_PENDING ? "no answer" : reason_of(code);
    return base::refuse("mqtt.connection_lost", {{"reason", reason}});
}

base::Result<void> Client::open(std::vector<std::string> const& topics, Patience patience) {
    if (tls_fault_ != MOSQ_ERR_SUCCESS) return base::refuse("mqtt.unreachable", {{"reason", reason_of(tls_fault_)}});
    topics_ = topics;
    auto const end = Clock::now() + patience;
    Properties properties;
    if (settings_.lasting_session) properties.add(MQTT_PROP_SESSION_EXPIRY_INTERVAL, never_expires);
    auto const code = mosquitto_connect_bind_v5(handle_.get(), settings_.address.host.c_str(), settings_.address.port,
                                                keep_alive_seconds, nullptr, properties.get());
    if (code != MOSQ_ERR_SUCCESS) return base::refuse("mqtt.unreachable", {{"reason", reason_of(code)}});
    // What ends the connection before it stands, a certificate that is not to be trusted above all.
    if (auto const answered = wait_for_answer(left(end)); !answered)
        return base::refuse("mqtt.unreachable", answered.error().params);
    if (*admitted_ != 0) return base::refuse("mqtt.not_admitted", {{"reason", mosquitto_reason_string(*admitted_)}});
    // With what the broker kept may have come its acknowledgement; then the subscription leaves with that.
    return received_.empty() ? flush() : base::Result<void>{};
}

base::Result<void> Client::wait_for_answer(Patience patience) {
    auto const end = Clock::now() + patience;
    while (!admitted_) {
        if (Clock::now() >= end) return lost(MOSQ_ERR_CONN_PENDING);
        // Each time: while TLS shakes hands, which it does in reading, CONNECT waits.
        KUNYU_TRY_VOID(flush());
        KUNYU_TRY_VOID(wait_readable(left(end)));
        if (readable_) KUNYU_TRY_VOID(read_packet());
    }
    return {};
}

base::Result<void> Client::wait_readable(Patience patience) {
    auto const socket = mosquitto_socket(handle_.get());
    if (socket < 0) return lost(MOSQ_ERR_NO_CONN);
    KUNYU_TRY(readable_, holds_back(handle_.get()) ? base::Result<bool>(true) : wait_for(POLLIN, patience));
    return {};
}

/// Whether the socket is ready; false after the patience.
base::Result<bool> Client::wait_for(short events, Patience patience) const {
    auto const end = Clock::now() + patience;
    for (;;) {
        auto const rest = left(end);
        pollfd wanted{mosquitto_socket(handle_.get()), events, 0};
        if (::poll(&wanted, 1, static_cast<int>(std::min(rest, between_questions).count())) > 0) return true;
        if (rest <= between_questions) return false;
        if (is_ending_ && is_ending_()) return base::refuse("mqtt.interrupted", {{"reason", "stopping"}});
    }
}

base::Result<void> Client::read_packet() {
    auto const code = mosquitto_loop_read(handle_.get(), 1);
    // The answer to CONNECT says more than the end of the connection behind it.
    if (code != MOSQ_ERR_SUCCESS && !(admitted_ && *admitted_ != 0)) return lost(code);
    return {};
}

base::Result<void> Client::keep_alive() {
    auto const code = mosquitto_loop_misc(handle_.get());
    return code == MOSQ_ERR_SUCCESS ? base::Result<void>{} : lost(code);
}

base::Result<std::vector<Message>> Client::receive(Patience patience) {
    KUNYU_TRY_VOID(keep_alive());
    KUNYU_TRY_VOID(wait_readable(received_.empty() ? patience : Patience{0}));
    while (readable_ && received_.size() < most_at_once) {
        KUNYU_TRY_VOID(read_packet());
        KUNYU_TRY_VOID(wait_readable(Patience{0}));
    }
    if (refused_subscription_) return base::refuse("mqtt.not_subscribed");
    return std::exchange(received_, {});
}

base::Result<void> Client::flush() {
    auto const end = Clock::now() + write_patience;
    while (mosquitto_want_write(handle_.get())) {
        auto const code = mosquitto_loop_write(handle_.get(), 1);
        if (code != MOSQ_ERR_SUCCESS) return lost(code);
        if (!mosquitto_want_write(handle_.get())) break;
        if (Clock::now() >= end) return lost(MOSQ_ERR_CONN_LOST);
        KUNYU_TRY_VOID(wait_for(waits_for_peer(handle_.get()) ? POLLIN : POLLOUT, left(end)));
    }
    return {};
}

base::Result<void> Client::publish(std::string const& topic, std::string_view payload) {
    auto const code = mosquitto_publish_v5(handle_.get(), nullptr, topic.c_str(), static_cast<int>(payload.size()),
                                           payload.data(), at_least_once, false, nullptr);
    if (code == MOSQ_ERR_SUCCESS) ++unsettled_;
    if (code == MOSQ_ERR_SUCCESS || code == MOSQ_ERR_NO_CONN) return {};
    return base::refuse("mqtt.bad_topic", {{"topic", topic}, {"reason", reason_of(code)}});
}

base::Result<std::size_t> Client::settle(Patience patience) {
    auto end = Clock::now() + patience;
    while (unsettled_ > 0) {
        auto const before = unsettled_;
        KUNYU_TRY_VOID(flush());
        KUNYU_TRY_VOID(wait_readable(left(end)));
        if (readable_) KUNYU_TRY_VOID(read_packet());
        if (unsettled_ < before)
            end = Clock::now() + patience;
        else if (Clock::now() >= end)
            return lost(MOSQ_ERR_CONN_LOST).error();
    }
    KUNYU_TRY_VOID(flush());
    return std::exchange(unwanted_, 0);
}

}  // namespace kunyu::mqtt
