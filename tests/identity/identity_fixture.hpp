#pragma once
#include "base/ids.hpp"
#include "base/text.hpp"
#include "identity/account_routes.hpp"
#include "identity/gate.hpp"
#include "identity/operator.hpp"
#include "identity/organisation_import.hpp"
#include "identity/organisation_routes.hpp"
#include "identity/own_service.hpp"
#include "identity/permissions.hpp"
#include "identity/resolver.hpp"
#include "identity/session_routes.hpp"
#include "identity/sign_in.hpp"
#include "packs/load.hpp"
#include "support/database.hpp"

#include <boost/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace kunyu::identity {

namespace json = boost::json;

/// What a client keeps: the cookie and its CSRF token, or a bearer token.
struct Client {
    std::string cookie;
    std::string csrf;
    std::string bearer;
};

struct Answer {
    int status = 0;
    http::Fields headers;
    std::string body;
    json::object object() const { return json::parse(body).as_object(); }
    std::string code() const { return std::string(object().at("code").as_string()); }
    std::string header(std::string_view name) const {
        for (auto const& header : headers)
            if (header.first == name) return header.second;
        return {};
    }
    std::int64_t id() const { return object().at("id").as_int64(); }
};

using Headers = std::map<std::string, std::string>;

/// Organisations, accounts and the routes over one database, with a clock that the test turns:
///   root > branch > leaf;  root > other
class IdentityFixture : public test::OnEachEngine {
  protected:
    IdentityFixture() {
        add_session_routes(router, gate, db(), sign_in, own, links);
        add_delegation_routes(router, gate, own, links);
        add_account_routes(router, gate, accounts, links);
        add_permission_routes(router, gate);
        add_organisation_routes(router, gate, organisations);
        for (auto const& [slug, parent] : std::vector<std::pair<std::string, std::optional<std::string>>>{
                 {"root", std::nullopt}, {"branch", "root"}, {"leaf", "branch"}, {"other", "root"}})
            organisation[slug] = make_organisation(slug, parent);
    }

    template <typename F>
    auto write(F&& f) {
        return db().write(std::forward<F>(f));
    }
    template <typename F>
    auto read(F&& f) {
        return db().read(std::forward<F>(f));
    }

    Caller system() const { return Caller::system("test", clock.now()); }

    OrganisationId make_organisation(std::string const& slug, std::optional<std::string> const& parent) {
        OrganisationInput input;
        input.slug = slug;
        input.name.zh = slug + "单位";
        input.kind = "institute";
        input.parent = parent;
        return write([&](sql::Tx& tx) { return organisations.create(tx, system(), input); })->organisation.id;
    }

    /// Without a password, unless log_in is to be called: hashing takes a while.
    AccountId make_account(std::string const& user, std::vector<GrantInput> grants = {},
                           std::optional<std::string> organisation_key = std::nullopt, std::string const& hash = {}) {
        AccountInput input;
        input.user = user;
        input.display_name = user + "同志";
        input.organisation = organisation_key;
        input.grants = std::move(grants);
        auto const password = hash.empty() ? std::nullopt : std::optional(FirstPassword{hash, false});
        auto const made = write([&](sql::Tx& tx) { return accounts.create(tx, system(), input, password); });
        EXPECT_TRUE(made) << made.error().code;
        return made->id;
    }

    static GrantInput over_all(std::string role) {
        return {std::move(role), "all", std::nullopt, std::nullopt, std::nullopt};
    }
    static GrantInput over(std::string role, std::string slug) {
        return {std::move(role), "organisation", std::move(slug), std::nullopt, std::nullopt};
    }

    /// As the gate resolves him today.
    Caller caller_for(AccountId id) {
        return db().read([&](sql::Session& session) {
            Caller caller;
            caller.account = id;
            caller.user = load_account(session, id)->user;
            caller.name = caller.user;
            caller.now = clock.now();
            caller.grants = grants_of(session, id, clock.today());
            return caller;
        });
    }

    /// A token for all that the account may do.
    Client client_for(AccountId id) {
        auto const user = caller_for(id).user;
        return {{}, {}, *create_user_token(db(), clock, ids, user, "test", {}, std::nullopt)};
    }

    Answer call(Client const& client, http::Method method, std::string const& target, std::string const& body = {},
                Headers const& headers = {}) {
        http::Request request;
        request.method = method;
        request.target = target;
        auto const question = target.find('?');
        request.path = target.substr(0, question);
        if (question != std::string::npos)
            for (auto const& pair : base::split(target.substr(question + 1), '&'))
                request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
        request.body = body;
        request.remote = remote;
        request.id = "request";
        request.language = base::Language::en;
        if (!client.cookie.empty()) request.headers.emplace_back("cookie", "kunyu_session=" + client.cookie);
        if (!client.bearer.empty()) request.headers.emplace_back("authorization", "Bearer " + client.bearer);
        if (!client.csrf.empty() && method != http::Method::get)
            request.headers.emplace_back("x-csrf-token", client.csrf);
        for (auto const& header : headers) request.headers.emplace_back(header.first, header.second);
        auto match = router.match(method, request.path);
        if (!match.route) return {404, {}, "{}"};
        request.path_parameters = std::move(match.parameters);
        auto const response = match.route->handler(request);
        return {response.status, response.headers, std::string(response.bytes())};
    }
    Answer get(Client const& client, std::string const& target) { return call(client, http::Method::get, target); }
    Answer post(Client const& client, std::string const& target, std::string const& body = {},
                Headers const& headers = {}) {
        return call(client, http::Method::post, target, body, headers);
    }

    Answer log_in(std::string const& user, std::string const& password, Client const& with = {}) {
        return post(with, "/api/v1/session", json::serialize(json::object{{"user", user}, {"password", password}}));
    }
    static Client client_of(Answer const& answer) {
        auto const cookie = answer.header("Set-Cookie");
        auto const begin = cookie.find('=') + 1;
        return {cookie.substr(begin, cookie.find(';') - begin),
                std::string(answer.object().at("csrf_token").as_string()),
                {}};
    }

    std::int64_t count(std::string const& table) {
        return read([&](sql::Session& session) { return session.first("SELECT COUNT(*) FROM " + table)->integer(0); });
    }

    base::FixedClock clock{*base::parse_instant("2018-06-30T02:00:00Z")};
    base::IdGenerator ids{clock, 1};
    Links links{};
    PasswordAuthenticator authenticator;
    SignIn sign_in{db(), clock, ids, authenticator};
    OwnService own{ids};
    AccountService accounts{ids, links};
    OrganisationService organisations{ids, links};
    Gate gate{db(), clock};
    http::Router router;
    std::map<std::string, OrganisationId> organisation;
    std::string remote = "192.0.2.1";
};

}  // namespace kunyu::identity
