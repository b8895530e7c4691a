#include "programme/progress_routes.hpp"

#include "programme/progress_json.hpp"
#include "programme/work_resource.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;
using registry::json_route;
using registry::path_id;
using registry::read_body;
using registry::reading_route;

using ProgressReportResource = WorkResource<ProgressService, ProgressReport>;

constexpr std::int64_t first_year = 1990;
constexpr std::int64_t last_year = 2100;

base::Result<ProgressQuery> read_query(sql::Session& session, Request const& request) {
    identity::QueryReader reader(request);
    ProgressQuery query;
    query.plan = plan_parameter(session, reader);
    query.task = task_parameter(session, reader);
    query.unit = unit_parameter(session, reader);
    query.year = number_of(reader, "year", first_year, last_year);
    query.cycle = number_of(reader, "cycle", 1, 12);
    query.state =
        state_parameter(reader, {WorkState::draft, WorkState::submitted, WorkState::returned, WorkState::accepted});
    query.late = reader.boolean("late");
    query.limit = reader.limit();
    query.cursor = reader.cursor();
    KUNYU_TRY_VOID(reader.finish());
    return query;
}

base::Result<Response> list(ProgressService const& reports, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const query, read_query(session, request));
    KUNYU_TRY(auto const page, reports.list(session, caller, query));
    auto references = references_of(session, caller);
    boost::json::array items;
    for (auto const& report : page.items) items.push_back(report_summary(references, report));
    return list_answer(std::move(items), page.next);
}

base::Result<Response> expected(ProgressService const& reports, sql::Session& session, Caller const& caller,
                                Request const& request) {
    identity::QueryReader reader(request);
    auto const plan = plan_parameter(session, reader);
    auto const unit = unit_parameter(session, reader);
    auto const day = reader.day("as_of").value_or(base::day_of(caller.now));
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const owed, reports.owed(session, caller, plan, unit, day));
    auto references = references_of(session, caller);
    boost::json::array items;
    for (auto const& of : owed)
        for (auto const& report : of.reports) items.push_back(owed_json(references, of.plan, report));
    boost::json::object body{{"as_of", base::to_string(day)}, {"items", std::move(items)}, {"next", nullptr}};
    return Response::json(200, boost::json::serialize(body));
}

base::Result<Response> create(ProgressReportResource const& work, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto const task, path_id(request, "programme.task_not_found"));
    KUNYU_TRY(auto wanted, read_body(request, [&](base::Reader& reader) {
                  NewReport report;
                  report.unit = registry::read_organisation(tx, reader, "unit");
                  report.cycle.year = static_cast<int>(reader.integer("year", first_year, last_year));
                  report.cycle.index = static_cast<int>(reader.integer("cycle", 1, 12));
                  report.change = read_report_change(reader);
                  report.submit = reader.optional_boolean("submit").value_or(false);
                  return report;
              }));
    wanted.task = TaskId{task};
    KUNYU_TRY(auto const report, work.service().create(tx, caller, wanted));
    return work.answer(tx, caller, 201, report);
}

}  // namespace

void add_progress_routes(http::Router& router, identity::Gate const& gate, ProgressService const& reports) {
    ProgressReportResource const work{reports, "/api/v1/reports/", "supervision.report_not_found", report_json};
    work.add_to(router, gate, "progress.read", "progress.step",
                [](base::Reader& reader) { return read_step(reader, report_transitions()); });
    gate.read(router, Method::get, "/api/v1/reports", reading_route("progress.read"),
              [&reports](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(reports, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/reports/expected", reading_route("progress.read"),
              [&reports](sql::Session& session, Caller const& caller, Request const& request) {
                  return expected(reports, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/tasks/{id}/reports", json_route("progress.report"),
               [work](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return create(work, tx, caller, request);
               });
    gate.write(router, Method::patch, "/api/v1/reports/{id}", json_route("progress.report"),
               [work](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return work.edit(tx, caller, request, read_report_change);
               });
}

}  // namespace kunyu::programme
