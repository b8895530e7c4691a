#include "observations/alarm_notices.hpp"

#include "base/words.hpp"
#include "observations/access.hpp"
#include "observations/epochs.hpp"
#include "observations/quality_alarm_store.hpp"
#include "observations/station_access.hpp"
#include "observations/station_store.hpp"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

constexpr char const* notified = "observations.alarm_notified";
constexpr char const* escalated = "observations.alarm_escalated";
constexpr char const* ended = "observations.alarm_ended";

/// What is told of an event: a kind of notification and its title.
struct Telling {
    char const* kind = nullptr;
    char const* title = nullptr;
};

Telling telling_of(std::string const& event) {
    if (event == escalated) return {"observations.alarm_escalated", "quality.told_escalated"};
    if (event == ended) return {"observations.alarm_over", "quality.told_over"};
    return {"observations.alarm_raised", "quality.told_raised"};
}

/// The alarm with its station.
struct Known {
    Alarm alarm;
    Thing thing;
};

std::optional<Known> known(sql::Session& session, AlarmId id) {
    auto alarm = load(session, id);
    auto const stream = alarm ? load(session, alarm->stream) : std::nullopt;
    auto thing = stream ? load(session, stream->thing) : std::nullopt;
    if (!thing) return std::nullopt;
    return Known{std::move(*alarm), std::move(*thing)};
}

/// What nobody was told of does not end for anybody.
bool was_told(sql::Session& session, AlarmId alarm, std::int64_t occurrence) {
    return session
        .first("SELECT 1 FROM observation_alarm_entry WHERE rule = ? AND occurrence = ? AND change = 'notified'", alarm,
               occurrence)
        .has_value();
}

std::vector<identity::AccountId> answering_for(sql::Session& session, ThingId thing, base::Day today) {
    std::vector<identity::AccountId> accounts;
    for (auto const& person : load_people(session, thing))
        if (person.account && holds_at(person, today)) accounts.push_back({*person.account});
    return accounts;
}

base::Params title_params(Known const& of, std::string severity) {
    return {{"severity", std::move(severity)}, {"station", of.thing.name}, {"alarm", of.alarm.name}};
}

inbox::Title title_of(char const* code, Known const& of, std::string_view severity) {
    auto const word = inbox::title_of("quality.severity_" + std::string(severity));
    return inbox::title_of(code, title_params(of, word.zh), title_params(of, word.en));
}

base::Params params_of(json::object const& payload) {
    return json::value_to<base::Params>(payload.at("params"));
}

}  // namespace

void AlarmNotices::subscribe(events::Dispatcher& dispatcher) const {
    dispatcher.subscribe("observations.alarm_notices", {notified, escalated, ended},
                         [this](sql::Tx& tx, events::Event const& event) { return tell(tx, event); });
}

base::Result<void> AlarmNotices::tell(sql::Tx& tx, events::Event const& event) const {
    auto const of = known(tx, {event.subject});
    if (!of) return {};
    auto const& payload = event.payload.as_object();
    auto const occurrence = payload.at("occurrence").to_number<std::int64_t>();
    if (event.name == ended && !was_told(tx, of->alarm.id, occurrence)) return {};
    auto const telling = telling_of(event.name);
    auto const today = base::day_of(event.at);
    auto const params = params_of(payload);
    inbox::NewNotification news;
    news.kind = telling.kind;
    news.key = fmt::format("{}/{}/{}/{}", telling.kind, of->alarm.id.value, occurrence,
                           payload.at("escalation").to_number<std::int64_t>());
    news.subject = {"observation_alarm", of->alarm.id.value, of->alarm.name, std::nullopt};
    news.title = title_of(telling.title, *of, std::string_view(payload.at("severity").as_string()));
    news.text = inbox::title_of(std::string_view(payload.at("reason").as_string()), params, params);
    news.link = fmt::format("/stations/{}", of->thing.id.value);
    news.to = answering_for(tx, of->thing.id, today);
    news.action = event.name == escalated ? station_reading : station_editing;
    news.target = target_of(tx, of->thing, today);
    notifier_.notify(tx, event.at, news);
    return {};
}

}  // namespace kunyu::observations
