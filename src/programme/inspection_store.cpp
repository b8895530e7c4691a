#include "programme/inspection_store.hpp"

#include "programme/register_access.hpp"

#include <fmt/format.h>

namespace kunyu::programme {
namespace {

constexpr ListTable tasks{"inspection_task", "inspection", "task"};
constexpr ListTable units{"inspection_unit", "inspection", "unit"};
constexpr ListTable files{"inspection_file", "inspection", "file"};

std::string const& columns() {
    static std::string const all = fmt::format("{}, e.inspected_on, e.inspectors, e.findings", entry_columns);
    return all;
}

Inspection inspection_of(sql::Session& session, sql::Row const& row) {
    Inspection inspection;
    inspection.id = row.id<InspectionTag>(0);
    inspection.entry = entry_of(row);
    inspection.on = row.day(entry_width);
    inspection.inspectors = row.text(entry_width + 1);
    inspection.findings = row.text(entry_width + 2);
    auto const id = inspection.id.value;
    inspection.tasks = load_ids<TaskTag>(session, tasks, id);
    inspection.units = load_ids<identity::OrganisationTag>(session, units, id);
    inspection.files = load_numbers(session, files, id);
    inspection.demands = load_assignments(session, {"inspection", id});
    return inspection;
}

void write_lists(sql::Tx& tx, Inspection const& inspection) {
    write_list(tx, tasks, inspection.id.value, inspection.tasks);
    write_list(tx, units, inspection.id.value, inspection.units);
    write_list(tx, files, inspection.id.value, inspection.files);
}

}  // namespace

std::optional<Inspection> load_inspection(sql::Session& session, InspectionId id) {
    auto const row = session.first("SELECT " + columns() + " FROM inspection e WHERE e.id = ?", id);
    return row ? std::optional(inspection_of(session, *row)) : std::nullopt;
}

base::Result<RegisterPage<Inspection>> list_inspections(sql::Session& session, InspectionQuery const& query,
                                                        identity::Scope const& scope) {
    sql::PageQuery page;
    page.list = "inspections";
    page.columns = columns();
    page.from = "inspection e";
    page.where.add("e.inspected_on <= ?", query.day);
    page.where.add_if("e.plan = ?", query.plan);
    page.where.add_if("EXISTS (SELECT 1 FROM inspection_unit u WHERE u.inspection = e.id AND u.unit = ?)", query.unit);
    add_assignment_filter(page.where, "inspection", query.demand);
    if (query.standing) add_occasion_filter(page.where, "inspection", *query.standing, query.day);
    add_scope(page.where, scope, "SELECT u.unit FROM inspection_unit u WHERE u.inspection = e.id");
    page.order = {{"e.inspected_on", 'i', true}, {"e.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    RegisterPage<Inspection> out;
    for (auto const& row : found.rows) out.items.push_back(inspection_of(session, row));
    out.next = found.next;
    return out;
}

void insert_inspection(sql::Tx& tx, Inspection const& inspection) {
    auto const& entry = inspection.entry;
    tx.exec(
        "INSERT INTO inspection (id, version, plan, inspected_on, inspectors, findings, sample, created_by,"
        " created_by_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        inspection.id, entry.version, entry.plan, inspection.on, inspection.inspectors, inspection.findings,
        entry.sample, entry.created_by, entry.created_by_name, entry.created_at, entry.updated_at);
    write_lists(tx, inspection);
}

void update_inspection(sql::Tx& tx, Inspection const& inspection) {
    tx.exec(
        "UPDATE inspection SET version = ?, inspected_on = ?, inspectors = ?, findings = ?, updated_at = ? WHERE id ="
        " ?",
        inspection.entry.version, inspection.on, inspection.inspectors, inspection.findings,
        inspection.entry.updated_at, inspection.id);
    write_lists(tx, inspection);
}

void remove_inspection(sql::Tx& tx, InspectionId id) {
    for (auto const& list : {tasks, units, files}) clear_list(tx, list, id.value);
    tx.exec("DELETE FROM inspection WHERE id = ?", id);
}

}  // namespace kunyu::programme
