#include "programme/report_rules.hpp"

namespace kunyu::programme {

base::Result<ReportWindow> report_window(Plan const& plan, Cycle cycle) {
    auto const& kind = plan.setting.cycle;
    if (cycle.index < 1 || cycle.index > cycles_in_year(kind.of(cycle.year)))
        return base::refuse_field("/cycle", "supervision.no_such_cycle",
                                  {{"cycles", std::to_string(cycles_in_year(kind.of(cycle.year)))}});
    auto const first = cycle_of(kind, plan.issued);
    auto const last = cycle_of(kind, plan.period_end);
    if (cycle < first || cycle > last)
        return base::refuse_field("/year", "supervision.cycle_outside_plan",
                                  {{"from", to_string(kind, first)}, {"to", to_string(kind, last)}});
    auto const& days = plan.setting.rules.report;
    return ReportWindow{first_day(kind, cycle), last_day(kind, cycle), report_due(kind, cycle, days),
                        report_closes(kind, cycle, days)};
}

base::Result<void> check_window(ReportWindow const& window, base::Day today, bool returned) {
    if (today < window.begins)
        return base::refuse("supervision.cycle_not_begun", {{"begins", base::to_string(window.begins)}});
    if (today > window.closes && !returned)
        return base::refuse("supervision.cycle_closed", {{"closes", base::to_string(window.closes)}});
    return {};
}

base::Result<void> check_content(ReportContent const& content, std::optional<std::int64_t> last) {
    base::Refusal refusal{"base.invalid_input", {}, {}};
    auto const fault = [&refusal](char const* path, char const* code, base::Params params = {}) {
        refusal.fields.push_back({path, code, std::move(params)});
    };
    if (!content.percent) {
        fault("/percent", "base.required");
    } else if (*content.percent < 0 || *content.percent > 100) {
        fault("/percent", "supervision.percent_out_of_range", {{"percent", std::to_string(*content.percent)}});
    } else if (last && *content.percent < *last && !content.fall_reason) {
        fault("/fall_reason", "supervision.fall_needs_reason",
              {{"last", std::to_string(*last)}, {"percent", std::to_string(*content.percent)}});
    }
    if (!content.progress) fault("/progress", "base.required");
    if (!refusal.fields.empty()) return refusal;
    return {};
}

}  // namespace kunyu::programme
