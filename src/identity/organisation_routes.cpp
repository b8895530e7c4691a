#include "identity/organisation_routes.hpp"

#include "identity/input.hpp"
#include "identity/organisation_json.hpp"
#include "identity/query.hpp"
#include "identity/routes_common.hpp"

namespace kunyu::identity {

namespace {

namespace json = boost::json;
using http::Method;
using http::Request;
using http::Response;

http::RouteOptions reading() {
    http::RouteOptions options;
    options.action = "organisation.read";
    return options;
}

http::RouteOptions editing() {
    http::RouteOptions options;
    options.action = "organisation.edit";
    options.content_types = {"application/json"};
    return options;
}

OrganisationQuery read_filters(QueryReader& reader, Caller const& caller) {
    OrganisationQuery query;
    query.text = reader.text("q");
    query.kind = reader.choice("kind", organisation_kinds());
    query.parent = reader.text("parent", 64);
    query.province = reader.text("province", 2);
    query.day = reader.day("as_of").value_or(base::day_of(caller.now));
    return query;
}

Response detail_response(int status, OrganisationDetail const& detail) {
    auto response = Response::json(status, json::serialize(to_json(detail)));
    response.header("ETag", etag_of(detail.organisation.version));
    return response;
}

json::object list_json(sql::Session& session, OrganisationPage const& page, base::Day day) {
    std::vector<OrganisationId> parents;
    for (auto const& item : page.items)
        if (item.parent) parents.push_back(*item.parent);
    auto const references = organisation_references(session, parents);
    json::array items;
    for (auto const& item : page.items) items.push_back(to_json(item, references));
    return {{"as_of", base::to_string(day)}, {"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
}

base::Result<Response> answer_list(OrganisationService const& service, sql::Session& session, Caller const& caller,
                                   Request const& request) {
    QueryReader reader(request);
    auto query = read_filters(reader, caller);
    query.limit = reader.limit();
    query.cursor = reader.cursor();
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const page, service.list(session, caller, query));
    return Response::json(200, json::serialize(list_json(session, page, query.day)));
}

base::Result<Response> answer_one(OrganisationService const& service, sql::Session& session, Caller const& caller,
                                  Request const& request) {
    QueryReader reader(request);
    auto const day = reader.day("as_of").value_or(base::day_of(caller.now));
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const detail, service.read(session, caller, request.path_parameter("id"), day));
    return detail_response(200, detail);
}

base::Result<Response> answer_create(OrganisationService const& service, sql::Tx& tx, Caller const& caller,
                                     Request const& request) {
    KUNYU_TRY(auto const input, body_of(request, read_organisation));
    KUNYU_TRY(auto const detail, service.create(tx, caller, input));
    auto response = detail_response(201, detail);
    response.header("Location", "/api/v1/organisations/" + std::to_string(detail.organisation.id.value));
    return response;
}

base::Result<Response> answer_edit(OrganisationService const& service, sql::Tx& tx, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY(auto const patch, body_of(request, read_organisation_patch));
    KUNYU_TRY(auto const version, expected_version(request));
    KUNYU_TRY(auto const detail, service.edit(tx, caller, request.path_parameter("id"), version, patch));
    return detail_response(200, detail);
}

base::Result<Response> answer_name(OrganisationService const& service, sql::Tx& tx, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY(auto const input, body_of(request, read_name));
    KUNYU_TRY(auto const version, expected_version_if_given(request));
    KUNYU_TRY(auto const detail, service.add_name(tx, caller, request.path_parameter("id"), version, input));
    return detail_response(201, detail);
}

base::Result<Response> answer_succession(OrganisationService const& service, sql::Tx& tx, Caller const& caller,
                                         Request const& request) {
    KUNYU_TRY(auto const input, body_of(request, read_succession));
    KUNYU_TRY(auto const version, expected_version_if_given(request));
    KUNYU_TRY(auto const detail, service.record_succession(tx, caller, request.path_parameter("id"), version, input));
    return detail_response(201, detail);
}

base::Result<Response> answer_members(OrganisationService const& service, sql::Tx& tx, Caller const& caller,
                                      Request const& request) {
    KUNYU_TRY(auto const members, body_of(request, [](base::Reader& reader) -> std::optional<std::vector<std::string>> {
                  if (reader.is_null("members")) {
                      reader.raw("members");
                      return std::nullopt;
                  }
                  if (!reader.has("members")) reader.fault("members", "base.required");
                  return read_keys(reader, "members", 0, 1000);
              }));
    KUNYU_TRY(auto const version, expected_version(request));
    KUNYU_TRY(auto const detail, service.set_members(tx, caller, request.path_parameter("id"), version, members));
    return detail_response(200, detail);
}

}  // namespace

void add_organisation_routes(http::Router& router, Gate const& gate, OrganisationService const& service) {
    auto const read = [&](std::string const& pattern, auto answer) {
        gate.read(router, Method::get, pattern, reading(),
                  [&service, answer](sql::Session& session, Caller const& caller, Request const& request) {
                      return answer(service, session, caller, request);
                  });
    };
    auto const write = [&](Method method, std::string const& pattern, auto answer) {
        gate.write(router, method, pattern, editing(),
                   [&service, answer](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return answer(service, tx, caller, request);
                   });
    };
    read("/api/v1/organisations", answer_list);
    read("/api/v1/organisations/{id}", answer_one);
    write(Method::post, "/api/v1/organisations", answer_create);
    write(Method::patch, "/api/v1/organisations/{id}", answer_edit);
    write(Method::post, "/api/v1/organisations/{id}/names", answer_name);
    write(Method::post, "/api/v1/organisations/{id}/succession", answer_succession);
    write(Method::put, "/api/v1/organisations/{id}/members", answer_members);
}

}  // namespace kunyu::identity
