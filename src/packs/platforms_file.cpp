#include "packs/csv_rows.hpp"
#include "packs/files.hpp"

#include <map>
#include <set>

namespace kunyu::packs {
namespace {

std::vector<std::string> const bases = {"official", "template", "local", "ours"};

std::vector<std::string> const platform_columns = {"id",
                                                   "name",
                                                   "name_en",
                                                   "kind",
                                                   "category",
                                                   "level",
                                                   "host",
                                                   "field",
                                                   "city",
                                                   "city_inferred",
                                                   "status_note",
                                                   "confidence",
                                                   "note",
                                                   "registry_category",
                                                   "registry_level",
                                                   "host_ids",
                                                   "cobuilder_ids",
                                                   "supervisor_ids",
                                                   "branch_of",
                                                   "joined_to",
                                                   "province",
                                                   "lon",
                                                   "lat",
                                                   "place_precision",
                                                   "place_basis",
                                                   "valid_from",
                                                   "valid_from_min",
                                                   "valid_from_max",
                                                   "name_from_min",
                                                   "valid_to",
                                                   "counts_from",
                                                   "known_from",
                                                   "state",
                                                   "basis",
                                                   "source"};

std::vector<std::string> const event_columns = {"platform",   "seq",       "type",      "to_state",   "on",
                                                "not_before", "not_after", "effective", "stands_for", "partner",
                                                "result",     "wording",   "note",      "basis",      "source"};

PackOrigin read_origin(CsvRow& row) {
    auto basis = row.choice("basis", bases);
    return {std::move(basis), row.text("source")};
}

void read_what_it_is(CsvRow& row, PackPlatform& platform) {
    platform.id = row.text("id");
    platform.name = {row.text("name"), row.optional_text("name_en")};
    platform.name_from_min = row.optional_day("name_from_min");
    platform.kind = row.text("kind");
    platform.source_category = row.text("category");
    platform.source_level = row.choice("level", {"national", "international", "ministry", "bureau", "local"});
    platform.category = row.text("registry_category");
    platform.level = row.text("registry_level");
    platform.field = row.optional_text("field");
    platform.status_note = row.optional_text("status_note");
    platform.confidence = row.choice("confidence", {"A", "B", "C", "D"});
    platform.note = row.optional_text("note");
}

void read_relations(CsvRow& row, PackPlatform& platform) {
    platform.host_text = row.optional_text("host");
    platform.hosts = row.ids("host_ids");
    platform.cobuilders = row.ids("cobuilder_ids");
    platform.supervisors = row.ids("supervisor_ids");
    platform.branch_of = row.optional_text("branch_of");
    platform.joined_to = row.optional_text("joined_to");
}

/// Both coordinates or none, and then how exact they are.
void read_place(CsvRow& row, PackPlatform& platform) {
    platform.city = row.optional_text("city");
    platform.city_inferred = row.yes("city_inferred");
    platform.province = row.optional_text("province");
    platform.lon = row.optional_degrees("lon", 180);
    platform.lat = row.optional_degrees("lat", 90);
    platform.place_precision = row.optional_choice("place_precision", {"exact", "city"});
    platform.place_basis = row.optional_choice("place_basis", bases);
    if (platform.lon.has_value() != platform.lat.has_value()) row.fault("lat", "packs.half_a_point");
    if (platform.lon.has_value() != platform.place_precision.has_value())
        row.fault("place_precision", "packs.point_without_precision");
}

void read_days(CsvRow& row, PackPlatform& platform) {
    platform.valid_from = row.optional_day("valid_from");
    platform.valid_from_min = row.optional_day("valid_from_min");
    platform.valid_from_max = row.optional_day("valid_from_max");
    platform.valid_to = row.optional_day("valid_to");
    platform.counts_from = row.day("counts_from");
    platform.known_from = row.day("known_from");
    platform.state = row.text("state");
    if (platform.valid_from_min && platform.valid_from_max && *platform.valid_from_max < *platform.valid_from_min)
        row.fault("valid_from_max", "packs.ends_before_it_begins");
    if (platform.valid_to && *platform.valid_to <= platform.counts_from)
        row.fault("valid_to", "packs.ends_before_it_begins");
}

PackPlatform read_platform(CsvRow& row) {
    PackPlatform platform;
    read_what_it_is(row, platform);
    read_relations(row, platform);
    read_place(row, platform);
    read_days(row, platform);
    platform.origin = read_origin(row);
    return platform;
}

PackPlatformEvent read_event(CsvRow& row) {
    PackPlatformEvent event;
    event.type = row.text("type");
    event.to_state = row.text("to_state");
    event.on = row.optional_day("on");
    event.not_before = row.optional_day("not_before");
    event.not_after = row.optional_day("not_after");
    event.effective = row.day("effective");
    event.stands_for = row.optional_text("stands_for");
    event.partner = row.optional_text("partner");
    event.result = row.optional_text("result");
    event.wording = row.optional_text("wording");
    event.note = row.optional_text("note");
    event.origin = read_origin(row);
    if (event.not_before && event.not_after && *event.not_after < *event.not_before)
        row.fault("not_after", "packs.ends_before_it_begins");
    return event;
}

}  // namespace

void read_platforms(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    std::set<std::string> seen;
    read_csv_file(file, bytes, platform_columns, faults, [&](CsvRow& row) {
        auto platform = read_platform(row);
        if (!seen.insert(platform.id).second) row.fault("id", "packs.repeated");
        pack.platforms.push_back(std::move(platform));
    });
}

void read_platform_events(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    std::map<std::string, PackPlatform*, std::less<>> by_id;
    for (auto& platform : pack.platforms) by_id.emplace(platform.id, &platform);
    read_csv_file(file, bytes, event_columns, faults, [&](CsvRow& row) {
        auto const owner = by_id.find(row.text("platform"));
        auto event = read_event(row);
        if (owner == by_id.end()) return row.fault("platform", "packs.unknown_platform");
        auto& events = owner->second->events;
        if (row.integer("seq", 1, 10'000) != static_cast<std::int64_t>(events.size()) + 1)
            row.fault("seq", "packs.not_in_sequence");
        events.push_back(std::move(event));
    });
}

}  // namespace kunyu::packs
