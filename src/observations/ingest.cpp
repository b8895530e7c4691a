#include "observations/ingest.hpp"

#include "observations/access.hpp"
#include "observations/entity_store.hpp"
#include "observations/observation_record.hpp"

#include <algorithm>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace kunyu::observations {
namespace {

constexpr char const* recording = "observation.record";
constexpr int slow_threads = 2;
constexpr std::size_t slow_queue = 1024;

/// What observations name of what the stream does not know of yet, or not that early; and when the first of them ended.
std::map<FeatureId, base::Instant> new_names(Stream const& stream, archive::Points const& points) {
    std::map<FeatureId, base::Instant> names;
    for (auto const& extra : points.extras) {
        // Few name one, and the rest need not be read for that.
        if (extra.bytes.find("\"feature\"") == std::string::npos) continue;
        auto const rarities = decode_rarities(extra.bytes);
        if (!rarities || !rarities->feature) continue;
        base::Instant const ended{points.times[extra.place] + points.duration(extra.place)};
        auto const* known = stream.named(*rarities->feature);
        if (known && known->since <= ended) continue;
        auto const [name, is_new] = names.emplace(*rarities->feature, ended);
        if (!is_new) name->second = std::min(name->second, ended);
    }
    return names;
}

/// Whether each observation names what it observes.
bool all_have_features(archive::Points const& points) {
    if (points.extras.size() < points.size()) return false;
    return std::all_of(points.extras.begin(), points.extras.end(), [](archive::Extra const& extra) {
        auto const rarities = decode_rarities(extra.bytes);
        return rarities && rarities->feature;
    });
}

}  // namespace

WriteScope WriteScope::of(KnownDevice const& device) {
    WriteScope scope;
    scope.thing_ = device.thing;
    scope.name_ = device.name;
    return scope;
}

WriteScope WriteScope::of(sql::Session& session, identity::Caller const& caller) {
    WriteScope scope;
    scope.everything_ = caller.is_system;
    scope.name_ = caller.name;
    if (scope.everything_) return scope;
    auto platforms = platforms_of(session, caller, recording);
    scope.everything_ = !platforms;
    if (platforms) scope.platforms_ = std::move(*platforms);
    return scope;
}

bool WriteScope::writes(View const& view, Stream const& stream) const {
    if (everything_) return true;
    if (thing_) return stream.thing == *thing_;
    auto const* thing = view.find(stream.thing);
    return thing && thing->platform && platforms_.count(*thing->platform) > 0;
}

Ingest::Ingest(archive::Store& store, Catalogue& catalogue, sql::Database& database, EntityService const& entities,
               base::Clock const& clock)
    : store_(store),
      catalogue_(catalogue),
      database_(database),
      entities_(entities),
      clock_(clock),
      slow_(slow_threads, slow_queue) {}

Ingest::~Ingest() {
    slow_.stop();
}

base::Result<Stream const*> Ingest::stream_for(View const& view, WriteScope const& scope, StreamId id) {
    auto const* stream = view.find(id);
    if (!stream || !scope.writes(view, *stream)) return base::refuse("observations.stream_not_found");
    return stream;
}

Ingest::Missing Ingest::missing(View const& view, archive::Batch const& batch) const {
    Missing out;
    for (auto const& one : batch.points) {
        auto const* stream = view.find(StreamId{one.stream});
        if (!stream) continue;
        for (auto const& [feature, ended] : new_names(*stream, one.points))
            out.named.push_back({stream->id, feature, ended});
        if (!view.current_feature(*stream) && !all_have_features(one.points)) out.without_feature.push_back(stream->id);
    }
    return out;
}

base::Result<void> Ingest::supply(Missing const& missing, std::string const& writer) {
    auto const caller = identity::Caller::system(writer, clock_.now());
    auto const supplied = database_.write([&](sql::Tx& tx) -> base::Result<void> {
        for (auto const id : missing.without_feature)
            KUNYU_TRY_VOID(entities_.feature_for_location(tx, caller, id, store_.next_ordinal(id.value)));
        for (auto const& [stream, feature, ended] : missing.named) {
            if (!load(tx, stream)) return base::refuse("observations.stream_not_found");
            if (!load(tx, feature))
                return base::refuse("observations.unknown_link", {{"id", std::to_string(feature.value)}});
            note_named_feature(tx, stream, feature, ended);
        }
        return {};
    });
    KUNYU_TRY_VOID(supplied);
    catalogue_.refresh();
    return {};
}

void Ingest::append(View const& view, WriteScope const& scope, archive::Batch batch, Done done) {
    auto absent = missing(view, batch);
    if (absent.empty()) return store_.append(std::move(batch), std::move(done));
    auto const work = [this, absent = std::move(absent), writer = scope.name(), done,
                       kept = std::make_shared<archive::Batch>(std::move(batch))] {
        if (auto const supplied = supply(absent, writer); !supplied) return done(supplied.error());
        store_.append(std::move(*kept), done);
    };
    if (!slow_.submit(work)) done(base::refuse("http.overloaded"));
}

base::Result<archive::Receipt> Ingest::append(View const& view, WriteScope const& scope, archive::Batch batch) {
    std::promise<base::Result<archive::Receipt>> answer;
    auto future = answer.get_future();
    append(view, scope, std::move(batch),
           [&answer](base::Result<archive::Receipt> receipt) { answer.set_value(std::move(receipt)); });
    return future.get();
}

}  // namespace kunyu::observations
