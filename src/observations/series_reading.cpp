#include "observations/series_reading.hpp"

namespace kunyu::observations {

SeriesReading::SeriesReading(SeriesParts const& parts, identity::Caller const& caller)
    : reader_(parts.reader),
      now_(caller.now),
      view_(parts.catalogue.fresh()),
      scope_(parts.database.read([&](sql::Session& session) { return read_scope(session, caller); })) {}

base::Result<StreamReach> SeriesReading::stream(StreamId id) const {
    auto const* stream = view_.find(id);
    if (!stream || !scope_.sees(view_, *stream)) return base::refuse("observations.stream_not_found");
    return reader_.reach(view_, scope_, *stream, now_);
}

base::Result<Thing const*> SeriesReading::station(ThingId id) const {
    auto const* thing = view_.find(id);
    if (!thing || !scope_.sees(view_, *thing)) return base::refuse("observations.thing_not_found");
    return thing;
}

base::Result<std::vector<StreamReach>> SeriesReading::streams_of(ThingId id) const {
    std::vector<StreamReach> out;
    for (auto const stream : view_.streams_of(id)) {
        if (!scope_.sees(view_, *view_.find(stream))) continue;
        KUNYU_TRY(auto const reach, reader_.reach(view_, scope_, *view_.find(stream), now_));
        out.push_back(reach);
    }
    return out;
}

}  // namespace kunyu::observations
