#include "operations/list_export.hpp"

namespace kunyu::operations {
namespace {

using Columns = std::vector<ListColumn>;

Columns platform_columns() {
    return {{"code", "code"},
            {"name_zh", "name.zh"},
            {"name_en", "name.en"},
            {"kind", "kind"},
            {"category", "category_name", Shown::name},
            {"level", "level", Shown::word, "operations.level_"},
            {"field", "field_name", Shown::name},
            {"state", "state_name", Shown::name},
            {"state_since", "since", Shown::bounded_day},
            {"hosts", "hosts[].name", Shown::name},
            {"supervisors", "supervisors[].name", Shown::name},
            {"province_code", "province"},
            {"city", "city"},
            {"longitude", "longitude", Shown::decimal},
            {"latitude", "latitude", Shown::decimal},
            {"confidence", "confidence"},
            {"sample", "sample", Shown::boolean},
            {"counting", "standing", Shown::word, "registry.standing_"}};
}

Columns organisation_columns() {
    return {{"id", "id"},
            {"slug", "slug"},
            {"name_zh", "name.zh"},
            {"name_en", "name.en"},
            {"short_name", "short_name"},
            {"kind", "kind", Shown::word, "identity.kind_"},
            {"parent", "parent.name", Shown::name},
            {"province_code", "province"},
            {"city", "city"},
            {"valid_from", "valid_from", Shown::day},
            {"valid_to", "valid_to", Shown::day}};
}

Columns account_columns() {
    return {{"user", "user"},
            {"display_name", "display_name"},
            {"organisation", "organisation.name", Shown::name},
            {"email", "email"},
            {"phone", "phone"},
            {"roles", "grants[].role", Shown::word, "role"},
            {"scopes", "grants[].scope.name", Shown::name, {}, "operations.list_everything"},
            {"active", "active", Shown::boolean},
            {"must_change_password", "must_change_password", Shown::boolean},
            {"created_at", "created_at", Shown::instant},
            {"last_login_at", "last_login_at", Shown::instant}};
}

Columns call_columns() {
    return {{"title", "title", Shown::name},
            {"category", "category", Shown::word, "category"},
            {"fields", "fields[]", Shown::word, "field"},
            {"document_number", "document_number"},
            {"opens_on", "opens_on", Shown::day},
            {"closes_on", "closes_on", Shown::day},
            {"state", "state", Shown::word, "operations.call_state_"},
            {"application_count", "application_count", Shown::integer},
            {"limit_per_host", "limits.per_host", Shown::integer},
            {"limit_per_supervisor", "limits.per_supervisor", Shown::integer},
            {"limit_total", "limits.total", Shown::integer},
            {"sample", "sample", Shown::boolean},
            {"updated_at", "updated_at", Shown::instant}};
}

Columns application_columns() {
    return {{"id", "id"},
            {"title", "title", Shown::name},
            {"application_kind", "kind", Shown::word, "operations.application_kind_"},
            {"state", "state", Shown::word, "workflow.state_"},
            {"category", "category_name", Shown::name},
            {"field", "field_name", Shown::name},
            {"host", "host.name", Shown::name},
            {"supervisor", "supervisor.name", Shown::name},
            {"platform_code", "platform.code"},
            {"platform", "platform.name", Shown::name},
            {"created_by", "created_by.display_name"},
            {"created_at", "created_at", Shown::instant},
            {"submitted_at", "submitted_at", Shown::instant},
            {"updated_at", "updated_at", Shown::instant},
            {"sample", "sample", Shown::boolean}};
}

Columns exit_plan_columns() {
    return {{"id", "id"},
            {"document_number", "document_number"},
            {"category", "category", Shown::word, "category"},
            {"state", "state", Shown::word, "operations.exit_plan_state_"},
            {"restores_on", "restores_on", Shown::day},
            {"reason", "reason"},
            {"exits", "exits[].platform.name", Shown::name},
            {"exit_days", "exits[].on", Shown::day},
            {"exit_ways", "exits[].way", Shown::word, "operations.exit_way_"},
            {"exits_done", "exits[].done_on", Shown::day, {}, "operations.list_not_yet"},
            {"created_by", "created_by.display_name"},
            {"created_at", "created_at", Shown::instant}};
}

Columns annual_report_columns() {
    return {{"platform_code", "platform.code"},
            {"platform", "platform.name", Shown::name},
            {"year", "year", Shown::integer},
            {"state", "state", Shown::word, "workflow.report_state_"},
            {"late", "late", Shown::boolean},
            {"due_on", "due_on", Shown::day},
            {"submitted_at", "submitted_at", Shown::instant},
            {"rank", "rank", Shown::integer},
            {"excellent", "excellent", Shown::boolean},
            {"summary", "summary"},
            {"attachments", "attachments[].name"},
            {"source", "source"},
            {"sample", "sample", Shown::boolean}};
}

Columns readiness_columns() {
    return {{"as_of", "/as_of", Shown::day},
            {"platform_code", "platform.code"},
            {"platform", "platform.name", Shown::name},
            {"ready", "ready", Shown::boolean},
            {"overdue", "overdue", Shown::boolean},
            {"building_since", "building_since", Shown::bounded_day},
            {"build_due", "due_on", Shown::day},
            {"expected_on", "expected_on", Shown::day},
            {"conditions", "conditions[].name", Shown::name},
            {"conditions_met", "conditions[].met", Shown::word, "operations.met_", "operations.met_unknown"},
            {"note", "note"},
            {"updated_at", "updated_at", Shown::instant},
            {"updated_by", "updated_by.display_name"}};
}

Columns notice_columns() {
    return {{"title", "title", Shown::name},
            {"index_number", "index_number"},
            {"topic", "topic"},
            {"issuer", "issuer"},
            {"written_on", "written_on", Shown::day},
            {"document_number", "document_number"},
            {"state", "state", Shown::word, "operations.notice_state_"},
            {"published_at", "published_at", Shown::instant},
            {"attachments", "attachments[].name"},
            {"sample", "sample", Shown::boolean},
            {"updated_at", "updated_at", Shown::instant}};
}

Columns todo_columns() {
    return {{"title", "title", Shown::name},
            {"subject", "subject.name", Shown::name},
            {"state", "state", Shown::word, "operations.todo_state_"},
            {"standing", "standing", Shown::name},
            {"since", "since", Shown::instant},
            {"due_on", "due_on", Shown::day},
            {"overdue", "overdue", Shown::boolean},
            {"from", "from"},
            {"on_behalf_of", "on_behalf_of"},
            {"done_at", "done_at", Shown::instant},
            {"outcome", "outcome", Shown::word, "operations.step_"}};
}

Columns notification_columns() {
    return {{"title", "title", Shown::name},
            {"text", "text", Shown::name},
            {"notification_kind", "kind_name", Shown::name},
            {"subject", "subject.name", Shown::name},
            {"created_at", "created_at", Shown::instant},
            {"read_at", "read_at", Shown::instant}};
}

Columns mail_columns() {
    return {{"id", "id"},
            {"mail_kind", "kind", Shown::word, "operations.mail_kind_"},
            {"recipient", "account.display_name"},
            {"address", "address"},
            {"mail_subject", "subject"},
            {"state", "state", Shown::word, "operations.mail_state_"},
            {"attempts", "attempts", Shown::integer},
            {"created_at", "created_at", Shown::instant},
            {"next_at", "next_at", Shown::instant},
            {"sent_at", "sent_at", Shown::instant},
            {"reason", "reason"}};
}

Columns job_columns() {
    return {{"id", "id"},
            {"job", "title", Shown::name},
            {"state", "state", Shown::word, "operations.job_state_"},
            {"dry_run", "dry_run", Shown::boolean},
            {"file", "file.name"},
            {"progress_done", "progress.done", Shown::integer},
            {"progress_total", "progress.total", Shown::integer},
            {"error_count", "error_count", Shown::integer},
            {"problem", "problem.detail"},
            {"created_by", "created_by.display_name"},
            {"created_at", "created_at", Shown::instant},
            {"started_at", "started_at", Shown::instant},
            {"finished_at", "finished_at", Shown::instant}};
}

Columns layout_columns() {
    return {{"as_of", "/as_of", Shown::day},
            {"table", "table", Shown::integer},
            {"category", "category_name", Shown::name},
            {"field", "field_name", Shown::name, {}, "operations.list_whole_table"},
            {"quota", "quota", Shown::integer},
            {"counted", "counted", Shown::integer},
            {"reserved", "reserved", Shown::integer},
            {"free", "free", Shown::integer},
            {"over", "over", Shown::integer},
            {"known_by_name", "known_by_name", Shown::integer},
            {"baseline", "baseline", Shown::integer}};
}

Columns layout_platform_columns() {
    return {{"as_of", "/as_of", Shown::day},
            {"category", "/row.category_name", Shown::name},
            {"field", "/row.field_name", Shown::name, {}, "operations.list_whole_table"},
            {"platform_code", "platform.code"},
            {"platform", "platform.name", Shown::name},
            {"hosts", "hosts[].name", Shown::name},
            {"state", "state_name", Shown::name},
            {"state_since", "since", Shown::bounded_day},
            {"counting", "standing", Shown::word, "registry.standing_"},
            {"counting_reason", "reason_text"},
            {"confidence", "confidence"},
            {"sample", "sample", Shown::boolean}};
}

Columns history_columns() {
    return {{"on", "on", Shown::day},
            {"category", "/category", Shown::word, "category"},
            {"field", "/field", Shown::word, "field", "operations.list_whole_table"},
            {"quota", "quota", Shown::integer},
            {"counted", "counted", Shown::integer},
            {"reserved", "reserved", Shown::integer},
            {"platforms", "events[].platform.name", Shown::name},
            {"events", "events[].type", Shown::word, "event"},
            {"changes", "events[].change", Shown::integer}};
}

Columns direction_columns() {
    return {{"as_of", "/as_of", Shown::day},
            {"table", "table", Shown::integer},
            {"category", "category", Shown::word, "category"},
            {"field", "field", Shown::word, "field"},
            {"direction", "direction.name", Shown::name},
            {"covered", "covered", Shown::boolean},
            {"platforms", "platforms[].name", Shown::name}};
}

Columns province_columns() {
    return {{"as_of", "/as_of", Shown::day},
            {"province_code", "province"},
            {"province", "name", Shown::name},
            {"region", "region", Shown::name},
            {"known", "known", Shown::integer},
            {"counted", "counted", Shown::integer},
            {"known", "counts[#].known", Shown::integer, {}, {}, "categories"},
            {"counted", "counts[#].counted", Shown::integer, {}, {}, "categories"}};
}

Columns inspection_columns() {
    return {{"id", "id"},
            {"inspected_on", "inspected_on", Shown::day},
            {"units", "units[].name", Shown::name},
            {"tasks", "tasks[].number", Shown::integer},
            {"inspectors", "inspectors"},
            {"findings", "findings"},
            {"state", "state", Shown::word, "registers.occasion_"},
            {"demands", "demands[].wording"},
            {"demand_units", "demands[].unit.name", Shown::name},
            {"demand_days", "demands[].due_on", Shown::day},
            {"demand_states", "demands[].state", Shown::word, "registers.assignment_"},
            {"attachments", "attachments[].name"},
            {"sample", "sample", Shown::boolean}};
}

Columns commitment_columns() {
    return {{"id", "id"},
            {"commitment_kind", "kind", Shown::word, "registers.kind_"},
            {"promised_by", "promised_by.name", Shown::name},
            {"platform_code", "platform.code"},
            {"platform", "platform.name", Shown::name},
            {"task", "task.number", Shown::integer},
            {"what", "what"},
            {"amount", "amount", Shown::integer},
            {"delivered", "delivered", Shown::integer},
            {"measure", "unit", Shown::word, "registers.unit_"},
            {"promised_on", "promised_on", Shown::day},
            {"due_on", "due_on", Shown::day},
            {"state", "state", Shown::word, "registers.commitment_"},
            {"document_number", "document_number"},
            {"delivery_days", "deliveries[].delivered_on", Shown::day},
            {"delivery_amounts", "deliveries[].amount", Shown::integer, {}, "registers.amount_unknown"},
            {"sample", "sample", Shown::boolean}};
}

Columns commitment_total_columns() {
    return {{"as_of", "/as_of", Shown::day},
            {"promised_by", "host.name", Shown::name},
            {"province", "province.name", Shown::name},
            {"commitment_kind", "kind", Shown::word, "registers.kind_"},
            {"commitments", "commitments", Shown::integer},
            {"unknown_amounts", "unknown", Shown::integer},
            {"overdue", "overdue", Shown::integer},
            {"promised", "promised", Shown::integer},
            {"due", "due", Shown::integer},
            {"delivered", "delivered", Shown::integer},
            {"unknown_deliveries", "unknown_deliveries", Shown::integer},
            {"measure", "unit", Shown::word, "registers.unit_"}};
}

Columns regulation_columns() {
    return {{"id", "id"},
            {"title", "title", Shown::name},
            {"regulation_kind", "kind", Shown::word, "registers.regulation_kind_"},
            {"state", "state", Shown::word, "registers.regulation_"},
            {"in_force", "in_force", Shown::boolean},
            {"document_number", "document_number"},
            {"valid_from", "valid_from", Shown::day},
            {"valid_to", "valid_to", Shown::day},
            {"successor", "successor.title", Shown::name},
            {"tasks", "tasks[].number", Shown::integer},
            {"source", "source"},
            {"note", "note"},
            {"attachments", "attachments[].name"},
            {"sample", "sample", Shown::boolean}};
}

Columns meeting_columns() {
    return {{"id", "id"},
            {"held_on", "held_on", Shown::day},
            {"title", "title"},
            {"place", "place"},
            {"chair", "chair"},
            {"units", "units[].name", Shown::name},
            {"agenda", "agenda[]"},
            {"decisions", "decisions[]"},
            {"state", "state", Shown::word, "registers.occasion_"},
            {"action_items", "actions[].wording"},
            {"action_units", "actions[].unit.name", Shown::name},
            {"action_days", "actions[].due_on", Shown::day},
            {"action_states", "actions[].state", Shown::word, "registers.assignment_"},
            {"attachments", "attachments[].name"},
            {"sample", "sample", Shown::boolean}};
}

Columns suggestion_columns() {
    return {{"id", "id"},
            {"unit_name", "unit.name", Shown::name},
            {"task", "task.number", Shown::integer},
            {"suggestion", "wording"},
            {"state", "state", Shown::word, "registers.state_"},
            {"answer_outcome", "outcome", Shown::word, "registers.outcome_"},
            {"answer", "answer"},
            {"created_at", "created_at", Shown::instant},
            {"answered_at", "answered_at", Shown::instant},
            {"attachments", "attachments[].name"},
            {"sample", "sample", Shown::boolean}};
}

}  // namespace

std::vector<ExportedList> const& exported_lists() {
    static std::vector<ExportedList> const lists{
        {"/api/v1/platforms", "platforms", true, platform_columns()},
        {"/api/v1/organisations", "organisations", true, organisation_columns()},
        {"/api/v1/accounts", "accounts", true, account_columns()},
        {"/api/v1/calls", "calls", true, call_columns()},
        {"/api/v1/applications", "applications", true, application_columns()},
        {"/api/v1/exit-plans", "exit_plans", true, exit_plan_columns()},
        {"/api/v1/annual-reports", "annual_reports", true, annual_report_columns()},
        {"/api/v1/readiness", "readiness", true, readiness_columns()},
        {"/api/v1/notices", "notices", true, notice_columns()},
        {"/api/v1/inspections", "inspections", true, inspection_columns()},
        {"/api/v1/commitments", "commitments", true, commitment_columns()},
        {"/api/v1/commitments/totals", "commitment_totals", false, commitment_total_columns()},
        {"/api/v1/regulations", "regulations", true, regulation_columns()},
        {"/api/v1/meetings", "meetings", true, meeting_columns()},
        {"/api/v1/suggestions", "suggestions", true, suggestion_columns()},
        {"/api/v1/todos", "todos", true, todo_columns()},
        {"/api/v1/notifications", "notifications", true, notification_columns()},
        {"/api/v1/mails", "mails", true, mail_columns()},
        {"/api/v1/jobs", "jobs", true, job_columns()},
        {"/api/v1/layout", "layout", false, layout_columns()},
        {"/api/v1/layout/{category}/{field}", "layout_platforms", true, layout_platform_columns()},
        {"/api/v1/layout/history", "layout_history", false, history_columns()},
        {"/api/v1/layout/directions", "layout_directions", false, direction_columns()},
        {"/api/v1/layout/provinces", "layout_provinces", false, province_columns()}};
    return lists;
}

}  // namespace kunyu::operations
