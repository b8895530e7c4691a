#include "programme/work_print.hpp"

#include "identity/permissions.hpp"
#include "programme/evidence_store.hpp"
#include "programme/extension_store.hpp"
#include "programme/progress_store.hpp"
#include "programme/slip_store.hpp"

#include <string>
#include <utility>

namespace kunyu::programme {
namespace {

using documents::Cell;
using documents::ColumnType;
using documents::Table;

constexpr int most_rows = 500;

/// What the four tables share.
class Printing {
  public:
    Printing(sql::Session& session, Overview const& overview, Task const& task, base::Language language)
        : session_(session), overview_(overview), task_(task), language_(language) {}

    Table table(std::string_view title, std::vector<std::pair<char const*, ColumnType>> const& columns) const {
        Table table;
        table.title = word("programme." + std::string(title));
        for (auto const& [key, type] : columns)
            table.columns.push_back({key, word("programme.column_" + std::string(key)), type, 0});
        return table;
    }
    std::string word(std::string const& code) const { return base::Messages::instance().text(code, language_); }
    std::string state(WorkState state) const { return word("supervision.state_" + std::string(to_string(state))); }
    std::string unit(OrganisationId id) const {
        auto const found = registry::organisation_refs(session_, {id});
        auto const at = found.find(id);
        if (at == found.end()) return {};
        return language_ == base::Language::en ? at->second.name.en.value_or(at->second.name.zh) : at->second.name.zh;
    }
    std::string milestone(MilestoneId id) const {
        for (auto const& one : task_.milestones)
            if (one.id == id) return one.code;
        return {};
    }
    bool is_known(base::Instant at) const { return base::day_of(at) <= overview_.day; }
    sql::Session& session() const { return session_; }
    Overview const& overview() const { return overview_; }
    Task const& task() const { return task_; }

  private:
    sql::Session& session_;
    Overview const& overview_;
    Task const& task_;
    base::Language language_;
};

template <typename T>
Cell cell(std::optional<T> const& value) {
    return value ? Cell(*value) : Cell();
}

Table reports_table(Printing const& print, identity::Scope const& scope) {
    auto table = print.table("work_reports", {{"cycle", ColumnType::text},
                                              {"unit", ColumnType::text},
                                              {"reported", ColumnType::integer},
                                              {"state", ColumnType::text},
                                              {"handed_in", ColumnType::instant},
                                              {"progress", ColumnType::text},
                                              {"problems", ColumnType::text}});
    ProgressQuery query;
    query.task = print.task().id;
    query.limit = most_rows;
    for (auto const& report : list_reports(print.session(), query, scope, {}).value().items)
        if (report.submitted_at && print.is_known(*report.submitted_at))
            table.rows.push_back({to_string(print.overview().plan.setting.cycle, report.cycle), print.unit(report.unit),
                                  cell(report.percent), print.state(report.state), *report.submitted_at,
                                  cell(report.progress), cell(report.problems)});
    return table;
}

Table evidence_table(Printing const& print, identity::Scope const& scope) {
    auto table = print.table("work_evidence", {{"milestone", ColumnType::text},
                                               {"unit", ColumnType::text},
                                               {"state", ColumnType::text},
                                               {"handed_in", ColumnType::instant},
                                               {"statement", ColumnType::text}});
    for (auto const& one :
         list_evidence(print.session(), print.task().id, scope, std::nullopt, most_rows).value().items)
        if (print.is_known(one.handed_in_at))
            table.rows.push_back({print.milestone(one.milestone), print.unit(one.unit), print.state(one.state),
                                  one.handed_in_at, one.statement});
    return table;
}

Table extensions_table(Printing const& print, identity::Scope const& scope) {
    auto table = print.table("work_extensions", {{"milestone", ColumnType::text},
                                                 {"unit", ColumnType::text},
                                                 {"state", ColumnType::text},
                                                 {"handed_in", ColumnType::instant},
                                                 {"due", ColumnType::day},
                                                 {"new_due", ColumnType::day},
                                                 {"statement", ColumnType::text}});
    ExtensionQuery query;
    query.plan = print.overview().plan.id;
    query.limit = most_rows;
    for (auto const& one : list_extensions(print.session(), query, scope).value().items)
        if (one.task == print.task().id && print.is_known(one.requested_at))
            table.rows.push_back({print.milestone(one.milestone), print.unit(one.unit), print.state(one.state),
                                  one.requested_at, one.due_then, one.new_due, one.reason});
    return table;
}

Table slips_table(Printing const& print, identity::Scope const& scope) {
    auto table = print.table("work_slips", {{"unit", ColumnType::text},
                                            {"level", ColumnType::text},
                                            {"state", ColumnType::text},
                                            {"handed_in", ColumnType::instant},
                                            {"statement", ColumnType::text}});
    SlipQuery query;
    query.plan = print.overview().plan.id;
    query.limit = most_rows;
    for (auto const& slip : list_slips(print.session(), query, scope).value().items)
        if (slip.task == print.task().id && print.is_known(slip.issued_at))
            table.rows.push_back({print.unit(slip.unit),
                                  print.word("programme.level_" + std::string(to_string(slip.level))),
                                  print.state(slip.state), slip.issued_at, slip.demand});
    return table;
}

}  // namespace

std::vector<Table> work_tables(sql::Session& session, identity::Caller const& caller, Overview const& overview,
                               Task const& task, base::Language language) {
    Printing const print(session, overview, task, language);
    auto const progress = identity::scope_of(session, caller, "progress.read");
    auto const slips = identity::scope_of(session, caller, "slip.read");
    std::vector<Table> tables;
    tables.push_back(reports_table(print, progress));
    tables.push_back(evidence_table(print, progress));
    tables.push_back(extensions_table(print, progress));
    tables.push_back(slips_table(print, slips));
    return tables;
}

}  // namespace kunyu::programme
