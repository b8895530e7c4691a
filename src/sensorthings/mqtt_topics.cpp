#include "sensorthings/mqtt_topics.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::sensorthings {
namespace {

constexpr std::string_view inbox = "devices/";
constexpr std::string_view versions[]{"v1.1/", "v1.0/"};

/// What follows the version; nothing when the topic does not begin with one.
std::optional<std::string_view> after_version(std::string_view topic) {
    for (auto const version : versions)
        if (topic.starts_with(version)) return topic.substr(version.size());
    return std::nullopt;
}

Parameters read_query(std::string_view query) {
    Parameters out;
    for (auto const& part : base::split(query, '&')) {
        auto const equals = part.find('=');
        if (equals == std::string::npos)
            out.emplace_back(part, "");
        else
            out.emplace_back(part.substr(0, equals), part.substr(equals + 1));
    }
    return out;
}

/// Options that order and cut collections say nothing of a single new entity.
bool fits_news(Options const& options) {
    return options.order.empty() && !options.top && options.skip == 0 && !options.count && !options.data_array &&
           !options.as_of && !options.skip_token;
}

bool can_be_published(std::string_view topic) {
    return base::is_utf8(topic) && topic.find_first_of("+#") == std::string_view::npos &&
           topic.find('\0') == std::string_view::npos;
}

}  // namespace

std::vector<std::string> mqtt_inbox_topics() {
    std::vector<std::string> out;
    for (auto const version : versions) {
        out.push_back(std::string(inbox) + std::string(version) + '#');
        out.push_back(std::string(inbox) + "+/" + std::string(version) + '#');
    }
    return out;
}

std::optional<MqttInboxTopic> read_mqtt_inbox_topic(std::string_view topic) {
    if (!topic.starts_with(inbox)) return std::nullopt;
    topic.remove_prefix(inbox.size());
    if (auto const path = after_version(topic)) return MqttInboxTopic{std::nullopt, std::string(*path)};
    auto const slash = topic.find('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    auto const path = after_version(topic.substr(slash + 1));
    if (!path) return std::nullopt;
    return MqttInboxTopic{std::string(topic.substr(0, slash)), std::string(*path)};
}

std::string mqtt_refusal_topic(std::int64_t device) {
    return std::string(inbox) + "refusals/" + std::to_string(device);
}

base::Result<MqttWish> read_mqtt_wish(std::string_view topic) {
    auto const bad = base::refuse("sensorthings.bad_mqtt_topic", {{"topic", base::clip(topic, 200)}});
    auto const prefix = std::string(mqtt_version) + '/';
    if (!topic.starts_with(prefix) || !can_be_published(topic)) return bad;
    auto const rest = topic.substr(prefix.size());
    auto const mark = std::min(rest.find('?'), rest.size());
    KUNYU_TRY(auto path, parse_path(rest.substr(0, mark)));
    if (path.end != PathEnd::itself || !path.property.empty()) return bad;
    auto const query = mark < rest.size() ? read_query(rest.substr(mark + 1)) : Parameters{};
    KUNYU_TRY(auto options, parse_options(query, path.kind()));
    if (!fits_news(options) || (options.filter && !path.is_collection())) return bad;
    return MqttWish{std::string(topic), std::move(path), std::move(options)};
}

}  // namespace kunyu::sensorthings
