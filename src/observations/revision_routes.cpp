#include "observations/revision_routes.hpp"

#include "observation_files/quality.hpp"
#include "observations/revision_choice.hpp"
#include "observations/revision_list.hpp"
#include "observations/route_parts.hpp"
#include "observations/series_reading.hpp"
#include "observations/station_access.hpp"

#include <functional>
#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* revising = "observation.revise";
constexpr std::size_t body_bytes = 1UL << 20;

base::Result<StreamId> stream_id(Request const& request) {
    return id_in_path<StreamTag>(request, "id", "observations.stream_not_found");
}

base::Result<Response> list(SeriesParts const& parts, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, stream_id(request));
    KUNYU_TRY(auto const page, identity::page_of(request));
    SeriesReading const reading(parts, caller);
    KUNYU_TRY(auto const reach, reading.stream(id));
    KUNYU_TRY(auto const found, list_revisions(parts.store, reach, page.cursor, static_cast<std::size_t>(page.limit)));
    bool const own = reading.scope().owns(*reading.view().find(reach.stream->thing));
    json::array items;
    for (auto const& revision : found.items) items.push_back(to_json(*revision, own));
    return list_answer(std::move(items), found.next);
}

/// What the body asks for. With `preview` nothing is changed.
struct Edit {
    ObservationChoice choice;
    std::optional<std::uint8_t> flag;
    std::optional<std::int64_t> undo;  ///< the version whose deletions are put back
    std::string reason;
    bool preview = false;
};

void read_choice(base::Reader& reader, ObservationChoice& choice) {
    choice.ids = reader.integers("ids", most_edited_ids, 1, (1LL << 53) - 1);
    choice.from = reader.optional_instant("from");
    choice.to = reader.optional_instant("to");
    if (choice.ids.empty()) {
        if (!choice.from && !reader.has("from")) reader.fault("from", "base.required");
        if (!choice.to && !reader.has("to")) reader.fault("to", "base.required");
        if (choice.from && choice.to && *choice.to <= *choice.from)
            reader.fault("to", "observations.ends_before_it_begins");
    } else if (choice.from || choice.to) {
        reader.fault("ids", "observations.ids_or_range");
    }
}

void read_reason(base::Reader& reader, Edit& edit) {
    base::TextRule const rule{1, 500, true};
    edit.preview = reader.optional_boolean("preview").value_or(false);
    if (edit.preview)
        edit.reason = reader.optional_text("reason", rule).value_or("");
    else
        edit.reason = reader.text("reason", rule);
}

Edit read_flagging(base::Reader& reader) {
    Edit edit;
    read_choice(reader, edit.choice);
    auto const flag = reader.integer("flag", 0, 255);
    if (reader.ok() && !observation_files::is_quality(flag)) reader.fault("flag", "observations.unknown_flag");
    edit.flag = static_cast<std::uint8_t>(flag);
    read_reason(reader, edit);
    return edit;
}

Edit read_deletion(base::Reader& reader) {
    Edit edit;
    edit.undo = reader.optional_integer("undo", 1, (1LL << 53) - 1);
    if (!edit.undo) read_choice(reader, edit.choice);
    read_reason(reader, edit);
    return edit;
}

json::object answer(StreamId stream, Edit const& edit, ChosenObservations const& chosen) {
    auto const unchanged = edit.flag ? chosen.by_flag.at(*edit.flag) : 0;
    return {{"stream", stream.value},
            {"preview", edit.preview},
            {"chosen", chosen.count},
            {"changed", chosen.count - unchanged}};
}

base::Result<void> perform(RevisionService const& revisions, sql::Tx& tx, Caller const& caller, StreamId stream,
                           Edit const& edit, ChosenObservations const& chosen) {
    if (edit.undo) return revisions.restore(tx, caller, stream, chosen.runs, edit.reason);
    if (!edit.flag) return revisions.remove(tx, caller, stream, chosen.runs, edit.reason);
    std::vector<archive::FlagRun> flags;
    for (auto const& run : chosen.runs) flags.push_back({run, *edit.flag});
    return revisions.flag(tx, caller, stream, flags, edit.reason);
}

/// The stream, if the caller sees it and may revise it.
base::Result<void> check_right(SeriesParts const& parts, Caller const& caller, StreamId stream) {
    SeriesReading const reading(parts, caller);
    KUNYU_TRY(auto const reach, reading.stream(stream));
    auto const& thing = *reading.view().find(reach.stream->thing);
    return parts.database.read(
        [&](sql::Session& session) { return authorise_station(session, caller, revising, thing); });
}

/// Finds out what is meant before the transaction, so that the writer does not wait for the archive.
base::Result<identity::WriteHandler> prepare(SeriesParts const& parts, RevisionService const& revisions,
                                             Caller const& asking, Request const& request,
                                             Edit (*read_edit)(base::Reader&)) {
    KUNYU_TRY(auto const stream, stream_id(request));
    KUNYU_TRY_VOID(check_right(parts, asking, stream));
    KUNYU_TRY(auto edit, registry::read_body(request, read_edit));
    KUNYU_TRY(auto chosen,
              edit.undo ? deleted_by(parts.store, stream, *edit.undo) : choose(parts.store, stream, edit.choice));
    return identity::WriteHandler([&revisions, stream, edit = std::move(edit), chosen = std::move(chosen)](
                                      sql::Tx& tx, Caller const& caller, Request const&) -> base::Result<Response> {
        if (!edit.preview) KUNYU_TRY_VOID(perform(revisions, tx, caller, stream, edit, chosen));
        return identity::json_response(200, answer(stream, edit, chosen));
    });
}

}  // namespace

void add_revision_routes(http::Router& router, identity::Gate const& gate, SeriesParts const& parts,
                         RevisionService const& revisions) {
    gate.act(router, http::Method::get, "/api/v1/streams/{id}/revisions", registry::reading_route("observation.read"),
             [parts](Caller const& caller, Request const& request) { return list(parts, caller, request); });
    auto const edit = [&](char const* path, Edit (*read_edit)(base::Reader&)) {
        auto options = registry::json_route(revising);
        options.body_limit = body_bytes;
        gate.prepare(router, http::Method::post, path, options,
                     [parts, &revisions, read_edit](Caller const& caller, Request const& request) {
                         return prepare(parts, revisions, caller, request, read_edit);
                     });
    };
    edit("/api/v1/streams/{id}/flags", read_flagging);
    edit("/api/v1/streams/{id}/deletions", read_deletion);
}

}  // namespace kunyu::observations
