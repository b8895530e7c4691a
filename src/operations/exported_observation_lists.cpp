#include "operations/list_export.hpp"

namespace kunyu::operations {
namespace {

using Columns = std::vector<ListColumn>;

Columns station_columns() {
    return {{"id", "id", Shown::integer},
            {"station", "name"},
            {"platform_code", "platform.code"},
            {"platform", "platform.name", Shown::name},
            {"longitude", "position.longitude", Shown::decimal},
            {"latitude", "position.latitude", Shown::decimal},
            {"elevation", "position.elevation", Shown::decimal},
            {"streams", "streams", Shown::integer},
            {"public", "is_public", Shown::boolean},
            {"description", "description"},
            {"sample", "sample", Shown::boolean}};
}

Columns network_columns() {
    return {{"id", "id", Shown::integer},
            {"network", "name", Shown::name},
            {"standard", "standard"},
            {"agreement", "agreement"},
            {"description", "description"},
            {"member_stations", "members[].station", Shown::integer},
            {"members_from", "members[].from", Shown::day},
            {"members_to", "members[].to", Shown::day},
            {"sample", "sample", Shown::boolean}};
}

Columns alarm_columns() {
    return {{"station", "station.name"},
            {"stream", "stream.name"},
            {"alarm", "name"},
            {"severity", "rule.severity", Shown::word, "quality.severity_", "quality.severity_yellow"},
            {"state", "state.status", Shown::word, "quality.status_"},
            {"since", "state.since", Shown::instant},
            {"raised_at", "state.raised_at", Shown::instant},
            {"notified_at", "state.notified_at", Shown::instant},
            {"escalations", "state.escalations", Shown::integer},
            {"occurrence", "state.occurrence", Shown::integer},
            {"watched", "watched", Shown::boolean},
            {"created_at", "created_at", Shown::instant}};
}

Columns completeness_columns() {
    return {{"days_from", "first", Shown::day},
            {"days_until", "after", Shown::day},
            {"expected", "expected", Shown::integer},
            {"received", "received", Shown::integer},
            {"per_mille", "per_mille", Shown::integer}};
}

Columns gap_columns() {
    return {{"gap_from", "from", Shown::instant},
            {"gap_to", "to", Shown::instant},
            {"missing", "missing", Shown::integer},
            {"gap_open", "open", Shown::boolean}};
}

}  // namespace

std::vector<ExportedList> const& observation_lists() {
    static std::vector<ExportedList> const lists{
        {"/api/v1/stations", "stations", true, station_columns()},
        {"/api/v1/station-networks", "networks", true, network_columns()},
        {"/api/v1/alarms", "alarms", true, alarm_columns()},
        {"/api/v1/streams/{id}/completeness", "completeness", false, completeness_columns()},
        {"/api/v1/stations/{id}/completeness", "completeness", false, completeness_columns()},
        {"/api/v1/station-networks/{id}/completeness", "completeness", false, completeness_columns()},
        {"/api/v1/streams/{id}/gaps", "gaps", false, gap_columns()}};
    return lists;
}

}  // namespace kunyu::operations
