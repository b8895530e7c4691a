#include "registry/annual_report_service.hpp"

#include "audit/audit.hpp"
#include "identity/audit_entry.hpp"
#include "registry/annual_report_json.hpp"
#include "registry/application_access.hpp"
#include "registry/application_attachments.hpp"
#include "registry/platform_json.hpp"
#include "registry/platform_store.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::registry {

namespace {

constexpr char const* submitting = "annual_report.submit";
constexpr char const* reading = "annual_report.read";

bool is_open(ReportState state) {
    return state == ReportState::draft || state == ReportState::returned;
}

identity::Target target_now(sql::Session& session, identity::Caller const& caller, PlatformId platform) {
    return target_of_platform(session, platform, base::day_of(caller.now));
}

Name name_of(sql::Session& session, PlatformId platform) {
    auto const found = platform_refs(session, {platform});
    auto const at = found.find(platform);
    return at == found.end() ? Name{} : at->second.name;
}

inbox::Title titled(char const* code, Name const& name, std::int64_t year) {
    auto const text = std::to_string(year);
    return inbox::title_of(code, {{"name", name.zh}, {"year", text}},
                           {{"name", name.en.value_or(name.zh)}, {"year", text}});
}

inbox::Title standing_title(ReportState state) {
    return inbox::title_of("workflow.report_state_" + std::string(to_string(state)));
}

void record(sql::Tx& tx, identity::Caller const& caller, std::string_view action, AnnualReport const& report,
            boost::json::value before, std::string const& reason) {
    auto const target = target_now(tx, caller, report.platform);
    auto entry = identity::audit_entry(
        tx, caller, action,
        {"annual_report", report.id->value, std::to_string(report.year) + " " + name_of(tx, report.platform).zh,
         target.organisations.empty() ? 0 : target.organisations.front().value},
        target);
    entry.before = std::move(before);
    entry.after = annual_report_record(report);
    entry.reason = reason;
    audit::append(tx, entry);
}

bool may_write(sql::Session& session, identity::Caller const& caller, AnnualReport const& report) {
    return caller.account == report.created_by ||
           identity::may(session, caller, submitting, target_now(session, caller, report.platform));
}

/// That a report was begun is seen by all who may read it; what it says, not before it is submitted.
void hide_content(AnnualReport& report) {
    report.summary.reset();
    report.files.clear();
}

base::Result<AnnualReport> visible(sql::Session& session, identity::Caller const& caller, AnnualReportId id) {
    auto report = load_annual_report(session, id);
    if (!report) return base::refuse("workflow.report_not_found");
    auto const target = target_now(session, caller, report->platform);
    bool const seen = may_write(session, caller, *report) ||
                      (report->state != ReportState::draft && identity::may(session, caller, reading, target));
    if (!seen) return base::refuse("workflow.report_not_found");
    return std::move(*report);
}

base::Result<void> check_year(sql::Session& session, identity::Caller const& caller, PlatformId platform,
                              std::int64_t year) {
    if (base::day_of(caller.now).year() < year)
        return base::refuse_field("/year", "workflow.year_in_future", {{"year", std::to_string(year)}});
    if (find_annual_report(session, platform, year))
        return base::refuse("workflow.report_exists", {{"year", std::to_string(year)}});
    return {};
}

}  // namespace

std::optional<base::Day> due_of(Catalogue const& catalogue, AnnualReport const& report) {
    auto const* category = catalogue.category(report.category);
    if (!category) return std::nullopt;
    for (auto const& period : category->periods)
        if (period.id == "annual_report_due") return report_due(report.year, period.value);
    return std::nullopt;
}

base::Result<AnnualReport> AnnualReportService::create(sql::Tx& tx, identity::Caller const& caller, PlatformId platform,
                                                       std::int64_t year, AnnualReportChange const& change,
                                                       bool sample) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, submitting, target_now(tx, caller, platform)));
    KUNYU_TRY_VOID(check_year(tx, caller, platform, year));
    AnnualReport report;
    report.id = ids_.next_as<AnnualReportTag>();
    report.version = 1;
    report.platform = platform;
    report.year = year;
    report.state = ReportState::draft;
    report.summary = change.summary.value_or(std::nullopt);
    report.files = change.files.value_or(std::vector<std::int64_t>{});
    report.sample = sample;
    report.created_by = caller.account;
    report.created_by_name = caller.name;
    report.created_at = report.updated_at = caller.now;
    KUNYU_TRY_VOID(attach_files(tx, caller, "annual_report", report.id->value, report.files));
    insert_annual_report(tx, report);
    auto const name = name_of(tx, platform);
    inbox_.start(tx, caller, {"annual_report", report.id->value, name.zh, name.en},
                 titled("workflow.matter_report", name, year), standing_title(*report.state));
    record(tx, caller, submitting, report, nullptr, {});
    return *load_annual_report(tx, *report.id);
}

base::Result<AnnualReport> AnnualReportService::edit(sql::Tx& tx, identity::Caller const& caller, AnnualReportId id,
                                                     std::int64_t version, AnnualReportChange const& change) const {
    KUNYU_TRY(auto report, visible(tx, caller, id));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, submitting, target_now(tx, caller, report.platform)));
    if (report.version != version) return base::refuse("identity.version_conflict");
    if (!is_open(*report.state))
        return base::refuse("workflow.report_locked", {{"state", std::string(to_string(*report.state))}});
    auto before = annual_report_record(report);
    if (change.summary) report.summary = *change.summary;
    if (change.files) report.files = *change.files;
    KUNYU_TRY_VOID(attach_files(tx, caller, "annual_report", id.value, report.files));
    ++report.version;
    report.updated_at = caller.now;
    update_annual_report(tx, report);
    record(tx, caller, submitting, report, std::move(before), {});
    return report;
}

void AnnualReportService::hand_on(sql::Tx& tx, identity::Caller const& caller, AnnualReport const& report,
                                  ReportStep step) const {
    auto const name = name_of(tx, report.platform);
    inbox::Subject const subject{"annual_report", report.id->value, name.zh, name.en};
    inbox_.close(tx, caller, subject, to_string(step), {});
    inbox_.move(tx, caller, subject, titled("workflow.matter_report", name, report.year), standing_title(*report.state),
                *report.state == ReportState::accepted);
    bool const submitted = *report.state == ReportState::submitted;
    if (!submitted && *report.state != ReportState::returned) return;
    inbox::NewTodo todo;
    todo.kind = submitted ? "annual_report.review" : "annual_report.submit";
    todo.subject = subject;
    todo.title = titled(submitted ? "workflow.todo_report_review" : "workflow.todo_report_mend", name, report.year);
    todo.action = todo.kind;
    todo.target = target_now(tx, caller, report.platform);
    todo.link = fmt::format("/annual-reports/{}", subject.id);
    inbox_.open(tx, caller, todo);
}

base::Result<AnnualReport> AnnualReportService::take_step(sql::Tx& tx, identity::Caller const& caller,
                                                          AnnualReportId id, std::optional<std::int64_t> version,
                                                          ReportStepInput const& input) const {
    KUNYU_TRY(auto report, visible(tx, caller, id));
    if (version && report.version != *version) return base::refuse("identity.version_conflict");
    KUNYU_TRY(auto const* row,
              check_report_step(*report.state, input, report.summary.has_value() || !report.files.empty()));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, row->action, target_now(tx, caller, report.platform)));
    auto before = annual_report_record(report);
    report.state = row->to;
    if (row->step == ReportStep::submit) report.submitted_at = caller.now;
    if (row->step == ReportStep::rank) {
        if (input.rank) report.rank = input.rank;
        if (input.excellent) report.excellent = *input.excellent;
    }
    ++report.version;
    report.updated_at = caller.now;
    update_annual_report(tx, report);
    append_annual_report_step(tx, id, {row->step, caller.now, caller.account, caller.name, input.reason});
    hand_on(tx, caller, report, row->step);
    record(tx, caller, row->action, report, std::move(before), input.reason);
    return report;
}

void AnnualReportService::record_known(sql::Tx& tx, identity::Caller const& caller, PlatformId platform,
                                       std::int64_t year, bool excellent, std::string const& source) const {
    if (find_annual_report(tx, platform, year)) return;
    AnnualReport report;
    report.id = ids_.next_as<AnnualReportTag>();
    report.version = 1;
    report.platform = platform;
    report.year = year;
    report.state = ReportState::accepted;
    report.excellent = excellent;
    report.source = source;
    report.created_by = caller.account;
    report.created_by_name = caller.name;
    report.created_at = report.updated_at = caller.now;
    insert_annual_report(tx, report);
    record(tx, caller, "annual_report.review", report, nullptr, source);
}

base::Result<AnnualReport> AnnualReportService::find(sql::Session& session, identity::Caller const& caller,
                                                     AnnualReportId id) const {
    return visible(session, caller, id);
}

base::Result<AnnualReportPage> AnnualReportService::list(sql::Session& session, identity::Caller const& caller,
                                                         AnnualReportQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    KUNYU_TRY(auto page, list_annual_reports(session, query, identity::scope_of(session, caller, reading),
                                             base::day_of(caller.now)));
    for (auto& report : page.items)
        if (report.state == ReportState::draft && !may_write(session, caller, report)) hide_content(report);
    return page;
}

std::vector<ReportStep> AnnualReportService::offered(sql::Session& session, identity::Caller const& caller,
                                                     AnnualReport const& report) const {
    std::vector<ReportStep> steps;
    if (!report.state) return steps;
    auto const target = target_now(session, caller, report.platform);
    for (auto const& row : report_transitions())
        if (row.from == *report.state && identity::may(session, caller, row.action, target)) steps.push_back(row.step);
    return steps;
}

}  // namespace kunyu::registry
