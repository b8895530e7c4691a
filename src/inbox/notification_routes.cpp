#include "inbox/notification_routes.hpp"

#include "identity/account_store.hpp"
#include "identity/routes_common.hpp"
#include "inbox/list_json.hpp"
#include "inbox/notification_json.hpp"

namespace kunyu::inbox {

namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;
using identity::json_response;

base::Result<Response> answer_list(sql::Session& session, Caller const& caller, Request const& request) {
    identity::QueryReader reader(request);
    NotificationFilter filter;
    filter.unread = reader.boolean("unread");
    filter.kind = reader.text("kind", 64);
    auto const page = page_of(reader);
    if (filter.kind && !find_kind(*filter.kind)) reader.fault("kind", "inbox.no_such_kind", {{"kind", *filter.kind}});
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const found, list_notifications(session, caller, filter, page));
    return json_response(200, list_json(found, [](Notification const& one) { return to_json(one); }));
}

base::Result<Response> answer_counts(sql::Session& session, Caller const& caller, Request const& request) {
    identity::QueryReader reader(request);
    KUNYU_TRY_VOID(reader.finish());
    return json_response(200, to_json(count_notifications(session, caller)));
}

base::Result<Response> answer_read(sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, identity::path_id(request, "id", "inbox.no_such_notification"));
    KUNYU_TRY(auto const read, mark_read(tx, caller, {id}));
    return json_response(200, to_json(read));
}

base::Result<Response> answer_read_all(sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const up_to, identity::body_of(request, [](base::Reader& reader) {
                  if (!reader.has("up_to")) reader.fault("up_to", "base.required");
                  return reader.optional_id<NotificationTag>("up_to");
              }));
    return json_response(200, boost::json::object{{"marked", mark_all_read(tx, caller, up_to)}});
}

Response settings_response(Outbox const& outbox, sql::Session& session, Caller const& caller,
                           NotificationSettings const& settings) {
    auto body = to_json(settings);
    auto const account = identity::load_account(session, caller.account);
    body["mail"] = boost::json::object{{"on", outbox.on()},
                                       {"address", base::json_or_null(account ? account->email : std::nullopt)}};
    auto response = json_response(200, body);
    response.header("ETag", identity::etag_of(settings.version));
    return response;
}

base::Result<Response> answer_settings(Outbox const& outbox, sql::Session& session, Caller const& caller,
                                       Request const& request) {
    identity::QueryReader reader(request);
    KUNYU_TRY_VOID(reader.finish());
    return settings_response(outbox, session, caller, load_settings(session, caller.account));
}

base::Result<Response> answer_change(Outbox const& outbox, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const wanted, identity::body_of(request, read_settings));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const changed, change_settings(tx, caller, version, wanted));
    return settings_response(outbox, tx, caller, changed);
}

}  // namespace

void add_notification_routes(http::Router& router, identity::Gate const& gate, Outbox const& outbox) {
    auto const own = identity::json_route("notification.own");
    gate.read(router, Method::get, "/api/v1/notifications", own, answer_list);
    gate.read(router, Method::get, "/api/v1/notifications/counts", own, answer_counts);
    gate.write(router, Method::post, "/api/v1/notifications/{id}/read", own, answer_read);
    gate.write(router, Method::post, "/api/v1/notifications/read-all", own, answer_read_all);
    gate.read(router, Method::get, "/api/v1/me/notification-settings", own,
              [&outbox](sql::Session& session, Caller const& caller, Request const& request) {
                  return answer_settings(outbox, session, caller, request);
              });
    gate.write(router, Method::put, "/api/v1/me/notification-settings", own,
               [&outbox](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return answer_change(outbox, tx, caller, request);
               });
}

}  // namespace kunyu::inbox
