#include "app/observe_simulation.hpp"

#include "app/http_client.hpp"
#include "app/operator.hpp"
#include "app/services.hpp"
#include "app/terminal.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace kunyu::app {
namespace {

namespace json = boost::json;
namespace obs = observations;
using observation_files::LoggerSimulator;
using observation_files::SimulatorSettings;

constexpr std::size_t most_rows = 1000;  ///< in one post
constexpr int created = 201;
constexpr int most_tries = 20;
constexpr auto patience = std::chrono::milliseconds(200);
constexpr char const* measurement = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement";

SimulatorSettings settings_of(SimulateOptions const& options, base::Instant now) {
    SimulatorSettings settings;
    settings.signal = observation_files::parse_simulated_signal(options.signal)
                          .value_or(observation_files::SimulatedSignal::groundwater_level);
    settings.seed = options.seed;
    settings.cadence_seconds = options.cadence_seconds;
    // Whole steps since 1970, so that the next run goes on where this one ends.
    auto const step = options.cadence_seconds * 1'000'000;
    auto const start = now.microseconds - options.history_minutes * 60'000'000;
    settings.start = {start - start % step};
    return settings;
}

std::string_view unit_of(SimulatorSettings const& settings) {
    return observation_files::simulated_units.at(static_cast<std::size_t>(settings.signal));
}

/// The station's stream of the signal that was made for a simulation before.
std::optional<obs::StreamId> find_stream(obs::View const& view, SimulateOptions const& options) {
    for (auto const id : view.streams_of(obs::ThingId{options.station})) {
        auto const* mark = view.find(id)->properties.if_contains("simulation");
        auto const* signal = mark && mark->is_object() ? mark->get_object().if_contains("signal") : nullptr;
        if (signal && *signal == json::value(options.signal)) return id;
    }
    return std::nullopt;
}

base::Result<obs::StreamId> make_stream(sql::Tx& tx, identity::Caller const& caller, obs::EntityService const& entities,
                                        SimulateOptions const& options) {
    auto const settings = settings_of(options, caller.now);
    auto const name = say("app.simulated." + options.signal);
    obs::Sensor sensor;
    sensor.name = say("app.simulated_logger");
    sensor.encoding_type = "text/html";
    sensor.metadata = say("app.simulated_logger");
    KUNYU_TRY(auto const made_sensor, entities.create(tx, caller, sensor));
    obs::ObservedProperty property;
    property.name = name;
    property.definition = "urn:kunyu:simulation:" + options.signal;
    KUNYU_TRY(auto const made_property, entities.create(tx, caller, property));
    obs::Stream stream;
    stream.name = name;
    stream.observation_type = measurement;
    std::string const unit(unit_of(settings));
    stream.units = {{unit, unit, "https://ucum.org/ucum#" + unit}};
    stream.thing = {options.station};
    stream.sensor = made_sensor.id;
    stream.observed_properties = {made_property.id};
    stream.properties = observation_files::simulation_mark(settings);
    KUNYU_TRY(auto const made, entities.create(tx, caller, stream));
    return made.id;
}

/// A few readings as the body of CreateObservations.
std::string body_of(std::int64_t stream, std::vector<observation_files::SimulatedReading> const& readings,
                    json::object const& mark) {
    json::array rows;
    for (auto const& reading : readings)
        rows.push_back(json::array{base::to_string(reading.time), reading.value, mark});
    return json::serialize(
        json::array{json::object{{"Datastream", json::object{{"@iot.id", stream}}},
                                 {"components", json::array{"phenomenonTime", "result", "parameters"}},
                                 {"dataArray", std::move(rows)}}});
}

/// The answer holds a link for each that was taken, and a text that begins with "error" for the others.
std::int64_t count_taken(std::string const& body) {
    boost::system::error_code error;
    auto const answer = json::parse(body, error);
    if (error || !answer.is_array()) return 0;
    return std::count_if(answer.get_array().begin(), answer.get_array().end(), [](json::value const& one) {
        return one.is_string() && !one.get_string().starts_with("error");
    });
}

/// One run of the logger.
class Run {
  public:
    Run(SimulateOptions const& options, base::Instant now)
        : options_(options),
          settings_(settings_of(options, now)),
          logger_(settings_),
          client_(options.url, options.key),
          mark_(observation_files::simulation_mark(settings_)) {}

    /// Hands in what is due at the moment.
    base::Result<void> hand_in(base::Instant now) {
        std::vector<observation_files::SimulatedReading> readings;
        for (auto const end = logger_.count_until(now); next_ < end; ++next_) {
            if (auto const reading = logger_.reading(next_)) readings.push_back(*reading);
            if (readings.size() == most_rows) {
                KUNYU_TRY_VOID(post(readings));
                readings.clear();
            }
        }
        if (readings.empty()) return {};
        return post(readings);
    }
    base::Instant next_due() const { return logger_.due(next_); }
    std::int64_t taken() const { return taken_; }

  private:
    base::Result<void> post(std::vector<observation_files::SimulatedReading> const& readings) {
        auto const body = body_of(*options_.stream, readings, mark_);
        // A server knows a stream that was just made within a second.
        for (int tries = 1;; ++tries) {
            KUNYU_TRY(auto const answer, client_.post_json("/sta/v1.1/CreateObservations", body));
            auto const taken = answer.status == created ? count_taken(answer.body) : 0;
            taken_ += taken;
            if (taken > 0) return {};
            if (answer.status != created || tries == most_tries) return refused(answer);
            std::this_thread::sleep_for(patience);
        }
    }

    static base::Refusal refused(HttpClient::Answer const& answer) {
        return base::refuse("app.server_refused",
                            {{"status", std::to_string(answer.status)}, {"reason", base::clip(answer.body, 400)}});
    }

    SimulateOptions const& options_;
    SimulatorSettings settings_;
    LoggerSimulator logger_;
    HttpClient client_;
    json::object mark_;
    std::int64_t next_ = 0;
    std::int64_t taken_ = 0;
};

}  // namespace

base::Result<SimulatedStation> prepare_simulation(DataFolder& folder, SimulateOptions const& options) {
    Services services(folder);
    auto const view = services.observations.catalogue.fresh();
    auto stream = options.stream ? std::optional(obs::StreamId{*options.stream}) : find_stream(view, options);
    return folder.database().write([&](sql::Tx& tx) -> base::Result<SimulatedStation> {
        auto const caller = operator_at(folder);
        obs::DeviceChange device;
        device.name = say("app.simulated_logger");
        KUNYU_TRY(auto const made, services.observations.devices.create(tx, caller, {options.station}, device));
        auto into = stream;
        if (!into) {
            KUNYU_TRY(into, make_stream(tx, caller, services.observations.entities, options));
        }
        return SimulatedStation{into->value, made.secret, made.device.id.value};
    });
}

base::Result<void> end_simulation(DataFolder& folder, SimulatedStation const& station) {
    Services services(folder);
    return folder.database().write([&](sql::Tx& tx) -> base::Result<void> {
        auto const caller = operator_at(folder);
        KUNYU_TRY_VOID(
            services.observations.devices.revoke(tx, caller, {station.device}, {}, say("app.simulation_ended")));
        return {};
    });
}

base::Result<std::int64_t> simulate(SimulateOptions const& options, std::function<bool()> const& stopped,
                                    std::function<void(std::int64_t)> const& tell) {
    base::SystemClock const clock;
    Run run(options, clock.now());
    auto const end = options.minutes ? std::optional(clock.now().plus_seconds(*options.minutes * 60)) : std::nullopt;
    for (;;) {
        auto const now = clock.now();
        if (run.next_due() <= now) {
            KUNYU_TRY_VOID(run.hand_in(now));
            tell(run.taken());
        }
        if (stopped() || (end && now >= *end)) return run.taken();
        std::this_thread::sleep_for(patience);
    }
}

}  // namespace kunyu::app
