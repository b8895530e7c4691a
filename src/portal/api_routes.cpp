#include "portal/api_routes.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "identity/query.hpp"
#include "registry/platform_store.hpp"

namespace kunyu::portal {
namespace {

namespace json = boost::json;
using base::Result;
using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

constexpr std::size_t snippet_length = 80;

http::RouteOptions options_for(std::string action) {
    http::RouteOptions options;
    options.action = std::move(action);
    return options;
}

http::RouteOptions json_options_for(std::string action) {
    auto options = options_for(std::move(action));
    options.content_types = {"application/json"};
    return options;
}

Response detail_response(int status, NoticeDetail const& detail) {
    auto response = Response::json(status, json::serialize(to_json(detail.notice, detail.attachments)));
    response.header("ETag", identity::etag_of(detail.notice.version));
    return response;
}

Result<NoticeId> id_of(Request const& request) {
    auto const id = base::parse_id_as<NoticeTag>(request.path_parameter("id"));
    if (!id) return base::refuse("portal.notice_not_found");
    return *id;
}

/// Reads the body with `read`, whole, or answers every fault.
template <typename Read>
auto body_of(Request const& request, Read&& read) -> Result<decltype(read(std::declval<base::Reader&>()))> {
    KUNYU_TRY(auto const value, base::parse_json(request.body));
    base::Reader reader(value);
    auto input = read(reader);
    KUNYU_TRY_VOID(reader.finish());
    return input;
}

Result<Response> answer_list(NoticeService const& notices, sql::Session& session, Caller const& caller,
                             Request const& request) {
    identity::QueryReader reader(request);
    NoticeQuery query;
    query.text = reader.text("q");
    if (auto const state = reader.choice("state", {"draft", "published", "withdrawn"}))
        query.state = parse_notice_state(*state);
    query.limit = reader.limit();
    query.cursor = reader.cursor();
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const page, notices.list(session, caller, query));
    json::array items;
    for (auto const& notice : page.items)
        items.push_back(to_json(notice, files::Store::attached_to(session, "notice", notice.id.value)));
    json::object const body{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
    return Response::json(200, json::serialize(body));
}

Result<Response> answer_one(NoticeService const& notices, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, id_of(request));
    KUNYU_TRY(auto const detail, notices.read(session, caller, id));
    return detail_response(200, detail);
}

Result<Response> answer_create(NoticeService const& notices, sql::Tx& tx, Caller const& caller,
                               Request const& request) {
    KUNYU_TRY(auto const input, body_of(request, read_notice));
    KUNYU_TRY(auto const detail, notices.create(tx, caller, input));
    auto response = detail_response(201, detail);
    response.header("Location", "/api/v1/notices/" + std::to_string(detail.notice.id.value));
    return response;
}

Result<Response> answer_edit(NoticeService const& notices, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, id_of(request));
    KUNYU_TRY(auto const patch, body_of(request, read_notice_patch));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const detail, notices.edit(tx, caller, id, version, patch));
    return detail_response(200, detail);
}

struct Step {
    std::string name;
    std::string reason;
};

Result<Response> answer_step(NoticeService const& notices, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, id_of(request));
    KUNYU_TRY(auto const step, body_of(request, [](base::Reader& reader) {
                  auto name = reader.choice("step", {"publish", "withdraw"});
                  return Step{std::move(name), reader.optional_text("reason", {1, 2000, true}).value_or("")};
              }));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    auto const detail = step.name == "publish" ? notices.publish(tx, caller, id, version, step.reason)
                                               : notices.withdraw(tx, caller, id, version, step.reason);
    if (detail.has_error()) return detail.error();
    return detail_response(200, *detail);
}

Result<Response> answer_search(Search const& search, sql::Session& session, Caller const& caller,
                               Request const& request) {
    identity::QueryReader reader(request);
    Search::Query query;
    auto const text = reader.text("q");
    query.kind = reader.choice("kind", {"platform", "organisation", "notice", "application", "call"});
    query.limit = reader.limit();
    query.cursor = reader.cursor();
    if (!text) reader.fault("q", "base.required");
    KUNYU_TRY_VOID(reader.finish());
    query.text = *text;
    KUNYU_TRY(auto const found, search.find(session, caller, query));
    return Response::json(200, json::serialize(found));
}

json::value rule_set_json(sql::Session& session, base::Day day) {
    auto const rules = registry::load_rules(session);
    auto const* catalogue = rules->in_force(day);
    if (!catalogue) return nullptr;
    return json::object{{"id", catalogue->id},
                        {"document_number", catalogue->number},
                        {"valid_from", base::to_string(catalogue->valid_from)},
                        {"valid_to", base::json_or_null(catalogue->valid_to)}};
}

Result<Response> answer_site(Site const& site, sql::Session& session) {
    bool const samples = session.first("SELECT 1 FROM platform WHERE sample = 1 LIMIT 1").has_value();
    auto body = to_json(site, rule_set_json(session, site.today()), samples);
    return Response::json(200, json::serialize(body));
}

}  // namespace

void add_api_routes(http::Router& router, identity::Gate const& gate, NoticeService const& notices,
                    Search const& search, Site const& site) {
    auto const reading = [&](auto answer) {
        return [&notices, answer](sql::Session& session, Caller const& caller, Request const& request) {
            return answer(notices, session, caller, request);
        };
    };
    auto const writing = [&](auto answer) {
        return [&notices, answer](sql::Tx& tx, Caller const& caller, Request const& request) {
            return answer(notices, tx, caller, request);
        };
    };
    gate.read(router, Method::get, "/api/v1/notices", options_for("notice.read"), reading(answer_list));
    gate.read(router, Method::get, "/api/v1/notices/{id}", options_for("notice.read"), reading(answer_one));
    gate.write(router, Method::post, "/api/v1/notices", json_options_for("notice.edit"), writing(answer_create));
    gate.write(router, Method::patch, "/api/v1/notices/{id}", json_options_for("notice.edit"), writing(answer_edit));
    gate.write(router, Method::post, "/api/v1/notices/{id}/steps", json_options_for("notice.publish"),
               writing(answer_step));
    gate.read(router, Method::get, "/api/v1/search", options_for("search.read"),
              [&search](sql::Session& session, Caller const& caller, Request const& request) {
                  return answer_search(search, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/site", options_for("site.read"),
              [&site](sql::Session& session, Caller const&, Request const&) { return answer_site(site, session); });
}

void add_notice_kind(Search& search, NoticeService const& notices) {
    search.add("notice",
               [&notices](sql::Session& session, Caller const& caller, std::int64_t id) -> std::optional<FoundThing> {
                   auto const detail = notices.read(session, caller, {id});
                   if (detail.has_error()) return std::nullopt;
                   auto const& content = detail->notice.content;
                   auto const body = base::normalise(content.body_zh, true).value_or("");
                   return FoundThing{base::to_json_name(content.title_zh, content.title_en),
                                     body.empty() ? std::nullopt : std::optional(base::clip(body, snippet_length)),
                                     "/notices/" + std::to_string(id)};
               });
}

}  // namespace kunyu::portal
