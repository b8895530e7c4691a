#include "identity/gate.hpp"

#include "base/text.hpp"
#include "identity/idempotency.hpp"
#include "identity/last_use.hpp"
#include "identity/permissions.hpp"
#include "identity/resolver.hpp"
#include "identity/secrets.hpp"

#include <boost/json.hpp>

#include <set>
#include <stdexcept>
#include <utility>

namespace kunyu::identity {

http::Response refused(http::Request const& request, base::Refusal const& refusal) {
    auto response = http::problem(request, refusal);
    if (response.status == 401) response.header("WWW-Authenticate", "Bearer realm=\"kunyu\"");
    if (auto const seconds = refusal.params.find("seconds"); response.status == 429 && seconds != refusal.params.end())
        response.header("Retry-After", seconds->second);
    if (response.status == 503) response.header("Retry-After", "2");
    return response;
}

namespace {

bool is_safe(http::Method method) {
    return method == http::Method::get || method == http::Method::head || method == http::Method::options;
}

void require_known(http::RouteOptions const& options, std::string const& pattern) {
    if (!Permissions::instance().has_action(options.action))
        throw std::logic_error("route " + pattern + " names no action of the permission table: " + options.action);
}

/// A cookie travels by itself, so an unsafe request must also carry what only our own pages know.
base::Result<void> check_forgery(http::Request const& request, Caller const& caller, std::string_view action) {
    if (is_safe(request.method) || !caller.session || Permissions::instance().is_public(action)) return {};
    auto const expected = csrf_token_of(credentials_of(request).secret);
    auto const given = request.header("x-csrf-token").value_or("");
    if (base::equal_in_constant_time(given, expected)) return {};
    return base::refuse("identity.csrf_token_missing");
}

/// Until he has a password of his own, an account may see who it is, log out, and change the password.
base::Result<void> check_password_changed(Caller const& caller, std::string_view action) {
    static std::set<std::string_view> const open{"session.own", "account.own", "permission.read"};
    if (!caller.must_change_password || open.contains(action) || Permissions::instance().is_public(action)) return {};
    return base::refuse("identity.password_change_required");
}

/// The caller, once everything that does not depend on the target has been checked.
base::Result<Resolution> admit(sql::Session& session, http::Request const& request, std::string const& action,
                               base::Instant now) {
    KUNYU_TRY(auto resolution, resolve(session, request, now, Permissions::instance().is_public(action)));
    KUNYU_TRY_VOID(check_forgery(request, resolution.caller, action));
    KUNYU_TRY_VOID(check_password_changed(resolution.caller, action));
    KUNYU_TRY_VOID(authorise_any(resolution.caller, action));
    return resolution;
}

/// Runs the handler, or answers what it answered to the same Idempotency-Key before.
base::Result<http::Response> once(sql::Tx& tx, Caller const& caller, http::Request const& request,
                                  WriteHandler const& handler) {
    KUNYU_TRY(auto const key, idempotency_key(request, caller));
    if (!key) return handler(tx, caller, request);
    KUNYU_TRY(auto kept, kept_reply(tx, caller, *key, request));
    if (kept) return std::move(*kept);
    KUNYU_TRY(auto response, handler(tx, caller, request));
    keep_reply(tx, caller, *key, request, response);
    return response;
}

/// 412 shows what is there now, as the GET of the same path answers it to this caller.
http::Response with_current(http::Router const& router, http::Request const& request, http::Response stale) {
    auto reading = request;
    reading.method = http::Method::get;
    reading.body.clear();
    reading.query.clear();
    auto match = router.match(http::Method::get, request.path);
    if (!match.route) return stale;
    reading.path_parameters = std::move(match.parameters);
    auto const current = match.route->handler(reading);
    if (current.status != 200) return stale;
    auto body = boost::json::parse(stale.body).as_object();
    body["current"] = boost::json::parse(current.body);
    stale.body = boost::json::serialize(body);
    return stale;
}

http::Response answer_write(http::Router const& router, http::Request const& request,
                            base::Result<http::Response> result) {
    if (result) return std::move(*result);
    auto response = refused(request, result.error());
    return response.status == 412 ? with_current(router, request, std::move(response)) : response;
}

}  // namespace

class Gate::Parts {
  public:
    Parts(sql::Database& given_database, base::Clock const& given_clock)
        : database(given_database), clock(given_clock), last_use(given_database) {}

    /// Refuses what needs no look at the database, before it queues to the writer.
    static base::Result<void> at_sight(http::Request const& request, std::string const& action) {
        if (Permissions::instance().is_public(action)) return {};
        if (credentials_of(request).kind != Credentials::Kind::none) return {};
        return base::refuse("identity.login_required");
    }

    base::Result<http::Response> read(http::Request const& request, std::string const& action,
                                      ReadHandler const& handler) {
        KUNYU_TRY_VOID(at_sight(request, action));
        return database.read([&](sql::Session& session) -> base::Result<http::Response> {
            KUNYU_TRY(auto const resolution, identity::admit(session, request, action, clock.now()));
            auto response = handler(session, resolution.caller, request);
            if (resolution.last_use_due) last_use.note(resolution.caller);
            return response;
        });
    }

    base::Result<http::Response> write(http::Request const& request, std::string const& action,
                                       WriteHandler const& handler) {
        KUNYU_TRY_VOID(at_sight(request, action));
        return database.write([&](sql::Tx& tx) -> base::Result<http::Response> {
            KUNYU_TRY(auto const resolution, identity::admit(tx, request, action, clock.now()));
            if (resolution.last_use_due) note_last_use(tx, resolution.caller);
            return once(tx, resolution.caller, request, handler);
        });
    }

    base::Result<Caller> admitted(http::Request const& request, std::string const& action) {
        KUNYU_TRY_VOID(at_sight(request, action));
        KUNYU_TRY(auto resolution, database.read([&](sql::Session& session) {
            return identity::admit(session, request, action, clock.now());
        }));
        if (resolution.last_use_due) last_use.note(resolution.caller);
        return std::move(resolution.caller);
    }

    base::Result<http::Response> prepare(http::Request const& request, std::string const& action,
                                         Preparation const& preparation) {
        KUNYU_TRY(auto const caller, admitted(request, action));
        KUNYU_TRY(auto const handler, preparation(caller, request));
        return write(request, action, handler);
    }

    sql::Database& database;
    base::Clock const& clock;
    LastUse last_use;
};

base::Result<Caller> Gate::admit(http::Request const& request, std::string const& action) const {
    return parts_->admitted(request, action);
}

Gate::Gate(sql::Database& database, base::Clock const& clock) : parts_(std::make_shared<Parts>(database, clock)) {}

void Gate::read(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
                ReadHandler handler) const {
    require_known(options, pattern);
    auto answer = [parts = parts_, action = options.action,
                   handler = std::move(handler)](http::Request const& request) {
        auto result = parts->read(request, action, handler);
        return result ? std::move(*result) : refused(request, result.error());
    };
    router.add(method, std::move(pattern), std::move(options), std::move(answer));
}

void Gate::write(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
                 WriteHandler handler) const {
    require_known(options, pattern);
    options.durable = true;
    auto answer = [parts = parts_, &router, action = options.action,
                   handler = std::move(handler)](http::Request const& request) {
        return answer_write(router, request, parts->write(request, action, handler));
    };
    router.add(method, std::move(pattern), std::move(options), std::move(answer));
}

void Gate::prepare(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
                   Preparation preparation) const {
    require_known(options, pattern);
    options.durable = true;
    auto answer = [parts = parts_, &router, action = options.action,
                   preparation = std::move(preparation)](http::Request const& request) {
        return answer_write(router, request, parts->prepare(request, action, preparation));
    };
    router.add(method, std::move(pattern), std::move(options), std::move(answer));
}

void Gate::act(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
               ActHandler handler) const {
    require_known(options, pattern);
    options.durable = true;
    auto answer = [parts = parts_, action = options.action,
                   handler = std::move(handler)](http::Request const& request) {
        auto const caller = parts->admitted(request, action);
        auto result = caller ? handler(*caller, request) : base::Result<http::Response>(caller.error());
        return result ? std::move(*result) : refused(request, result.error());
    };
    router.add(method, std::move(pattern), std::move(options), std::move(answer));
}

base::Result<std::optional<std::int64_t>> expected_version_if_given(http::Request const& request) {
    auto const header = request.header("if-match");
    if (!header) return std::optional<std::int64_t>{};
    auto const text = base::trim(*header);
    auto const quoted = text.size() > 2 && text.front() == '"' && text.back() == '"';
    auto const version = quoted ? base::parse_id(text.substr(1, text.size() - 2)) : std::nullopt;
    if (!version) return base::refuse("identity.version_malformed");
    return version;
}

base::Result<std::int64_t> expected_version(http::Request const& request) {
    KUNYU_TRY(auto const version, expected_version_if_given(request));
    if (!version) return base::refuse("identity.version_required");
    return *version;
}

std::string etag_of(std::int64_t version) {
    return "\"" + std::to_string(version) + "\"";
}

}  // namespace kunyu::identity
