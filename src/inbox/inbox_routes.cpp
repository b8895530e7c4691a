#include "inbox/inbox_routes.hpp"

#include "base/json.hpp"
#include "inbox/inbox_json.hpp"
#include "inbox/list_json.hpp"

namespace kunyu::inbox {

namespace {

base::Result<PageRequest> page_request(http::Request const& request) {
    PageRequest page;
    if (auto const limit = request.parameter("limit")) {
        auto const value = base::parse_id(*limit);
        if (!value || *value > 500)
            return base::refuse_field("limit", "base.out_of_range", {{"min", "1"}, {"max", "500"}});
        page.limit = static_cast<int>(*value);
    }
    page.cursor = request.parameter("cursor");
    return page;
}

base::Result<boost::json::object> list_of(Inbox const& inbox, sql::Session& session, identity::Caller const& caller,
                                          std::string const& state, PageRequest const& page) {
    auto const today = base::day_of(caller.now);
    auto const todo_json = [today](Todo const& todo) { return to_json(todo, today); };
    if (state == "waiting") {
        KUNYU_TRY(auto const found, inbox.waiting(session, caller, page));
        return list_json(found, todo_json);
    }
    if (state == "done") {
        KUNYU_TRY(auto const found, inbox.done(session, caller, page));
        return list_json(found, todo_json);
    }
    if (state == "started") {
        KUNYU_TRY(auto const found, inbox.started(session, caller, page));
        return list_json(found, [](Matter const& matter) { return to_json(matter); });
    }
    return base::refuse_field("state", "base.not_a_choice", {{"value", state}, {"choices", "waiting, done, started"}});
}

base::Result<http::Response> answer_todos(Inbox const& inbox, sql::Session& session, identity::Caller const& caller,
                                          http::Request const& request) {
    KUNYU_TRY(auto const page, page_request(request));
    KUNYU_TRY(auto body, list_of(inbox, session, caller, request.parameter("state").value_or("waiting"), page));
    body["counts"] = to_json(inbox.counts(session, caller));
    return http::Response::json(200, boost::json::serialize(body));
}

}  // namespace

void add_routes(http::Router& router, identity::Gate const& gate, Inbox const& inbox) {
    http::RouteOptions options;
    options.action = "todo.own";
    gate.read(router, http::Method::get, "/api/v1/todos", options,
              [&inbox](sql::Session& session, identity::Caller const& caller, http::Request const& request) {
                  return answer_todos(inbox, session, caller, request);
              });
}

}  // namespace kunyu::inbox
