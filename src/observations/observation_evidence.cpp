#include "observations/observation_evidence.hpp"

#include "observations/access.hpp"
#include "observations/continuity_figures.hpp"
#include "observations/network_past.hpp"
#include "observations/platform_stations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace kunyu::observations {
namespace {

using evidence::Fact;
using evidence::Measure;
using evidence::Part;
using evidence::Period;
using evidence::Question;
using evidence::Unit;

constexpr char const* completeness = "observations.completeness";
constexpr char const* online_rate = "observations.online_rate";
constexpr char const* transmission_rate = "observations.transmission_rate";
constexpr char const* received = "observations.received";
constexpr char const* public_stations = "observations.public_stations";
constexpr char const* public_streams = "observations.public_streams";

std::string station_path(Thing const& thing, char const* rest = "") {
    return fmt::format("/api/v1/stations/{}{}", thing.id.value, rest);
}

std::string days_of(Period const& period) {
    return fmt::format("?from={}&to={}", base::to_string(period.from), base::to_string(period.to));
}

/// The observations themselves, counted.
std::string observations_path(Stream const& stream, Period const& period, base::Instant as_of) {
    return fmt::format(
        "/sta/v1.1/{}({})/Observations?$count=true&$filter=phenomenonTime%20ge%20{}%20and%20phenomenonTime%20lt%20{}"
        "&as_of={}",
        stream.multi ? "MultiDatastreams" : "Datastreams", stream.id.value,
        base::to_string(base::start_of(period.from)), base::to_string(base::start_of(period.to)),
        base::to_string(as_of));
}

Part part_of(Thing const& thing, Measure measure, std::vector<evidence::Link> links) {
    return {"station", thing.id.value, thing.name, measure, std::move(links)};
}

/// Tells the facts of one platform, a period at a time.
class Teller {
  public:
    Teller(archive::Store& store, Question const& question, PlatformStations const& stations)
        : store_(store), question_(question), stations_(stations) {
        options_.as_of = question.as_of.microseconds;
    }

    base::Result<void> tell(Period const& period, PlatformStations const& at_its_end);
    std::vector<Fact> take() { return std::move(facts_); }
    base::Result<void> look_at_rows();

  private:
    bool wanted(char const* indicator) const { return question_.indicators.contains(indicator); }
    Fact begin(char const* indicator, Period const& period) const;
    void end(Fact fact, Measure total) { end(std::move(fact), total, std::nullopt); }
    void end(Fact fact, Measure total, std::optional<base::Refusal> unknown);
    void end_share(Fact fact, quality::Share const& total);
    void tell_not_begun(Period const& period);
    base::Result<void> tell_completeness(Period const& period);
    base::Result<void> tell_rates(Period const& period);
    base::Result<void> tell_received(Period const& period);
    void tell_public_stations(Period const& period, PlatformStations const& at_its_end);
    void tell_public_streams(Period const& period, PlatformStations const& at_its_end);

    archive::Store& store_;
    Question const& question_;
    PlatformStations const& stations_;
    archive::ReadOptions options_;
    std::optional<base::Refusal> without_rates_;  ///< why rates are not told
    std::vector<Fact> facts_;
};

Fact Teller::begin(char const* indicator, Period const& period) const {
    Fact fact;
    fact.indicator = indicator;
    fact.period = period;
    fact.until = std::min(base::start_of(period.to), question_.as_of);
    fact.links.push_back({"stations", fmt::format("/api/v1/stations?platform={}", question_.platform)});
    return fact;
}

void Teller::end(Fact fact, Measure total, std::optional<base::Refusal> unknown) {
    fact.measure = total;
    fact.unknown = std::move(unknown);
    facts_.push_back(std::move(fact));
}

void Teller::end_share(Fact fact, quality::Share const& total) {
    auto const measure = evidence::share_of(total.received, total.expected);
    if (stations_.all().empty()) return end(std::move(fact), {}, base::refuse("evidence.no_stations"));
    if (!measure.value) return end(std::move(fact), measure, base::refuse("evidence.nothing_expected"));
    end(std::move(fact), measure);
}

/// Rates are made of observations, not of counts; a question whose streams have too many has none.
base::Result<void> Teller::look_at_rows() {
    if (!wanted(online_rate) && !wanted(transmission_rate)) return {};
    std::int64_t rows = 0;
    for (auto const& period : question_.periods)
        for (auto const& station : stations_.all()) {
            KUNYU_TRY(auto const more, rows_of(store_, stations_.measured(station, period, question_.as_of)));
            rows += more;
        }
    if (rows > most_rows) without_rates_ = base::refuse("evidence.too_many_rows", {{"max", std::to_string(most_rows)}});
    return {};
}

base::Result<void> Teller::tell(Period const& period, PlatformStations const& at_its_end) {
    if (question_.as_of <= base::start_of(period.from)) {
        tell_not_begun(period);
        return {};
    }
    if (wanted(completeness)) KUNYU_TRY_VOID(tell_completeness(period));
    if (wanted(online_rate) || wanted(transmission_rate)) KUNYU_TRY_VOID(tell_rates(period));
    if (wanted(received)) KUNYU_TRY_VOID(tell_received(period));
    if (wanted(public_stations)) tell_public_stations(period, at_its_end);
    if (wanted(public_streams)) tell_public_streams(period, at_its_end);
    return {};
}

void Teller::tell_not_begun(Period const& period) {
    for (auto const& indicator : question_.indicators)
        end(begin(indicator.c_str(), period), {}, base::refuse("evidence.not_begun"));
}

base::Result<void> Teller::tell_completeness(Period const& period) {
    auto fact = begin(completeness, period);
    quality::Share total;
    for (auto const& station : stations_.all()) {
        auto const streams = stations_.measured(station, period, question_.as_of);
        KUNYU_TRY(auto const days,
                  completeness_of(store_, stations_.view(), streams, period.from, period.to, false, options_));
        quality::Share share;
        for (auto const& day : days) share += day.share;
        total += share;
        fact.parts.push_back(part_of(*station.thing, evidence::share_of(share.received, share.expected),
                                     {{"days", station_path(*station.thing, "/completeness") + days_of(period)},
                                      {"streams", station_path(*station.thing, "/streams")}}));
    }
    end_share(std::move(fact), total);
    return {};
}

base::Result<void> Teller::tell_rates(Period const& period) {
    auto online = begin(online_rate, period);
    auto transmitted = begin(transmission_rate, period);
    auto without = without_rates_;
    if (period.to.number - period.from.number > most_days_of_rows)
        without = base::refuse("evidence.too_long_for_rates", {{"days", std::to_string(most_days_of_rows)}});
    quality::ContinuityFigures total;
    for (auto const& station : stations_.all()) {
        if (without) break;
        RateRule rule;
        rule.as_of = question_.as_of;
        auto const streams = stations_.measured(station, period, question_.as_of);
        KUNYU_TRY(auto const figures, figures_of(store_, stations_.view(), streams, rule, question_.as_of));
        total += figures;
        std::vector<evidence::Link> const links{
            {"rates", station_path(*station.thing, "/continuity") + days_of(period)},
            {"streams", station_path(*station.thing, "/streams")}};
        auto const part = [&](quality::Share const& share) {
            return part_of(*station.thing, evidence::share_of(share.received, share.expected), links);
        };
        online.parts.push_back(part(figures.online));
        transmitted.parts.push_back(part(figures.transmitted));
    }
    auto const finish = [&](Fact fact, quality::Share const& share) {
        if (without)
            end(std::move(fact), {}, without);
        else
            end_share(std::move(fact), share);
    };
    if (wanted(online_rate)) finish(std::move(online), total.online);
    if (wanted(transmission_rate)) finish(std::move(transmitted), total.transmitted);
    return {};
}

base::Result<void> Teller::tell_received(Period const& period) {
    auto fact = begin(received, period);
    std::int64_t total = 0;
    for (auto const& station : stations_.all()) {
        for (auto const& one : stations_.measured(station, period, question_.as_of)) {
            std::int64_t count = 0;
            if (one.from < one.to) {
                archive::TimeRange const range{one.from.microseconds, one.to.microseconds};
                KUNYU_TRY(count, store_.count(one.stream->id.value, range, options_));
            }
            total += count;
            fact.parts.push_back({"stream",
                                  one.stream->id.value,
                                  fmt::format("{} · {}", station.thing->name, one.stream->name),
                                  {count, count, std::nullopt},
                                  {{"observations", observations_path(*one.stream, period, question_.as_of)}}});
        }
    }
    end(std::move(fact), {total, total, std::nullopt});
    return {};
}

void Teller::tell_public_stations(Period const& period, PlatformStations const& at_its_end) {
    auto fact = begin(public_stations, period);
    std::int64_t open = 0;
    for (auto const& station : at_its_end.all()) {
        std::int64_t const here = station.thing->is_public ? 1 : 0;
        open += here;
        fact.parts.push_back(part_of(*station.thing, {here, here, 1}, {{"station", station_path(*station.thing)}}));
    }
    auto const all = static_cast<std::int64_t>(at_its_end.all().size());
    end(std::move(fact), {open, open, all});
}

void Teller::tell_public_streams(Period const& period, PlatformStations const& at_its_end) {
    auto fact = begin(public_streams, period);
    std::int64_t open = 0;
    std::int64_t all = 0;
    for (auto const& station : at_its_end.all()) {
        auto const here = std::count_if(station.streams.begin(), station.streams.end(), [&](Stream const* stream) {
            return station.thing->is_public && stream->openness == Openness::open;
        });
        auto const streams = static_cast<std::int64_t>(station.streams.size());
        open += here;
        all += streams;
        fact.parts.push_back(
            part_of(*station.thing, {here, here, streams}, {{"streams", station_path(*station.thing, "/streams")}}));
    }
    end(std::move(fact), {open, open, all});
}

/// The platform's stations at the moment asked for, and at the end of each period that had ended by then. Found out in
/// one read, since the archive reads the database by itself.
class StationsOverTime {
  public:
    StationsOverTime(sql::Session& session, Catalogue& catalogue, identity::Caller const& caller,
                     Question const& question) {
        catalogue.refresh(session);
        auto const now = catalogue.view();
        auto const scope = read_scope(session, caller);
        auto const add = [&](base::Instant at) {
            all_.emplace_back(view_as_of(session, now, at), now, scope, question.platform);
        };
        add(question.as_of);
        for (auto const& period : question.periods) {
            bool const ended = base::start_of(period.to) < question.as_of;
            ends_.push_back(ended ? all_.size() : 0);
            if (ended) add(base::start_of(period.to));
        }
    }
    PlatformStations const& stations() const { return all_.front(); }
    PlatformStations const& at_end_of(std::size_t period) const { return all_[ends_[period]]; }

  private:
    std::vector<PlatformStations> all_;
    std::vector<std::size_t> ends_;  ///< places in `all_`, by period
};

}  // namespace

std::vector<evidence::Indicator> const& ObservationEvidence::indicators() const {
    using evidence::Basis;
    static std::vector<evidence::Indicator> const all{
        {completeness, Unit::per_mille, Basis::ours},      {online_rate, Unit::per_mille, Basis::ours},
        {transmission_rate, Unit::per_mille, Basis::ours}, {received, Unit::count, Basis::ours},
        {public_stations, Unit::count, Basis::ours},       {public_streams, Unit::count, Basis::ours}};
    return all;
}

base::Result<std::vector<Fact>> ObservationEvidence::facts(sql::Database& database, identity::Caller const& caller,
                                                           Question const& question) const {
    auto const over_time =
        database.read([&](sql::Session& session) { return StationsOverTime(session, catalogue_, caller, question); });
    Teller teller(store_, question, over_time.stations());
    KUNYU_TRY_VOID(teller.look_at_rows());
    for (std::size_t i = 0; i < question.periods.size(); ++i)
        KUNYU_TRY_VOID(teller.tell(question.periods[i], over_time.at_end_of(i)));
    return teller.take();
}

bool ObservationEvidence::tells_all(sql::Session& session, identity::Caller const& caller,
                                    std::int64_t platform) const {
    Thing station;
    station.platform = platform;
    return read_scope(session, caller).owns(station);
}

}  // namespace kunyu::observations
