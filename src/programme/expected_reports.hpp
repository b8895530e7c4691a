#pragma once
#include "programme/plan.hpp"
#include "programme/progress_store.hpp"
#include "programme/report_rules.hpp"
#include "sql/database.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// `due`: not begun.
enum class OwedState { due, draft, returned };
std::string_view to_string(OwedState state);

/// A report that a unit owes.
struct OwedReport {
    TaskId task;
    OrganisationId unit;
    Cycle cycle;
    ReportWindow window;
    OwedState state = OwedState::due;
    bool late = false;  ///< the due day is past
    std::optional<ProgressReportId> report;
};

/// The cycles whose reports are called in on the day: from some days before they are due until they close.
std::vector<Cycle> cycles_called(Plan const& plan, base::Day day);

/// What is owed at the end of the day: of the cycles called every report not handed in, and of whatever cycle what was
/// returned. By cycle, task number and the order of the document. `wanted` chooses the units.
std::vector<OwedReport> owed_reports(sql::Session& session, Plan const& plan, std::vector<Task> const& tasks,
                                     base::Day day, std::function<bool(OrganisationId)> const& wanted);

}  // namespace kunyu::programme
