#include "observations/revision_service.hpp"

#include "base/text.hpp"
#include "observations/entity_store.hpp"
#include "observations/station_access.hpp"

#include <boost/json.hpp>

#include <utility>

namespace kunyu::observations {
namespace {

constexpr char const* revising = "observation.revise";
constexpr std::size_t longest_reason = 500;

bool is_flag(std::uint8_t flag) {
    return (flag >= 1 && flag <= 4) || flag == 9;
}

template <typename Runs, typename Where>
std::int64_t number_of(Runs const& runs, Where const& where) {
    std::int64_t count = 0;
    for (auto const& run : runs) count += where(run).count;
    return count;
}

/// What the audit record says of a version; which observations they are stands in the archive.
boost::json::object record_of(archive::Revision const& revision) {
    auto const whole = [](archive::OrdinalRun const& run) { return run; };
    boost::json::object record{{"version", revision.id}};
    if (auto const count = number_of(revision.flags, [](archive::FlagRun const& run) { return run.where; }); count > 0)
        record["flagged"] = count;
    if (auto const count = number_of(revision.deletions, whole); count > 0) record["deleted"] = count;
    if (auto const count = number_of(revision.restorations, whole); count > 0) record["restored"] = count;
    if (!revision.replacements.empty()) record["corrected"] = revision.replacements.size();
    return record;
}

}  // namespace

base::Result<void> RevisionService::store(sql::Tx& tx, identity::Caller const& caller,
                                          archive::Revision revision) const {
    auto const stream = load(tx, StreamId{revision.stream});
    if (!stream) return base::refuse("observations.stream_not_found");
    auto const thing = visible_thing(tx, caller, stream->thing);
    if (!thing) return base::refuse("observations.stream_not_found");
    KUNYU_TRY_VOID(authorise_station(tx, caller, revising, *thing));
    if (revision.reason.empty()) return base::refuse_field("/reason", "base.required");
    revision.reason = base::clip(revision.reason, longest_reason);
    revision.at = caller.now.microseconds;
    revision.author = caller.name;
    store_.revise(tx, revision);
    RecordedChange change;
    change.action = revising;
    change.kind = "stream";
    change.id = stream->id.value;
    change.label = stream->name;
    change.after = record_of(revision);
    change.reason = revision.reason;
    record_change(tx, caller, *thing, std::move(change));
    return {};
}

base::Result<void> RevisionService::correct(sql::Tx& tx, identity::Caller const& caller, Observation const& before,
                                            NewObservation after, std::string const& reason) const {
    archive::Revision revision;
    revision.stream = before.id.stream.value;
    revision.reason = reason;
    after.quality = before.quality;
    if (after.rarities.feature)
        note_named_feature(tx, before.id.stream, *after.rarities.feature,
                           after.phenomenon_end.value_or(after.phenomenon_time));
    add_observation(revision.replacements, std::move(after));
    revision.replacements.ordinals = {before.id.ordinal};
    KUNYU_TRY(auto const stored, store_.find(revision.stream, before.id.ordinal));
    if (!stored || stored->empty()) return base::refuse("observations.observation_not_found");
    revision.replacements.arrivals = {stored->arrivals.front()};
    return store(tx, caller, std::move(revision));
}

base::Result<void> RevisionService::remove(sql::Tx& tx, identity::Caller const& caller, StreamId stream,
                                           std::vector<archive::OrdinalRun> const& which,
                                           std::string const& reason) const {
    archive::Revision revision;
    revision.stream = stream.value;
    revision.reason = reason;
    revision.deletions = which;
    return store(tx, caller, std::move(revision));
}

base::Result<void> RevisionService::remove(sql::Tx& tx, identity::Caller const& caller,
                                           FeatureObservations const& which, std::string const& reason) const {
    for (auto const& one : which.streams)
        if (!one.runs.empty()) KUNYU_TRY_VOID(remove(tx, caller, one.stream.id, one.runs, reason));
    return {};
}

base::Result<FeatureObservations> RevisionService::of_feature(View const& view, FeatureId feature) const {
    return observations_of(store_, view, feature);
}

base::Result<FeatureObservations> RevisionService::since(FeatureObservations const& before) const {
    return observations_since(store_, before);
}

base::Result<void> RevisionService::restore(sql::Tx& tx, identity::Caller const& caller, StreamId stream,
                                            std::vector<archive::OrdinalRun> const& which,
                                            std::string const& reason) const {
    archive::Revision revision;
    revision.stream = stream.value;
    revision.reason = reason;
    revision.restorations = which;
    return store(tx, caller, std::move(revision));
}

base::Result<void> RevisionService::flag(sql::Tx& tx, identity::Caller const& caller, StreamId stream,
                                         std::vector<archive::FlagRun> const& flags, std::string const& reason) const {
    for (auto const& run : flags)
        if (!is_flag(run.flag)) return base::refuse_field("/flag", "observations.unknown_flag");
    archive::Revision revision;
    revision.stream = stream.value;
    revision.reason = reason;
    revision.flags = flags;
    return store(tx, caller, std::move(revision));
}

}  // namespace kunyu::observations
