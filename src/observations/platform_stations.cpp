#include "observations/platform_stations.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::observations {

PlatformStations::PlatformStations(View past, View now, ReadScope const& scope, std::int64_t platform)
    : past_(std::move(past)), now_(std::move(now)), scope_(scope) {
    for (auto const& [id, thing] : past_.things()) {
        if (thing->platform != platform || !known(*thing)) continue;
        PlatformStation station{thing.get(), {}};
        for (auto const stream : past_.streams_of(id))
            if (known(*past_.find(stream))) station.streams.push_back(past_.find(stream));
        stations_.push_back(std::move(station));
    }
}

bool PlatformStations::known(Thing const& thing) const {
    if (scope_.owns(thing)) return true;
    auto const* today = now_.find(thing.id);
    return scope_.sees(past_, thing) && today && scope_.sees(now_, *today);
}

bool PlatformStations::known(Stream const& stream) const {
    if (scope_.owns(*past_.find(stream.thing))) return true;
    auto const* today = now_.find(stream.id);
    return scope_.sees(past_, stream) && today && scope_.sees(now_, *today);
}

std::vector<MeasuredStream> PlatformStations::measured(PlatformStation const& station, evidence::Period const& period,
                                                       base::Instant as_of) const {
    std::vector<MeasuredStream> out;
    for (auto const* stream : station.streams) {
        auto one = observations::measured(past_, scope_, *stream, {period.from, period.to}, as_of);
        if (auto const* today = now_.find(stream->id); today && !scope_.owns(*station.thing))
            one.to = std::min(one.to, scope_.observations_until(now_, *today, as_of));
        out.push_back(one);
    }
    return out;
}

}  // namespace kunyu::observations
