#include "programme/extension_store.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

constexpr std::string_view columns =
    "x.id, x.milestone, x.task, x.unit, x.version, x.state, x.due_then, x.new_due, x.reason, x.requested_at,"
    " x.requested_by, x.requested_by_name, x.decided_at, x.decided_by, x.decided_by_name, x.decision_reason, x.sample";

constexpr ListColumnOf file_list{"extension_request_file", "request", "file"};

Extension extension_of(sql::Session& session, sql::Row const& row) {
    Extension extension;
    extension.id = row.id<ExtensionTag>(0);
    extension.milestone = row.id<MilestoneTag>(1);
    extension.task = row.id<TaskTag>(2);
    extension.unit = row.id<identity::OrganisationTag>(3);
    extension.version = row.integer(4);
    extension.state = *parse_work_state(row.text(5));
    extension.due_then = row.day(6);
    extension.new_due = row.day(7);
    extension.reason = row.text(8);
    extension.requested_at = row.instant(9);
    extension.requested_by = row.id<identity::AccountTag>(10);
    extension.requested_by_name = row.text(11);
    extension.decided_at = row.optional_instant(12);
    extension.decided_by = row.optional_id<identity::AccountTag>(13);
    extension.decided_by_name = row.optional_text(14);
    extension.decision_reason = row.optional_text(15);
    extension.sample = row.boolean(16);
    extension.files = load_list(session, file_list, extension.id.value);
    return extension;
}

}  // namespace

std::optional<Extension> load_extension(sql::Session& session, ExtensionId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM extension_request x WHERE x.id = ?", id);
    return row ? std::optional(extension_of(session, *row)) : std::nullopt;
}

bool has_waiting_extension(sql::Session& session, MilestoneId milestone) {
    return session.first("SELECT 1 FROM extension_request WHERE milestone = ? AND state = 'waiting'", milestone)
        .has_value();
}

base::Result<ExtensionPage> list_extensions(sql::Session& session, ExtensionQuery const& query,
                                            identity::Scope const& reading) {
    sql::PageQuery page;
    page.list = "extension-requests";
    page.columns = columns;
    page.from = "extension_request x JOIN plan_task t ON t.id = x.task";
    page.where.add_if("t.plan = ?", query.plan);
    page.where.add_if("x.state = ?", query.state);
    add_unit_scope(page.where, reading, "x.unit");
    page.order = {{"x.id", 'i', true}};
    page.cursor = query.cursor;
    page.limit = query.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, page));
    ExtensionPage out;
    for (auto const& row : found.rows) out.items.push_back(extension_of(session, row));
    out.next = found.next;
    return out;
}

void insert_extension(sql::Tx& tx, Extension const& extension) {
    tx.exec(
        "INSERT INTO extension_request (id, milestone, task, unit, version, state, due_then, new_due, reason,"
        " requested_at, requested_by, requested_by_name, sample) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        extension.id, extension.milestone, extension.task, extension.unit, extension.version,
        to_string(extension.state), extension.due_then, extension.new_due, extension.reason, extension.requested_at,
        extension.requested_by, extension.requested_by_name, extension.sample);
    write_list(tx, file_list, extension.id.value, extension.files);
}

void update_extension(sql::Tx& tx, Extension const& extension) {
    tx.exec(
        "UPDATE extension_request SET version = ?, state = ?, decided_at = ?, decided_by = ?, decided_by_name = ?,"
        " decision_reason = ? WHERE id = ?",
        extension.version, to_string(extension.state), extension.decided_at, extension.decided_by,
        extension.decided_by_name, extension.decision_reason, extension.id);
}

}  // namespace kunyu::programme
