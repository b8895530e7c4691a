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

}  // namespace

std::vector<ExportedList> work_lists() {
    return {{"/api/v1/reports", "progress_reports", true, report_columns()}};
}

}  // namespace kunyu::operations
