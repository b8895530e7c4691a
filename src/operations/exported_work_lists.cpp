#include "operations/list_export.hpp"

namespace kunyu::operations {
namespace {

using Columns = std::vector<ListColumn>;

Columns report_columns() {
    return {{"plan", "plan.name", Shown::name},
            {"task_number", "task.number", Shown::integer},
            {"task", "task.title", Shown::name},
            {"unit", "unit.name", Shown::name},
            {"cycle", "label"},
            {"state", "state", Shown::word, "supervision.state_"},
            {"percent", "percent", Shown::integer},
            {"progress", "progress"},
            {"problems", "problems"},
            {"money_fen", "money_fen", Shown::integer},
            {"fall_reason", "fall_reason"},
            {"late", "late", Shown::boolean},
            {"submitted_at", "submitted_at", Shown::instant},
            {"created_by", "created_by.display_name"},
            {"updated_at", "updated_at", Shown::instant},
            {"sample", "sample", Shown::boolean}};
}

Columns owed_report_columns() {
    return {{"plan", "plan.name", Shown::name},
            {"task_number", "task.number", Shown::integer},
            {"task", "task.title", Shown::name},
            {"unit", "unit.name", Shown::name},
            {"cycle", "label"},
            {"report_due", "due_on", Shown::day},
            {"report_closes", "closes_on", Shown::day},
            {"state", "state", Shown::word, "programme.owed_"},
            {"late", "late", Shown::boolean}};
}

Columns unit_plan_columns() {
    return {{"plan", "plan.name", Shown::name},
            {"unit", "unit.name", Shown::name},
            {"year", "year", Shown::integer},
            {"state", "state", Shown::word, "supervision.state_"},
            {"summary", "summary"},
            {"tasks", "tasks[].task.title", Shown::name},
            {"submitted_at", "submitted_at", Shown::instant},
            {"accepted_at", "accepted_at", Shown::instant},
            {"created_by", "created_by.display_name"},
            {"updated_at", "updated_at", Shown::instant},
            {"sample", "sample", Shown::boolean}};
}

Columns evidence_columns() {
    return {{"task_number", "task.number", Shown::integer},
            {"task", "task.title", Shown::name},
            {"milestone", "milestone.code"},
            {"unit", "unit.name", Shown::name},
            {"state", "state", Shown::word, "supervision.state_"},
            {"statement", "statement"},
            {"attachments", "files[].name"},
            {"handed_in_by", "handed_in.by_name"},
            {"handed_in_at", "handed_in.at", Shown::instant},
            {"decided_by", "decided.by_name"},
            {"decided_at", "decided.at", Shown::instant},
            {"decision_reason", "decision_reason"},
            {"sample", "sample", Shown::boolean}};
}

Columns extension_columns() {
    return {{"task_number", "task.number", Shown::integer},
            {"task", "task.title", Shown::name},
            {"milestone", "milestone.code"},
            {"unit", "unit.name", Shown::name},
            {"state", "state", Shown::word, "supervision.state_"},
            {"due_then", "due_then", Shown::day},
            {"new_due", "new_due", Shown::day},
            {"reason", "reason"},
            {"handed_in_by", "requested.by_name"},
            {"handed_in_at", "requested.at", Shown::instant},
            {"decided_by", "decided.by_name"},
            {"decided_at", "decided.at", Shown::instant},
            {"decision_reason", "decision_reason"},
            {"sample", "sample", Shown::boolean}};
}

Columns slip_columns() {
    return {{"plan", "plan.name", Shown::name},
            {"slip_year", "year", Shown::integer},
            {"slip_number", "number", Shown::integer},
            {"slip_level", "level", Shown::word, "supervision.level_"},
            {"state", "state", Shown::word, "supervision.state_"},
            {"task_number", "task.number", Shown::integer},
            {"task", "task.title", Shown::name},
            {"unit", "unit.name", Shown::name},
            {"automatic", "automatic", Shown::boolean},
            {"demand", "demand"},
            {"issued_at", "issued_at", Shown::instant},
            {"reply_due", "reply_due", Shown::day},
            {"overdue", "overdue", Shown::boolean},
            {"closed_at", "closed_at", Shown::instant},
            {"sample", "sample", Shown::boolean}};
}

}  // namespace

std::vector<ExportedList> const& work_lists() {
    static std::vector<ExportedList> const lists{
        {"/api/v1/plans/{plan}/unit-plans", "unit_plans", true, unit_plan_columns()},
        {"/api/v1/reports", "progress_reports", true, report_columns()},
        {"/api/v1/reports/expected", "owed_reports", false, owed_report_columns()},
        {"/api/v1/tasks/{id}/evidence", "evidence", true, evidence_columns()},
        {"/api/v1/extensions", "extensions", true, extension_columns()},
        {"/api/v1/slips", "slips", true, slip_columns()}};
    return lists;
}

}  // namespace kunyu::operations
