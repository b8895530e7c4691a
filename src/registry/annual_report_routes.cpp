#include "registry/annual_report_routes.hpp"

#include "base/text.hpp"
#include "registry/annual_report_json.hpp"
#include "registry/application_json.hpp"
#include "registry/application_requests.hpp"
#include "registry/platform_store.hpp"
#include "registry/reference_input.hpp"

namespace kunyu::registry {

namespace {

using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "workflow.report_not_found";
constexpr std::int64_t first_year = 1990;
constexpr std::int64_t last_year = 2100;

base::Result<std::optional<PlatformId>> platform_parameter(sql::Session& session, Request const& request) {
    KUNYU_TRY(auto const key, text_parameter(request, "platform", 32));
    if (!key) return std::optional<PlatformId>{};
    auto const number = base::parse_id(*key);
    auto const found = number ? std::optional(PlatformId{*number}) : find_platform(session, *key);
    if (!found) return base::refuse_field("platform", "registry.unknown_platform", {{"platform", *key}});
    return found;
}

base::Result<std::optional<ReportStanding>> standing_parameter(Request const& request) {
    auto const raw = request.parameter("state");
    if (!raw) return std::optional<ReportStanding>{};
    auto const standing = parse_report_standing(*raw);
    if (!standing)
        return base::refuse_field(
            "state", "base.not_a_choice",
            {{"value", base::clip(*raw, 50)}, {"choices", "due, late, missing, draft, submitted, returned, accepted"}});
    return standing;
}

/// How a report stands follows from the clock, so the filter works on the page: it may hold fewer than `limit`.
base::Result<Response> list(AnnualReportService const& reports, sql::Session& session, Caller const& caller,
                            Request const& request) {
    AnnualReportQuery query;
    KUNYU_TRY(query.limit, page_limit(request));
    KUNYU_TRY(query.year, number_parameter(request, "year", first_year, last_year));
    KUNYU_TRY(query.platform, platform_parameter(session, request));
    KUNYU_TRY(query.category, text_parameter(request, "category", 64));
    KUNYU_TRY(auto const wanted, standing_parameter(request));
    query.cursor = request.parameter("cursor");
    KUNYU_TRY(auto const page, reports.list(session, caller, query));
    auto const today = base::day_of(caller.now);
    boost::json::array items;
    for (auto const& report : page.items)
        if (!wanted || standing_of_report(session, report, today) == *wanted)
            items.push_back(annual_report_json(session, report, reports.offered(session, caller, report), today));
    boost::json::object body{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
    return Response::json(200, boost::json::serialize(body));
}

Response answer(AnnualReportService const& reports, sql::Session& session, Caller const& caller, int status,
                AnnualReport const& report) {
    auto const location = status == 201 ? "/api/v1/annual-reports/" + std::to_string(report.id->value) : std::string{};
    auto const body =
        annual_report_json(session, report, reports.offered(session, caller, report), base::day_of(caller.now));
    return resource(status, body, report.version, location);
}

struct NewReport {
    PlatformId platform;
    std::int64_t year = 0;
    AnnualReportChange change;
};

NewReport read_new_report(sql::Session& session, base::Reader& reader) {
    NewReport report;
    report.platform = read_platform(session, reader, "platform", true).value_or(PlatformId{});
    report.year = reader.integer("year", first_year, last_year);
    report.change = read_annual_report_change(reader);
    return report;
}

base::Result<Response> create(AnnualReportService const& reports, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto const given, read_body(request, [&](base::Reader& reader) { return read_new_report(tx, reader); }));
    KUNYU_TRY(auto const report, reports.create(tx, caller, given.platform, given.year, given.change));
    return answer(reports, tx, caller, 201, report);
}

base::Result<Response> edit(AnnualReportService const& reports, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change, read_body(request, read_annual_report_change));
    KUNYU_TRY(auto const report, reports.edit(tx, caller, AnnualReportId{id}, version, change));
    return answer(reports, tx, caller, 200, report);
}

base::Result<Response> step(AnnualReportService const& reports, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const input, read_body(request, read_report_step));
    KUNYU_TRY(auto const report, reports.take_step(tx, caller, AnnualReportId{id}, version, input));
    return answer(reports, tx, caller, 200, report);
}

}  // namespace

void add_annual_report_routes(http::Router& router, identity::Gate const& gate, AnnualReportService const& reports) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/annual-reports", reading_route("annual_report.read"),
              [&reports](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(reports, session, caller, request);
              });
    gate.read(
        router, Method::get, "/api/v1/annual-reports/{id}", reading_route("annual_report.read"),
        [&reports](sql::Session& session, Caller const& caller, Request const& request) -> base::Result<Response> {
            KUNYU_TRY(auto const id, path_id(request, not_found));
            KUNYU_TRY(auto const report, reports.find(session, caller, AnnualReportId{id}));
            return answer(reports, session, caller, 200, report);
        });
    gate.write(router, Method::post, "/api/v1/annual-reports", json_route("annual_report.submit"),
               [&reports](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return create(reports, tx, caller, request);
               });
    gate.write(router, Method::patch, "/api/v1/annual-reports/{id}", json_route("annual_report.submit"),
               [&reports](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return edit(reports, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/annual-reports/{id}/steps", json_route("annual_report.step"),
               [&reports](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(reports, tx, caller, request);
               });
}

}  // namespace kunyu::registry
