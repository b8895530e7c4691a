#include "programme/report_sheet.hpp"

#include "base/text.hpp"
#include "programme/plan_store.hpp"
#include "programme/standing.hpp"
#include "registry/import_sheet.hpp"
#include "registry/organisation_refs.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <utility>

namespace kunyu::programme {
namespace {

using documents::Cell;
using documents::ColumnType;
using registry::ImportColumn;
using registry::ImportFault;
using registry::ImportRow;

ImportColumn column(char const* key, bool required = false) {
    return {key, required, {}, std::string("supervision.sheet_") + key};
}

std::vector<ImportColumn> columns() {
    return {column("task", true),   column("title_of_task"), column("unit", true), column("cycle", true),
            column("due"),          column("planned"),       column("last"),       column("percent"),
            column("progress"),     column("problems"),      column("money"),      column("fall_reason"),
            column("version", true)};
}

ColumnType type_of(std::string const& key) {
    static std::map<std::string, ColumnType, std::less<>> const types{
        {"task", ColumnType::integer},   {"due", ColumnType::day},         {"planned", ColumnType::decimal},
        {"last", ColumnType::decimal},   {"percent", ColumnType::integer}, {"money", ColumnType::money},
        {"version", ColumnType::integer}};
    auto const found = types.find(key);
    return found == types.end() ? ColumnType::text : found->second;
}

template <typename T>
Cell cell(std::optional<T> const& value) {
    return value ? Cell(*value) : Cell();
}

Cell points_cell(std::optional<std::int64_t> const& hundredths) {
    return hundredths ? Cell(static_cast<double>(*hundredths) / 100.0) : Cell();
}

/// What the rows of a sheet show of the plan.
struct Known {
    Plan const& plan;
    std::map<TaskId, Task> tasks;
    std::map<std::pair<TaskId, OrganisationId>, KnownProgress> progress;
};

Known known_of(sql::Session& session, Plan const& plan, base::Day day) {
    Known known{plan, {}, {}};
    auto tasks = load_tasks(session, plan, day);
    for (auto const& standing : standing_of(session, plan, tasks, day))
        for (auto const& unit : standing.units) known.progress[{standing.task, unit.unit.unit}] = unit.progress;
    for (auto& task : tasks) known.tasks.emplace(task.id, std::move(task));
    return known;
}

std::vector<Cell> row_of(Known const& known, OwedReport const& owed, std::string const& unit,
                         std::optional<ProgressReport> const& report, base::Language language) {
    auto const& task = known.tasks.at(owed.task);
    auto const progress = known.progress.find({owed.task, owed.unit});
    auto const figures = progress == known.progress.end() ? KnownProgress{} : progress->second;
    auto const title = language == base::Language::en ? task.title.en.value_or(task.title.zh) : task.title.zh;
    std::vector<Cell> row{task.number,
                          title,
                          unit,
                          to_string(known.plan.setting.cycle, owed.cycle),
                          owed.window.due,
                          points_cell(figures.planned),
                          points_cell(figures.reported)};
    if (!report) {
        row.insert(row.end(), {Cell(), Cell(), Cell(), Cell(), Cell(), std::int64_t{0}});
    } else {
        row.insert(row.end(), {cell(report->percent), cell(report->progress), cell(report->problems),
                               cell(report->money_fen), cell(report->fall_reason), report->version});
    }
    return row;
}

std::optional<std::int64_t> whole(ImportRow& row, std::string const& key, double max) {
    auto const number = row.number(key, 0, max);
    if (!number) return std::nullopt;
    if (*number != std::floor(*number)) row.fault(key, "base.wrong_type", {{"expected", "integer"}});
    return static_cast<std::int64_t>(*number);
}

/// A row as it was filled in.
struct Filled {
    std::optional<Task> task;
    std::optional<OrganisationId> unit;
    std::optional<Cycle> cycle;
    std::int64_t version = 0;
    std::optional<std::int64_t> percent;
    std::optional<std::string> progress, problems, fall_reason;
    std::optional<std::int64_t> money_fen;
    bool is_empty() const { return !percent && !progress && !problems && !fall_reason && !money_fen; }
};

class Taking {
  public:
    Taking(sql::Tx& tx, identity::Caller const& caller, ProgressService const& reports, Plan const& plan, bool submit)
        : tx_(tx), caller_(caller), reports_(reports), plan_(plan), submit_(submit) {
        for (auto& task : load_tasks(tx, plan, base::day_of(caller.now))) tasks_.emplace(task.number, std::move(task));
    }

    base::Result<SheetTaken> run(registry::ImportSheet const& sheet) {
        for (auto const& line : sheet.rows) {
            ImportRow row(sheet.name, line, sheet.columns, sheet.headings, faults_);
            auto const before = faults_.size();
            auto const filled = read(row);
            ++taken_.rows;
            if (faults_.size() == before) take(row, filled);
        }
        if (faults_.empty()) return taken_;
        auto refusal = base::refuse("supervision.sheet_refused", {{"count", std::to_string(faults_.size())}});
        for (auto const& fault : faults_)
            refusal.fields.push_back(
                {fmt::format("row={};column={}", fault.row, fault.column), fault.rule, fault.params});
        return refusal;
    }

  private:
    Filled read(ImportRow& row) {
        Filled filled;
        if (auto const number = whole(row, "task", 100'000)) {
            auto const found = tasks_.find(*number);
            if (found == tasks_.end())
                row.fault("task", "supervision.no_task_of_number", {{"number", std::to_string(*number)}});
            else
                filled.task = found->second;
        }
        auto const unit = row.required_text("unit", 200);
        filled.unit = registry::find_organisation_by_name(tx_, unit);
        if (!unit.empty() && !filled.unit) row.fault("unit", "programme.unknown_unit", {{"unit", unit}});
        auto const cycle = row.required_text("cycle", 20);
        filled.cycle = parse_cycle(plan_.setting.cycle, cycle);
        if (!cycle.empty() && !filled.cycle) row.fault("cycle", "supervision.not_a_cycle", {{"value", cycle}});
        filled.version = whole(row, "version", 1e9).value_or(0);
        filled.percent = whole(row, "percent", 100);
        filled.progress = row.text("progress", 5000);
        filled.problems = row.text("problems", 5000);
        filled.fall_reason = row.text("fall_reason", 1000);
        if (auto const money = row.number("money", 0, 2e9)) filled.money_fen = std::llround(*money * 100.0);
        return filled;
    }

    void take(ImportRow& row, Filled const& filled) {
        if (!filled.task || !filled.unit || !filled.cycle || filled.is_empty()) {
            ++taken_.unchanged;
            return;
        }
        auto const report = find_report(tx_, filled.task->id, *filled.unit, *filled.cycle);
        auto const version = report ? report->version : 0;
        if (version != filled.version) {
            row.fault("version", "supervision.row_moved",
                      {{"version", std::to_string(version)}, {"by", report ? report->created_by_name : std::string{}}});
            return;
        }
        auto const stored = report ? change(*report, filled) : make(filled);
        if (stored.has_error()) return note(row, stored.error());
        if (!submit_ || (stored->state != WorkState::draft && stored->state != WorkState::returned)) return;
        auto const handed_in = reports_.take_step(tx_, caller_, stored->id, std::nullopt, {WorkStep::submit, {}});
        if (handed_in.has_error()) return note(row, handed_in.error());
        ++taken_.submitted;
    }

    static ReportChange change_of(Filled const& filled) {
        ReportChange change;
        change.percent = std::optional(filled.percent);
        change.progress = std::optional(filled.progress);
        change.problems = std::optional(filled.problems);
        change.money_fen = std::optional(filled.money_fen);
        change.fall_reason = std::optional(filled.fall_reason);
        return change;
    }

    base::Result<ProgressReport> make(Filled const& filled) {
        ++taken_.changed;
        return reports_.create(tx_, caller_,
                               {filled.task->id, filled.unit, *filled.cycle, change_of(filled), false, false});
    }

    base::Result<ProgressReport> change(ProgressReport const& report, Filled const& filled) {
        bool const same = report.percent == filled.percent && report.progress == filled.progress &&
                          report.problems == filled.problems && report.money_fen == filled.money_fen &&
                          report.fall_reason == filled.fall_reason;
        if (same) {
            ++taken_.unchanged;
            return report;
        }
        ++taken_.changed;
        return reports_.edit(tx_, caller_, report.id, report.version, change_of(filled));
    }

    /// What a service refuses stands at the cell it is about.
    static void note(ImportRow& row, base::Refusal const& refusal) {
        if (refusal.fields.empty()) return row.fault("task", refusal.code, refusal.params);
        for (auto const& field : refusal.fields) {
            auto const key = field.path.substr(field.path.find_last_of('/') + 1);
            row.fault(key, field.code, field.params);
        }
    }

    sql::Tx& tx_;
    identity::Caller const& caller_;
    ProgressService const& reports_;
    Plan const& plan_;
    bool submit_;
    std::map<std::int64_t, Task> tasks_;
    std::vector<ImportFault> faults_;
    SheetTaken taken_;
};

}  // namespace

base::Result<documents::Table> report_sheet(sql::Session& session, identity::Caller const& caller,
                                            ProgressService const& reports, Plan const& plan, base::Day day) {
    documents::Table table;
    table.title = base::Messages::instance().text("supervision.sheet_title", caller.language);
    table.file_stem = "reports-" + plan.slug + "-" + base::to_string(day);
    for (auto const& one : columns())
        table.columns.push_back(
            {one.key, base::Messages::instance().text(one.message, caller.language), type_of(one.key), 0});
    KUNYU_TRY(auto const owed, reports.owed(session, caller, plan.id, std::nullopt, day));
    auto const known = known_of(session, plan, day);
    for (auto const& of : owed)
        for (auto const& report : of.reports) {
            auto const units = registry::organisation_refs(session, {report.unit});
            auto const stored = report.report ? load_report(session, *report.report) : std::nullopt;
            table.rows.push_back(row_of(known, report, units.at(report.unit).name.zh, stored, caller.language));
        }
    return table;
}

base::Result<SheetTaken> take_sheet(sql::Tx& tx, identity::Caller const& caller, ProgressService const& reports,
                                    Plan const& plan, std::vector<documents::Sheet> sheets, bool submit) {
    KUNYU_TRY(auto const sheet, registry::import_sheet(std::move(sheets), columns()));
    return Taking(tx, caller, reports, plan, submit).run(sheet);
}

}  // namespace kunyu::programme
