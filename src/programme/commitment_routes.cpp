#include "programme/commitment_routes.hpp"

#include "base/words.hpp"
#include "programme/commitment_json.hpp"
#include "programme/register_input.hpp"
#include "registry/application_requests.hpp"
#include "registry/platform_store.hpp"
#include "registry/reference_input.hpp"

namespace kunyu::programme {
namespace {

using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "registers.commitment_not_found";

base::Result<std::optional<PlatformId>> platform_parameter(sql::Session& session, Request const& request) {
    KUNYU_TRY(auto const key, registry::text_parameter(request, "platform", 32));
    if (!key) return std::optional<PlatformId>{};
    auto const number = base::parse_id(*key);
    auto const found = number ? std::optional(PlatformId{*number}) : registry::find_platform(session, *key);
    if (!found) return base::refuse_field("platform", "registry.unknown_platform", {{"platform", *key}});
    return found;
}

base::Result<CommitmentFilter> filter_of(sql::Session& session, Caller const& caller, Request const& request) {
    CommitmentFilter filter;
    KUNYU_TRY(filter.plan, plan_parameter(session, request));
    KUNYU_TRY(filter.promised_by, unit_parameter(session, request, "promised_by"));
    KUNYU_TRY(filter.platform, platform_parameter(session, request));
    KUNYU_TRY(filter.province, registry::text_parameter(request, "province", 2));
    KUNYU_TRY(auto const kind, word_parameter(request, "kind", commitment_kinds));
    if (kind) filter.kind = parse_commitment_kind(*kind);
    KUNYU_TRY(auto const state, word_parameter(request, "state", commitment_states));
    if (state) filter.state = parse_commitment_state(*state);
    KUNYU_TRY(filter.day, as_of_parameter(request, base::day_of(caller.now)));
    return filter;
}

base::Result<Response> list(CommitmentService const& commitments, sql::Session& session, Caller const& caller,
                            Request const& request) {
    CommitmentQuery query;
    KUNYU_TRY(query.limit, registry::page_limit(request));
    KUNYU_TRY(query.filter, filter_of(session, caller, request));
    query.cursor = request.parameter("cursor");
    KUNYU_TRY(auto const page, commitments.list(session, caller, query));
    boost::json::array items;
    for (auto const& one : page.items) items.push_back(commitment_json(session, one, query.filter.day));
    boost::json::object body{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
    return Response::json(200, boost::json::serialize(body));
}

base::Result<Response> totals(CommitmentService const& commitments, sql::Session& session, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto const word, word_parameter(request, "by", totals_by));
    if (!word) return base::refuse_field("by", "base.required");
    auto const by = *base::enumerator_of<TotalsBy>(totals_by, *word);
    KUNYU_TRY(auto const filter, filter_of(session, caller, request));
    KUNYU_TRY(auto const sums, commitments.totals(session, caller, by, filter));
    boost::json::object body{{"as_of", base::to_string(filter.day)},
                             {"by", *word},
                             {"items", totals_json(session, sums)},
                             {"next", nullptr}};
    return Response::json(200, boost::json::serialize(body));
}

Response answer(CommitmentService const& commitments, sql::Session& session, Caller const& caller, int status,
                Commitment const& commitment, std::optional<base::Day> day = {}) {
    auto body = commitment_json(session, commitment, day.value_or(base::day_of(caller.now)));
    body["steps"] = boost::json::value_from(commitments.steps(session, caller, commitment));
    auto const location = status == 201 ? "/api/v1/commitments/" + std::to_string(commitment.id.value) : std::string{};
    return registry::resource(status, body, commitment.entry.version, location);
}

base::Result<Response> read(CommitmentService const& commitments, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const day, as_of_parameter(request, base::day_of(caller.now)));
    KUNYU_TRY(auto const commitment, commitments.find(session, caller, CommitmentId{id}));
    return answer(commitments, session, caller, 200, commitment, day);
}

base::Result<Response> create(CommitmentService const& commitments, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    PlanId plan;
    OrganisationId promised_by;
    KUNYU_TRY(auto const change, registry::read_body(request, [&](base::Reader& reader) {
                  plan = read_plan_key(tx, reader);
                  promised_by = registry::read_organisation(tx, reader, "promised_by", true).value_or(OrganisationId{});
                  return read_commitment_change(tx, reader, true);
              }));
    KUNYU_TRY(auto const commitment, commitments.create(tx, caller, plan, promised_by, change));
    return answer(commitments, tx, caller, 201, commitment);
}

base::Result<Response> edit(CommitmentService const& commitments, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change, registry::read_body(request, [&](base::Reader& reader) {
                  return read_commitment_change(tx, reader, false);
              }));
    KUNYU_TRY(auto const commitment, commitments.edit(tx, caller, CommitmentId{id}, version, change));
    return answer(commitments, tx, caller, 200, commitment);
}

base::Result<Response> deliver(CommitmentService const& commitments, sql::Tx& tx, Caller const& caller,
                               Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const delivery, registry::read_body(request, read_delivery));
    KUNYU_TRY(auto const commitment, commitments.deliver(tx, caller, CommitmentId{id}, version, delivery));
    return answer(commitments, tx, caller, 200, commitment);
}

/// Why something is removed: ?reason=, since DELETE has no body.
base::Result<std::string> reason_of(Request const& request) {
    KUNYU_TRY(auto const reason, registry::text_parameter(request, "reason", 500));
    if (!reason) return base::refuse_field("reason", "base.required");
    return *reason;
}

base::Result<Response> remove_entry(CommitmentService const& commitments, sql::Tx& tx, Caller const& caller,
                                    Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const reason, reason_of(request));
    KUNYU_TRY_VOID(commitments.remove(tx, caller, CommitmentId{id}, version, reason));
    return Response::no_content();
}

base::Result<Response> take_delivery_back(CommitmentService const& commitments, sql::Tx& tx, Caller const& caller,
                                          Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    auto const delivery = base::parse_id_as<DeliveryTag>(request.path_parameter("delivery"));
    if (!delivery) return base::refuse("registers.delivery_not_found");
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const reason, reason_of(request));
    KUNYU_TRY(auto const commitment,
              commitments.remove_delivery(tx, caller, CommitmentId{id}, version, *delivery, reason));
    return answer(commitments, tx, caller, 200, commitment);
}

void add_reading(http::Router& router, identity::Gate const& gate, CommitmentService const& commitments) {
    auto const get = [&](char const* path, auto handler) {
        gate.read(router, http::Method::get, path, registry::reading_route("commitment.read"),
                  [&commitments, handler](sql::Session& session, Caller const& caller, Request const& request) {
                      return handler(commitments, session, caller, request);
                  });
    };
    get("/api/v1/commitments", list);
    get("/api/v1/commitments/totals", totals);
    get("/api/v1/commitments/{id}", read);
}

}  // namespace

void add_commitment_routes(http::Router& router, identity::Gate const& gate, CommitmentService const& commitments) {
    using http::Method;
    add_reading(router, gate, commitments);
    auto const write = [&](Method method, char const* path, http::RouteOptions const& options, auto handler) {
        gate.write(router, method, path, options,
                   [&commitments, handler](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return handler(commitments, tx, caller, request);
                   });
    };
    write(Method::post, "/api/v1/commitments", registry::json_route("commitment.record"), create);
    write(Method::patch, "/api/v1/commitments/{id}", registry::json_route("commitment.record"), edit);
    write(Method::del, "/api/v1/commitments/{id}", registry::reading_route("commitment.record"), remove_entry);
    write(Method::post, "/api/v1/commitments/{id}/deliveries", registry::json_route("commitment.deliver"), deliver);
    write(Method::del, "/api/v1/commitments/{id}/deliveries/{delivery}", registry::reading_route("commitment.deliver"),
          take_delivery_back);
}

}  // namespace kunyu::programme
