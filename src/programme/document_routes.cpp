#include "base/text.hpp"
#include "documents/docx.hpp"
#include "documents/export.hpp"
#include "documents/pdf.hpp"
#include "documents/xlsx_writer.hpp"
#include "identity/query.hpp"
#include "programme/obligations.hpp"
#include "programme/plan_routes.hpp"
#include "programme/supervision_print.hpp"
#include "registry/application_requests.hpp"
#include "registry/organisation_refs.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

using http::Request;
using http::Response;
using identity::Caller;

struct Wish {
    base::Day day;
    std::string format;
};

base::Result<Wish> read_wish(Caller const& caller, Request const& request, std::vector<std::string> const& formats) {
    identity::QueryReader query(request);
    Wish wish;
    wish.day = query.day("as_of").value_or(base::day_of(caller.now));
    auto const format = query.choice("format", formats);
    if (!format) query.fault("format", "base.required");
    wish.format = format.value_or("");
    KUNYU_TRY_VOID(query.finish());
    return wish;
}

base::Result<Response> printed(documents::PrintedDocument const& document, std::string const& stem,
                               std::string const& format) {
    if (format == "docx") {
        KUNYU_TRY(auto bytes, documents::write_docx(document));
        return Response::download(std::string(documents::docx_media_type), stem + ".docx", std::move(bytes));
    }
    KUNYU_TRY(auto bytes, documents::write_pdf(document));
    return Response::download("application/pdf", stem + ".pdf", std::move(bytes));
}

base::Result<Response> report(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const wish, read_wish(caller, request, {"pdf", "docx"}));
    KUNYU_TRY(auto plan, plan_of_path(session, request, wish.day));
    auto const overview = overview_of(session, std::move(plan), wish.day);
    return printed(supervision_report(session, overview, request.language),
                   "report-" + overview.plan.slug + "-" + base::to_string(wish.day), wish.format);
}

base::Result<Response> dossier(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const wish, read_wish(caller, request, {"pdf", "docx"}));
    KUNYU_TRY(auto const id, registry::path_id(request, "programme.task_not_found"));
    auto const of = plan_of(session, TaskId{id});
    if (!of) return base::refuse("programme.task_not_found");
    auto const overview = overview_of(session, *load_plan(session, *of, wish.day), wish.day);
    std::size_t place = 0;
    while (overview.tasks[place].id != TaskId{id}) ++place;
    return printed(task_dossier(session, caller, overview, place, request.language),
                   "task-" + std::to_string(overview.tasks[place].number) + "-" + base::to_string(wish.day),
                   wish.format);
}

base::Result<Response> tasks(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const wish, read_wish(caller, request, {"csv", "xlsx", "json"}));
    KUNYU_TRY(auto plan, plan_of_path(session, request, wish.day));
    auto const overview = overview_of(session, std::move(plan), wish.day);
    KUNYU_TRY(auto written,
              documents::write(task_table(overview, request.language), documents::parse_format(wish.format).value()));
    return Response::download(std::move(written.media_type), std::move(written.file_name), std::move(written.bytes));
}

/// A workbook of all that a unit owes.
base::Result<Response> obligations(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const wish, read_wish(caller, request, {"xlsx"}));
    auto const& key = request.path_parameters.at("unit");
    auto const unit = registry::find_organisation(session, key);
    if (!unit) return base::refuse("identity.organisation_not_found", {{"key", base::clip(key, 40)}});
    KUNYU_TRY(auto plan, plan_of_path(session, request, wish.day));
    auto const overview = overview_of(session, std::move(plan), wish.day);
    KUNYU_TRY(auto bytes, documents::write_xlsx(obligations_of(session, caller, overview, *unit, request.language)));
    return Response::download(std::string(documents::xlsx_media_type),
                              "obligations-" + overview.plan.slug + "-" + std::to_string(unit->value) + "-" +
                                  base::to_string(wish.day) + ".xlsx",
                              std::move(bytes));
}

}  // namespace

void add_document_routes(http::Router& router, identity::Gate const& gate) {
    using http::Method;
    auto const options = registry::reading_route("standing.read");
    gate.read(router, Method::get, "/api/v1/plans/{plan}/report", options, report);
    gate.read(router, Method::get, "/api/v1/plans/{plan}/tasks/export", options, tasks);
    gate.read(router, Method::get, "/api/v1/tasks/{id}/dossier", options, dossier);
    gate.read(router, Method::get, "/api/v1/plans/{plan}/units/{unit}/obligations", options, obligations);
}

}  // namespace kunyu::programme
