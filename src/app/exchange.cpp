#include "app/exchange.hpp"

#include "app/application.hpp"
#include "app/operator.hpp"
#include "app/services.hpp"
#include "app/terminal.hpp"
#include "base/json.hpp"
#include "files/kinds.hpp"
#include "jobs/runner.hpp"
#include "operations/job_json.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace kunyu::app {
namespace {

namespace json = boost::json;

base::Result<jobs::JobId> hand_in(DataFolder& folder, Services& services, jobs::Runner const& runner,
                                  ImportOptions const& options) {
    auto const bytes = base::read_file(options.file);
    if (!bytes) return base::refuse("app.unreadable_file", {{"file", options.file.string()}});
    files::NewFile file;
    file.name = options.file.filename().string();
    KUNYU_TRY(auto const kind, files::recognise(file.name, *bytes));
    file.media_type = kind.media_type;
    file.content = services.files.stage(*bytes);
    return folder.database().write([&](sql::Tx& tx) -> base::Result<jobs::JobId> {
        auto const stored = services.files.add(tx, file);
        jobs::NewJob job;
        job.kind = "import." + options.kind;
        job.parameters = json::object{{"file", stored.id.value}, {"dry_run", options.dry_run}};
        job.requested_by_name = operator_name;
        auto const id = jobs::enqueue(tx, folder.ids(), folder.clock().now(), job);
        KUNYU_TRY_VOID(files::Store::attach(tx, stored.id, 0, "job", id.value));
        // A server on the same database would take it up as well, and nobody here would see how far it is.
        runner.reserve(tx, id);
        return id;
    });
}

bool is_ended(jobs::State state) {
    return state == jobs::State::done || state == jobs::State::failed || state == jobs::State::cancelled;
}

/// One line of a fault, for a terminal.
std::string fault_line(json::object const& fault) {
    auto const text = [&fault](char const* key) {
        auto const* value = fault.if_contains(key);
        if (!value || value->is_null()) return std::string("-");
        return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
    };
    return fmt::format("{}:{} {} “{}”: {}", text("sheet"), text("row"), text("column"), text("value"), text("message"));
}

ImportReport report_of(sql::Session& session, jobs::Job const& job, bool dry_run) {
    ImportReport report;
    report.dry_run = dry_run;
    if (auto const* summary = job.summary.if_object()) {
        if (auto const* rows = summary->if_contains("rows"); rows && rows->is_int64()) report.rows = rows->get_int64();
        if (auto const* same = summary->if_contains("unchanged"); same && same->is_int64())
            report.unchanged = same->get_int64();
    }
    for (auto const& fault : operations::job_errors_json(jobs::errors(session, job.id), terminal_language()))
        report.faults.push_back(fault_line(fault.as_object()));
    return report;
}

}  // namespace

base::Result<ImportReport> import_sheet(DataFolder& folder, ImportOptions const& options,
                                        std::function<void(std::int64_t, std::int64_t)> const& progress) {
    Services services(folder);
    jobs::Runner runner(folder.database(), folder.clock(), folder.ids());
    services.importer.add_jobs(runner);
    KUNYU_TRY(auto const id, hand_in(folder, services, runner, options));
    runner.watch([id, &progress](jobs::JobId job, std::int64_t done, std::int64_t total) {
        if (job == id) progress(done, total);
    });
    runner.start();
    for (;;) {
        auto const job = folder.database().read([id](sql::Session& session) { return jobs::find(session, id); });
        if (is_ended(job->state)) {
            runner.stop();
            auto report = folder.database().read(
                [&](sql::Session& session) { return report_of(session, *job, options.dry_run); });
            if (job->refusal && report.faults.empty()) return *job->refusal;
            return report;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

base::Result<std::string> export_list(DataFolder& folder, ExportOptions const& options) {
    Application application(folder);
    http::Router router;
    application.add_routes(router);
    http::Request request;
    request.path = "/api/v1/" + options.kind + "/export";
    request.language = terminal_language();
    request.query.emplace_back("format", options.format.empty() ? "csv" : options.format);
    if (!options.as_of.empty()) request.query.emplace_back("as_of", options.as_of);
    auto const match = router.match(http::Method::get, request.path);
    auto const response = match.route->handler(request);
    if (response.status == 200) return response.body;
    auto const problem = json::parse(response.body).as_object();
    return base::refuse("app.failed", {{"reason", std::string(problem.at("detail").as_string())}});
}

}  // namespace kunyu::app
