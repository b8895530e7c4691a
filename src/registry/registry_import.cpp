#include "registry/registry_import.hpp"

#include "audit/audit.hpp"
#include "base/json.hpp"
#include "documents/export.hpp"
#include "documents/xlsx_reader.hpp"
#include "identity/audit_entry.hpp"
#include "identity/query.hpp"

namespace kunyu::registry {
namespace {

namespace json = boost::json;

constexpr std::string_view platforms_kind = "platforms";
constexpr std::string_view organisations_kind = "organisations";

bool is_known(std::string_view kind) {
    return kind == platforms_kind || kind == organisations_kind;
}

std::vector<ImportColumn> columns_of(std::string const& kind) {
    return kind == platforms_kind ? platform_columns() : organisation_columns();
}

/// Who asked for the job, with the right that he had then.
identity::Caller caller_of(jobs::Job const& job, base::Instant now) {
    auto caller = identity::Caller::system(job.requested_by_name, now);
    caller.account = {job.requested_by};
    return caller;
}

base::Result<http::Response> answer_template(http::Request const& request) {
    auto const& kind = request.path_parameter("kind");
    identity::QueryReader query(request);
    auto const format = query.choice("format", {"xlsx", "csv"});
    if (!format) query.fault("format", "base.required");
    if (!is_known(kind))
        query.fault("kind", "base.not_a_choice", {{"value", kind}, {"choices", "platforms, organisations"}});
    KUNYU_TRY_VOID(query.finish());
    KUNYU_TRY(auto written, documents::write(import_template(columns_of(kind), kind, request.language),
                                             documents::parse_format(*format).value()));
    return http::Response::download(written.media_type, written.file_name, std::move(written.bytes));
}

struct Wish {
    std::string kind;
    files::FileId file;
    bool dry_run = true;
};

base::Result<Wish> read_wish(http::Request const& request) {
    KUNYU_TRY(auto const value, base::parse_json(request.body));
    base::Reader reader(value);
    Wish wish;
    wish.kind = reader.choice("kind", {std::string(platforms_kind), std::string(organisations_kind)});
    wish.file = reader.id<files::FileTag>("file");
    wish.dry_run = reader.optional_boolean("dry_run").value_or(true);
    KUNYU_TRY_VOID(reader.finish());
    return wish;
}

json::object job_json(jobs::Job const& job, files::File const& file) {
    return {
        {"id", job.id.value},
        {"kind", job.kind},
        {"state", jobs::to_string(job.state)},
        {"title", json::object{{"zh", base::Messages::instance().text("jobs.kind." + job.kind, base::Language::zh)},
                               {"en", base::Messages::instance().text("jobs.kind." + job.kind, base::Language::en)}}},
        {"progress", json::object{{"done", 0}, {"total", nullptr}, {"unit", "rows"}}},
        {"dry_run", job.parameters.at("dry_run")},
        {"file", json::object{{"id", file.id.value},
                              {"name", file.name},
                              {"size", file.size},
                              {"digest", "sha256:" + file.digest},
                              {"media_type", file.media_type}}},
        {"created_by", nullptr},
        {"created_at", base::to_string(job.created_at)},
        {"started_at", nullptr},
        {"finished_at", nullptr},
        {"result", nullptr},
        {"error_count", 0},
        {"problem", nullptr}};
}

json::object result_json(ImportPlan const& plan) {
    auto const created = plan.platforms.size() + plan.organisations.size();
    return {{"rows", plan.rows}, {"created", created}, {"changed", 0}, {"unchanged", plan.unchanged}};
}

}  // namespace

Importer::Importer(files::Store const& files, PlatformService const& platforms,
                   identity::OrganisationService const& organisations, base::IdGenerator& ids, base::Clock const& clock)
    : files_(files), platforms_(platforms), organisations_(organisations), ids_(ids), clock_(clock) {}

void Importer::add_jobs(jobs::Runner& runner) const {
    for (auto const kind : {platforms_kind, organisations_kind})
        runner.add("import." + std::string(kind),
                   [this, kind](jobs::JobRun& job) { return run(job, std::string(kind)); });
}

base::Result<ImportPlan> Importer::plan(jobs::JobRun& run, std::string const& kind) const {
    files::FileId const id{run.parameters().at("file").as_int64()};
    KUNYU_TRY(auto const bytes, run.database().read([&](sql::Session& session) -> base::Result<std::string> {
        auto const file = files::Store::find(session, id);
        if (!file) return base::refuse("files.unknown", {{"id", std::to_string(id.value)}});
        return files_.read(session, *file);
    }));
    KUNYU_TRY(auto sheets, documents::read_sheets(bytes));
    KUNYU_TRY(auto const sheet, import_sheet(std::move(sheets), columns_of(kind)));
    KUNYU_TRY_VOID(run.report(0, static_cast<std::int64_t>(sheet.rows.size())));
    return run.database().read([&](sql::Session& session) {
        return kind == platforms_kind ? plan_platforms(session, sheet) : plan_organisations(session, sheet);
    });
}

base::Result<void> Importer::carry_out(jobs::JobRun& run, sql::Tx& tx, ImportPlan const& plan) const {
    auto const caller = caller_of(run.job(), clock_.now());
    std::int64_t done = plan.unchanged;
    for (auto const& platform : plan.platforms) {
        KUNYU_TRY_VOID(platforms_.enter(tx, caller, platform));
        run.tick(++done, plan.rows);
    }
    if (!plan.platforms.empty()) platforms_.finish_entering(tx);
    for (auto const& organisation : plan.organisations) {
        KUNYU_TRY_VOID(organisations_.create(tx, caller, organisation));
        run.tick(++done, plan.rows);
    }
    return {};
}

base::Result<jobs::Outcome> Importer::run(jobs::JobRun& run, std::string const& kind) const {
    if (run.checkpoint().is_object()) return jobs::Outcome{run.checkpoint(), std::nullopt};
    KUNYU_TRY(auto const plan, this->plan(run, kind));
    for (auto const& fault : plan.faults) run.note_error(to_json(fault));
    if (!plan.faults.empty())
        return base::refuse("registry.import_refused", {{"count", std::to_string(plan.faults.size())}});
    auto const result = result_json(plan);
    if (!run.parameters().at("dry_run").as_bool())
        KUNYU_TRY_VOID(run.step(result, plan.rows, plan.rows, [&](sql::Tx& tx) { return carry_out(run, tx, plan); }));
    else
        KUNYU_TRY_VOID(run.report(plan.rows, plan.rows));
    return jobs::Outcome{result, std::nullopt};
}

base::Result<http::Response> Importer::start(sql::Tx& tx, identity::Caller const& caller,
                                             http::Request const& request) const {
    KUNYU_TRY(auto const wish, read_wish(request));
    auto const file = files::Store::find(tx, wish.file);
    if (!file) return base::refuse_field("/file", "registry.unknown_file", {{"file", std::to_string(wish.file.value)}});
    jobs::NewJob job;
    job.kind = "import." + wish.kind;
    job.parameters = json::object{{"file", wish.file.value}, {"dry_run", wish.dry_run}};
    job.requested_by = caller.account.value;
    job.requested_by_name = caller.name;
    auto const id = jobs::enqueue(tx, ids_, caller.now, job);
    if (file->attached_kind.empty())
        KUNYU_TRY_VOID(files::Store::attach(tx, wish.file, caller.account.value, "job", id.value));
    auto entry = identity::audit_entry(tx, caller, "import.run", {"job", id.value, file->name, 0}, {});
    entry.after = json::object{{"kind", job.kind}, {"file", file->digest}, {"dry_run", wish.dry_run}};
    audit::append(tx, entry);
    auto response = http::Response::json(202, json::serialize(job_json(*jobs::find(tx, id), *file)));
    response.header("Location", "/api/v1/jobs/" + std::to_string(id.value));
    return response;
}

void Importer::add_routes(http::Router& router, identity::Gate const& gate) const {
    http::RouteOptions options;
    options.action = "import.run";
    gate.read(
        router, http::Method::get, "/api/v1/imports/templates/{kind}", options,
        [](sql::Session&, identity::Caller const&, http::Request const& request) { return answer_template(request); });
    options.content_types = {"application/json"};
    gate.write(router, http::Method::post, "/api/v1/imports", options,
               [this](sql::Tx& tx, identity::Caller const& caller, http::Request const& request) {
                   return start(tx, caller, request);
               });
}

}  // namespace kunyu::registry
