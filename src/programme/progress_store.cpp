#include "programme/progress_store.hpp"

#include <boost/json.hpp>

#include <utility>

namespace kunyu::programme {
namespace {

constexpr std::string_view columns =
    "r.id, r.plan, r.task, r.unit, r.year, r.cycle, r.cycle_end, r.version, r.state, r.percent, r.progress, r.problems,"
    " r.money_fen, r.fall_reason, r.submitted_at, r.late, r.sample, r.created_by, r.created_by_name, r.created_at,"
    " r.updated_at";

constexpr ListColumnOf file_list{"progress_report_file", "report", "file"};

ProgressReport report_of(sql::Session& session, sql::Row const& row) {
    ProgressReport report;
    report.id = row.id<ProgressReportTag>(0);
    report.plan = row.id<PlanTag>(1);
    report.task = row.id<TaskTag>(2);
    report.unit = row.id<identity::OrganisationTag>(3);
    report.cycle = {static_cast<int>(row.integer(4)), static_cast<int>(row.integer(5))};
    report.cycle_end = row.day(6);
    report.version = row.integer(7);
    report.state = *parse_work_state(row.text(8));
    report.percent = row.optional_integer(9);
    report.progress = row.optional_text(10);
    report.problems = row.optional_text(11);
    report.money_fen = row.optional_integer(12);
    report.fall_reason = row.optional_text(13);
    report.submitted_at = row.optional_instant(14);
    report.late = row.boolean(15);
    report.sample = row.boolean(16);
    report.created_by = row.id<identity::AccountTag>(17);
    report.created_by_name = row.text(18);
    report.created_at = row.instant(19);
    report.updated_at = row.instant(20);
    report.files = load_list(session, file_list, report.id.value);
    for (auto const& begun :
         session.query("SELECT b.milestone FROM progress_report_begun b JOIN plan_milestone m ON m.id = b.milestone"
                       " WHERE b.report = ? ORDER BY m.ordinal, m.id",
                       report.id))
        report.begun.push_back(begun.integer(0));
    return report;
}

std::optional<ProgressReport> load_where(sql::Session& session, std::string const& condition,
                                         std::vector<sql::Value> const& args) {
    auto const rows =
        session.query_with("SELECT " + std::string(columns) + " FROM progress_report r WHERE " + condition, args);
    if (rows.empty()) return std::nullopt;
    return report_of(session, rows.front());
}

void write_lists(sql::Tx& tx, ProgressReport const& report) {
    write_list(tx, file_list, report.id.value, report.files);
    tx.exec("DELETE FROM progress_report_begun WHERE report = ?", report.id);
    for (auto const milestone : report.begun)
        tx.exec("INSERT INTO progress_report_begun (report, milestone) VALUES (?, ?) ON CONFLICT DO NOTHING", report.id,
                milestone);
}

std::optional<std::string> begun_text(ProgressReport const& report, WorkStep step) {
    if (step != WorkStep::submit) return std::nullopt;
    return boost::json::serialize(boost::json::array(report.begun.begin(), report.begun.end()));
}

}  // namespace

std::optional<ProgressReport> load_report(sql::Session& session, ProgressReportId id) {
    return load_where(session, "r.id = ?", {sql::to_value(id)});
}

std::optional<ProgressReport> find_report(sql::Session& session, TaskId task, OrganisationId unit, Cycle cycle) {
    return load_where(
        session, "r.task = ? AND r.unit = ? AND r.year = ? AND r.cycle = ?",
        {sql::to_value(task), sql::to_value(unit), sql::to_value(cycle.year), sql::to_value(cycle.index)});
}

std::optional<ProgressReport> report_before(sql::Session& session, TaskId task, OrganisationId unit,
                                            base::Day cycle_end) {
    return load_where(session, "r.task = ? AND r.unit = ? AND r.cycle_end < ? ORDER BY r.cycle_end DESC LIMIT 1",
                      {sql::to_value(task), sql::to_value(unit), sql::to_value(cycle_end)});
}

std::vector<WorkEntry> load_report_steps(sql::Session& session, ProgressReportId id) {
    return load_entries(session, "progress_report_step", "report", id.value);
}

base::Result<ProgressPage> list_reports(sql::Session& session, ProgressQuery const& query,
                                        identity::Scope const& reading, identity::Scope const& writing) {
    sql::PageQuery page;
    page.list = "progress-reports";
    page.columns = columns;
    page.from = "progress_report r";
    page.where.add_if("r.plan = ?", query.plan);
    page.where.add_if("r.task = ?", query.task);
    page.where.add_if("r.unit = ?", query.unit);
    page.where.add_if("r.year = ?", query.year);
    page.where.add_if("r.cycle = ?", query.cycle);
    page.where.add_if("r.state = ?", query.state);
    page.where.add_if("r.late = ?", query.late);
    add_unit_scope(page.where, reading, "r.unit");
    hide_drafts(page.where, writing, "r");
    page.order = {{"r.cycle_end", 'i', true}, {"r.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    ProgressPage out;
    for (auto const& row : found.rows) out.items.push_back(report_of(session, row));
    out.next = found.next;
    return out;
}

void insert_report(sql::Tx& tx, ProgressReport const& report) {
    tx.exec(
        "INSERT INTO progress_report (id, plan, task, unit, year, cycle, cycle_end, version, state, percent, progress,"
        " problems, money_fen, fall_reason, submitted_at, late, sample, created_by, created_by_name, created_at,"
        " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        report.id, report.plan, report.task, report.unit, report.cycle.year, report.cycle.index, report.cycle_end,
        report.version, to_string(report.state), report.percent, report.progress, report.problems, report.money_fen,
        report.fall_reason, report.submitted_at, report.late, report.sample, report.created_by, report.created_by_name,
        report.created_at, report.updated_at);
    write_lists(tx, report);
}

void update_report(sql::Tx& tx, ProgressReport const& report) {
    tx.exec(
        "UPDATE progress_report SET version = ?, state = ?, percent = ?, progress = ?, problems = ?, money_fen = ?,"
        " fall_reason = ?, submitted_at = ?, late = ?, updated_at = ? WHERE id = ?",
        report.version, to_string(report.state), report.percent, report.progress, report.problems, report.money_fen,
        report.fall_reason, report.submitted_at, report.late, report.updated_at, report.id);
    write_lists(tx, report);
}

void append_report_step(sql::Tx& tx, ProgressReport const& report, WorkEntry const& entry) {
    auto const percent = entry.step == WorkStep::submit ? report.percent : std::nullopt;
    tx.exec(
        "INSERT INTO progress_report_step (report, ordinal, step, percent, begun, at, by_account, by_name, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        report.id, next_ordinal(tx, "progress_report_step", "report", report.id.value), to_string(entry.step), percent,
        begun_text(report, entry.step), entry.at, entry.by, entry.by_name, entry.reason);
}

}  // namespace kunyu::programme
