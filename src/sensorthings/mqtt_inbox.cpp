#include "sensorthings/mqtt_inbox.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "sensorthings/json_text.hpp"
#include "sensorthings/read_routes.hpp"

#include <boost/json.hpp>

#include <future>
#include <utility>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds connect_patience{10'000};
constexpr std::chrono::milliseconds turn{200};
constexpr std::size_t longest_payload = 32U << 20U;  // as over HTTP
constexpr std::size_t shown_payload = 1'000;
constexpr int server_fault = 500;
constexpr int too_many_requests = 429;
/// What a logger or the broker kept while there was no way comes at once: a device may hand in as much as it might have
/// in a day.
constexpr std::int64_t minutes_at_once = 24 * 60;

/// Paths that end in observations, whatever lies before; all the rest is HTTP's.
bool makes_observations(std::string_view path) {
    return path == "CreateObservations" || path == "Observations" || path.ends_with("/Observations");
}

std::optional<std::string> authorization_of(mqtt::Message const& message, MqttInboxTopic const& topic) {
    return topic.key ? "Bearer " + *topic.key : message.authorization;
}

http::Request to_request(mqtt::Message& message, MqttInboxTopic const& topic) {
    http::Request request;
    request.method = http::Method::post;
    request.path = std::string(service_path) + '/' + topic.path;
    request.target = request.path;
    request.path_parameters = {{"path", topic.path}};
    request.body = std::move(message.payload);
    if (auto header = authorization_of(message, topic)) request.headers.emplace_back("authorization", *header);
    return request;
}

/// Rows that were refused stand as texts among the addresses of the others.
bool refuses_rows(http::Response const& response) {
    return response.bytes().find("\"error") != std::string_view::npos;
}

}  // namespace

struct MqttInbox::Posting {
    std::string path;
    std::optional<std::string> key;  ///< as the message shows it
    std::shared_ptr<http::Request const> request;
    std::optional<observations::KnownDevice> device;
    /// Shared with who answers: he may be late.
    std::shared_ptr<std::promise<http::Response>> answer = std::make_shared<std::promise<http::Response>>();
    http::Response response;

    void wait() {
        if (!answered_) response = answer->get_future().get();
        answered_ = true;
    }
    bool is_same(Posting const& other) const {
        return path == other.path && key == other.key && request->body == other.request->body;
    }
    bool failed() const { return response.status >= server_fault; }
    bool refused() const { return response.status >= 400 || (path == "CreateObservations" && refuses_rows(response)); }

  private:
    bool answered_ = false;
};

MqttInbox::MqttInbox(WriteParts const& parts, identity::Gate const& gate, mqtt::Settings settings)
    : parts_(parts),
      gate_(gate),
      settings_(std::move(settings)),
      writer_(parts_, gate_, service_path, Delivery::at_least_once),
      limits_(minutes_at_once),
      place_(parts_.database, "inbox"),
      thread_("inbox", [this](IsEnding const& is_ending) { return session(is_ending); }) {}

base::Result<void> MqttInbox::session(IsEnding const& is_ending) {
    if (!place_.hold()) return {};
    mqtt::Client client(settings_, is_ending);
    KUNYU_TRY_VOID(client.open(mqtt_inbox_topics(), connect_patience));
    thread_.works();
    while (!is_ending() && place_.hold()) {
        KUNYU_TRY(auto messages, client.receive(turn));
        if (!messages.empty()) KUNYU_TRY_VOID(take(client, std::move(messages)));
        tell_too_fast(client);
        KUNYU_TRY_VOID(client.flush());
    }
    return {};
}

std::unique_ptr<MqttInbox::Posting> MqttInbox::read(mqtt::Message& message) const {
    auto const topic = read_mqtt_inbox_topic(message.topic);
    // One that the broker keeps was taken when it came.
    if (!topic || message.retained) return nullptr;
    auto posting = std::make_unique<Posting>();
    posting->path = topic->path;
    posting->request = std::make_shared<http::Request const>(to_request(message, *topic));
    posting->key = posting->request->header("authorization");
    return posting;
}

base::Result<void> MqttInbox::take(mqtt::Client& client, std::vector<mqtt::Message> messages) {
    std::vector<std::unique_ptr<Posting>> postings;
    for (auto& message : messages) {
        auto posting = read(message);
        if (!posting) continue;
        // What a logger sent twice in a row is recognised only once the first is in the archive.
        for (auto const& earlier : postings)
            if (earlier->is_same(*posting)) earlier->wait();
        post(*postings.emplace_back(std::move(posting)));
    }
    bool again = false;
    for (auto const& posting : postings) {
        posting->wait();
        again = again || posting->failed();
        if (!posting->failed() && posting->refused()) tell(client, *posting);
    }
    if (!again) return {};
    // All of them come again, as often as it takes.
    for (auto const& posting : postings)
        if (posting->device && posting->response.status != too_many_requests) limits_.give_back(*posting->device);
    return base::refuse("mqtt.not_taken");
}

base::Result<Author> MqttInbox::author_of(http::Request const& request) {
    if (!request.header("authorization")) return base::refuse("sensorthings.mqtt_without_key");
    if (!is_from_device(request)) return sensorthings::author_of(parts_, gate_, request);
    auto const secret = request.header("authorization")->substr(std::string_view("Bearer ").size());
    KUNYU_TRY(auto const device, parts_.devices.recognise_or_refresh(secret, parts_.clock.now()));
    parts_.device_activity.note(device.id, parts_.clock.now());
    return Author{device, std::nullopt};
}

void MqttInbox::post(Posting& posting) {
    auto const refuse = [&](base::Refusal const& refusal) {
        posting.answer->set_value(identity::refused(*posting.request, refusal));
    };
    try {
        post_or_refuse(posting, refuse);
    } catch (sql::SqlError const& fault) {
        refuse(base::refuse("mqtt.interrupted", {{"reason", fault.what()}}));
    }
}

void MqttInbox::post_or_refuse(Posting& posting, std::function<void(base::Refusal const&)> const& refuse) {
    if (posting.request->body.size() > longest_payload)
        return refuse(base::refuse("http.body_too_large", {{"limit", std::to_string(longest_payload)}}));
    auto const author = author_of(*posting.request);
    if (!author) return refuse(author.error());
    if (author->device) {
        posting.device = author->device;
        if (auto const taken = limits_.take(*author->device, parts_.clock.now()); !taken) return refuse(taken.error());
    }
    if (!makes_observations(posting.path)) return refuse(base::refuse("sensorthings.mqtt_observations_only"));
    writer_.post(*author, posting.request,
                 [answer = posting.answer](http::Response response) { answer->set_value(std::move(response)); });
}

void MqttInbox::tell(mqtt::Client& client, Posting const& posting) {
    auto const& response = posting.response;
    if (posting.device && response.status == too_many_requests) return too_fast_.add(posting.device->id);
    // The topic as it came holds the key; the path does not.
    base::log(base::LogLevel::warning, "mqtt.refused",
              {{"path", base::clip(posting.path, 200)},
               {"device", posting.device ? std::to_string(posting.device->id.value) : ""},
               {"status", std::to_string(response.status)},
               {"answer", base::clip(response.bytes(), shown_payload)}});
    if (!posting.device) return;
    boost::system::error_code unreadable;
    auto answer = json::parse(response.bytes(), unreadable);
    json::object const told{
        {"path", posting.path},
        {"status", response.status},
        {"answer", unreadable ? json::value(nullptr) : std::move(answer)},
        {"payload", base::is_utf8(posting.request->body) ? json::value(base::clip(posting.request->body, shown_payload))
                                                         : json::value(nullptr)}};
    // What the broker does not take is in the log.
    (void)client.publish(mqtt_refusal_topic(posting.device->id.value), json_text(told));
}

void MqttInbox::tell_too_fast(mqtt::Client& client) {
    for (auto const& count : too_fast_.due(parts_.clock.now())) {
        base::log(
            base::LogLevel::warning, "mqtt.too_fast",
            {{"device", std::to_string(count.device.value)}, {"refused_messages", std::to_string(count.messages)}});
        json::object const told{{"status", too_many_requests}, {"refused_messages", count.messages}};
        (void)client.publish(mqtt_refusal_topic(count.device.value), json_text(told));
    }
}

}  // namespace kunyu::sensorthings
