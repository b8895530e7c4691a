#include "registry/dossier_service.hpp"

#include "documents/pdf.hpp"
#include "documents/zip_writer.hpp"
#include "identity/permissions.hpp"
#include "registry/annual_report_json.hpp"
#include "registry/application_access.hpp"
#include "registry/application_json.hpp"
#include "registry/application_store.hpp"
#include "registry/dossier_print.hpp"
#include "registry/platform_document.hpp"
#include "registry/platform_store.hpp"

#include <set>
#include <utility>

namespace kunyu::registry {

namespace {

constexpr std::int64_t greatest_size = 200LL << 20;

std::vector<Application> applications_of(sql::Session& session, PlatformId id) {
    std::vector<Application> out;
    for (auto const& row : session.query(
             "SELECT id FROM application WHERE (platform = ? OR subject = ?) AND state <> 'draft' ORDER BY id", id, id))
        out.push_back(*load_application(session, row.id<ApplicationTag>(0)));
    return out;
}

std::vector<AnnualReport> reports_of(sql::Session& session, PlatformId id) {
    std::vector<AnnualReport> out;
    for (auto const& row :
         session.query("SELECT id FROM annual_report WHERE platform = ? AND state <> 'draft' ORDER BY year", id))
        out.push_back(*load_annual_report(session, row.id<AnnualReportTag>(0)));
    return out;
}

/// A file and the folder of the archive it goes to.
struct Enclosure {
    std::string folder;
    std::int64_t file = 0;
};

void enclose(std::vector<Enclosure>& out, std::string const& folder, std::vector<std::int64_t> const& files) {
    for (auto const file : files) out.push_back({folder, file});
}

std::vector<Enclosure> enclosures(sql::Session& session, std::vector<Event> const& events,
                                  std::vector<Application> const& applications,
                                  std::vector<AnnualReport> const& reports) {
    std::vector<Enclosure> out;
    for (auto const& event : events)
        for (auto const file : event.attachments)
            out.push_back(
                {"events/" + base::to_string(event.effective) + " " + std::string(to_string(event.type)), file.value});
    for (auto const& application : applications) {
        auto const folder = "applications/" + std::to_string(application.id.value);
        enclose(out, folder, application.form.files);
        for (auto const& step : load_application_steps(session, application.id)) enclose(out, folder, step.input.files);
    }
    for (auto const& report : reports) enclose(out, "annual-reports/" + std::to_string(report.year), report.files);
    return out;
}

base::Result<void> add_files(sql::Session& session, files::Store const& store, documents::ZipWriter& zip,
                             std::vector<Enclosure> const& wanted) {
    std::int64_t size = 0;
    std::set<std::int64_t> seen;
    for (auto const& enclosure : wanted) {
        if (!seen.insert(enclosure.file).second) continue;
        auto const file = files::Store::find(session, files::FileId{enclosure.file});
        if (!file) continue;
        size += file->size;
        if (size > greatest_size) return base::refuse("workflow.dossier_too_large");
        KUNYU_TRY(auto bytes, store.read(session, *file));
        zip.add(enclosure.folder + "/" + file->name, std::move(bytes), file->uploaded_at);
    }
    return {};
}

std::string data_of(sql::Session& session, identity::Caller const& caller, std::string const& document,
                    std::vector<Application> const& applications, std::vector<AnnualReport> const& reports) {
    boost::json::object data{{"platform", boost::json::parse(document)}};
    boost::json::array application_items;
    for (auto const& application : applications)
        application_items.push_back(application_json(session, application, {}));
    data["applications"] = std::move(application_items);
    boost::json::array report_items;
    for (auto const& report : reports)
        report_items.push_back(annual_report_json(session, report, {}, base::day_of(caller.now)));
    data["annual_reports"] = std::move(report_items);
    return boost::json::serialize(data);
}

}  // namespace

base::Result<Dossier> DossierService::assemble(sql::Session& session, identity::Caller const& caller, PlatformId id,
                                               base::Language language) const {
    auto const today = base::day_of(caller.now);
    KUNYU_TRY_VOID(identity::authorise(session, caller, "platform.dossier", target_of_platform(session, id, today)));
    KUNYU_TRY(auto const platform, platforms_.platform(session, id));
    KUNYU_TRY(auto const history, platforms_.history(session, id));
    auto const events = in_force(load_events(session, id));
    auto const rules = load_rules(session);
    auto const applications = applications_of(session, id);
    auto const reports = reports_of(session, id);
    KUNYU_TRY(auto pdf, documents::write_pdf(
                            dossier_print(session, rules->latest(), platform, history, events, today, language)));
    documents::ZipWriter zip;
    zip.add(platform.code + ".pdf", std::move(pdf), caller.now);
    auto const document =
        finish_document(platform_document(session, *rules, platform, history, events, today), today, language);
    zip.add(platform.code + ".json", data_of(session, caller, document, applications, reports), caller.now);
    KUNYU_TRY_VOID(add_files(session, files_, zip, enclosures(session, events, applications, reports)));
    Dossier dossier;
    dossier.file_name = platform.code + "-" + base::to_string(today) + ".zip";
    KUNYU_TRY(dossier.bytes, zip.finish());
    return dossier;
}

}  // namespace kunyu::registry
