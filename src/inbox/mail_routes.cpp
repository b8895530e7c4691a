#include "inbox/mail_routes.hpp"

#include "identity/account_store.hpp"
#include "identity/routes_common.hpp"
#include "inbox/list_json.hpp"

namespace kunyu::inbox {

namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;
namespace json = boost::json;

using People = std::map<identity::AccountId, identity::AccountRef>;

People people_of(sql::Session& session, std::vector<Mail> const& mails) {
    std::vector<identity::AccountId> ids;
    for (auto const& mail : mails) ids.push_back(mail.account);
    return identity::account_references(session, ids);
}

/// Not the text of the mail: it is his to whom it goes.
json::object to_json(Mail const& mail, People const& people) {
    auto const& person = people.at(mail.account);
    return {{"id", mail.id.value},
            {"kind", mail.kind},
            {"account", {{"id", person.id.value}, {"user", person.user}, {"display_name", person.display_name}}},
            {"address", mail.address},
            {"subject", mail.subject},
            {"state", to_string(mail.state)},
            {"attempts", mail.attempts},
            {"created_at", base::to_string(mail.created_at)},
            {"next_at", base::json_or_null(mail.next_at)},
            {"sent_at", base::json_or_null(mail.sent_at)},
            {"reason", base::json_or_null(mail.reason)}};
}

Response mail_response(int status, sql::Session& session, Mail const& mail) {
    return identity::json_response(status, to_json(mail, people_of(session, {mail})));
}

base::Result<Response> answer_list(Outbox const& outbox, sql::Session& session, Caller const&, Request const& request) {
    identity::QueryReader reader(request);
    auto const state = reader.choice("state", {"waiting", "sending", "sent", "uncertain", "failed"});
    auto const page = page_of(reader);
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const found, Outbox::list(session, state ? parse_mail_state(*state) : std::nullopt, page));
    auto const people = people_of(session, found.items);
    auto body = list_json(found, [&](Mail const& mail) { return to_json(mail, people); });
    json::object counts;
    for (auto const& [one, count] : Outbox::counts(session)) counts[to_string(one)] = count;
    body["counts"] = std::move(counts);
    body["on"] = outbox.on();
    return identity::json_response(200, body);
}

base::Result<Response> answer_test(Outbox const& outbox, sql::Tx& tx, Caller const& caller, Request const&) {
    KUNYU_TRY(auto const mail, outbox.write_test(tx, caller));
    return mail_response(201, tx, mail);
}

base::Result<Response> answer_send_again(Outbox const& outbox, sql::Tx& tx, Caller const& caller,
                                         Request const& request) {
    KUNYU_TRY(auto const id, identity::path_id(request, "id", "inbox.no_such_mail"));
    KUNYU_TRY(auto const mail, outbox.send_again(tx, caller, {id}));
    return mail_response(200, tx, mail);
}

}  // namespace

void add_mail_routes(http::Router& router, identity::Gate const& gate, Outbox const& outbox) {
    gate.read(router, Method::get, "/api/v1/mails", identity::json_route("mail.read"),
              [&outbox](sql::Session& session, Caller const& caller, Request const& request) {
                  return answer_list(outbox, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/mails/test", identity::json_route("mail.manage"),
               [&outbox](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return answer_test(outbox, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/mails/{id}/send-again", identity::json_route("mail.manage"),
               [&outbox](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return answer_send_again(outbox, tx, caller, request);
               });
}

}  // namespace kunyu::inbox
