#include "sensorthings/batch_routes.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "http/target.hpp"
#include "sensorthings/batch.hpp"
#include "sensorthings/batch_json.hpp"
#include "sensorthings/json_text.hpp"
#include "sensorthings/read_routes.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

using Clock = std::chrono::steady_clock;

constexpr std::size_t body_limit = 32U << 20U;
/// For all reads of one batch: each may take seconds, and a thousand of them must not hold a thread for an hour.
constexpr std::chrono::seconds longest_reading{5};

std::optional<Method> method_of(std::string_view name) {
    for (auto const method : {Method::get, Method::post, Method::patch, Method::put, Method::del})
        if (http::to_string(method) == name) return method;
    return std::nullopt;
}

/// What belongs to who sends the batch, not to its parts.
bool is_of_the_whole(std::string_view header) {
    return header == "authorization" || header == "cookie" || header == "x-csrf-token" || header == "host" ||
           header == "accept-language";
}

SubResponse as_sub_response(Response const& response) {
    SubResponse out;
    out.status = response.status;
    out.body = std::string(response.bytes());
    for (auto const& [name, value] : response.headers) {
        if (name == "Location") out.location = value;
        if (name == "Content-Type") out.content_type = value;
    }
    return out;
}

/// Runs the parts of one batch, as who sent it. For one thread.
class Executor final : public BatchExecutor {
  public:
    Executor(http::Router const& router, WriteParts const& parts, Writer const& writer, identity::Gate const& gate,
             std::string service, Request const& whole)
        : router_(router), parts_(parts), writer_(writer), gate_(gate), service_(std::move(service)), whole_(whole) {}

    SubResponse execute(SubRequest const& sub) override {
        auto const request = request_of(sub);
        if (!request) return refusal(request.error());
        auto match = router_.match(request->method, request->path);
        if (!match.route || request->path.ends_with("/$batch"))
            return refusal(base::refuse(match.allowed.empty() ? "http.not_found" : "http.method_not_allowed",
                                        {{"allowed", "GET, POST, PATCH, PUT, DELETE"}}));
        auto routed = *request;
        routed.path_parameters = std::move(match.parameters);
        if (routed.method == Method::get) return read(*match.route, routed);
        return as_sub_response(match.route->handler(routed));
    }

    GroupOutcome execute_group(std::vector<SubRequest> const& requests, References const& references) override {
        auto const caller = gate_.admit(whole_, "station.write");
        if (!caller) return {{refusal(caller.error())}, true, references};
        std::vector<std::pair<Request, Written>> done;
        GroupOutcome outcome;
        auto const committed = parts_.database.write([&](sql::Tx& tx) -> base::Result<void> {
            done.clear();
            outcome = run_group(
                requests, references, [&](SubRequest const& sub) { return within(tx, *caller, sub, done); },
                [this](base::Refusal const& refused) { return refusal(refused); });
            if (outcome.failed) return base::refuse("sensorthings.change_set_undone");
            return {};
        });
        if (committed) finish(*caller, done, outcome);
        return outcome;
    }

    SubResponse refusal(base::Refusal const& refused) override {
        return as_sub_response(identity::refused(whole_, refused));
    }

  private:
    SubResponse read(http::Route const& route, Request const& request) {
        if (reading_ > longest_reading)
            return refusal(base::refuse("sensorthings.batch_reads_too_long",
                                        {{"seconds", std::to_string(longest_reading.count())}}));
        auto const begun = Clock::now();
        auto response = as_sub_response(route.handler(request));
        reading_ += Clock::now() - begun;
        return response;
    }

    base::Result<Request> request_of(SubRequest const& sub) const {
        auto const method = method_of(sub.method);
        if (!method) return base::refuse("http.method_not_allowed", {{"allowed", "GET, POST, PATCH, PUT, DELETE"}});
        auto const target = http::decode_target(service_ + "/" + relative_target(sub.target));
        if (!target) return base::refuse("http.bad_target");
        Request request;
        request.method = *method;
        request.target = service_ + "/" + relative_target(sub.target);
        request.path = target->path;
        request.query = target->query;
        for (auto const& [name, value] : whole_.headers)
            if (is_of_the_whole(name)) request.headers.emplace_back(name, value);
        for (auto const& [name, value] : sub.headers)
            if (auto const folded = base::fold(name); !is_of_the_whole(folded))
                request.headers.emplace_back(folded, value);
        request.body = sub.body;
        request.remote = whole_.remote;
        request.secure = whole_.secure;
        request.id = whole_.id;
        request.language = whole_.language;
        request.received = whole_.received;
        request.path_parameters["path"] = target->path.substr(service_.size() + 1);
        return request;
    }

    SubResponse within(sql::Tx& tx, Caller const& caller, SubRequest const& sub,
                       std::vector<std::pair<Request, Written>>& done) {
        auto request = request_of(sub);
        if (!request) return refusal(request.error());
        auto written = writer_.write(tx, caller, *request);
        if (!written) return refusal(written.error());
        SubResponse response;
        response.status = written->status;
        if (written->status == 201) response.location = service_root(whole_, service_) + '/' + written->location();
        done.emplace_back(std::move(*request), std::move(*written));
        return response;
    }

    /// Observations are handed to the archive once their streams are there for good.
    void finish(Caller const& caller, std::vector<std::pair<Request, Written>>& done, GroupOutcome& outcome) {
        for (std::size_t i = 0; i < done.size(); ++i) {
            auto const answer = writer_.finish(caller, done[i].first, std::move(done[i].second));
            outcome.responses[i] = answer ? as_sub_response(*answer) : refusal(answer.error());
        }
    }

    http::Router const& router_;
    WriteParts const& parts_;
    Writer const& writer_;
    identity::Gate const& gate_;
    std::string service_;
    Request const& whole_;
    Clock::duration reading_{0};  ///< so far
};

base::Result<Response> answer(Executor& executor, Request const& request) {
    auto const type = request.header("content-type").value_or("");
    if (base::fold(type).starts_with("application/json")) {
        KUNYU_TRY(auto const body, base::parse_json(request.body));
        KUNYU_TRY(auto const items, parse_json_batch(body));
        return Response::json(200, json_text(write_json_batch(run_batch(items, executor))));
    }
    KUNYU_TRY(auto const items, parse_multipart_batch(type, request.body));
    auto written = write_multipart_batch(run_batch(items, executor));
    Response response;
    response.header("Content-Type", written.content_type);
    response.body = std::move(written.body);
    return response;
}

}  // namespace

void add_batch_route(http::Router& router, identity::Gate const& gate, WriteParts const& parts,
                     std::shared_ptr<Writer const> writer, std::string_view service) {
    http::RouteOptions options;
    options.action = "station.read";
    options.body_limit = body_limit;
    options.read_deadline = 60;
    options.durable = true;
    router.add(
        Method::post, std::string(service) + "/$batch", std::move(options),
        [&router, &gate, parts, writer = std::move(writer), service = std::string(service)](Request const& request) {
            Executor executor(router, parts, *writer, gate, service, request);
            auto const answered = answer(executor, request);
            return answered ? *answered : identity::refused(request, answered.error());
        });
}

}  // namespace kunyu::sensorthings
