#include "observation_exchange/export_description.hpp"

#include "base/time.hpp"
#include "observations/station_position.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace kunyu::observation_exchange {
namespace {

using observation_files::ExportDescription;
using observation_files::SeriesDescription;
using observation_files::StationDescription;

std::string say(ExportWish const& wish, char const* code, base::Params const& params = {}) {
    return base::Messages::instance().text(code, wish.language, params);
}

StationDescription station_of(observations::View const& view, observations::Thing const& thing) {
    StationDescription station;
    station.id = std::to_string(thing.id.value);
    station.name = thing.name;
    if (auto const position = position_of(view, thing)) {
        station.longitude = position->longitude;
        station.latitude = position->latitude;
        station.altitude = position->elevation;
    }
    return station;
}

SeriesDescription series_of(observations::View const& view, observations::Stream const& stream, std::size_t station) {
    SeriesDescription series;
    series.id = std::to_string(stream.id.value);
    series.name = stream.name;
    if (!stream.observed_properties.empty())
        if (auto const* property = view.find(stream.observed_properties.front())) series.property = property->name;
    if (!stream.units.empty()) {
        series.unit = ucum_of(stream.units.front());
        series.symbol = stream.units.front().symbol.value_or("");
    }
    series.station = station;
    return series;
}

/// Of all streams, each once.
std::string licences_of(observations::View const& view, ExportWish const& wish) {
    std::set<std::string> all;
    for (auto const& series : wish.series)
        if (auto const& licence = view.find(series.stream)->licence; !licence.empty()) all.insert(licence);
    std::string out;
    for (auto const& licence : all) out += (out.empty() ? "" : "; ") + licence;
    return out;
}

/// Names the streams of which something is held back, and from when on.
std::string embargo_of(observations::View const& view, ExportWish const& wish) {
    std::string out;
    for (auto const& [id, end] : wish.series)
        if (end != observations::ReadScope::every_observation)
            out += (out.empty() ? "" : "; ") + say(wish, "observations.export_withheld",
                                                   {{"stream", view.find(id)->name}, {"from", base::to_string(end)}});
    return out;
}

bool is_simulated(observations::View const& view, observations::Stream const& stream) {
    auto const* thing = view.find(stream.thing);
    return stream.properties.contains("simulation") || (thing && thing->sample);
}

std::string history_of(ExportWish const& wish, base::Instant now) {
    auto history = base::to_string(now) + " " + say(wish, "observations.export_made");
    if (wish.as_of) history += "\n" + say(wish, "observations.export_as_of", {{"as_of", base::to_string(*wish.as_of)}});
    if (wish.skip_bad) history += "\n" + say(wish, "observations.export_without_bad");
    history += "\n" + say(wish, wish.calibrated ? "observations.export_calibrated" : "observations.export_raw");
    return history;
}

}  // namespace

std::string ucum_of(observations::UnitOfMeasurement const& unit) {
    auto const definition = unit.definition.value_or("");
    if (definition.find("ucum") != std::string::npos || definition.find("unitsofmeasure") != std::string::npos) {
        auto const mark = definition.find('#');
        if (mark != std::string::npos && mark + 1 < definition.size()) return definition.substr(mark + 1);
    }
    auto const symbol = unit.symbol.value_or("");
    return symbol == "°C" || symbol == "℃" ? "Cel" : symbol;
}

ExportDescription describe(observations::View const& view, ExportWish const& wish, base::Instant now) {
    std::vector<observations::Thing const*> things;
    for (auto const& series : wish.series) {
        auto const* thing = view.find(view.find(series.stream)->thing);
        if (std::find(things.begin(), things.end(), thing) == things.end()) things.push_back(thing);
    }
    auto out = describe_stations(view, things, wish, now);
    if (things.size() == 1) out.title = out.stations.front().name;
    if (out.series.size() == 1) out.title += " " + out.series.front().name;
    out.id = out.title + " " + base::to_string(now);
    return out;
}

ExportDescription describe_stations(observations::View const& view,
                                    std::vector<observations::Thing const*> const& things, ExportWish const& wish,
                                    base::Instant now) {
    ExportDescription out;
    std::map<observations::ThingId, std::size_t> places;
    for (auto const* thing : things) {
        places.emplace(thing->id, out.stations.size());
        out.stations.push_back(station_of(view, *thing));
    }
    bool simulated = false;
    for (auto const& series : wish.series) {
        auto const& stream = *view.find(series.stream);
        out.series.push_back(series_of(view, stream, places.at(stream.thing)));
        simulated = simulated || is_simulated(view, stream);
    }
    out.title = say(wish, "observations.export_stations");
    out.licence = licences_of(view, wish);
    out.source = say(wish, "observations.export_source");
    out.history = history_of(wish, now);
    out.embargo = embargo_of(view, wish);
    if (simulated) out.comment = say(wish, "observations.export_simulated");
    out.created_at = now;
    return out;
}

}  // namespace kunyu::observation_exchange
