#include "operations/job_routes.hpp"

#include "base/json.hpp"
#include "documents/export.hpp"
#include "identity/audit_entry.hpp"
#include "identity/permissions.hpp"
#include "operations/job_json.hpp"
#include "operations/page_request.hpp"

#include <boost/json.hpp>

namespace kunyu::operations {
namespace {

namespace json = boost::json;

bool has_all(sql::Session& session, identity::Caller const& caller, std::string_view action) {
    return caller.is_system || identity::scope_of(session, caller, action).everything;
}

/// The job, when it is the caller's own or he may see all; 404 otherwise.
base::Result<jobs::Job> visible_job(sql::Session& session, identity::Caller const& caller, http::Request const& request,
                                    std::string_view action) {
    auto const id = base::parse_id_as<jobs::JobTag>(request.path_parameter("id"));
    auto job = id ? jobs::find(session, *id) : std::nullopt;
    if (!job) return base::refuse("jobs.not_found");
    bool const own = job->requested_by == caller.account.value;
    if (!own && !has_all(session, caller, action)) return base::refuse("jobs.not_found");
    return std::move(*job);
}

base::Result<jobs::Filter> filter_of(sql::Session& session, identity::Caller const& caller,
                                     http::Request const& request) {
    jobs::Filter filter;
    if (!has_all(session, caller, "job.read")) filter.requested_by = caller.account.value;
    filter.kind = request.parameter("kind");
    if (auto const state = request.parameter("state")) {
        filter.state = jobs::parse_state(*state);
        if (!filter.state)
            return base::refuse_field("state", "base.not_a_choice",
                                      {{"value", *state}, {"choices", "queued, running, done, failed, cancelled"}});
    }
    return filter;
}

base::Result<http::Response> answer_list(sql::Session& session, identity::Caller const& caller,
                                         http::Request const& request) {
    KUNYU_TRY(auto const wanted, page_request(request));
    KUNYU_TRY(auto const filter, filter_of(session, caller, request));
    KUNYU_TRY(auto const page, jobs::list(session, filter, wanted.cursor, wanted.limit));
    json::array items;
    for (auto const& job : page.jobs) items.push_back(job_json(session, request, job));
    return http::Response::json(
        200, json::serialize(json::object{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}}));
}

base::Result<http::Response> answer_one(sql::Session& session, identity::Caller const& caller,
                                        http::Request const& request) {
    KUNYU_TRY(auto const job, visible_job(session, caller, request, "job.read"));
    return http::Response::json(200, json::serialize(job_json(session, request, job)));
}

base::Result<http::Response> answer_cancel(sql::Tx& tx, identity::Caller const& caller, http::Request const& request) {
    KUNYU_TRY(auto const job, visible_job(tx, caller, request, "job.cancel"));
    KUNYU_TRY_VOID(jobs::cancel(tx, job.id, caller.now));
    auto const after = jobs::find(tx, job.id).value();
    auto entry = identity::audit_entry(tx, caller, "job.cancel", {"job", job.id.value, job.kind, 0}, {});
    entry.before = {{"state", jobs::to_string(job.state)}};
    entry.after = {{"state", jobs::to_string(after.state)}, {"cancel_requested", true}};
    audit::append(tx, entry);
    return http::Response::json(202, json::serialize(job_json(tx, request, after)));
}

base::Result<http::Response> answer_result(files::Store const& store, sql::Session& session,
                                           identity::Caller const& caller, http::Request const& request) {
    KUNYU_TRY(auto const job, visible_job(session, caller, request, "job.read"));
    if (job.state != jobs::State::done) return base::refuse("jobs.not_done");
    if (!job.result_file)
        return http::Response::json(200, json::serialize(job.summary.is_null() ? json::object{} : job.summary));
    auto const file = files::Store::find(session, {*job.result_file});
    if (!file) return base::refuse("files.not_found");
    KUNYU_TRY(auto bytes, store.read(session, *file));
    return http::Response::download(file->media_type, file->name, std::move(bytes));
}

base::Result<http::Response> answer_errors(sql::Session& session, identity::Caller const& caller,
                                           http::Request const& request) {
    auto const wanted = request.parameter("format").value_or("json");
    auto const format = documents::parse_format(wanted);
    if (!format)
        return base::refuse_field("format", "base.not_a_choice", {{"value", wanted}, {"choices", "json, csv, xlsx"}});
    KUNYU_TRY(auto const job, visible_job(session, caller, request, "job.read"));
    auto const noted = jobs::errors(session, job.id);
    if (*format == documents::Format::json)
        return http::Response::json(
            200, json::serialize(json::object{{"items", job_errors_json(noted, request.language)}, {"next", nullptr}}));
    KUNYU_TRY(auto const written, documents::write(job_errors_table(noted, request.language), *format));
    return http::Response::download(written.media_type, written.file_name, written.bytes);
}

}  // namespace

void add_job_routes(http::Router& router, identity::Gate const& gate, files::Store const& store) {
    http::RouteOptions reading;
    reading.action = "job.read";
    gate.read(router, http::Method::get, "/api/v1/jobs", reading, answer_list);
    gate.read(router, http::Method::get, "/api/v1/jobs/{id}", reading, answer_one);
    gate.read(router, http::Method::get, "/api/v1/jobs/{id}/errors", reading, answer_errors);
    gate.read(router, http::Method::get, "/api/v1/jobs/{id}/result", reading,
              [&store](sql::Session& session, identity::Caller const& caller, http::Request const& request) {
                  return answer_result(store, session, caller, request);
              });
    http::RouteOptions cancelling;
    cancelling.action = "job.cancel";
    gate.write(router, http::Method::post, "/api/v1/jobs/{id}/cancel", cancelling, answer_cancel);
}

}  // namespace kunyu::operations
