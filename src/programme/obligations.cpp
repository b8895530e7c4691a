#include "programme/obligations.hpp"

#include "identity/permissions.hpp"
#include "programme/commitment_store.hpp"
#include "programme/expected_reports.hpp"
#include "programme/inspection_store.hpp"
#include "programme/meeting_store.hpp"
#include "programme/print_words.hpp"
#include "programme/slip_store.hpp"
#include "programme/work_access.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace kunyu::programme {
namespace {

using documents::Cell;
using documents::ColumnType;
using documents::Table;

constexpr int page_size = 500;

/// What the tables share.
struct Sheets {
    sql::Session& session;
    identity::Caller const& caller;
    Overview const& overview;
    OrganisationId unit;
    PrintWords words;

    Table table(std::string_view title, std::vector<std::pair<char const*, ColumnType>> const& columns) const {
        Table table;
        table.title = words("obligations_" + std::string(title));
        for (auto const& [key, type] : columns) table.columns.push_back(column(words, key, type));
        return table;
    }
    std::string register_word(std::string_view set, std::string_view word) const {
        return base::Messages::instance().text("registers." + std::string(set) + std::string(word), words.language());
    }
    std::string work_word(std::string_view set, std::string_view word) const {
        return base::Messages::instance().text("supervision." + std::string(set) + std::string(word), words.language());
    }
    identity::Scope scope(std::string_view action) const { return identity::scope_of(session, caller, action); }
    Task const* task(TaskId id) const {
        auto const at = std::find_if(overview.tasks.begin(), overview.tasks.end(),
                                     [id](Task const& task) { return task.id == id; });
        return at == overview.tasks.end() ? nullptr : &*at;
    }
    Cell task_name(std::optional<TaskId> id) const {
        auto const* found = id ? task(*id) : nullptr;
        return found ? Cell(std::to_string(found->number) + " " + words.name(found->title)) : Cell();
    }
    UnitStanding const* own(TaskStanding const& standing) const {
        auto const at = std::find_if(standing.units.begin(), standing.units.end(),
                                     [this](UnitStanding const& one) { return one.unit.unit == unit; });
        return at == standing.units.end() ? nullptr : &*at;
    }
};

template <typename T>
Cell cell(std::optional<T> const& value) {
    return value ? Cell(*value) : Cell();
}

Table tasks_table(Sheets const& of) {
    auto table = of.table("tasks", {{"number", ColumnType::integer},
                                    {"task", ColumnType::text},
                                    {"light", ColumnType::light},
                                    {"planned", ColumnType::decimal},
                                    {"reported", ColumnType::decimal},
                                    {"report", ColumnType::text},
                                    {"why", ColumnType::text}});
    for (std::size_t i = 0; i < of.overview.tasks.size(); ++i)
        if (auto const* own = of.own(of.overview.standings[i]))
            table.rows.push_back({of.overview.tasks[i].number, of.words.name(of.overview.tasks[i].title),
                                  of.words.light(own->verdict.light), percent(own->progress.planned),
                                  percent(own->progress.reported),
                                  of.words("report_" + std::string(to_string(own->report))),
                                  of.words.sentence(own->verdict.reasons.front())});
    return table;
}

Table milestones_table(Sheets const& of) {
    auto table = of.table("milestones", {{"number", ColumnType::integer},
                                         {"task", ColumnType::text},
                                         {"milestone", ColumnType::text},
                                         {"deliverable", ColumnType::text},
                                         {"wording", ColumnType::text},
                                         {"due", ColumnType::day},
                                         {"state", ColumnType::text}});
    for (std::size_t i = 0; i < of.overview.tasks.size(); ++i) {
        auto const& task = of.overview.tasks[i];
        if (!of.own(of.overview.standings[i])) continue;
        for (auto const& milestone : task.milestones)
            table.rows.push_back(
                {task.number, of.words.name(task.title), milestone.code, of.words.name(milestone.deliverable),
                 milestone.wording, milestone.due,
                 of.words("milestone_" + std::string(milestone_standing(milestone, of.overview.day)))});
    }
    return table;
}

Table reports_table(Sheets const& of) {
    auto table = of.table("reports", {{"task", ColumnType::text},
                                      {"cycle", ColumnType::text},
                                      {"due", ColumnType::day},
                                      {"closes", ColumnType::day},
                                      {"state", ColumnType::text},
                                      {"late", ColumnType::boolean}});
    auto const& plan = of.overview.plan;
    for (auto const& report : owed_reports(of.session, plan, of.overview.tasks, of.overview.day,
                                           [&of](OrganisationId unit) { return unit == of.unit; }))
        table.rows.push_back({of.task_name(report.task), to_string(plan.setting.cycle, report.cycle), report.window.due,
                              report.window.closes, of.words("owed_" + std::string(to_string(report.state))),
                              report.late});
    return table;
}

Table slips_table(Sheets const& of) {
    auto table = of.table("slips", {{"number", ColumnType::text},
                                    {"task", ColumnType::text},
                                    {"level", ColumnType::text},
                                    {"statement", ColumnType::text},
                                    {"issued", ColumnType::instant},
                                    {"reply_due", ColumnType::day},
                                    {"state", ColumnType::text}});
    for (auto const& standing : of.overview.standings)
        for (auto const& open : standing.slips) {
            if (open.unit != of.unit) continue;
            auto const slip = *load_slip(of.session, SlipId{open.id});
            table.rows.push_back({std::to_string(slip.year) + "-" + std::to_string(slip.number),
                                  of.task_name(slip.task), of.words("level_" + open.level), slip.demand, slip.issued_at,
                                  cell(open.reply_due), of.work_word("state_", open.replied ? "replied" : "issued")});
        }
    return table;
}

/// A row for each matter with which the unit was charged on some occasion and that nobody has confirmed yet.
void add_charges(Table& table, Sheets const& of, std::string const& occasion, base::Day on,
                 std::vector<Assignment> const& charges) {
    auto const day = of.overview.day;
    for (auto const& charge : charges) {
        auto const standing = standing_of(charge.state_on(day), charge.due, day);
        if (charge.unit != of.unit || standing == AssignmentStanding::confirmed) continue;
        table.rows.push_back(
            {occasion, on, charge.wording, charge.due, of.register_word("assignment_", to_string(standing))});
    }
}

std::vector<std::pair<char const*, ColumnType>> charge_columns(char const* occasion) {
    return {{occasion, ColumnType::text},
            {"occasion_day", ColumnType::day},
            {"matter", ColumnType::text},
            {"due", ColumnType::day},
            {"state", ColumnType::text}};
}

/// Calls `each` for every entry that `list` answers for the query, page by page.
template <typename Query, typename List, typename Each>
void for_each_entry(Query query, List&& list, Each&& each) {
    query.limit = page_size;
    do {
        auto const page = list(query).value();
        for (auto const& item : page.items) each(item);
        query.cursor = page.next;
    } while (query.cursor);
}

Table actions_table(Sheets const& of) {
    auto table = of.table("actions", charge_columns("meeting"));
    MeetingQuery query;
    query.plan = of.overview.plan.id;
    query.unit = of.unit;
    query.day = of.overview.day;
    query.held_only = true;
    auto const scope = of.scope("meeting.read");
    for_each_entry(
        query, [&](MeetingQuery const& page) { return list_meetings(of.session, page, scope); },
        [&](Meeting const& meeting) { add_charges(table, of, meeting.title, meeting.on, meeting.actions); });
    return table;
}

Table demands_table(Sheets const& of) {
    auto table = of.table("demands", charge_columns("inspectors"));
    InspectionQuery query;
    query.plan = of.overview.plan.id;
    query.unit = of.unit;
    query.day = of.overview.day;
    auto const scope = of.scope("inspection.read");
    for_each_entry(
        query, [&](InspectionQuery const& page) { return list_inspections(of.session, page, scope); },
        [&](Inspection const& one) { add_charges(table, of, one.inspectors, one.on, one.demands); });
    return table;
}

/// Fen as yuan and hundredths of a mu as mu; nothing for an amount that is not known.
Cell shown_amount(CommitmentKind kind, std::optional<std::int64_t> amount) {
    if (!amount) return {};
    bool const in_hundredths = kind == CommitmentKind::money || kind == CommitmentKind::land;
    return static_cast<double>(*amount) / (in_hundredths ? 100.0 : 1.0);
}

Table commitments_table(Sheets const& of) {
    auto table = of.table("commitments", {{"kind", ColumnType::text},
                                          {"promise", ColumnType::text},
                                          {"task", ColumnType::text},
                                          {"amount", ColumnType::decimal},
                                          {"delivered", ColumnType::decimal},
                                          {"amount_unit", ColumnType::text},
                                          {"promised_on", ColumnType::day},
                                          {"due", ColumnType::day},
                                          {"state", ColumnType::text}});
    CommitmentQuery query;
    query.filter.plan = of.overview.plan.id;
    query.filter.promised_by = of.unit;
    query.filter.day = of.overview.day;
    auto const scope = of.scope("commitment.read");
    for_each_entry(
        query, [&](CommitmentQuery const& page) { return list_commitments(of.session, page, scope); },
        [&](Commitment const& one) {
            table.rows.push_back(
                {of.register_word("kind_", to_string(one.kind)), one.what, of.task_name(one.task),
                 shown_amount(one.kind, one.amount), shown_amount(one.kind, delivered_by(one, of.overview.day).amount),
                 of.words("amount_" + std::string(to_string(one.kind))), one.promised_on, cell(one.due),
                 of.register_word("commitment_", to_string(state_on(one, of.overview.day)))});
        });
    return table;
}

}  // namespace

std::vector<Table> obligations_of(sql::Session& session, identity::Caller const& caller, Overview const& overview,
                                  OrganisationId unit, base::Language language) {
    Sheets const of{session, caller, overview, unit, PrintWords(language)};
    std::vector<Table> tables{tasks_table(of), milestones_table(of)};
    auto const add = [&](char const* action, Table (*make)(Sheets const&)) {
        if (identity::may(session, caller, action, target_of(unit))) tables.push_back(make(of));
    };
    add("progress.read", reports_table);
    add("slip.read", slips_table);
    add("meeting.read", actions_table);
    add("inspection.read", demands_table);
    add("commitment.read", commitments_table);
    return tables;
}

}  // namespace kunyu::programme
