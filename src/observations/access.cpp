#include "observations/access.hpp"

#include "registry/application_access.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr char const* reading_internal = "station.read_internal";
constexpr std::int64_t seconds_a_day = 86'400;

/// Platforms that organisations below this one host or supervise on the day.
void add_platforms_of(sql::Session& session, identity::OrganisationId organisation, base::Day day,
                      std::set<std::int64_t>& platforms) {
    for (auto const* table : {"platform_host", "platform_supervisor"})
        for (auto const& row : session.query("SELECT DISTINCT t.platform FROM " + std::string(table) +
                                                 " t JOIN organisation_subtree s ON s.descendant = t.organisation"
                                                 " WHERE s.ancestor = ? AND t.valid_from <= ? AND t.valid_to > ?",
                                             organisation, day, day))
            platforms.insert(row.integer(0));
}

}  // namespace

ReadScope ReadScope::everything() {
    ReadScope scope;
    scope.everything_ = true;
    return scope;
}

ReadScope ReadScope::over(std::set<std::int64_t> platforms, base::Instant now) {
    ReadScope scope;
    scope.platforms_ = std::move(platforms);
    scope.now_ = now;
    return scope;
}

bool ReadScope::owns(Thing const& thing) const {
    return everything_ || (thing.platform && platforms_.count(*thing.platform) > 0);
}

bool ReadScope::sees(View const&, Thing const& thing) const {
    return thing.is_public || owns(thing);
}

bool ReadScope::sees(View const& view, Stream const& stream) const {
    auto const* thing = view.find(stream.thing);
    if (!thing) return false;
    return owns(*thing) || (thing->is_public && stream.openness != Openness::internal);
}

bool ReadScope::sees(View const& view, HistoricalLocation const& entity) const {
    auto const* thing = view.find(entity.thing);
    return thing && sees(view, *thing);
}

bool ReadScope::sees(View const& view, Location const& entity) const {
    if (everything_) return true;
    auto const& state = view.state();
    auto const sees_thing = [&](ThingId id) {
        auto const* thing = view.find(id);
        return thing && sees(view, *thing);
    };
    auto const sees_move = [&](HistoricalLocationId id) {
        auto const* moved = view.find(id);
        return moved && sees(view, *moved);
    };
    if (!state.things_at.has_any(entity.id) && !state.history_at.has_any(entity.id)) return true;
    return state.things_at.any_of(entity.id, sees_thing) || state.history_at.any_of(entity.id, sees_move);
}

bool ReadScope::sees(View const& view, Sensor const& entity) const {
    auto const& streams = view.state().streams_of_sensor;
    return everything_ || !streams.has_any(entity.id) ||
           streams.any_of(entity.id, [&](StreamId id) { return sees(view, *view.find(id)); });
}

/// Whether he may read an observation of the stream that observed the feature.
bool ReadScope::observes(View const& view, Stream const& stream, FeatureId feature) const {
    if (!sees(view, stream)) return false;
    auto const& held = stream.features;
    // That of the station's place, which he sees.
    if (std::any_of(held.begin(), held.end(), [&](auto const& since) { return since.feature == feature; })) return true;
    auto const* named = stream.named(feature);
    return named && named->since < observations_until(view, stream, now_);
}

bool ReadScope::sees(View const& view, Feature const& entity) const {
    if (everything_) return true;
    auto const& streams = view.state().streams_of_feature;
    if (streams.any_of(entity.id, [&](StreamId id) { return observes(view, *view.find(id), entity.id); })) return true;
    if (streams.has_any(entity.id)) return false;
    auto const* place = entity.made_from ? view.find(*entity.made_from) : nullptr;
    return !place || sees(view, *place);
}

bool ReadScope::sees(View const&, ObservedProperty const&) const {
    return true;
}

base::Instant ReadScope::observations_until(View const& view, Stream const& stream, base::Instant now) const {
    auto const* thing = view.find(stream.thing);
    if (!thing) return no_observation;
    if (owns(*thing)) return every_observation;
    if (!thing->is_public || stream.openness == Openness::internal) return no_observation;
    if (stream.openness == Openness::open) return every_observation;
    return now.plus_seconds(-stream.embargo_days * seconds_a_day);
}

std::optional<std::set<std::int64_t>> platforms_of(sql::Session& session, identity::Caller const& caller,
                                                   std::string_view action) {
    auto const scope = identity::scope_of(session, caller, action);
    if (scope.everything) return std::nullopt;
    std::set<std::int64_t> platforms(scope.platforms.begin(), scope.platforms.end());
    auto const today = base::day_of(caller.now);
    for (auto const organisation : scope.organisations) add_platforms_of(session, organisation, today, platforms);
    return platforms;
}

ReadScope read_scope(sql::Session& session, identity::Caller const& caller) {
    auto platforms = platforms_of(session, caller, reading_internal);
    return platforms ? ReadScope::over(std::move(*platforms), caller.now) : ReadScope::everything();
}

identity::Target target_of(sql::Session& session, Thing const& thing, base::Day today) {
    if (!thing.platform) return {};
    return registry::target_of_platform(session, registry::PlatformId{*thing.platform}, today);
}

}  // namespace kunyu::observations
