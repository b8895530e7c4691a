#include "registry/annual_report_store.hpp"

#include "registry/application_attachments.hpp"
#include "sql/filter.hpp"

#include <algorithm>

namespace kunyu::registry {

namespace {

constexpr std::string_view report_columns =
    "r.id, r.version, r.state, r.summary, r.rank, r.excellent, r.source, r.submitted_at, r.sample, r.created_by,"
    " r.created_by_name, r.created_at, r.updated_at";

/// The report's columns begin at `at`; all null where there is none.
void read_report(sql::Session& session, sql::Row const& row, std::size_t at, AnnualReport& report) {
    if (row.is_null(at)) return;
    report.id = row.id<AnnualReportTag>(at);
    report.version = row.integer(at + 1);
    report.state = parse_report_state(row.text(at + 2));
    report.summary = row.optional_text(at + 3);
    report.rank = row.optional_integer(at + 4);
    report.excellent = row.boolean(at + 5);
    report.source = row.optional_text(at + 6);
    report.submitted_at = row.optional_instant(at + 7);
    report.sample = row.boolean(at + 8);
    report.created_by = row.id<identity::AccountTag>(at + 9);
    report.created_by_name = row.text(at + 10);
    report.created_at = row.instant(at + 11);
    report.updated_at = row.instant(at + 12);
    report.files =
        file_column(session, "SELECT file FROM annual_report_file WHERE report = ? ORDER BY ordinal", report.id->value);
}

base::Day end_of(std::int64_t year) {
    return base::Day::of(static_cast<int>(year), 12, 31);
}

/// The category at the end of the year; of its first day on record where it began later.
std::string category_at(sql::Session& session, PlatformId platform, std::int64_t year) {
    auto const day = end_of(year);
    auto row =
        session.first("SELECT category FROM platform_interval WHERE platform = ? AND valid_from <= ? AND valid_to > ?",
                      platform, day, day);
    if (!row)
        row = session.first("SELECT category FROM platform_interval WHERE platform = ? ORDER BY ordinal", platform);
    return row ? row->text(0) : std::string{};
}

std::optional<AnnualReport> load_where(sql::Session& session, std::string const& condition,
                                       std::vector<sql::Value> const& args) {
    auto const rows = session.query_with(
        "SELECT r.platform, r.year, " + std::string(report_columns) + " FROM annual_report r WHERE " + condition, args);
    if (rows.empty()) return std::nullopt;
    AnnualReport report;
    report.platform = rows.front().id<PlatformTag>(0);
    report.year = rows.front().integer(1);
    read_report(session, rows.front(), 2, report);
    report.category = category_at(session, report.platform, report.year);
    return report;
}

void write_files(sql::Tx& tx, AnnualReport const& report) {
    tx.exec("DELETE FROM annual_report_file WHERE report = ?", *report.id);
    std::int64_t ordinal = 0;
    for (auto const file : report.files)
        tx.exec("INSERT INTO annual_report_file (report, ordinal, file) VALUES (?, ?, ?)", *report.id, ordinal++, file);
}

void add_scope(sql::Where& where, identity::Scope const& scope, std::string const& platform, base::Day today) {
    if (scope.everything) return;
    std::string text = "(0 = 1";
    std::vector<sql::Value> args;
    for (auto const* table : {"platform_host", "platform_supervisor"}) {
        if (scope.organisations.empty()) continue;
        text += " OR EXISTS (SELECT 1 FROM " + std::string(table) +
                " o JOIN organisation_subtree s ON s.descendant = o.organisation WHERE o.platform = " + platform +
                " AND o.valid_from <= ? AND o.valid_to > ? AND s.ancestor IN (" +
                sql::Where::marks(scope.organisations.size()) + "))";
        args.push_back(sql::to_value(today));
        args.push_back(sql::to_value(today));
        for (auto const organisation : scope.organisations) args.push_back(sql::to_value(organisation));
    }
    if (!scope.platforms.empty()) {
        text += " OR " + platform + " IN (" + sql::Where::marks(scope.platforms.size()) + ")";
        for (auto const id : scope.platforms) args.push_back(sql::to_value(id));
    }
    where.add_with(text + ")", std::move(args));
}

base::Result<AnnualReportPage> list_year(sql::Session& session, AnnualReportQuery const& query,
                                         identity::Scope const& scope, base::Day today) {
    auto const day = std::min(end_of(*query.year), today);
    std::string const columns = "i.platform, i.category, " + std::string(report_columns);
    sql::PageQuery page;
    page.list = "annual-reports/year";
    page.columns = columns;
    page.from = "platform_interval i LEFT JOIN annual_report r ON r.platform = i.platform AND r.year = ?";
    page.from_args = {sql::to_value(*query.year)};
    page.where.add("i.valid_from <= ? AND i.valid_to > ?", day, day);
    page.where.add(
        "(r.id IS NOT NULL OR (i.state IN ('building', 'operating', 'trial', 'regular', 'rectifying', 'joined') AND"
        " i.branch_of IS NULL))");
    page.where.add_if("i.category = ?", query.category);
    page.where.add_if("i.platform = ?", query.platform);
    add_scope(page.where, scope, "i.platform", today);
    page.order = {{"i.code_key", 't', false}, {"i.platform", 'i', false}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    AnnualReportPage out;
    for (auto const& row : found.rows) {
        AnnualReport report;
        report.platform = row.id<PlatformTag>(0);
        report.category = row.text(1);
        report.year = *query.year;
        read_report(session, row, 2, report);
        out.items.push_back(std::move(report));
    }
    out.next = found.next;
    return out;
}

base::Result<AnnualReportPage> list_all(sql::Session& session, AnnualReportQuery const& query,
                                        identity::Scope const& scope, base::Day today) {
    std::string const columns = "r.platform, r.year, " + std::string(report_columns);
    sql::PageQuery page;
    page.list = "annual-reports/all";
    page.columns = columns;
    page.from = "annual_report r";
    page.where.add_if("r.platform = ?", query.platform);
    if (query.category)
        page.where.add("EXISTS (SELECT 1 FROM platform_interval i WHERE i.platform = r.platform AND i.category = ?)",
                       *query.category);
    add_scope(page.where, scope, "r.platform", today);
    page.order = {{"r.year", 'i', true}, {"r.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    AnnualReportPage out;
    for (auto const& row : found.rows) {
        AnnualReport report;
        report.platform = row.id<PlatformTag>(0);
        report.year = row.integer(1);
        read_report(session, row, 2, report);
        report.category = category_at(session, report.platform, report.year);
        out.items.push_back(std::move(report));
    }
    out.next = found.next;
    return out;
}

}  // namespace

std::optional<AnnualReport> load_annual_report(sql::Session& session, AnnualReportId id) {
    return load_where(session, "r.id = ?", {sql::to_value(id)});
}

std::optional<AnnualReport> find_annual_report(sql::Session& session, PlatformId platform, std::int64_t year) {
    return load_where(session, "r.platform = ? AND r.year = ?", {sql::to_value(platform), sql::to_value(year)});
}

std::vector<AnnualReportEntry> load_annual_report_steps(sql::Session& session, AnnualReportId id) {
    std::vector<AnnualReportEntry> entries;
    for (auto const& row : session.query(
             "SELECT step, at, by_account, by_name, reason FROM annual_report_step WHERE report = ? ORDER BY ordinal",
             id)) {
        AnnualReportEntry entry;
        entry.step = *parse_report_step(row.text(0));
        entry.at = row.instant(1);
        entry.by = row.id<identity::AccountTag>(2);
        entry.by_name = row.text(3);
        entry.reason = row.text(4);
        entries.push_back(std::move(entry));
    }
    return entries;
}

base::Result<AnnualReportPage> list_annual_reports(sql::Session& session, AnnualReportQuery const& query,
                                                   identity::Scope const& scope, base::Day today) {
    return query.year ? list_year(session, query, scope, today) : list_all(session, query, scope, today);
}

void insert_annual_report(sql::Tx& tx, AnnualReport const& report) {
    tx.exec(
        "INSERT INTO annual_report (id, version, platform, year, state, summary, rank, excellent, source, submitted_at,"
        " sample, created_by, created_by_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?)",
        *report.id, report.version, report.platform, report.year, to_string(*report.state), report.summary, report.rank,
        report.excellent, report.source, report.submitted_at, report.sample, report.created_by, report.created_by_name,
        report.created_at, report.updated_at);
    write_files(tx, report);
}

void update_annual_report(sql::Tx& tx, AnnualReport const& report) {
    tx.exec(
        "UPDATE annual_report SET version = ?, state = ?, summary = ?, rank = ?, excellent = ?, submitted_at = ?,"
        " updated_at = ? WHERE id = ?",
        report.version, to_string(*report.state), report.summary, report.rank, report.excellent, report.submitted_at,
        report.updated_at, *report.id);
    write_files(tx, report);
}

void append_annual_report_step(sql::Tx& tx, AnnualReportId id, AnnualReportEntry const& entry) {
    auto const ordinal =
        tx.first("SELECT COALESCE(MAX(ordinal), 0) + 1 FROM annual_report_step WHERE report = ?", id)->integer(0);
    tx.exec(
        "INSERT INTO annual_report_step (report, ordinal, step, at, by_account, by_name, reason) VALUES (?, ?, ?, ?,"
        " ?, ?, ?)",
        id, ordinal, to_string(entry.step), entry.at, entry.by, entry.by_name, entry.reason);
}

void remove_annual_report(sql::Tx& tx, AnnualReportId id) {
    tx.exec("DELETE FROM annual_report_file WHERE report = ?", id);
    tx.exec("DELETE FROM annual_report_step WHERE report = ?", id);
    tx.exec("DELETE FROM annual_report WHERE id = ?", id);
}

}  // namespace kunyu::registry
