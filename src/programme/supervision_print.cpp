#include "programme/supervision_print.hpp"

#include "programme/print_words.hpp"
#include "programme/work_print.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace kunyu::programme {
namespace {

using base::Language;
using base::Params;
using documents::Cell;
using documents::ColumnType;
using documents::PrintedDocument;
using documents::PrintedHeading;
using documents::PrintedLegend;
using documents::PrintedParagraph;
using documents::PrintedTable;
using documents::Table;

constexpr int months_ahead = 3;

/// "3 家单位" beyond a handful, else their names.
std::string units_text(PrintWords const& words, Overview const& overview, TaskStanding const& standing) {
    constexpr std::size_t most_named = 4;
    if (standing.units.size() > most_named)
        return words("units_count", {{"count", std::to_string(standing.units.size())}});
    std::string out;
    for (auto const& unit : standing.units)
        out += (out.empty()                        ? ""
                : words.language() == Language::zh ? "、"
                                                   : ", ") +
               words.unit(overview.context, unit.unit.unit);
    return out;
}

Milestone const* next_milestone(Task const& task) {
    Milestone const* next = nullptr;
    for (auto const& milestone : task.milestones)
        if (!milestone.verified_on && (!next || milestone.due < next->due)) next = &milestone;
    return next;
}

std::vector<Cell> task_row(PrintWords const& words, Overview const& overview, std::size_t place) {
    auto const& task = overview.tasks[place];
    auto const& standing = overview.standings[place];
    auto const* next = next_milestone(task);
    return {task.number,
            words.name(task.title),
            units_text(words, overview, standing),
            words.light(standing.verdict.light),
            percent(standing.known.progress.planned),
            percent(standing.known.progress.reported),
            next ? Cell(next->due) : Cell(),
            words.sentence(standing.verdict.reasons.front())};
}

Table lights_table(PrintWords const& words, Overview const& overview) {
    Table table;
    table.title = words("lights_by_goal");
    table.columns = {column(words, "goal")};
    for (auto const* light : {"red", "yellow", "green", "grey", "blue"})
        table.columns.push_back({light, words("light_" + std::string(light)), ColumnType::integer, 0});
    auto const add = [&](std::string const& name, auto const& belongs) {
        Lights lights;
        for (std::size_t i = 0; i < overview.tasks.size(); ++i)
            if (belongs(overview.tasks[i])) lights.add(overview.standings[i].verdict.light);
        table.rows.push_back({name, lights.red, lights.yellow, lights.green, lights.grey, lights.blue});
    };
    add(words("whole_plan"), [](Task const&) { return true; });
    for (auto const& goal : overview.plan.goals)
        add(goal.slug + " " + words.name(goal.name), [&](Task const& task) {
            return std::find(task.goals.begin(), task.goals.end(), goal.slug) != task.goals.end();
        });
    return table;
}

Table figures_table(sql::Session& session, PrintWords const& words, Overview const& overview) {
    Table table;
    table.title = words("goal_figures");
    table.columns = {column(words, "goal"), column(words, "figure"), column(words, "value", ColumnType::integer),
                     column(words, "goal_value", ColumnType::integer)};
    for (auto const& goal : overview.plan.goals) {
        std::vector<Task> tasks;
        for (auto const& task : overview.tasks)
            if (std::find(task.goals.begin(), task.goals.end(), goal.slug) != task.goals.end()) tasks.push_back(task);
        for (auto const& figure : goal_figures(session, tasks, overview.day))
            table.rows.push_back({goal.slug, words.name(figure.name), figure.value ? Cell(*figure.value) : Cell(),
                                  figure.target ? Cell(*figure.target) : Cell()});
    }
    return table;
}

/// The milestones for which `wanted` holds, across all tasks.
template <typename Wanted>
Table milestone_table(PrintWords const& words, Overview const& overview, std::string title, Wanted&& wanted) {
    Table table;
    table.title = std::move(title);
    table.columns = {column(words, "milestone"), column(words, "task"), column(words, "deliverable"),
                     column(words, "wording"), column(words, "due", ColumnType::day)};
    for (auto const& task : overview.tasks)
        for (auto const& milestone : task.milestones)
            if (wanted(milestone))
                table.rows.push_back({milestone.code, words.name(task.title), words.name(milestone.deliverable),
                                      milestone.wording, milestone.due});
    return table;
}

Table slips_table(PrintWords const& words, Overview const& overview) {
    Table table;
    table.title = words("open_slips");
    table.columns = {column(words, "task"), column(words, "unit"), column(words, "level"),
                     column(words, "reply_due", ColumnType::day)};
    for (std::size_t i = 0; i < overview.tasks.size(); ++i)
        for (auto const& slip : overview.standings[i].slips)
            table.rows.push_back({fmt::format("{} {}", overview.tasks[i].number, words.name(overview.tasks[i].title)),
                                  words.unit(overview.context, slip.unit), words("level_" + slip.level),
                                  slip.reply_due ? Cell(*slip.reply_due) : Cell()});
    return table;
}

Table missing_table(PrintWords const& words, Overview const& overview) {
    Table table;
    table.title = words("missing_reports");
    table.columns = {column(words, "unit"), column(words, "tasks")};
    std::map<OrganisationId, std::string> missing;
    for (auto const& standing : overview.standings)
        for (auto const& unit : standing.units)
            if (unit.report == ReportStanding::missing) {
                auto& text = missing[unit.unit.unit];
                text += (text.empty() ? "" : ", ") + std::to_string(standing.number);
            }
    for (auto const& [unit, tasks] : missing) table.rows.push_back({words.unit(overview.context, unit), tasks});
    return table;
}

/// The table, or a sentence that there is nothing to show.
void add(PrintedDocument& document, PrintWords const& words, Table table) {
    if (table.rows.empty()) {
        document.blocks.emplace_back(PrintedHeading{table.title, 2});
        document.blocks.emplace_back(PrintedParagraph{words("none")});
    } else {
        document.blocks.emplace_back(PrintedTable{std::move(table)});
    }
}

PrintedLegend legend(PrintWords const& words) {
    PrintedLegend legend;
    for (auto const light : {Light::red, Light::yellow, Light::green, Light::grey, Light::blue})
        legend.lights.push_back(words.light(light));
    return legend;
}

PrintedDocument document_of(PrintWords const& words, Overview const& overview, std::string title) {
    PrintedDocument document;
    document.title = std::move(title);
    document.subtitle = words("as_of", {{"plan", words.name(overview.plan.name)},
                                        {"reference", overview.plan.reference.value_or("")},
                                        {"day", base::to_string(overview.day)}});
    document.footer = document.title;
    document.landscape = true;
    if (overview.plan.sample) document.blocks.emplace_back(PrintedParagraph{words("sample_plan")});
    if (overview.samples > 0)
        document.blocks.emplace_back(
            PrintedParagraph{words("sample_reports", {{"count", std::to_string(overview.samples)}})});
    return document;
}

std::string rules_text(PrintWords const& words, Plan const& plan) {
    auto const& rules = plan.setting.rules;
    return words("rules_text", {{"yellow", std::to_string(rules.yellow_from)},
                                {"red", std::to_string(rules.red_above)},
                                {"soon", std::to_string(rules.due_soon_days)},
                                {"basis", words("basis_" + rules.basis)}});
}

Table units_table(PrintWords const& words, Overview const& overview, TaskStanding const& standing) {
    Table table;
    table.title = words("standing_of_units");
    table.columns = {column(words, "unit"),
                     column(words, "light", ColumnType::light),
                     column(words, "planned", ColumnType::decimal),
                     column(words, "reported", ColumnType::decimal),
                     column(words, "report"),
                     column(words, "why")};
    for (auto const& unit : standing.units)
        table.rows.push_back({words.unit(overview.context, unit.unit.unit), words.light(unit.verdict.light),
                              percent(unit.progress.planned), percent(unit.progress.reported),
                              words("report_" + std::string(to_string(unit.report))),
                              words.sentence(unit.verdict.reasons.front())});
    return table;
}

Table roles_table(PrintWords const& words, Overview const& overview, Task const& task) {
    Table table;
    table.title = words("units_of_task");
    table.columns = {column(words, "role"), column(words, "unit")};
    for (auto const role :
         {UnitRole::convened_by, UnitRole::with, UnitRole::lead, UnitRole::responsible, UnitRole::participant})
        for (auto const& unit : task.units)
            if (unit.role == role)
                table.rows.push_back(
                    {words("role_" + std::string(to_string(role))), words.unit(overview.context, unit.organisation)});
    return table;
}

Table targets_table(PrintWords const& words, Overview const& overview, Task const& task) {
    Table table;
    table.title = words("targets_of_task");
    table.columns = {column(words, "target"), column(words, "action"), column(words, "platform")};
    for (auto const& target : task.targets) {
        auto const platform =
            target.platform ? overview.context.platforms.find(*target.platform) : overview.context.platforms.end();
        table.rows.push_back({target.name.value_or(target.category.value_or("")), words("action_" + target.action),
                              platform == overview.context.platforms.end() ? std::string{} : platform->second.code});
    }
    return table;
}

Table dues_table(sql::Session& session, PrintWords const& words, Overview const& overview, Task const& task) {
    Table table;
    table.title = words("milestones_of_task");
    table.columns = {
        column(words, "milestone"), column(words, "deliverable"),          column(words, "wording"),
        column(words, "kind"),      column(words, "due", ColumnType::day), column(words, "verified", ColumnType::day),
        column(words, "history")};
    for (auto const& milestone : task.milestones) {
        std::string history;
        for (auto const& due : load_dues(session, milestone.id))
            if (due.ordinal > 0 && due.known_from <= overview.day)
                history += fmt::format("{}{} → {} {}", history.empty() ? "" : "; ", base::to_string(due.known_from),
                                       base::to_string(due.due), due.reason.value_or(""));
        table.rows.push_back({milestone.code, words.name(milestone.deliverable), milestone.wording,
                              words("kind_" + std::string(to_string(milestone.kind))), milestone.due,
                              milestone.verified_on ? Cell(*milestone.verified_on) : Cell(), history});
    }
    return table;
}

}  // namespace

Table task_table(Overview const& overview, Language language) {
    PrintWords const words(language);
    Table table;
    table.title = words("tasks_title");
    table.file_stem = "tasks-" + overview.plan.slug + "-" + base::to_string(overview.day);
    table.columns = {column(words, "number", ColumnType::integer),
                     column(words, "task"),
                     column(words, "units"),
                     column(words, "light", ColumnType::light),
                     column(words, "planned", ColumnType::decimal),
                     column(words, "reported", ColumnType::decimal),
                     column(words, "next_due", ColumnType::day),
                     column(words, "why")};
    for (std::size_t i = 0; i < overview.tasks.size(); ++i) table.rows.push_back(task_row(words, overview, i));
    return table;
}

PrintedDocument supervision_report(sql::Session& session, Overview const& overview, Language language) {
    PrintWords const words(language);
    auto const cycle = last_ended(overview.plan.setting.cycle, overview.day.plus_days(1));
    auto document =
        document_of(words, overview, words("report_title", {{"cycle", to_string(overview.plan.setting.cycle, cycle)}}));
    document.blocks.emplace_back(legend(words));
    document.blocks.emplace_back(PrintedParagraph{rules_text(words, overview.plan)});
    add(document, words, lights_table(words, overview));
    add(document, words, figures_table(session, words, overview));
    add(document, words, task_table(overview, language));
    add(document, words, milestone_table(words, overview, words("overdue_milestones"), [&](Milestone const& one) {
            return !one.verified_on && one.due < overview.day;
        }));
    auto const until = overview.day.plus_months(months_ahead);
    add(document, words, milestone_table(words, overview, words("coming_milestones"), [&](Milestone const& one) {
            return !one.verified_on && one.due >= overview.day && one.due <= until;
        }));
    add(document, words, slips_table(words, overview));
    add(document, words, missing_table(words, overview));
    return document;
}

PrintedDocument task_dossier(sql::Session& session, identity::Caller const& caller, Overview const& overview,
                             std::size_t place, Language language) {
    PrintWords const words(language);
    auto const& task = overview.tasks.at(place);
    auto const& standing = overview.standings.at(place);
    auto document = document_of(
        words, overview,
        words("dossier_title", {{"number", std::to_string(task.number)}, {"title", words.name(task.title)}}));
    document.blocks.emplace_back(PrintedLegend{{words.light(standing.verdict.light)}});
    for (auto const& reason : standing.verdict.reasons)
        document.blocks.emplace_back(PrintedParagraph{words.sentence(reason)});
    if (task.paragraph) {
        document.blocks.emplace_back(PrintedHeading{words("paragraph"), 2});
        document.blocks.emplace_back(PrintedParagraph{*task.paragraph});
    }
    add(document, words, roles_table(words, overview, task));
    add(document, words, targets_table(words, overview, task));
    add(document, words, dues_table(session, words, overview, task));
    add(document, words, units_table(words, overview, standing));
    for (auto& table : work_tables(session, caller, overview, task, language)) add(document, words, std::move(table));
    return document;
}

}  // namespace kunyu::programme
