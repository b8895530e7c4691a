#include "programme/report_sheet_routes.hpp"

#include "documents/export.hpp"
#include "documents/xlsx_reader.hpp"
#include "identity/query.hpp"
#include "programme/plan_routes.hpp"
#include "programme/report_sheet.hpp"
#include "registry/application_requests.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

using http::Request;
using http::Response;
using identity::Caller;

base::Result<Response> give(ProgressService const& reports, sql::Session& session, Caller const& caller,
                            Request const& request) {
    identity::QueryReader query(request);
    auto const format = query.choice("format", {"csv", "xlsx"});
    if (!format) query.fault("format", "base.required");
    KUNYU_TRY_VOID(query.finish());
    auto const today = base::day_of(caller.now);
    KUNYU_TRY(auto const plan, plan_of_path(session, request, today));
    KUNYU_TRY(auto const table, report_sheet(session, caller, reports, plan, today));
    KUNYU_TRY(auto written, documents::write(table, documents::parse_format(*format).value()));
    return Response::download(std::move(written.media_type), std::move(written.file_name), std::move(written.bytes));
}

struct Wish {
    files::FileId file;
    bool submit = false;
};

base::Result<Response> take(ProgressService const& reports, files::Store const& files, sql::Tx& tx,
                            Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const wish, registry::read_body(request, [](base::Reader& reader) {
                  return Wish{reader.id<files::FileTag>("file"), reader.optional_boolean("submit").value_or(false)};
              }));
    KUNYU_TRY(auto const plan, plan_of_path(tx, request, base::day_of(caller.now)));
    auto const file = files::Store::find(tx, wish.file);
    if (!file || file->uploaded_by != caller.account.value)
        return base::refuse_field("/file", "registry.unknown_file", {{"file", std::to_string(wish.file.value)}});
    KUNYU_TRY(auto const bytes, files.read(tx, *file));
    KUNYU_TRY(auto sheets, documents::read_sheets(bytes));
    KUNYU_TRY(auto const taken, take_sheet(tx, caller, reports, plan, std::move(sheets), wish.submit));
    return Response::json(200, boost::json::serialize(boost::json::object{{"rows", taken.rows},
                                                                          {"changed", taken.changed},
                                                                          {"unchanged", taken.unchanged},
                                                                          {"submitted", taken.submitted}}));
}

}  // namespace

void add_report_sheet_routes(http::Router& router, identity::Gate const& gate, ProgressService const& reports,
                             files::Store const& files) {
    using http::Method;
    constexpr char const* path = "/api/v1/plans/{plan}/report-sheet";
    gate.read(router, Method::get, path, registry::reading_route("progress.report"),
              [&reports](sql::Session& session, Caller const& caller, Request const& request) {
                  return give(reports, session, caller, request);
              });
    gate.write(router, Method::post, path, registry::json_route("progress.report"),
               [&reports, &files](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return take(reports, files, tx, caller, request);
               });
}

}  // namespace kunyu::programme
