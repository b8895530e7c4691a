#include "sensorthings/writer.hpp"

#include "base/json.hpp"
#include "sensorthings/bad_request.hpp"
#include "sensorthings/create_observations.hpp"
#include "sensorthings/entity_input.hpp"
#include "sensorthings/json_text.hpp"
#include "sensorthings/observation_input.hpp"
#include "sensorthings/options.hpp"
#include "sensorthings/read_routes.hpp"
#include "sensorthings/reader.hpp"
#include "sensorthings/row_answers.hpp"
#include "sensorthings/target.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
using http::Request;
using http::Respond;
using http::Response;
using identity::Caller;
using observations::FeatureObservations;
using observations::NewObservation;
using observations::ObservationId;
using observations::Stream;
using observations::StreamId;
using observations::View;
using observations::WriteScope;

constexpr std::string_view device_key_mark = "Bearer kunyu_device_";
constexpr std::string_view patch_media_type = "application/json-patch+json";

/// Reason of versions that come through this protocol, which has no place for one but our own header.
std::string reason_of(Request const& request) {
    return request.header("x-reason").value_or("SensorThings " + std::string(http::to_string(request.method)));
}

std::string key_of(Request const& request) {
    return request.header("authorization")->substr(std::string_view("Bearer ").size());
}

/// One observation on its way to the archive.
struct Taken {
    Stream const* stream = nullptr;
    NewObservation observation;
};

bool is_stream(Kind kind) {
    return kind == Kind::datastream || kind == Kind::multi_datastream;
}

/// Whose collection of observations a path means: `Observations`, `Datastreams(1)/Observations`. Nothing for another
/// path, and for ways that only the database can follow.
struct ObservationPath {
    std::optional<EntityKey> owner;
};
std::optional<ObservationPath> observation_path(ResourcePath const& path) {
    if (path.kind() != Kind::observation || !path.is_collection() || path.end != PathEnd::itself) return std::nullopt;
    if (path.steps.size() == 1) return ObservationPath{};
    auto const& from = path.steps.front();
    if (path.steps.size() != 2 || !is_stream(from.kind) || !from.id) return std::nullopt;
    return ObservationPath{EntityKey{from.kind, *from.id}};
}

/// nullptr when it is of the other kind, not there, or not the writer's.
Stream const* stream_of(View const& view, WriteScope const& scope, EntityKey const& key) {
    auto const* stream = view.find(StreamId{key.id});
    if (!stream || stream->multi != (key.kind == Kind::multi_datastream) || !scope.writes(view, *stream))
        return nullptr;
    return stream;
}

/// Whether an observation may name the feature: it is there, and the writer sees it.
using SeesFeature = std::function<bool(observations::FeatureId)>;

/// Reads an observation that names what it belongs to by numbers alone; nothing when entities are to be made with it.
base::Result<std::optional<Taken>> take(View const& view, WriteScope const& scope, SeesFeature const& sees_feature,
                                        ObservationPath const& path, json::value const& body, base::Instant now) {
    KUNYU_TRY(auto input, read_new_entity(Kind::observation, body, path.owner, now));
    auto const link = [&input](std::string_view navigation) {
        auto const& related = input.at(navigation);
        return related.empty() ? nullptr : &related.front();
    };
    auto const* feature = link("FeatureOfInterest");
    if (feature && feature->entity) return std::optional<Taken>{};
    auto key = path.owner;
    for (auto const& [navigation, kind] :
         {std::pair{"Datastream", Kind::datastream}, std::pair{"MultiDatastream", Kind::multi_datastream}}) {
        auto const* related = link(navigation);
        if (related && related->entity) return std::optional<Taken>{};
        if (related) key = EntityKey{kind, related->link};
    }
    auto const* stream = key ? stream_of(view, scope, *key) : nullptr;
    if (!stream)
        return bad_member("/Datastream", "observations.unknown_link", {{"id", std::to_string(key ? key->id : 0)}});
    Taken taken{stream, std::move(std::get<NewObservation>(input.entity))};
    if (stream->multi && !fit_multi_result(taken.observation.result, stream->observed_properties.size()))
        return bad_member("/result", "sensorthings.result_size");
    if (feature) {
        observations::FeatureId const id{feature->link};
        if (!sees_feature(id))
            return bad_member("/FeatureOfInterest", "observations.unknown_link", {{"id", std::to_string(id.value)}});
        taken.observation.rarities.feature = id;
    }
    return std::optional(std::move(taken));
}

}  // namespace

bool is_from_device(Request const& request) {
    auto const given = request.header("authorization");
    return given && given->starts_with(device_key_mark);
}

std::optional<observations::KnownDevice> known_device(WriteParts const& parts, Request const& request) {
    if (!is_from_device(request)) return std::nullopt;
    auto device = parts.devices.recognise(key_of(request), parts.clock.now());
    return device ? std::optional(std::move(*device)) : std::nullopt;
}

base::Result<Author> author_of(WriteParts const& parts, identity::Gate const& gate, Request const& request) {
    if (!is_from_device(request)) {
        KUNYU_TRY(auto caller, gate.admit(request, "station.write"));
        return Author{std::nullopt, std::move(caller)};
    }
    KUNYU_TRY(auto const device, parts.devices.recognise_or_refresh(key_of(request), parts.clock.now()));
    KUNYU_TRY_VOID(parts.device_limits.take(device, parts.clock.now()));
    parts.device_activity.note(device.id, parts.clock.now());
    return Author{device, std::nullopt};
}

std::string Writer::root(Request const& request) const {
    return service_root(request, service_);
}

Response Writer::created(Request const& request, std::string const& location) const {
    Response response;
    response.status = 201;
    response.header("Location", root(request) + '/' + location);
    return response;
}

WriteScope Writer::scope_of(Author const& author) const {
    if (author.device) return WriteScope::of(*author.device);
    return parts_.database.read([&](sql::Session& session) { return WriteScope::of(session, *author.caller); });
}

std::function<bool(observations::FeatureId)> Writer::feature_sight(View const& view, Author const& author) const {
    if (author.caller) {
        auto scope = parts_.database.read(
            [&](sql::Session& session) { return observations::read_scope(session, *author.caller); });
        return [view, scope = std::move(scope)](observations::FeatureId id) {
            auto const* feature = view.find(id);
            return feature && scope.sees(view, *feature);
        };
    }
    // A device sees what everybody does, and what its own station observes.
    return [view, thing = author.device->thing, now = parts_.clock.now()](observations::FeatureId id) {
        auto const* feature = view.find(id);
        if (!feature) return false;
        if (observations::ReadScope::nothing_internal(now).sees(view, *feature)) return true;
        auto const streams = view.streams_of(id);
        return std::any_of(streams.begin(), streams.end(),
                           [&](StreamId stream) { return view.find(stream)->thing == thing; });
    };
}

// POST.

base::Result<std::vector<observations::Repeat>> Writer::take_out_repeats(archive::StreamPoints& points) const {
    if (delivery_ == Delivery::once) return std::vector<observations::Repeat>{};
    return parts_.ingest.take_out_repeats(points);
}

void Writer::post(std::shared_ptr<Request const> request, Respond respond) const {
    auto const fail = [&](base::Refusal const& refusal) { respond(identity::refused(*request, refusal)); };
    auto const author = author_of(parts_, gate_, *request);
    if (!author) return fail(author.error());
    post(*author, std::move(request), std::move(respond));
}

void Writer::post(Author const& author, std::shared_ptr<Request const> request, Respond respond) const {
    auto const fail = [&](base::Refusal const& refusal) { respond(identity::refused(*request, refusal)); };
    auto const& name = request->path_parameter("path");
    if (name == "CreateObservations") return create_observations(author, request, respond);
    auto const path = parse_path(name);
    if (!path) return fail(path.error());
    if (observation_path(*path)) return post_observation(author, *path, std::move(request), std::move(respond));
    if (!author.caller) return fail(base::refuse("observations.device_hands_in_observations"));
    auto const answer = post_entity(*author.caller, *request);
    respond(answer ? *answer : identity::refused(*request, answer.error()));
}

void Writer::post_observation(Author const& author, ResourcePath const& path, std::shared_ptr<Request const> request,
                              Respond respond) const {
    auto const fail = [&](base::Refusal const& refusal) { respond(identity::refused(*request, refusal)); };
    auto const body = base::parse_json(request->body);
    if (!body) return fail(body.error());
    auto const view = author.caller ? parts_.catalogue.fresh() : parts_.catalogue.view();
    auto const scope = scope_of(author);
    auto taken = take(view, scope, feature_sight(view, author), *observation_path(path), *body, parts_.clock.now());
    if (!taken) return fail(taken.error());
    if (!*taken) {
        if (!author.caller) return fail(base::refuse("observations.device_hands_in_observations"));
        auto const answer = post_entity(*author.caller, *request);
        return respond(answer ? *answer : identity::refused(*request, answer.error()));
    }
    archive::Batch batch;
    auto const stream = (*taken)->stream->id;
    batch.points.push_back({stream.value, {}});
    add_observation(batch.points.back().points, std::move((*taken)->observation));
    auto const answer = [this, stream, request, respond](std::int64_t ordinal) {
        ObservationId const id{stream, ordinal};
        respond(created(*request, path_of({Kind::observation, id.value()})));
    };
    auto const repeats = take_out_repeats(batch.points.back());
    if (!repeats) return fail(repeats.error());
    if (!repeats->empty()) return answer(repeats->front().ordinal);
    parts_.ingest.append(view, scope, std::move(batch),
                         [request, respond, answer](base::Result<archive::Receipt> const& receipt) {
                             if (!receipt) return respond(identity::refused(*request, receipt.error()));
                             answer(receipt->first_ordinals.front());
                         });
}

void Writer::create_observations(Author const& author, std::shared_ptr<Request const> const& request,
                                 Respond const& respond) const {
    auto const view = author.caller ? parts_.catalogue.fresh() : parts_.catalogue.view();
    auto const scope = scope_of(author);
    RowContext context;
    context.now = parts_.clock.now();
    context.find_stream = [&](EntityKey const& key) -> std::optional<RowStream> {
        auto const* stream = stream_of(view, scope, key);
        if (!stream) return std::nullopt;
        auto const width = stream->multi ? stream->observed_properties.size() : 1;
        // A device's view may be a moment old, and all it writes is of one station: of that the database is asked.
        if (!author.caller) return RowStream{width, true};
        auto const* thing = view.find(stream->thing);
        return RowStream{width, thing && !thing->locations.empty()};
    };
    context.has_feature = feature_sight(view, author);
    auto groups = parse_create_observations(request->body, context);
    if (!groups) return respond(identity::refused(*request, groups.error()));
    archive::Batch batch;
    for (auto& group : *groups) {
        auto repeats = take_out_repeats(group.points);
        if (!repeats) return respond(identity::refused(*request, repeats.error()));
        group.repeats = std::move(*repeats);
        if (has_new_rows(group)) batch.points.push_back(std::move(group.points));
    }
    auto const answer = [this, request, respond,
                         kept = std::make_shared<std::vector<ObservationRows>>(std::move(*groups))](
                            std::vector<std::int64_t> const& first_ordinals) {
        auto response = Response::json(201, answer_rows(*kept, first_ordinals, root(*request), request->language));
        respond(std::move(response));
    };
    if (batch.points.empty()) return answer({});
    parts_.ingest.append(view, scope, std::move(batch),
                         [request, respond, answer](base::Result<archive::Receipt> const& receipt) {
                             if (!receipt) return respond(identity::refused(*request, receipt.error()));
                             answer(receipt->first_ordinals);
                         });
}

base::Result<Response> Writer::post_entity(Caller const& caller, Request const& request) const {
    KUNYU_TRY(auto const along, with_feature(caller, request));
    KUNYU_TRY(auto written, parts_.database.write([&](sql::Tx& tx) -> base::Result<Written> {
        return write(tx, caller, request, along ? &*along : nullptr);
    }));
    return finish(caller, request, std::move(written));
}

// Everything that goes through the database.

base::Result<std::optional<FeatureObservations>> Writer::with_feature(Caller const& caller,
                                                                      Request const& request) const {
    std::optional<FeatureObservations> none;
    if (request.method != http::Method::del) return none;
    KUNYU_TRY(auto const path, parse_path(request.path_parameter("path")));
    if (path.kind() != Kind::feature_of_interest) return none;
    // Not by the database, in a read of which the archive must not be read: the way may lead through an observation.
    auto const reading = reading_for(caller, request);
    KUNYU_TRY(auto const target, find_target(reading, path));
    auto const* entity = std::get_if<EntityRef>(&target.at);
    auto const* feature = entity ? entity->get<observations::Feature>() : nullptr;
    if (!feature) return none;
    KUNYU_TRY_VOID(parts_.database.read(
        [&](sql::Session& session) { return parts_.entities.check_removal(session, caller, feature->id); }));
    KUNYU_TRY(auto found, parts_.revisions.of_feature(reading.view, feature->id));
    return std::optional(std::move(found));
}

base::Result<Written> Writer::remove(sql::Tx& tx, Caller const& caller, Request const& request,
                                     ResourcePath const& path, std::optional<std::int64_t> version,
                                     FeatureObservations const* with_feature) const {
    KUNYU_TRY(auto written, writes_.remove(tx, caller, path, version));
    if (auto const& id = written.removed_observation)
        KUNYU_TRY_VOID(parts_.revisions.remove(tx, caller, id->stream, {{id->ordinal, 1}}, reason_of(request)));
    if (!written.removed_feature) return written;
    if (with_feature && with_feature->feature == *written.removed_feature) {
        written.removed_with_feature = *with_feature;
    } else {
        KUNYU_TRY(written.removed_with_feature,
                  parts_.revisions.of_feature(parts_.catalogue.view(), *written.removed_feature));
    }
    KUNYU_TRY_VOID(parts_.revisions.remove(tx, caller, *written.removed_with_feature, reason_of(request)));
    return written;
}

base::Result<void> Writer::sweep(Caller const& caller, Request const& request,
                                 FeatureObservations const& before) const {
    KUNYU_TRY(auto const late, parts_.revisions.since(before));
    if (late.empty()) return {};
    return parts_.database.write([&](sql::Tx& tx) -> base::Result<void> {
        return parts_.revisions.remove(tx, caller, late, reason_of(request));
    });
}

base::Result<Written> Writer::write(sql::Tx& tx, Caller const& caller, Request const& request,
                                    FeatureObservations const* with_feature) const {
    KUNYU_TRY(auto const path, parse_path(request.path_parameter("path")));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    if (request.method == http::Method::del) return remove(tx, caller, request, path, version, with_feature);
    KUNYU_TRY(auto const body, base::parse_json(request.body));
    if (request.method == http::Method::post) return writes_.create(tx, caller, path, body);
    auto form = request.method == http::Method::put ? EditForm::replace : EditForm::merge;
    if (request.header("content-type").value_or("").starts_with(patch_media_type)) form = EditForm::operations;
    KUNYU_TRY(auto written, writes_.update(tx, caller, path, form, body, version));
    if (auto const& correction = written.correction)
        KUNYU_TRY_VOID(parts_.revisions.correct(tx, caller, correction->before, correction->after, reason_of(request)));
    return written;
}

base::Result<void> Writer::append(Caller const& caller, Written& written) const {
    if (written.observations.empty()) return {};
    auto const view = parts_.catalogue.fresh();
    auto const scope = parts_.database.read([&](sql::Session& session) { return WriteScope::of(session, caller); });
    archive::Batch batch;
    for (auto& pending : written.observations) {
        KUNYU_TRY_VOID(observations::Ingest::stream_for(view, scope, pending.stream));
        auto const same = std::find_if(batch.points.begin(), batch.points.end(), [&](archive::StreamPoints const& one) {
            return one.stream == pending.stream.value;
        });
        auto& points = same == batch.points.end() ? batch.points.emplace_back() : *same;
        points.stream = pending.stream.value;
        add_observation(points.points, std::move(pending.observation));
    }
    KUNYU_TRY(auto const receipt, parts_.ingest.append(view, scope, std::move(batch)));
    if (written.entity.kind == Kind::observation)
        written.entity.id = ObservationId{written.observations.front().stream, receipt.first_ordinals.front()}.value();
    return {};
}

base::Result<Response> Writer::finish(Caller const& caller, Request const& request, Written written) const {
    KUNYU_TRY_VOID(append(caller, written));
    parts_.catalogue.refresh();
    if (auto const& along = written.removed_with_feature) KUNYU_TRY_VOID(sweep(caller, request, *along));
    if (request.method == http::Method::del) {
        Response response;
        response.status = 200;
        return response;
    }
    KUNYU_TRY(auto response, represent(caller, request, written));
    if (written.status == 201) response.header("Location", root(request) + '/' + written.location());
    response.status = written.status;
    return response;
}

Reading Writer::reading_for(Caller const& caller, Request const& request) const {
    auto scope = parts_.database.read([&](sql::Session& session) { return observations::read_scope(session, caller); });
    return {parts_.catalogue.fresh(), std::move(scope), parts_.reader, caller.now, root(request)};
}

/// The entity as it stands now.
base::Result<Response> Writer::represent(Caller const& caller, Request const& request, Written const& written) const {
    KUNYU_TRY(auto const path, parse_path(written.location()));
    KUNYU_TRY(auto const options, parse_options({}, path.kind()));
    KUNYU_TRY(auto const answer, read(reading_for(caller, request), path, options));
    auto const* document = std::get_if<json::value>(&answer.body);
    return Response::json(200, document ? json_text(*document) : "{}");
}

base::Result<Response> Writer::update(Request const& request) const {
    KUNYU_TRY(auto const author, author_of(parts_, gate_, request));
    if (!author.caller) return base::refuse("observations.device_hands_in_observations");
    return post_entity(*author.caller, request);
}

}  // namespace kunyu::sensorthings
