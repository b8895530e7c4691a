#include "observations/quality_routes.hpp"

#include "observations/route_parts.hpp"
#include "quality/qartod_config.hpp"

namespace kunyu::observations {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* rules_path = "/api/v1/streams/{id}/quality-rules";

base::Result<StreamId> stream_id(Request const& request) {
    return id_in_path<StreamTag>(request, "id", "observations.stream_not_found");
}

Response answer(StreamQualityRules const& rules) {
    bool const set = rules.version > 0;
    return registry::resource(
        200,
        {{"stream", rules.stream.value},
         {"version", rules.version},
         {"rules", quality::qartod_rules_json(rules.rules)},
         {"updated_by", base::json_or_null(set ? std::optional(rules.updated_by_name) : std::nullopt)},
         {"updated_at", base::json_or_null(set ? std::optional(rules.updated_at) : std::nullopt)}},
        rules.version);
}

base::Result<Response> read(QualityRulesService const& rules, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, stream_id(request));
    KUNYU_TRY(auto const found, rules.find(session, caller, id));
    return answer(found);
}

/// The version that If-Match names; 0 for a stream that has no rules yet.
base::Result<std::int64_t> expected_rules(Request const& request) {
    if (request.header("if-match") == identity::etag_of(0)) return 0;
    return identity::expected_version(request);
}

base::Result<Response> replace(QualityRulesService const& rules, sql::Tx& tx, Caller const& caller,
                               Request const& request) {
    KUNYU_TRY(auto const id, stream_id(request));
    KUNYU_TRY(auto const version, expected_rules(request));
    KUNYU_TRY(auto const wanted, registry::read_body(request, quality::read_qartod_rules));
    KUNYU_TRY(auto const stored, rules.replace(tx, caller, id, version, wanted));
    return answer(stored);
}

/// A preview may bring rules of its own; what is stored bears a reason.
QualityRunWish read_run(base::Reader& reader) {
    QualityRunWish wish;
    wish.from = required_instant(reader, "from");
    wish.to = required_instant(reader, "to");
    wish.preview = reader.optional_boolean("preview").value_or(false);
    if (!wish.preview) {
        wish.reason = reader.text("reason", {1, 500, false});
        return wish;
    }
    reader.optional_object("rules", [&](base::Reader& rules) { wish.rules = quality::read_qartod_rules(rules); });
    return wish;
}

base::Result<Response> start(QualityRun const& runs, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, stream_id(request));
    KUNYU_TRY(auto const wish, registry::read_body(request, [id = id](base::Reader& reader) {
                  auto read = read_run(reader);
                  read.stream = id;
                  return read;
              }));
    KUNYU_TRY(auto const job, runs.start(tx, caller, wish));
    auto response =
        identity::json_response(202, boost::json::object{{"job", job.id.value}, {"state", jobs::to_string(job.state)}});
    response.header("Location", "/api/v1/jobs/" + std::to_string(job.id.value));
    return response;
}

}  // namespace

void add_quality_routes(http::Router& router, identity::Gate const& gate, QualityRulesService const& rules,
                        QualityRun const& runs) {
    gate.read(router, Method::get, rules_path, registry::reading_route("station.read"),
              [&rules](sql::Session& session, Caller const& caller, Request const& request) {
                  return read(rules, session, caller, request);
              });
    gate.write(router, Method::put, rules_path, registry::json_route("station.edit"),
               [&rules](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return replace(rules, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/streams/{id}/quality-runs", registry::json_route("observation.revise"),
               [&runs](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return start(runs, tx, caller, request);
               });
}

}  // namespace kunyu::observations
