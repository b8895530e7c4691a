#include "live/routes.hpp"

#include "observations/route_parts.hpp"
#include "observations/series_query.hpp"
#include "observations/series_reading.hpp"

#include <string>
#include <utility>

namespace kunyu::live {
namespace {

constexpr char const* action = "observation.read";
constexpr std::size_t most_heard = 50;

/// The id of the last event: a browser sends it by itself as a header when a connection broke; a page that opens a new
/// one gives it as `after`.
std::optional<LiveCursor> place_of(http::Request const& request, identity::QueryReader& query) {
    auto const given = query.text("after", 80);
    auto const header = request.header("last-event-id");
    if (header && !header->empty()) {
        auto const cursor = parse_live_cursor(*header);
        if (!cursor) query.fault("Last-Event-ID", "base.bad_cursor");
        return cursor;
    }
    if (!given) return std::nullopt;
    auto const cursor = parse_live_cursor(*given);
    if (!cursor) query.fault("after", "base.bad_cursor");
    return cursor;
}

base::Result<LiveWish> wish_of(http::Request const& request) {
    identity::QueryReader query(request);
    LiveWish wish;
    wish.streams = observations::read_streams(query, most_heard);
    wish.after = place_of(request, query);
    KUNYU_TRY_VOID(query.finish());
    return wish;
}

}  // namespace

void add_live_routes(http::Router& router, identity::ListeningGate const& gate, observations::SeriesParts const& parts,
                     LiveHub& hub) {
    http::RouteOptions options;
    options.action = action;
    gate.listen(router, "/api/v1/live", std::move(options),
                [parts, &hub](identity::Caller const& caller, http::Request const& request,
                              identity::Renew const& renew) -> base::Result<std::shared_ptr<http::EventReader>> {
                    KUNYU_TRY(auto wish, wish_of(request));
                    observations::SeriesReading const reading(parts, caller);
                    for (auto const id : wish.streams) KUNYU_TRY_VOID(reading.stream(id));
                    wish.renew = renew;
                    auto channel = std::make_shared<http::EventChannel>();
                    auto reader = std::make_shared<http::EventReader>(channel);
                    hub.add(std::move(wish), std::move(channel));
                    return reader;
                });
}

}  // namespace kunyu::live
